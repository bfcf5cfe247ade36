// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Offers} from "../../src/Offers.sol";
import {PoolRegister} from "../../src/PoolRegister.sol";
import {Sale} from "./Sale.sol";

contract AddOfferTest is Sale {
    function test_RevertWhen_TheCallerDoesNotOwnThePool() external {
        vm.prank(mallory);
        vm.expectRevert(abi.encodeWithSelector(Offers.NotPoolOwner.selector, mallory, poolId));
        licenses.addOffer(poolId, 1, 1, 1, 1, "terms");
    }

    function test_RevertWhen_ThePoolIsUnknown() external {
        vm.expectRevert(abi.encodeWithSelector(PoolRegister.UnknownPool.selector, bytes32("none")));
        licenses.addOffer("none", 1, 1, 1, 1, "terms");
    }

    function test_RevertWhen_ThePriceIsZero() external {
        vm.expectRevert(Offers.ZeroPrice.selector);
        add(0, 1, 1, 1);
    }

    function test_RevertWhen_ThereIsNoPurpose() external {
        vm.expectRevert(Offers.ZeroPurposes.selector);
        add(1, 1, 0, 1);
    }

    function test_RevertWhen_TheClassIsNotOneOfEight() external {
        vm.expectRevert(abi.encodeWithSelector(Offers.ClassOutOfRange.selector, 8, 7));
        add(1, 1, 1, 8);
    }

    function test_RevertWhen_TheDurationIsZero() external {
        vm.expectRevert(abi.encodeWithSelector(Offers.DurationOutOfRange.selector, 0, 3650 days));
        add(1, 0, 1, 1);
    }

    function test_RevertWhen_TheDurationIsLongerThanTenYears() external {
        vm.expectRevert(abi.encodeWithSelector(Offers.DurationOutOfRange.selector, 3650 days + 1, 3650 days));
        add(1, 3650 days + 1, 1, 1);
    }

    function test_WhenTheOwnerAddsAnOffer() external {
        vm.expectEmit(address(licenses));
        emit Offers.OfferAdded(2, poolId, address(usd), 500, 3650 days, 9, 7, 1_000, 0, "other terms");
        vm.prank(ada);
        uint256 id = licenses.addOffer(poolId, 500, 3650 days, 9, 7, "other terms");
        assertEq(id, 2);
        assertEq(licenses.offerCount(), 2);
        assertEq(licenses.termsHashOf(id), "other terms");
        Offers.Offer memory expected;
        (expected.token, expected.price, expected.poolId) = (address(usd), 500, poolId);
        (expected.duration, expected.purposes, expected.licenseeClass) = (3650 days, 9, 7);
        expected.treasuryBps = 1_000;
        assertEq(abi.encode(licenses.offerOf(id)), abi.encode(expected));
    }

    function testFuzz_WhenAnyPurposesMeetAnyClass(uint16 purposes, uint8 class) external {
        purposes = uint16(bound(purposes, 1, type(uint16).max));
        class = uint8(bound(class, 0, 7));
        uint256 id = add(1, 1, purposes, class);
        assertEq(licenses.offerOf(id).purposes, purposes);
        assertEq(licenses.offerOf(id).licenseeClass, class);
    }

    function test_RevertWhen_SomebodyElseCloses() external {
        vm.prank(mallory);
        vm.expectRevert(abi.encodeWithSelector(Offers.NotPoolOwner.selector, mallory, poolId));
        licenses.closeOffer(offerId);
    }

    function test_WhenTheOwnerCloses() external {
        uint256 id = buy();
        close();
        assertTrue(licenses.offerOf(offerId).closed);
        assertTrue(licenses.isValid(id), "licenses already bought stay");
        vm.expectRevert(abi.encodeWithSelector(Offers.OfferIsClosed.selector, offerId));
        buy();
    }

    function test_RevertGiven_ItIsClosed() external {
        close();
        vm.prank(ada);
        vm.expectRevert(abi.encodeWithSelector(Offers.OfferIsClosed.selector, offerId));
        licenses.closeOffer(offerId);
    }

    function test_RevertWhen_TheOfferIsUnknown() external {
        vm.expectRevert(abi.encodeWithSelector(Offers.UnknownOffer.selector, 99));
        licenses.offerOf(99);
        vm.expectRevert(abi.encodeWithSelector(Offers.UnknownOffer.selector, 99));
        licenses.closeOffer(99);
    }

    function add(uint96 price, uint40 duration, uint16 purposes, uint8 class) internal returns (uint256) {
        vm.prank(ada);
        return licenses.addOffer(poolId, price, duration, purposes, class, "terms");
    }

    function close() internal {
        vm.expectEmit(address(licenses));
        emit Offers.OfferClosed(offerId);
        vm.prank(ada);
        licenses.closeOffer(offerId);
    }
}
