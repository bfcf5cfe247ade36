// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Licenses} from "../../src/Licenses.sol";
import {Offers} from "../../src/Offers.sol";
import {HostileToken} from "../tokens/HostileToken.sol";
import {Sale} from "./Sale.sol";

contract BuyTest is Sale {
    function test_RevertWhen_TheOfferIsUnknown() external {
        vm.expectRevert(abi.encodeWithSelector(Offers.UnknownOffer.selector, 99));
        licenses.buy(99, PRICE);
    }

    function test_RevertWhen_ThePriceIsAboveWhatThePayerAgreesTo() external {
        vm.prank(dee);
        vm.expectRevert(abi.encodeWithSelector(Licenses.PriceAboveMax.selector, PRICE, PRICE - 1));
        licenses.buy(offerId, PRICE - 1);
    }

    function test_RevertWhen_TheLicenseeIsZero() external {
        vm.prank(dee);
        vm.expectRevert(Licenses.ZeroAddress.selector);
        licenses.buyFor(offerId, address(0), PRICE);
    }

    function test_WhenABuyerPays() external {
        uint256 before = usd.balanceOf(dee);
        expectPurchase(1, dee, dee);
        uint256 id = buy();
        assertEq(id, offerId << 32 | 1);
        assertEq(before - usd.balanceOf(dee), PRICE);
        assertEq(usd.balanceOf(address(licenses)), PRICE);
        Licenses.LicenseView memory expected = Licenses.LicenseView({
            offerId: offerId,
            poolId: poolId,
            licensee: dee,
            boughtAt: block.timestamp,
            expiresAt: block.timestamp + 30 days,
            ackedAt: block.timestamp - 1,
            purposes: 3,
            licenseeClass: 2,
            termsHash: "terms"
        });
        assertEq(abi.encode(licenses.licenseOf(id)), abi.encode(expected));
        assertTrue(licenses.isValid(id));
    }

    function test_WhenAPayerBuysForAnother() external {
        expectPurchase(1, bo, dee);
        vm.prank(dee);
        assertEq(licenses.licenseOf(licenses.buyFor(offerId, bo, PRICE)).licensee, bo);
        assertEq(buy(), offerId << 32 | 2);
    }

    function test_WhenThePermitIsFresh() external {
        buyWithPermit(false);
    }

    function test_WhenSomebodySpentThePermitFirst() external {
        buyWithPermit(true);
    }

    function test_RevertWhen_ThePermittedOfferIsUnknown() external {
        vm.expectRevert(abi.encodeWithSelector(Offers.UnknownOffer.selector, 99));
        licenses.buyWithPermit(99, bo, PRICE, block.timestamp, 27, 0, 0);
    }

    function test_RevertWhen_TheTokenKeepsAFee() external {
        (HostileToken bad, uint256 id) = hostileOffer();
        bad.setFee(100);
        vm.prank(dee);
        vm.expectRevert(abi.encodeWithSelector(Licenses.ShortPayment.selector, 1_000, 990));
        licenses.buy(id, 1_000);
    }

    function test_RevertWhen_TheTokenCallsBack() external {
        (HostileToken bad, uint256 id) = hostileOffer();
        bad.setCall(address(licenses), abi.encodeCall(Licenses.buy, (id, 1_000)));
        vm.prank(dee);
        vm.expectRevert(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector);
        licenses.buy(id, 1_000);
    }

    function test_WhenTheTermIsOver() external {
        uint256 id = buy();
        skip(30 days - 1);
        assertTrue(licenses.isValid(id));
        skip(1);
        assertFalse(licenses.isValid(id));
    }

    function test_RevertWhen_TheLicenseIsUnknown() external {
        assertFalse(licenses.isValid(12345));
        vm.expectRevert(abi.encodeWithSelector(Licenses.UnknownLicense.selector, 12345));
        licenses.licenseOf(12345);
    }

    function buyWithPermit(bool spent) internal {
        vm.prank(dee);
        usd.approve(address(licenses), 0);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(deeKey, permitDigest(dee, address(licenses), PRICE));
        if (spent) usd.permit(dee, address(licenses), PRICE, block.timestamp, v, r, s);
        vm.prank(dee);
        uint256 id = licenses.buyWithPermit(offerId, bo, PRICE, block.timestamp, v, r, s);
        assertEq(licenses.licenseOf(id).licensee, bo);
        assertEq(usd.allowance(dee, address(licenses)), 0);
    }

    function hostileOffer() internal returns (HostileToken bad, uint256 id) {
        bytes32 pool;
        (bad, pool) = hostile();
        vm.prank(ada);
        id = licenses.addOffer(pool, 1_000, 1 days, 1, 0, "terms");
        bad.mint(dee, 1_000);
        vm.prank(dee);
        bad.approve(address(licenses), 1_000);
    }
}
