// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable, Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {Arrays} from "@openzeppelin/contracts/utils/Arrays.sol";
import {Delays} from "./Delays.sol";

/// @title Consents: when consents were given and ended, without saying whose.
/// @notice A signed receipt stays with the contributor. Here is only the root of a batch of receipts and,
/// for a consent that was ended, its lock. Leaf of a batch: (receipt hash, lock), where the receipt holds
/// a random salt and `lock = keccak256(secret)`. Whoever knows the secret can end the consent: there is no
/// address, no signature, and nothing to replay; a front-runner can only end it sooner.
contract Consents is Ownable2Step {
    using Arrays for uint256[];

    uint256 public constant MIN_REVOCATION_GAP = 1 days;

    address public anchorer;
    /// @notice Block time of a batch as anchored by an account, 0 if unknown. Batches of `anchorer` count; what
    /// others anchor speaks for themselves only, so no role is checked, which is what keeps a batch below 47k gas.
    mapping(address account => mapping(bytes32 root => uint256)) public anchoredAt;
    /// @notice Block time at which the consent ended, 0 if it has not. A tie of times counts as ended.
    mapping(bytes32 lock => uint256) public revokedAt;

    /// @notice Shortest time between two revocation epochs of a pool, in seconds, so that nobody can make every
    /// licensee acknowledge all day. Fixed for ever; a day or more outside a local chain.
    uint256 public immutable revocationGap;
    /// @dev Times of a pool's revocation epochs, rising. The index is the epoch.
    mapping(bytes32 poolId => uint256[]) private _epochTimes;

    event AnchorerSet(address indexed anchorer);
    event ConsentsAnchored(address indexed anchorer, bytes32 root, uint256 count);
    event ConsentRevoked(bytes32 indexed lock);
    event RevocationEpochOpened(bytes32 indexed poolId, uint256 indexed epoch, bytes32 root, uint256 count);

    error ZeroRoot();
    error ZeroAddress();
    error ZeroAmount();
    error NotAnchorer(address caller);
    error RevocationEpochTooSoon(bytes32 poolId, uint256 earliest, uint256 time);
    error UnknownRevocationEpoch(bytes32 poolId, uint256 epoch);
    error AlreadyAnchored(bytes32 root, uint256 time);

    constructor(address admin, address anchorer_, uint256 revocationGap_) Ownable(admin) {
        revocationGap = Delays.atLeast(revocationGap_, MIN_REVOCATION_GAP);
        _setAnchorer(anchorer_);
    }

    /// @notice Anchors a batch of `count` receipts in the caller's name.
    function anchor(bytes32 root, uint256 count) external {
        if (root == 0) revert ZeroRoot();
        if (count == 0) revert ZeroAmount();
        uint256 time = anchoredAt[msg.sender][root];
        if (time != 0) revert AlreadyAnchored(root, time);
        anchoredAt[msg.sender][root] = block.timestamp;
        emit ConsentsAnchored(msg.sender, root, count);
    }

    /// @notice Ends the consent whose lock this secret opens. Never reverts; a second time does nothing.
    /// Nobody can pause it. A lock that belongs to no consent may be recorded too: it ends nothing.
    function revoke(bytes32 secret) external {
        _revoke(secret);
    }

    /// @notice `revoke` for many. Never reverts either, whatever is in the batch.
    function revokeMany(bytes32[] calldata secrets) external {
        for (uint256 i; i < secrets.length; ++i) {
            _revoke(secrets[i]);
        }
    }

    /// @notice Opens a pool's next revocation epoch: licensees have to acknowledge the rows under `root`.
    function openRevocationEpoch(bytes32 poolId, bytes32 root, uint256 count)
        external
        returns (uint256 epoch)
    {
        if (msg.sender != anchorer) revert NotAnchorer(msg.sender);
        if (root == 0) revert ZeroRoot();
        if (count == 0) revert ZeroAmount();
        uint256[] storage times = _epochTimes[poolId];
        epoch = times.length;
        if (epoch != 0 && block.timestamp < times[epoch - 1] + revocationGap) {
            revert RevocationEpochTooSoon(poolId, times[epoch - 1] + revocationGap, block.timestamp);
        }
        times.push(block.timestamp);
        emit RevocationEpochOpened(poolId, epoch, root, count);
    }

    function revocationEpochCount(bytes32 poolId) external view returns (uint256) {
        return _epochTimes[poolId].length;
    }

    function revocationEpochTime(bytes32 poolId, uint256 epoch) external view returns (uint256) {
        if (epoch >= _epochTimes[poolId].length) revert UnknownRevocationEpoch(poolId, epoch);
        return _epochTimes[poolId][epoch];
    }

    /// @notice Time of the pool's first revocation epoch after `time`, 0 if there is none.
    function firstEpochAfter(bytes32 poolId, uint256 time) external view returns (uint256) {
        uint256[] storage times = _epochTimes[poolId];
        uint256 epoch = times.upperBound(time);
        return epoch == times.length ? 0 : times[epoch];
    }

    function lockOf(bytes32 secret) public pure returns (bytes32) {
        return keccak256(abi.encode(secret));
    }

    // ── Admin: names the anchorer, and that is all ───────────────────────────────────────────────────────

    function setAnchorer(address anchorer_) external onlyOwner {
        _setAnchorer(anchorer_);
    }

    function _setAnchorer(address anchorer_) private {
        if (anchorer_ == address(0)) revert ZeroAddress();
        anchorer = anchorer_;
        emit AnchorerSet(anchorer_);
    }

    function _revoke(bytes32 secret) private {
        bytes32 lock = lockOf(secret);
        if (revokedAt[lock] != 0) return;
        revokedAt[lock] = block.timestamp;
        emit ConsentRevoked(lock);
    }
}
