// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Delays} from "./Delays.sol";

/// @title PoolRegister: the part of DataPools that says whose a pool is and on which terms it sells.
/// @notice A pool's token is for ever. Its terms change in the open: the owner schedules new ones, and they are in
/// force once `changeDelay` is over and anybody applies them. An offer keeps the shares it was made with, so a
/// change reaches future offers only. An owner hands a pool over in two steps, so it cannot get lost.
abstract contract PoolRegister {
    /// @param metadataHash SHA-256 of the pool's description. @param treasury where the pool owner's share goes.
    /// @param treasuryBps the pool owner's share of license revenue, in 1/10,000.
    /// @param sourceBps of the rest, the share of the owners of collected pages, in 1/10,000; what remains is the
    /// contributors'. Both are paid by the tree of Rewards.
    struct Terms {
        bytes32 metadataHash;
        address treasury;
        uint16 treasuryBps;
        uint16 sourceBps;
    }

    struct Pool {
        address owner;
        address token;
        Terms terms;
    }

    /// @notice Terms that wait. `availableAt` 0: none do.
    struct Change {
        Terms terms;
        uint256 availableAt;
    }

    /// @notice 20 %: at least four fifths of every license reach the people whose rows were delivered.
    uint16 public constant MAX_TREASURY_BPS = 2_000;
    /// @notice 50 %: of what the treasury leaves, contributors always have at least half.
    uint16 public constant MAX_SOURCE_BPS = 5_000;
    uint256 public constant MIN_CHANGE_DELAY = 2 days;

    /// @notice Seconds between scheduling new terms of a pool and their being in force. Fixed for ever; two days or
    /// more outside a local chain.
    uint256 public immutable changeDelay;

    mapping(bytes32 poolId => Pool) private _pools;
    mapping(bytes32 poolId => Change) private _changes;
    /// @notice Who may accept a pool, 0 if nobody.
    mapping(bytes32 poolId => address) public pendingPoolOwner;

    event PoolCreated(
        bytes32 indexed poolId, address indexed owner, bytes32 salt, address token, Terms terms
    );
    event ChangeScheduled(bytes32 indexed poolId, Terms terms, uint256 availableAt);
    event ChangeCanceled(bytes32 indexed poolId);
    event TermsChanged(bytes32 indexed poolId, Terms terms);
    event PoolOffered(bytes32 indexed poolId, address indexed owner, address indexed newOwner);
    event PoolTransferred(bytes32 indexed poolId, address indexed owner, address indexed newOwner);

    error ZeroAddress();
    error TreasuryShareTooHigh(uint256 treasuryBps, uint256 max);
    error SourceShareTooHigh(uint256 sourceBps, uint256 max);
    error PoolExists(bytes32 poolId);
    error UnknownPool(bytes32 poolId);
    error NotPoolOwner(address caller, bytes32 poolId);
    error NotPendingPoolOwner(address caller, bytes32 poolId);
    error NoChangeScheduled(bytes32 poolId);
    error ChangeNotReady(bytes32 poolId, uint256 availableAt, uint256 time);

    constructor(uint256 changeDelay_) {
        changeDelay = Delays.atLeast(changeDelay_, MIN_CHANGE_DELAY);
    }

    // ── Terms ────────────────────────────────────────────────────────────────────────────────────────────

    /// @notice Schedules new terms of the caller's pool. What was scheduled before is replaced and waits anew.
    function scheduleChange(bytes32 poolId, Terms calldata terms) external {
        _checkOwner(poolId);
        _checkTerms(terms);
        uint256 availableAt = block.timestamp + changeDelay;
        _changes[poolId] = Change({terms: terms, availableAt: availableAt});
        emit ChangeScheduled(poolId, terms, availableAt);
    }

    function cancelChange(bytes32 poolId) external {
        _checkOwner(poolId);
        _takeChange(poolId);
        emit ChangeCanceled(poolId);
    }

    /// @notice Puts the scheduled terms in force once their delay is over. Anybody may call.
    function applyChange(bytes32 poolId) external {
        Change memory change = _takeChange(poolId);
        if (block.timestamp < change.availableAt) {
            revert ChangeNotReady(poolId, change.availableAt, block.timestamp);
        }
        _pools[poolId].terms = change.terms;
        emit TermsChanged(poolId, change.terms);
    }

    // ── Ownership ────────────────────────────────────────────────────────────────────────────────────────

    /// @notice Offers the caller's pool to `newOwner`, who has to accept it; 0 takes the offer back.
    function transferPool(bytes32 poolId, address newOwner) external {
        _checkOwner(poolId);
        pendingPoolOwner[poolId] = newOwner;
        emit PoolOffered(poolId, msg.sender, newOwner);
    }

    /// @notice The new owner takes the pool. Terms that the old owner scheduled are dropped.
    function acceptPool(bytes32 poolId) external {
        if (msg.sender != pendingPoolOwner[poolId]) revert NotPendingPoolOwner(msg.sender, poolId);
        delete pendingPoolOwner[poolId];
        delete _changes[poolId];
        Pool storage pool = _pools[poolId];
        emit PoolTransferred(poolId, pool.owner, msg.sender);
        pool.owner = msg.sender;
    }

    // ── Views ────────────────────────────────────────────────────────────────────────────────────────────

    function poolOf(bytes32 poolId) external view returns (Pool memory) {
        return _poolOf(poolId);
    }

    /// @notice The terms that wait and when they may be applied; `availableAt` 0 if none do.
    function changeOf(bytes32 poolId) external view returns (Change memory) {
        return _changes[poolId];
    }

    // ── Inside ───────────────────────────────────────────────────────────────────────────────────────────

    /// @dev The id contains the owner, so nobody can squat on it.
    function _createPool(bytes32 salt, address token, Terms calldata terms)
        internal
        returns (bytes32 poolId)
    {
        _checkTerms(terms);
        poolId = keccak256(abi.encode(msg.sender, salt));
        if (_pools[poolId].owner != address(0)) revert PoolExists(poolId);
        _pools[poolId] = Pool({owner: msg.sender, token: token, terms: terms});
        emit PoolCreated(poolId, msg.sender, salt, token, terms);
    }

    function _poolOf(bytes32 poolId) internal view returns (Pool storage pool) {
        pool = _pools[poolId];
        if (pool.owner == address(0)) revert UnknownPool(poolId);
    }

    function _checkOwner(bytes32 poolId) internal view {
        if (msg.sender != _poolOf(poolId).owner) revert NotPoolOwner(msg.sender, poolId);
    }

    function _takeChange(bytes32 poolId) private returns (Change memory change) {
        change = _changes[poolId];
        if (change.availableAt == 0) revert NoChangeScheduled(poolId);
        delete _changes[poolId];
    }

    function _checkTerms(Terms calldata terms) private pure {
        if (terms.treasury == address(0)) revert ZeroAddress();
        if (terms.treasuryBps > MAX_TREASURY_BPS) {
            revert TreasuryShareTooHigh(terms.treasuryBps, MAX_TREASURY_BPS);
        }
        if (terms.sourceBps > MAX_SOURCE_BPS) revert SourceShareTooHigh(terms.sourceBps, MAX_SOURCE_BPS);
    }
}
