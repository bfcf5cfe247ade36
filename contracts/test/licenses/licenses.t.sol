// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Licenses} from "../../src/Licenses.sol";
import {Offers} from "../../src/Offers.sol";
import {PoolRegister} from "../../src/PoolRegister.sol";
import {DataPools} from "../../src/DataPools.sol";
import {Signatures} from "../../src/Signatures.sol";
import {HostileToken} from "../tokens/HostileToken.sol";
import {World} from "../World.sol";

contract LicensesTest is World {
    uint96 internal constant PRICE = 333_333_333;
    uint256 internal offerId;

    function setUp() public override {
        super.setUp();
        vm.prank(ada);
        offerId = licenses.addOffer(poolId, PRICE, 30 days, 3, 2, "terms");
    }

    function test_AddOffer_Refuses() external {
        vm.prank(mallory);
        vm.expectRevert(abi.encodeWithSelector(Offers.NotPoolOwner.selector, mallory, poolId));
        licenses.addOffer(poolId, 1, 1, 1, 1, "terms");
        vm.startPrank(ada);
        vm.expectRevert(abi.encodeWithSelector(PoolRegister.UnknownPool.selector, bytes32("none")));
        licenses.addOffer("none", 1, 1, 1, 1, "terms");
        vm.expectRevert(Offers.ZeroPrice.selector);
        licenses.addOffer(poolId, 0, 1, 1, 1, "terms");
        vm.expectRevert(Offers.ZeroPurposes.selector);
        licenses.addOffer(poolId, 1, 1, 0, 1, "terms");
        vm.expectRevert(abi.encodeWithSelector(Offers.ClassOutOfRange.selector, 8, 7));
        licenses.addOffer(poolId, 1, 1, 1, 8, "terms");
        vm.expectRevert(abi.encodeWithSelector(Offers.DurationOutOfRange.selector, 0, 3650 days));
        licenses.addOffer(poolId, 1, 0, 1, 1, "terms");
        vm.expectRevert(abi.encodeWithSelector(Offers.DurationOutOfRange.selector, 3650 days + 1, 3650 days));
        licenses.addOffer(poolId, 1, 3650 days + 1, 1, 1, "terms");
    }

    function test_Buy_WritesTheLicenseAndTakesExactlyThePrice() external {
        uint256 before = usd.balanceOf(dee);
        vm.expectEmit(address(licenses));
        emit Licenses.LicensePurchased(
            offerId << 32 | 1,
            poolId,
            offerId,
            dee,
            dee,
            PRICE,
            33_333_333,
            300_000_000,
            block.timestamp + 30 days
        );
        vm.prank(dee);
        uint256 id = licenses.buy(offerId, PRICE);
        assertEq(before - usd.balanceOf(dee), PRICE);
        Licenses.LicenseView memory license = licenses.licenseOf(id);
        assertEq(license.licensee, dee);
        assertEq(license.poolId, poolId);
        assertEq(license.boughtAt, block.timestamp);
        assertEq(license.expiresAt, block.timestamp + 30 days);
        assertEq(license.purposes, 3);
        assertEq(license.licenseeClass, 2);
        assertEq(license.termsHash, "terms");
        assertTrue(licenses.isValid(id));
        vm.prank(dee);
        assertEq(licenses.buyFor(offerId, bo, PRICE), id + 1);
        assertEq(licenses.licenseOf(id + 1).licensee, bo);
    }

    function test_Buy_Refuses() external {
        vm.startPrank(dee);
        vm.expectRevert(abi.encodeWithSelector(Offers.UnknownOffer.selector, 99));
        licenses.buy(99, PRICE);
        vm.expectRevert(abi.encodeWithSelector(Licenses.PriceAboveMax.selector, PRICE, PRICE - 1));
        licenses.buy(offerId, PRICE - 1);
        vm.expectRevert(Licenses.ZeroAddress.selector);
        licenses.buyFor(offerId, address(0), PRICE);
        vm.stopPrank();
        vm.prank(mallory);
        vm.expectRevert(abi.encodeWithSelector(Offers.NotPoolOwner.selector, mallory, poolId));
        licenses.closeOffer(offerId);
        vm.startPrank(ada);
        licenses.closeOffer(offerId);
        vm.expectRevert(abi.encodeWithSelector(Offers.OfferIsClosed.selector, offerId));
        licenses.closeOffer(offerId);
        vm.stopPrank();
        vm.prank(dee);
        vm.expectRevert(abi.encodeWithSelector(Offers.OfferIsClosed.selector, offerId));
        licenses.buy(offerId, PRICE);
    }

    function test_ALicenseExpires() external {
        vm.prank(dee);
        uint256 id = licenses.buy(offerId, PRICE);
        skip(30 days - 1);
        assertTrue(licenses.isValid(id));
        skip(1);
        assertFalse(licenses.isValid(id));
        assertFalse(licenses.isValid(12345));
        vm.expectRevert(abi.encodeWithSelector(Licenses.UnknownLicense.selector, 12345));
        licenses.licenseOf(12345);
    }

    function test_Distribute_SplitsAsEachPurchaseSaid() external {
        vm.startPrank(dee);
        licenses.buy(offerId, PRICE);
        licenses.buy(offerId, PRICE);
        licenses.buy(offerId, PRICE);
        vm.stopPrank();
        assertEq(licenses.undistributed(offerId), 3 * uint256(PRICE));
        licenses.distribute(offers());
        licenses.distribute(offers());
        assertEq(rewards.funded(address(usd)), 3 * 300_000_000);
        assertEq(licenses.treasuryOwed(poolId), 3 * 33_333_333);
        assertEq(usd.balanceOf(address(licenses)), 3 * 33_333_333);
        uint256 before = usd.balanceOf(ada);
        vm.prank(mallory);
        licenses.withdrawTreasury(poolId);
        assertEq(usd.balanceOf(ada) - before, 3 * 33_333_333);
        vm.expectRevert(abi.encodeWithSelector(Licenses.NothingOwed.selector, poolId));
        licenses.withdrawTreasury(poolId);
    }

    function test_Buy_RefusesATokenThatKeepsAFee() external {
        HostileToken bad = new HostileToken();
        vm.prank(admin);
        pools.listToken(address(bad));
        vm.startPrank(ada);
        bytes32 id = pools.createPool("fee", address(bad), terms(0, ada));
        uint256 badOffer = licenses.addOffer(id, 1_000, 1 days, 1, 0, "terms");
        vm.stopPrank();
        bad.mint(dee, 1_000);
        bad.setFee(100);
        vm.startPrank(dee);
        bad.approve(address(licenses), 1_000);
        vm.expectRevert(abi.encodeWithSelector(Licenses.ShortPayment.selector, 1_000, 990));
        licenses.buy(badOffer, 1_000);
    }

    function test_BuyWithPermit_AlsoWhenSomebodySpentThePermitFirst() external {
        vm.prank(dee);
        usd.approve(address(licenses), 0);
        bytes32 message = keccak256(
            abi.encode(
                keccak256(
                    "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
                ),
                dee,
                address(licenses),
                uint256(PRICE),
                0,
                block.timestamp
            )
        );
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(deeKey, typed(usd.DOMAIN_SEPARATOR(), message));
        vm.prank(mallory);
        usd.permit(dee, address(licenses), PRICE, block.timestamp, v, r, s);
        vm.prank(dee);
        uint256 id = licenses.buyWithPermit(offerId, bo, PRICE, block.timestamp, v, r, s);
        assertEq(licenses.licenseOf(id).licensee, bo);
    }

    // ── EIP-3009 ─────────────────────────────────────────────────────────────────────────────────────────

    function test_BuyWithAuthorization_AnAgentPaysWithoutATransaction() external {
        Licenses.Authorization memory auth = authorize(bo, "salt");
        vm.prank(mallory);
        uint256 id = licenses.buyWithAuthorization(offerId, bo, auth);
        assertEq(licenses.licenseOf(id).licensee, bo);
        assertEq(usd.balanceOf(address(licenses)), PRICE);
        vm.expectRevert();
        licenses.buyWithAuthorization(offerId, bo, auth);
    }

    function test_BuyWithAuthorization_NeverChargesForAnotherOrder() external {
        Licenses.Authorization memory auth = authorize(bo, "salt");
        vm.startPrank(mallory);
        vm.expectRevert();
        licenses.buyWithAuthorization(offerId, mallory, auth);
        auth.salt = "other";
        vm.expectRevert();
        licenses.buyWithAuthorization(offerId, bo, auth);
        // Nor can anybody else use it: only the payee may receive.
        bytes32 nonce = licenses.orderHash(offerId, bo, "salt");
        vm.expectRevert();
        usd.receiveWithAuthorization(
            dee, address(licenses), PRICE, 0, block.timestamp + 1, nonce, auth.v, auth.r, auth.s
        );
    }

    // ── Ack or lapse ─────────────────────────────────────────────────────────────────────────────────────

    function test_ALicenseThatDoesNotAcknowledgeLapses() external {
        vm.prank(dee);
        uint256 id = licenses.buy(offerId, PRICE);
        openEpoch();
        skip(7 days - 1);
        assertTrue(licenses.isValid(id));
        skip(1);
        assertFalse(licenses.isValid(id));
        vm.expectEmit(address(licenses));
        emit Licenses.RevocationsAcknowledged(id, 0);
        vm.prank(dee);
        licenses.ackRevocations(id, 0);
        assertTrue(licenses.isValid(id));
    }

    function test_AcknowledgingAnOldEpochDoesNotHelpWithTheNext() external {
        vm.prank(dee);
        uint256 id = licenses.buy(offerId, PRICE);
        openEpoch();
        skip(1 days);
        openEpoch();
        vm.startPrank(dee);
        licenses.ackRevocations(id, 0);
        skip(7 days);
        assertFalse(licenses.isValid(id));
        licenses.ackRevocations(id, 1);
        assertTrue(licenses.isValid(id));
        vm.expectRevert(abi.encodeWithSelector(Licenses.AlreadyAcknowledged.selector, id, 1));
        licenses.ackRevocations(id, 1);
        vm.expectRevert(abi.encodeWithSelector(Licenses.AlreadyAcknowledged.selector, id, 0));
        licenses.ackRevocations(id, 0);
    }

    function test_ALicenseBoughtLaterNeedNotAcknowledge() external {
        openEpoch();
        skip(1);
        vm.prank(dee);
        uint256 id = licenses.buy(offerId, PRICE);
        skip(8 days);
        assertTrue(licenses.isValid(id));
    }

    function test_AckBySignature_AndByNobodyElse() external {
        vm.prank(dee);
        uint256 id = licenses.buy(offerId, PRICE);
        openEpoch();
        uint256 deadline = vm.getBlockTimestamp();
        bytes32 message = keccak256(abi.encode(licenses.ACK_TYPEHASH(), id, 0, deadline));
        bytes32 digest = typed(domainOf("Rowright Licenses", address(licenses), block.chainid), message);
        vm.startPrank(mallory);
        vm.expectRevert(abi.encodeWithSelector(Licenses.NotLicensee.selector, mallory, id));
        licenses.ackRevocations(id, 0);
        bytes memory forged = sign(chenKey, digest);
        vm.expectRevert(abi.encodeWithSelector(Signatures.InvalidSignature.selector, dee, digest));
        licenses.ackRevocationsBySig(id, 0, deadline, forged);
        licenses.ackRevocationsBySig(id, 0, deadline, sign(deeKey, digest));
        assertEq(licenses.licenseOf(id).ackedAt, deadline);
        vm.expectRevert(abi.encodeWithSelector(Licenses.UnknownLicense.selector, 12345));
        licenses.ackRevocations(12345, 0);
    }

    function offers() internal view returns (uint256[] memory ids) {
        ids = new uint256[](1);
        ids[0] = offerId;
    }

    function openEpoch() internal {
        vm.prank(anchorer);
        consents.openRevocationEpoch(poolId, "root", 1);
    }

    function authorize(address licensee, bytes32 salt)
        internal
        view
        returns (Licenses.Authorization memory auth)
    {
        bytes32 kind = keccak256(
            "ReceiveWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)"
        );
        bytes32 nonce = licenses.orderHash(offerId, licensee, salt);
        auth.payer = dee;
        auth.salt = salt;
        auth.validBefore = block.timestamp + 1;
        bytes32 message =
            keccak256(abi.encode(kind, dee, address(licenses), uint256(PRICE), 0, auth.validBefore, nonce));
        (auth.v, auth.r, auth.s) = vm.sign(deeKey, typed(usd.DOMAIN_SEPARATOR(), message));
    }
}
