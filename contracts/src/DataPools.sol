// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable, Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {Campaigns} from "./Campaigns.sol";
import {IRewards} from "./interfaces/IRewards.sol";
import {PoolRegister} from "./PoolRegister.sol";

/// @title DataPools: the register of data pools and the door for the money that funds their campaigns.
/// @notice It never holds money. Whose a pool is and on which terms: PoolRegister. Its money: Campaigns.
contract DataPools is Campaigns, Ownable2Step {
    struct Snapshots {
        uint64 count;
        uint64 consentCutoff;
    }

    address public publisher;
    /// @notice Tokens a pool may use. Tokens are added, never taken away, so no pool can be stranded.
    mapping(address token => bool) public listed;
    mapping(bytes32 poolId => Snapshots) public snapshots;

    event PublisherSet(address indexed publisher);
    event TokenListed(address indexed token);
    event SnapshotPublished(
        bytes32 indexed poolId,
        uint256 indexed index,
        bytes32 manifestRoot,
        bytes32 weightRoot,
        uint256 totalWeight,
        uint256 consentCutoff
    );

    error ZeroRoot();
    error NotPublisher(address caller);
    error UnlistedToken(address token);
    error CutoffOutOfOrder(uint256 consentCutoff, uint256 last, uint256 time);

    constructor(
        address admin,
        address publisher_,
        IRewards rewards_,
        address[] memory tokens,
        uint256 changeDelay_,
        uint256 refundWindow_
    ) Ownable(admin) PoolRegister(changeDelay_) Campaigns(rewards_, refundWindow_) {
        _setPublisher(publisher_);
        for (uint256 i; i < tokens.length; ++i) {
            _listToken(tokens[i]);
        }
    }

    /// @notice Creates a pool owned by the caller.
    /// @param salt any value the caller has not used; the id contains the caller, so nobody can squat on it.
    function createPool(bytes32 salt, address token, Terms calldata terms) external returns (bytes32 poolId) {
        if (!listed[token]) revert UnlistedToken(token);
        return _createPool(salt, token, terms);
    }

    /// @notice Publishes a release of a pool: what licenses sold from now on are settled against.
    /// @param weightRoot root over (contributor commitment, weight) pairs that sum to `totalWeight`.
    /// @param consentCutoff consents ended before this time are not in the release.
    function publishSnapshot(
        bytes32 poolId,
        bytes32 manifestRoot,
        bytes32 weightRoot,
        uint256 totalWeight,
        uint64 consentCutoff
    ) external returns (uint256 index) {
        if (msg.sender != publisher) revert NotPublisher(msg.sender);
        _poolOf(poolId);
        if (manifestRoot == 0 || weightRoot == 0) revert ZeroRoot();
        Snapshots memory last = snapshots[poolId];
        if (consentCutoff < last.consentCutoff || consentCutoff > block.timestamp) {
            revert CutoffOutOfOrder(consentCutoff, last.consentCutoff, block.timestamp);
        }
        index = last.count;
        snapshots[poolId] = Snapshots({count: last.count + 1, consentCutoff: consentCutoff});
        emit SnapshotPublished(poolId, index, manifestRoot, weightRoot, totalWeight, consentCutoff);
    }

    // ── Admin: names the publisher and adds tokens, and that is all ──────────────────────────────────────

    function setPublisher(address publisher_) external onlyOwner {
        _setPublisher(publisher_);
    }

    function listToken(address token) external onlyOwner {
        _listToken(token);
    }

    // ── Inside ───────────────────────────────────────────────────────────────────────────────────────────

    function _setPublisher(address publisher_) private {
        if (publisher_ == address(0)) revert ZeroAddress();
        publisher = publisher_;
        emit PublisherSet(publisher_);
    }

    function _listToken(address token) private {
        if (token == address(0)) revert ZeroAddress();
        listed[token] = true;
        emit TokenListed(token);
    }
}
