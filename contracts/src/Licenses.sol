// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {DataPools} from "./DataPools.sol";
import {IRewardsFunding} from "./interfaces/IRewardsFunding.sol";

/// @title Licenses: immutable offers of pools, the licenses bought from them, and where that money goes.
/// @notice A payment rests here until anybody calls `distribute`, which sends the contributors' share to
/// Rewards and sets the treasury's share aside. It has no admin and no other way out.
contract Licenses is ReentrancyGuardTransient {
    using SafeERC20 for IERC20;
    using SafeCast for uint256;

    /// @dev The three slots a purchase reads.
    struct Offer {
        address token;
        uint96 price;
        bytes32 poolId;
        uint40 duration;
        uint16 purposes;
        uint8 licenseeClass;
        uint16 treasuryBps;
        bool closed;
        uint32 sold;
        uint32 distributed;
    }

    /// @dev One slot. The offer is in the license's id, the time of purchase is `expiresAt - duration`.
    struct License {
        address licensee;
        uint96 expiresAt;
    }

    struct LicenseView {
        uint256 offerId;
        bytes32 poolId;
        address licensee;
        uint256 boughtAt;
        uint256 expiresAt;
        uint16 purposes;
        uint8 licenseeClass;
        bytes32 termsHash;
    }

    uint256 public constant CLASSES = 8;
    uint256 public constant MAX_DURATION = 3650 days;

    DataPools public immutable dataPools;
    IRewardsFunding public immutable rewards;

    uint256 public offerCount;
    mapping(uint256 offerId => Offer) private _offers;
    /// @notice SHA-256 of the license text of an offer.
    mapping(uint256 offerId => bytes32) public termsHashOf;
    mapping(uint256 licenseId => License) private _licenses;
    /// @notice Set aside for a pool's treasury by `distribute`, until `withdrawTreasury`.
    mapping(bytes32 poolId => uint256) public treasuryOwed;

    event OfferAdded(
        uint256 indexed offerId,
        bytes32 indexed poolId,
        address token,
        uint256 price,
        uint256 duration,
        uint16 purposes,
        uint8 licenseeClass,
        uint16 treasuryBps,
        bytes32 termsHash
    );
    event OfferClosed(uint256 indexed offerId);
    event LicensePurchased(
        uint256 indexed licenseId,
        bytes32 indexed poolId,
        uint256 indexed offerId,
        address licensee,
        address payer,
        uint256 price,
        uint256 treasury,
        uint256 contributors,
        uint256 expiresAt
    );
    event RevenueDistributed(
        bytes32 indexed poolId,
        uint256 indexed offerId,
        address token,
        uint256 treasury,
        uint256 contributors
    );
    event TreasuryWithdrawn(bytes32 indexed poolId, address indexed treasury, address token, uint256 amount);

    error ZeroAddress();
    error ZeroPrice();
    error ZeroPurposes();
    error NotPoolOwner(address caller, bytes32 poolId);
    error ClassOutOfRange(uint256 licenseeClass, uint256 max);
    error DurationOutOfRange(uint256 duration, uint256 max);
    error UnknownOffer(uint256 offerId);
    error UnknownLicense(uint256 licenseId);
    error OfferIsClosed(uint256 offerId);
    error PriceAboveMax(uint256 price, uint256 maxPrice);
    error ShortPayment(uint256 expected, uint256 received);
    error NothingOwed(bytes32 poolId);

    constructor(DataPools dataPools_) {
        dataPools = dataPools_;
        rewards = dataPools_.rewards();
    }

    // ── Offers ───────────────────────────────────────────────────────────────────────────────────────────

    /// @notice Adds an offer of the caller's pool. It never changes: a new price is a new offer.
    /// @param duration seconds. @param purposes one bit for each of 16. @param licenseeClass 0 to 7.
    function addOffer(
        bytes32 poolId,
        uint96 price,
        uint40 duration,
        uint16 purposes,
        uint8 licenseeClass,
        bytes32 termsHash
    ) external returns (uint256 offerId) {
        DataPools.Pool memory pool = dataPools.poolOf(poolId);
        if (msg.sender != pool.owner) revert NotPoolOwner(msg.sender, poolId);
        if (price == 0) revert ZeroPrice();
        if (purposes == 0) revert ZeroPurposes();
        if (licenseeClass >= CLASSES) revert ClassOutOfRange(licenseeClass, CLASSES - 1);
        if (duration == 0 || duration > MAX_DURATION) revert DurationOutOfRange(duration, MAX_DURATION);
        offerId = ++offerCount;
        _offers[offerId] = Offer({
            token: pool.token,
            price: price,
            poolId: poolId,
            duration: duration,
            purposes: purposes,
            licenseeClass: licenseeClass,
            treasuryBps: pool.treasuryBps,
            closed: false,
            sold: 0,
            distributed: 0
        });
        termsHashOf[offerId] = termsHash;
        emit OfferAdded(
            offerId, poolId, pool.token, price, duration, purposes, licenseeClass, pool.treasuryBps, termsHash
        );
    }

    /// @notice Ends the sale. Licenses already bought stay as they are.
    function closeOffer(uint256 offerId) external {
        Offer storage offer = _offerOf(offerId);
        if (msg.sender != dataPools.poolOf(offer.poolId).owner) revert NotPoolOwner(msg.sender, offer.poolId);
        if (offer.closed) revert OfferIsClosed(offerId);
        offer.closed = true;
        emit OfferClosed(offerId);
    }

    // ── Buying ───────────────────────────────────────────────────────────────────────────────────────────

    /// @param maxPrice the most the payer agrees to, in the token's smallest unit.
    function buy(uint256 offerId, uint256 maxPrice) external returns (uint256 licenseId) {
        return _buy(offerId, msg.sender, maxPrice);
    }

    /// @notice Buys a license that belongs to somebody else.
    function buyFor(uint256 offerId, address licensee, uint256 maxPrice) external returns (uint256 licenseId) {
        return _buy(offerId, licensee, maxPrice);
    }

    /// @notice `buyFor` with an EIP-2612 permit. If somebody spent the permit first, its allowance is used.
    function buyWithPermit(
        uint256 offerId,
        address licensee,
        uint256 maxPrice,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external returns (uint256 licenseId) {
        address token = _offerOf(offerId).token;
        try IERC20Permit(token).permit(msg.sender, address(this), maxPrice, deadline, v, r, s) {} catch {}
        return _buy(offerId, licensee, maxPrice);
    }

    // ── Where the money goes ─────────────────────────────────────────────────────────────────────────────

    /// @notice Sends what offers have earned on: the contributors' share to Rewards, the treasury's set aside.
    /// Anybody may call. An offer with nothing new does nothing.
    function distribute(uint256[] calldata offerIds) external nonReentrant {
        for (uint256 i; i < offerIds.length; ++i) {
            _distribute(offerIds[i]);
        }
    }

    /// @notice Pays a pool's treasury what was set aside for it. Anybody may call; it always goes there.
    function withdrawTreasury(bytes32 poolId) external nonReentrant returns (uint256 amount) {
        amount = treasuryOwed[poolId];
        if (amount == 0) revert NothingOwed(poolId);
        treasuryOwed[poolId] = 0;
        DataPools.Pool memory pool = dataPools.poolOf(poolId);
        emit TreasuryWithdrawn(poolId, pool.treasury, pool.token, amount);
        IERC20(pool.token).safeTransfer(pool.treasury, amount);
    }

    // ── Views ────────────────────────────────────────────────────────────────────────────────────────────

    function offerOf(uint256 offerId) external view returns (Offer memory) {
        return _offerOf(offerId);
    }

    /// @notice What an offer has earned that `distribute` has not sent on yet.
    function undistributed(uint256 offerId) external view returns (uint256) {
        Offer storage offer = _offerOf(offerId);
        return uint256(offer.sold - offer.distributed) * offer.price;
    }

    function licenseOf(uint256 licenseId) external view returns (LicenseView memory) {
        License memory license = _licenses[licenseId];
        if (license.licensee == address(0)) revert UnknownLicense(licenseId);
        uint256 offerId = licenseId >> 32;
        Offer storage offer = _offers[offerId];
        return LicenseView({
            offerId: offerId,
            poolId: offer.poolId,
            licensee: license.licensee,
            boughtAt: license.expiresAt - offer.duration,
            expiresAt: license.expiresAt,
            purposes: offer.purposes,
            licenseeClass: offer.licenseeClass,
            termsHash: termsHashOf[offerId]
        });
    }

    /// @notice Whether deliveries may be made under this license now. False for one that does not exist.
    function isValid(uint256 licenseId) external view returns (bool) {
        return block.timestamp < _licenses[licenseId].expiresAt;
    }

    // ── Inside ───────────────────────────────────────────────────────────────────────────────────────────

    function _buy(uint256 offerId, address licensee, uint256 maxPrice)
        private
        nonReentrant
        returns (uint256 licenseId)
    {
        if (licensee == address(0)) revert ZeroAddress();
        Offer memory offer = _offers[offerId];
        if (offer.token == address(0)) revert UnknownOffer(offerId);
        uint256 price = offer.price;
        if (offer.closed) revert OfferIsClosed(offerId);
        if (price > maxPrice) revert PriceAboveMax(price, maxPrice);

        uint256 sold = uint256(offer.sold) + 1;
        _offers[offerId].sold = sold.toUint32();
        licenseId = offerId << 32 | sold;
        uint256 expiresAt = block.timestamp + offer.duration;
        _licenses[licenseId] = License({licensee: licensee, expiresAt: uint96(expiresAt)});
        uint256 treasury = price * offer.treasuryBps / 10_000;
        emit LicensePurchased(
            licenseId, offer.poolId, offerId, licensee, msg.sender, price, treasury, price - treasury, expiresAt
        );
        _collect(offer.token, price);
    }

    /// @dev Takes the price in and measures it: a token that keeps a fee would leave the contributors short.
    function _collect(address token, uint256 price) private {
        uint256 before = IERC20(token).balanceOf(address(this));
        IERC20(token).safeTransferFrom(msg.sender, address(this), price);
        uint256 received = IERC20(token).balanceOf(address(this)) - before;
        if (received < price) revert ShortPayment(price, received);
    }

    function _distribute(uint256 offerId) private {
        Offer storage offer = _offerOf(offerId);
        uint256 count = offer.sold - offer.distributed;
        if (count == 0) return;
        offer.distributed = offer.sold;
        // Rounded per license, as each LicensePurchased said.
        uint256 treasury = count * (uint256(offer.price) * offer.treasuryBps / 10_000);
        uint256 contributors = count * offer.price - treasury;
        (address token, bytes32 poolId) = (offer.token, offer.poolId);
        treasuryOwed[poolId] += treasury;
        emit RevenueDistributed(poolId, offerId, token, treasury, contributors);
        rewards.beginFunding(token);
        IERC20(token).safeTransfer(address(rewards), contributors);
        uint256 credited = rewards.endFunding(token);
        if (credited < contributors) revert ShortPayment(contributors, credited);
    }

    function _offerOf(uint256 offerId) private view returns (Offer storage offer) {
        offer = _offers[offerId];
        if (offer.token == address(0)) revert UnknownOffer(offerId);
    }
}
