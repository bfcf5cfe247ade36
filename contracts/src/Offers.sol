// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DataPools} from "./DataPools.sol";

/// @title Offers: what a pool's owner sells. An offer never changes; a new price is a new offer.
abstract contract Offers {
    /// @dev The three slots a purchase reads.
    struct Offer {
        address token;
        uint96 price;
        bytes32 poolId;
        uint40 duration;
        uint16 purposes;
        uint8 licenseeClass;
        uint16 treasuryBps;
        uint16 sourceBps;
        bool closed;
        uint32 sold;
        uint32 distributed;
    }

    uint256 public constant CLASSES = 8;
    uint256 public constant MAX_DURATION = 3650 days;

    DataPools public immutable dataPools;

    uint256 public offerCount;
    mapping(uint256 offerId => Offer) internal _offers;
    /// @notice SHA-256 of the license text of an offer.
    mapping(uint256 offerId => bytes32) public termsHashOf;

    event OfferAdded(
        uint256 indexed offerId,
        bytes32 indexed poolId,
        address token,
        uint256 price,
        uint256 duration,
        uint16 purposes,
        uint8 licenseeClass,
        uint16 treasuryBps,
        uint16 sourceBps,
        bytes32 termsHash
    );
    event OfferClosed(uint256 indexed offerId);

    error ZeroPrice();
    error ZeroPurposes();
    error NotPoolOwner(address caller, bytes32 poolId);
    error ClassOutOfRange(uint256 licenseeClass, uint256 max);
    error DurationOutOfRange(uint256 duration, uint256 max);
    error UnknownOffer(uint256 offerId);
    error OfferIsClosed(uint256 offerId);

    constructor(DataPools dataPools_) {
        dataPools = dataPools_;
    }

    /// @notice Adds an offer of the caller's pool. It never changes: a new price is a new offer. It keeps the shares
    /// of treasury and sources that the pool's terms say now.
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
        Offer storage offer = _offers[offerId];
        (offer.token, offer.price, offer.poolId) = (pool.token, price, poolId);
        (offer.duration, offer.purposes, offer.licenseeClass) = (duration, purposes, licenseeClass);
        (offer.treasuryBps, offer.sourceBps) = (pool.terms.treasuryBps, pool.terms.sourceBps);
        termsHashOf[offerId] = termsHash;
        _announceOffer(offerId, offer, termsHash);
    }

    /// @notice Ends the sale. Licenses already bought stay as they are.
    function closeOffer(uint256 offerId) external {
        Offer storage offer = _offerOf(offerId);
        if (msg.sender != dataPools.poolOf(offer.poolId).owner) {
            revert NotPoolOwner(msg.sender, offer.poolId);
        }
        if (offer.closed) revert OfferIsClosed(offerId);
        offer.closed = true;
        emit OfferClosed(offerId);
    }

    function offerOf(uint256 offerId) external view returns (Offer memory) {
        return _offerOf(offerId);
    }

    /// @dev Apart, because the legacy pipeline (coverage, tests) has no room for it on the stack.
    function _announceOffer(uint256 offerId, Offer memory offer, bytes32 termsHash) private {
        emit OfferAdded(
            offerId,
            offer.poolId,
            offer.token,
            offer.price,
            offer.duration,
            offer.purposes,
            offer.licenseeClass,
            offer.treasuryBps,
            offer.sourceBps,
            termsHash
        );
    }

    function _offerOf(uint256 offerId) internal view returns (Offer storage offer) {
        offer = _offers[offerId];
        if (offer.token == address(0)) revert UnknownOffer(offerId);
    }
}
