// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC3009} from "@openzeppelin/contracts/interfaces/draft-IERC3009.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {Consents} from "./Consents.sol";
import {DataPools} from "./DataPools.sol";
import {IRewards} from "./interfaces/IRewards.sol";
import {Offers} from "./Offers.sol";
import {Signatures} from "./Signatures.sol";

/// @title Licenses: immutable offers of pools, the licenses bought from them, and where that money goes.
/// @notice A payment rests here until anybody calls `distribute`, which sends the shares of contributors and
/// sources to Rewards and sets the treasury's share aside. It has no admin and no other way out.
contract Licenses is Offers, EIP712, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    /// @dev One slot. The offer is in the license's id, the time of purchase is `expiresAt - duration`.
    /// @param times `expiresAt << 48 | ackedAt`, together because a third field costs a purchase 600 gas more.
    /// Revocation epochs of the pool up to `ackedAt` are acknowledged.
    struct License {
        address licensee;
        uint96 times;
    }

    struct LicenseView {
        uint256 offerId;
        bytes32 poolId;
        address licensee;
        uint256 boughtAt;
        uint256 expiresAt;
        uint256 ackedAt;
        uint16 purposes;
        uint8 licenseeClass;
        bytes32 termsHash;
    }

    /// @notice An EIP-3009 authorization to pay the price, without the token's own fields.
    struct Authorization {
        address payer;
        bytes32 salt;
        uint256 validAfter;
        uint256 validBefore;
        uint8 v;
        bytes32 r;
        bytes32 s;
    }

    bytes32 public constant ACK_TYPEHASH =
        keccak256("AckRevocations(uint256 licenseId,uint256 epoch,uint256 deadline)");
    /// @notice A licensee always has a week to acknowledge revocations.
    uint256 public constant MIN_GRACE = 7 days;

    /// @notice Offers a `distribute` may send on: 90,000 gas each fit into a transaction (EIP-7825).
    uint256 public constant MAX_BATCH = 100;

    Consents public immutable consents;
    IRewards public immutable rewards;
    /// @notice Seconds after which a license that has not acknowledged a revocation epoch is not valid.
    uint256 public immutable grace;

    mapping(uint256 licenseId => License) private _licenses;
    /// @notice Set aside for a pool's treasury by `distribute`, until `withdrawTreasury`.
    mapping(bytes32 poolId => uint256) public treasuryOwed;

    /// @param contributors what goes to Rewards: the share of contributors and sources together, because a purchase
    /// pays for every word it logs. `RevenueDistributed` tells them apart.
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
    /// @notice Sources are the owners of collected pages. Their share goes to Rewards with the contributors'.
    event RevenueDistributed(
        bytes32 indexed poolId,
        uint256 indexed offerId,
        address token,
        uint256 treasury,
        uint256 sources,
        uint256 contributors
    );
    event RevocationsAcknowledged(uint256 indexed licenseId, uint256 indexed epoch);
    event TreasuryWithdrawn(bytes32 indexed poolId, address indexed treasury, address token, uint256 amount);

    error ZeroAddress();
    error UnknownLicense(uint256 licenseId);
    error PriceAboveMax(uint256 price, uint256 maxPrice);
    error GraceTooShort(uint256 grace, uint256 min);
    error NotLicensee(address caller, uint256 licenseId);
    error AlreadyAcknowledged(uint256 licenseId, uint256 epoch);
    error ShortPayment(uint256 expected, uint256 received);
    error NothingOwed(bytes32 poolId);
    error BatchTooLarge(uint256 size, uint256 max);

    constructor(DataPools dataPools_, Consents consents_, uint256 grace_)
        Offers(dataPools_)
        EIP712("Rowright Licenses", "1")
    {
        if (address(consents_) == address(0)) revert ZeroAddress();
        if (grace_ < MIN_GRACE) revert GraceTooShort(grace_, MIN_GRACE);
        consents = consents_;
        grace = grace_;
        rewards = dataPools_.rewards();
    }

    // ── Buying ───────────────────────────────────────────────────────────────────────────────────────────

    /// @param maxPrice the most the payer agrees to, in the token's smallest unit.
    function buy(uint256 offerId, uint256 maxPrice) external returns (uint256 licenseId) {
        return _buyPulled(offerId, msg.sender, maxPrice);
    }

    /// @notice Buys a license that belongs to somebody else.
    function buyFor(uint256 offerId, address licensee, uint256 maxPrice)
        external
        returns (uint256 licenseId)
    {
        return _buyPulled(offerId, licensee, maxPrice);
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
        return _buyPulled(offerId, licensee, maxPrice);
    }

    /// @notice Buys for a payer who sends no transaction, an agent for example, by an EIP-3009
    /// `receiveWithAuthorization` of exactly the price. Its nonce is the hash of the order, so the authorization
    /// buys this license for this licensee or nothing: nobody can take the money without it. Anybody may call.
    function buyWithAuthorization(uint256 offerId, address licensee, Authorization calldata auth)
        external
        nonReentrant
        returns (uint256 licenseId)
    {
        (address token, uint256 price, uint256 id) = _sell(offerId, licensee, auth.payer, type(uint256).max);
        licenseId = id;
        uint256 before = IERC20(token).balanceOf(address(this));
        IERC3009(token)
            .receiveWithAuthorization(
                auth.payer,
                address(this),
                price,
                auth.validAfter,
                auth.validBefore,
                orderHash(offerId, licensee, auth.salt),
                auth.v,
                auth.r,
                auth.s
            );
        _checkReceived(token, price, before);
    }

    /// @notice The nonce of the EIP-3009 authorization that pays for an order. `salt` tells equal orders apart.
    function orderHash(uint256 offerId, address licensee, bytes32 salt) public view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, address(this), offerId, licensee, salt));
    }

    // ── Acknowledging revocations: ack or lapse ──────────────────────────────────────────────────────────

    /// @notice The licensee says that it has removed the rows of a pool's revocation epoch and all before it.
    function ackRevocations(uint256 licenseId, uint256 epoch) external {
        address licensee = _licenseOf(licenseId).licensee;
        if (msg.sender != licensee) revert NotLicensee(msg.sender, licenseId);
        _ack(licenseId, epoch);
    }

    /// @notice `ackRevocations` by anybody with the licensee's signature.
    function ackRevocationsBySig(uint256 licenseId, uint256 epoch, uint256 deadline, bytes calldata signature)
        external
    {
        address licensee = _licenseOf(licenseId).licensee;
        bytes32 digest = _hashTypedDataV4(keccak256(abi.encode(ACK_TYPEHASH, licenseId, epoch, deadline)));
        Signatures.check(licensee, digest, deadline, signature);
        _ack(licenseId, epoch);
    }

    // ── Where the money goes ─────────────────────────────────────────────────────────────────────────────

    /// @notice Sends what offers have earned on: the shares of contributors and sources to Rewards, the treasury's
    /// set aside. Anybody may call. An offer with nothing new does nothing.
    function distribute(uint256[] calldata offerIds) external nonReentrant {
        if (offerIds.length > MAX_BATCH) revert BatchTooLarge(offerIds.length, MAX_BATCH);
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
        address treasury = pool.terms.treasury;
        emit TreasuryWithdrawn(poolId, treasury, pool.token, amount);
        IERC20(pool.token).safeTransfer(treasury, amount);
    }

    // ── Views ────────────────────────────────────────────────────────────────────────────────────────────

    /// @notice What an offer has earned that `distribute` has not sent on yet.
    function undistributed(uint256 offerId) external view returns (uint256) {
        Offer storage offer = _offerOf(offerId);
        return uint256(offer.sold - offer.distributed) * offer.price;
    }

    function licenseOf(uint256 licenseId) external view returns (LicenseView memory) {
        License memory license = _licenseOf(licenseId);
        (uint256 expiresAt, uint256 ackedAt) = (license.times >> 48, uint48(license.times));
        uint256 offerId = licenseId >> 32;
        Offer storage offer = _offers[offerId];
        return LicenseView({
            offerId: offerId,
            poolId: offer.poolId,
            licensee: license.licensee,
            boughtAt: expiresAt - offer.duration,
            expiresAt: expiresAt,
            ackedAt: ackedAt,
            purposes: offer.purposes,
            licenseeClass: offer.licenseeClass,
            termsHash: termsHashOf[offerId]
        });
    }

    /// @notice Whether deliveries may be made under this license now. False for one that does not exist, has
    /// expired, or has not acknowledged a revocation epoch within `grace`.
    function isValid(uint256 licenseId) external view returns (bool) {
        uint96 times = _licenses[licenseId].times;
        if (block.timestamp >= times >> 48) return false;
        uint256 due = consents.firstEpochAfter(_offers[licenseId >> 32].poolId, uint48(times));
        return due == 0 || block.timestamp < due + grace;
    }

    // ── Inside ───────────────────────────────────────────────────────────────────────────────────────────

    function _buyPulled(uint256 offerId, address licensee, uint256 maxPrice)
        private
        nonReentrant
        returns (uint256 licenseId)
    {
        (address token, uint256 price, uint256 id) = _sell(offerId, licensee, msg.sender, maxPrice);
        licenseId = id;
        uint256 before = IERC20(token).balanceOf(address(this));
        IERC20(token).safeTransferFrom(msg.sender, address(this), price);
        _checkReceived(token, price, before);
    }

    /// @dev Writes the license down; the caller then collects the price in the same transaction.
    function _sell(uint256 offerId, address licensee, address payer, uint256 maxPrice)
        private
        returns (address token, uint256 price, uint256 licenseId)
    {
        if (licensee == address(0)) revert ZeroAddress();
        Offer storage offer = _offers[offerId];
        (token, price) = (offer.token, offer.price);
        if (token == address(0)) revert UnknownOffer(offerId);
        if (price > maxPrice) revert PriceAboveMax(price, maxPrice);
        (uint32 sold, uint256 duration, uint256 treasuryBps, bool closed) =
            (offer.sold + 1, offer.duration, offer.treasuryBps, offer.closed);
        if (closed) revert OfferIsClosed(offerId);
        offer.sold = sold;
        licenseId = offerId << 32 | sold;
        uint256 expiresAt = block.timestamp + duration;
        // A revocation epoch of this very second still has to be acknowledged: ties count as revoked.
        _licenses[licenseId] = License({licensee: licensee, times: _times(expiresAt, block.timestamp - 1)});
        uint256 treasury = price * treasuryBps / 10_000;
        _announce(licenseId, licensee, payer, price, treasury, expiresAt);
    }

    /// @dev Apart, because the legacy pipeline (coverage, tests) has no room for it on the stack.
    function _announce(
        uint256 licenseId,
        address licensee,
        address payer,
        uint256 price,
        uint256 treasury,
        uint256 expiresAt
    ) private {
        uint256 id = licenseId >> 32;
        bytes32 pool = _offers[id].poolId;
        emit LicensePurchased(
            licenseId, pool, id, licensee, payer, price, treasury, price - treasury, expiresAt
        );
    }

    /// @dev Measured: a token that keeps a fee would leave the contributors short.
    function _checkReceived(address token, uint256 price, uint256 before) private view {
        uint256 received = IERC20(token).balanceOf(address(this)) - before;
        if (received < price) revert ShortPayment(price, received);
    }

    function _ack(uint256 licenseId, uint256 epoch) private {
        uint256 time = consents.revocationEpochTime(_offers[licenseId >> 32].poolId, epoch);
        License storage license = _licenses[licenseId];
        if (time <= uint48(license.times)) revert AlreadyAcknowledged(licenseId, epoch);
        license.times = _times(license.times >> 48, time);
        emit RevocationsAcknowledged(licenseId, epoch);
    }

    function _times(uint256 expiresAt, uint256 ackedAt) private pure returns (uint96) {
        return uint96(expiresAt << 48 | ackedAt);
    }

    function _licenseOf(uint256 licenseId) private view returns (License storage license) {
        license = _licenses[licenseId];
        if (license.licensee == address(0)) revert UnknownLicense(licenseId);
    }

    function _distribute(uint256 offerId) private {
        Offer storage offer = _offerOf(offerId);
        uint256 count = offer.sold - offer.distributed;
        if (count == 0) return;
        offer.distributed = offer.sold;
        // Rounded per license, as each LicensePurchased said.
        uint256 treasury = uint256(offer.price) * offer.treasuryBps / 10_000;
        uint256 sources = (offer.price - treasury) * offer.sourceBps / 10_000;
        _send(offerId, count * treasury, count * sources, count * (offer.price - treasury - sources));
    }

    function _send(uint256 offerId, uint256 treasury, uint256 sources, uint256 contributors) private {
        (address token, bytes32 poolId) = (_offers[offerId].token, _offers[offerId].poolId);
        treasuryOwed[poolId] += treasury;
        emit RevenueDistributed(poolId, offerId, token, treasury, sources, contributors);
        rewards.beginFunding(token);
        IERC20(token).safeTransfer(address(rewards), sources + contributors);
        uint256 credited = rewards.endFunding(token);
        if (credited < sources + contributors) revert ShortPayment(sources + contributors, credited);
    }
}
