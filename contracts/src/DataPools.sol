// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable, Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IRewardsFunding} from "./interfaces/IRewardsFunding.sol";

/// @title DataPools: the register of data pools and the door for the money that funds their campaigns.
/// @notice It never holds money: `fund` moves it from the payer straight into Rewards and notes what for.
contract DataPools is Ownable2Step, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    /// @param treasuryBps the pool owner's share of license revenue, in 1/10,000; the rest is the contributors'.
    struct Pool {
        address owner;
        address token;
        uint16 treasuryBps;
        address treasury;
        bytes32 metadataHash;
    }

    struct Snapshots {
        uint64 count;
        uint64 consentCutoff;
    }

    /// @notice 20 %: at least four fifths of every license reach the people whose rows were delivered.
    uint16 public constant MAX_TREASURY_BPS = 2_000;

    IRewardsFunding public immutable rewards;
    address public publisher;
    /// @notice Tokens a pool may use. Tokens are added, never taken away, so no pool can be stranded.
    mapping(address token => bool) public listed;

    mapping(bytes32 poolId => Pool) private _pools;
    mapping(bytes32 poolId => mapping(bytes32 campaignId => uint256)) public campaignFunded;
    mapping(bytes32 poolId => Snapshots) public snapshots;

    event PublisherSet(address indexed publisher);
    event TokenListed(address indexed token);
    event PoolCreated(
        bytes32 indexed poolId,
        address indexed owner,
        bytes32 salt,
        bytes32 metadataHash,
        address token,
        uint16 treasuryBps,
        address treasury
    );
    event CampaignFunded(
        bytes32 indexed poolId,
        bytes32 indexed campaignId,
        address indexed funder,
        address token,
        uint256 amount
    );
    event SnapshotPublished(
        bytes32 indexed poolId,
        uint256 indexed index,
        bytes32 manifestRoot,
        bytes32 weightRoot,
        uint256 totalWeight,
        uint256 consentCutoff
    );

    error ZeroAddress();
    error ZeroRoot();
    error ZeroAmount();
    error NotPublisher(address caller);
    error UnlistedToken(address token);
    error TreasuryShareTooHigh(uint256 treasuryBps, uint256 max);
    error PoolExists(bytes32 poolId);
    error UnknownPool(bytes32 poolId);
    error CutoffOutOfOrder(uint256 consentCutoff, uint256 last, uint256 time);

    constructor(address admin, address publisher_, IRewardsFunding rewards_, address[] memory tokens)
        Ownable(admin)
    {
        if (address(rewards_) == address(0)) revert ZeroAddress();
        rewards = rewards_;
        _setPublisher(publisher_);
        for (uint256 i; i < tokens.length; ++i) {
            _listToken(tokens[i]);
        }
    }

    /// @notice Creates a pool owned by the caller.
    /// @param salt any value the caller has not used; the id contains the caller, so nobody can squat on it.
    function createPool(
        bytes32 salt,
        bytes32 metadataHash,
        address token,
        uint16 treasuryBps,
        address treasury
    ) external returns (bytes32 poolId) {
        if (!listed[token]) revert UnlistedToken(token);
        if (treasury == address(0)) revert ZeroAddress();
        if (treasuryBps > MAX_TREASURY_BPS) revert TreasuryShareTooHigh(treasuryBps, MAX_TREASURY_BPS);
        poolId = keccak256(abi.encode(msg.sender, salt));
        if (_pools[poolId].owner != address(0)) revert PoolExists(poolId);
        _pools[poolId] = Pool({
            owner: msg.sender,
            token: token,
            treasuryBps: treasuryBps,
            treasury: treasury,
            metadataHash: metadataHash
        });
        emit PoolCreated(poolId, msg.sender, salt, metadataHash, token, treasuryBps, treasury);
    }

    /// @notice Funds a campaign with the pool's token. Credits what arrives, so a token's fee is not counted.
    function fund(bytes32 poolId, bytes32 campaignId, uint256 amount) external returns (uint256 credited) {
        return _fund(poolId, campaignId, amount);
    }

    /// @notice `fund` with an EIP-2612 permit. If somebody spent the permit first, the allowance it left is used.
    function fundWithPermit(
        bytes32 poolId,
        bytes32 campaignId,
        uint256 amount,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external returns (uint256 credited) {
        address token = _poolOf(poolId).token;
        try IERC20Permit(token).permit(msg.sender, address(this), amount, deadline, v, r, s) {} catch {}
        return _fund(poolId, campaignId, amount);
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

    function poolOf(bytes32 poolId) external view returns (Pool memory) {
        return _poolOf(poolId);
    }

    // ── Admin: names the publisher and adds tokens, and that is all ──────────────────────────────────────

    function setPublisher(address publisher_) external onlyOwner {
        _setPublisher(publisher_);
    }

    function listToken(address token) external onlyOwner {
        _listToken(token);
    }

    // ── Inside ───────────────────────────────────────────────────────────────────────────────────────────

    function _fund(bytes32 poolId, bytes32 campaignId, uint256 amount)
        private
        nonReentrant
        returns (uint256 credited)
    {
        if (amount == 0) revert ZeroAmount();
        address token = _poolOf(poolId).token;
        rewards.beginFunding(token);
        IERC20(token).safeTransferFrom(msg.sender, address(rewards), amount);
        credited = rewards.endFunding(token);
        campaignFunded[poolId][campaignId] += credited;
        emit CampaignFunded(poolId, campaignId, msg.sender, token, credited);
    }

    function _poolOf(bytes32 poolId) private view returns (Pool storage pool) {
        pool = _pools[poolId];
        if (pool.owner == address(0)) revert UnknownPool(poolId);
    }

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
