// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable, Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";

/// @title Consents: when consents were given and ended, without saying whose.
/// @notice A signed receipt stays with the contributor. Here is only the root of a batch of receipts and,
/// for a consent that was ended, its lock. Leaf of a batch: (receipt hash, lock), where the receipt holds
/// a random salt and `lock = keccak256(secret)`. Whoever knows the secret can end the consent: there is no
/// address, no signature, and nothing to replay; a front-runner can only end it sooner.
contract Consents is Ownable2Step {
    address public anchorer;
    /// @notice Block time of a batch as anchored by an account, 0 if unknown. Batches of `anchorer` count; what
    /// others anchor speaks for themselves only, so no role is checked, which is what keeps a batch below 47k gas.
    mapping(address account => mapping(bytes32 root => uint256)) public anchoredAt;
    /// @notice Block time at which the consent ended, 0 if it has not. A tie of times counts as ended.
    mapping(bytes32 lock => uint256) public revokedAt;

    event AnchorerSet(address indexed anchorer);
    event ConsentsAnchored(address indexed anchorer, bytes32 root, uint256 count);
    event ConsentRevoked(bytes32 indexed lock);

    error ZeroRoot();
    error ZeroAddress();
    error ZeroAmount();
    error AlreadyAnchored(bytes32 root, uint256 time);

    constructor(address admin, address anchorer_) Ownable(admin) {
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
