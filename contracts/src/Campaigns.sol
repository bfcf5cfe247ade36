// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Delays} from "./Delays.sol";
import {IRewards} from "./interfaces/IRewards.sol";
import {PoolRegister} from "./PoolRegister.sol";

/// @title Campaigns: the part of DataPools through which campaigns are funded and what they leave over goes back.
/// @notice Money never rests here: `fund` moves it from the payer straight into Rewards and notes whose it was.
///
/// How a remainder goes back, and why nobody's pay can go with it:
/// 1. `closeCampaign`, by the pool's owner or the poster. From here on nobody can fund it, and `refundWindow`
///    runs: longer than the time for appeals and the epoch after it, so that all pay is final and declared.
/// 2. `settleCampaign`, by the poster of Rewards: what contributors have earned in the campaign, declared or not.
///    The pool's owner cannot say this: he would say nothing was earned. The poster gains no power by it: what
///    undeclared money becomes is already his to say, by the roots he posts, and in both cases in the open,
///    for the same `window`, in which the guardian can veto (three times at most, as with roots).
/// 3. `refund`, by anybody, to each funder his share of the rest, once, rounded down.
/// Below all of it Rewards refuses to give up a unit that any posted root has declared, whoever asks. So with
/// every role hostile a refund can reach money that nobody was ever told is his; entitlements it cannot reach.
/// If the poster attests too much, the difference is not lost: a leaf of the tree can still pay it out.
abstract contract Campaigns is PoolRegister, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    /// @param refundable what goes back to the funders, set by `settleCampaign`.
    /// @param closedAt 0: open. @param refundableAt 0: not settled. @param vetoes settlements the guardian undid.
    struct Campaign {
        uint128 funded;
        uint128 refundable;
        uint40 closedAt;
        uint40 refundableAt;
        uint8 vetoes;
    }

    /// @notice A week: five days for appeals, and time to rule on the last and to declare what it gives.
    uint256 public constant MIN_REFUND_WINDOW = 7 days;
    /// @notice After so many vetoes of a campaign the guardian has to let its settlement pass.
    uint256 public constant MAX_VETOES = 3;

    IRewards public immutable rewards;
    /// @notice Seconds between closing a campaign and its settlement. Fixed for ever; a week or more outside a local
    /// chain.
    uint256 public immutable refundWindow;

    mapping(bytes32 poolId => mapping(bytes32 campaignId => Campaign)) private _campaigns;
    /// @notice What a funder gave to a campaign and has not got back.
    mapping(bytes32 poolId => mapping(bytes32 campaignId => mapping(address funder => uint256))) public
        fundedBy;

    event CampaignFunded(
        bytes32 indexed poolId,
        bytes32 indexed campaignId,
        address indexed funder,
        address token,
        uint256 amount
    );
    event CampaignClosed(bytes32 indexed poolId, bytes32 indexed campaignId, uint256 settleableAt);
    event CampaignSettled(
        bytes32 indexed poolId,
        bytes32 indexed campaignId,
        uint256 committed,
        uint256 refundable,
        uint256 refundableAt
    );
    event SettlementVetoed(bytes32 indexed poolId, bytes32 indexed campaignId);
    event CampaignRefunded(
        bytes32 indexed poolId,
        bytes32 indexed campaignId,
        address indexed funder,
        address to,
        address token,
        uint256 amount
    );

    error ZeroAmount();
    error NotPoster(address caller);
    error NotGuardian(address caller);
    error UnknownCampaign(bytes32 poolId, bytes32 campaignId);
    error CampaignIsClosed(bytes32 campaignId, uint256 closedAt);
    error CampaignIsOpen(bytes32 campaignId);
    error RefundWindowOpen(bytes32 campaignId, uint256 until, uint256 time);
    error AlreadySettled(bytes32 campaignId, uint256 refundableAt);
    error NotSettled(bytes32 campaignId);
    error CommittedAboveFunded(bytes32 campaignId, uint256 committed, uint256 funded);
    error SettlementIsFinal(bytes32 campaignId, uint256 since);
    error SettlementPending(bytes32 campaignId, uint256 until, uint256 time);
    error GuardianSpent(uint256 vetoes);
    error NothingToRefund(bytes32 campaignId, address funder);

    constructor(IRewards rewards_, uint256 refundWindow_) {
        if (address(rewards_) == address(0)) revert ZeroAddress();
        rewards = rewards_;
        refundWindow = Delays.atLeast(refundWindow_, MIN_REFUND_WINDOW);
    }

    // ── Money in ─────────────────────────────────────────────────────────────────────────────────────────

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

    // ── What is left over goes back ──────────────────────────────────────────────────────────────────────

    /// @notice Ends the funding of a campaign for good. It may be settled `refundWindow` later.
    function closeCampaign(bytes32 poolId, bytes32 campaignId) external {
        if (msg.sender != rewards.poster()) _checkOwner(poolId);
        Campaign storage campaign = _campaignOf(poolId, campaignId);
        if (campaign.closedAt != 0) revert CampaignIsClosed(campaignId, campaign.closedAt);
        campaign.closedAt = uint40(block.timestamp);
        emit CampaignClosed(poolId, campaignId, block.timestamp + refundWindow);
    }

    /// @notice Attests what contributors have earned in a closed campaign. The rest may be refunded after the window
    /// of Rewards, unless the guardian vetoes; then the poster may settle anew.
    /// @param committed in the token's smallest unit, declared or to be declared, pay of all epochs together.
    function settleCampaign(bytes32 poolId, bytes32 campaignId, uint256 committed) external {
        if (msg.sender != rewards.poster()) revert NotPoster(msg.sender);
        Campaign storage campaign = _campaignOf(poolId, campaignId);
        uint256 closedAt = campaign.closedAt;
        if (closedAt == 0) revert CampaignIsOpen(campaignId);
        if (block.timestamp < closedAt + refundWindow) {
            revert RefundWindowOpen(campaignId, closedAt + refundWindow, block.timestamp);
        }
        if (campaign.refundableAt != 0) revert AlreadySettled(campaignId, campaign.refundableAt);
        uint256 funded = campaign.funded;
        if (committed > funded) revert CommittedAboveFunded(campaignId, committed, funded);
        uint256 refundableAt = block.timestamp + rewards.window();
        campaign.refundable = uint128(funded - committed);
        campaign.refundableAt = uint40(refundableAt);
        emit CampaignSettled(poolId, campaignId, committed, funded - committed, refundableAt);
    }

    /// @notice Undoes a settlement that the guardian believes untrue, before anything was refunded.
    function vetoSettlement(bytes32 poolId, bytes32 campaignId) external {
        if (msg.sender != rewards.guardian()) revert NotGuardian(msg.sender);
        Campaign storage campaign = _campaignOf(poolId, campaignId);
        uint256 refundableAt = campaign.refundableAt;
        if (refundableAt == 0) revert NotSettled(campaignId);
        if (block.timestamp >= refundableAt) revert SettlementIsFinal(campaignId, refundableAt);
        uint256 vetoes = campaign.vetoes;
        if (vetoes == MAX_VETOES) revert GuardianSpent(vetoes);
        (campaign.refundable, campaign.refundableAt, campaign.vetoes) = (0, 0, uint8(vetoes + 1));
        emit SettlementVetoed(poolId, campaignId);
    }

    /// @notice Pays a funder its share of what a settled campaign left over. Anybody may call, for any funder.
    function refund(bytes32 poolId, bytes32 campaignId, address funder) external returns (uint256 amount) {
        return _refund(poolId, campaignId, funder, funder);
    }

    /// @notice `refund` of the caller's share to another address, for a funder that the token blocks.
    function refundTo(bytes32 poolId, bytes32 campaignId, address to) external returns (uint256 amount) {
        if (to == address(0)) revert ZeroAddress();
        return _refund(poolId, campaignId, msg.sender, to);
    }

    // ── Views ────────────────────────────────────────────────────────────────────────────────────────────

    /// @notice What was ever funded for a campaign.
    function campaignFunded(bytes32 poolId, bytes32 campaignId) external view returns (uint256) {
        return _campaigns[poolId][campaignId].funded;
    }

    function campaignOf(bytes32 poolId, bytes32 campaignId) external view returns (Campaign memory) {
        return _campaigns[poolId][campaignId];
    }

    // ── Inside ───────────────────────────────────────────────────────────────────────────────────────────

    function _fund(bytes32 poolId, bytes32 campaignId, uint256 amount)
        private
        nonReentrant
        returns (uint256 credited)
    {
        if (amount == 0) revert ZeroAmount();
        address token = _poolOf(poolId).token;
        Campaign storage campaign = _campaigns[poolId][campaignId];
        if (campaign.closedAt != 0) revert CampaignIsClosed(campaignId, campaign.closedAt);
        rewards.beginFunding(token);
        IERC20(token).safeTransferFrom(msg.sender, address(rewards), amount);
        credited = rewards.endFunding(token);
        campaign.funded += uint128(credited); // Rewards holds its sum in 128 bits
        fundedBy[poolId][campaignId][msg.sender] += credited;
        emit CampaignFunded(poolId, campaignId, msg.sender, token, credited);
    }

    function _refund(bytes32 poolId, bytes32 campaignId, address funder, address to)
        private
        nonReentrant
        returns (uint256 amount)
    {
        Campaign memory campaign = _campaigns[poolId][campaignId];
        if (campaign.refundableAt == 0) revert NotSettled(campaignId);
        if (block.timestamp < campaign.refundableAt) {
            revert SettlementPending(campaignId, campaign.refundableAt, block.timestamp);
        }
        amount = fundedBy[poolId][campaignId][funder] * campaign.refundable / campaign.funded;
        if (amount == 0) revert NothingToRefund(campaignId, funder);
        fundedBy[poolId][campaignId][funder] = 0;
        address token = _poolOf(poolId).token;
        emit CampaignRefunded(poolId, campaignId, funder, to, token, amount);
        rewards.refund(token, to, amount);
    }

    function _campaignOf(bytes32 poolId, bytes32 campaignId)
        private
        view
        returns (Campaign storage campaign)
    {
        campaign = _campaigns[poolId][campaignId];
        if (campaign.funded == 0) revert UnknownCampaign(poolId, campaignId);
    }
}
