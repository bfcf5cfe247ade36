// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Consents} from "../../src/Consents.sol";
import {Licenses} from "../../src/Licenses.sol";
import {Signatures} from "../../src/Signatures.sol";
import {Wallet} from "../tokens/Wallet.sol";
import {Sale} from "./Sale.sol";

contract AckRevocationsTest is Sale {
    uint256 internal id;

    function setUp() public override {
        super.setUp();
        id = buy();
    }

    function test_WhenTheLicenseeDoesNotAcknowledge() external {
        openEpoch();
        skip(7 days - 1);
        assertTrue(licenses.isValid(id));
        skip(1);
        assertFalse(licenses.isValid(id));
    }

    function test_WhenTheLicenseeAcknowledges() external {
        uint256 time = vm.getBlockTimestamp();
        openEpoch();
        skip(7 days);
        vm.expectEmit(address(licenses));
        emit Licenses.RevocationsAcknowledged(id, 0);
        ack(0);
        assertTrue(licenses.isValid(id));
        Licenses.LicenseView memory license = licenses.licenseOf(id);
        assertEq(license.ackedAt, time);
        assertEq(license.expiresAt, time + 30 days, "the term stays");
        assertEq(license.licensee, dee);
    }

    function test_WhenAnOlderEpochIsAcknowledged() external {
        openEpoch();
        skip(1 days);
        openEpoch();
        ack(0);
        skip(7 days);
        assertFalse(licenses.isValid(id));
        ack(1);
        assertTrue(licenses.isValid(id));
    }

    function test_RevertWhen_ItIsAcknowledgedAlready() external {
        openEpoch();
        skip(1 days);
        openEpoch();
        ack(1);
        expectAlready(1);
        ack(1);
        expectAlready(0);
        ack(0);
    }

    function test_WhenTheEpochIsOfTheSecondOfPurchase() external {
        openEpoch();
        assertEq(consents.revocationEpochTime(poolId, 0), licenses.licenseOf(id).boughtAt);
        skip(7 days);
        assertFalse(licenses.isValid(id));
    }

    function test_WhenTheLicenseWasBoughtAfterTheEpoch() external {
        openEpoch();
        skip(1);
        uint256 later = buy();
        skip(8 days);
        assertTrue(licenses.isValid(later));
    }

    function test_RevertWhen_SomebodyElseAcknowledges() external {
        openEpoch();
        vm.prank(mallory);
        vm.expectRevert(abi.encodeWithSelector(Licenses.NotLicensee.selector, mallory, id));
        licenses.ackRevocations(id, 0);
    }

    function test_RevertWhen_TheEpochIsUnknown() external {
        vm.expectRevert(abi.encodeWithSelector(Consents.UnknownRevocationEpoch.selector, poolId, 0));
        ack(0);
    }

    function test_RevertWhen_TheLicenseIsUnknown() external {
        vm.expectRevert(abi.encodeWithSelector(Licenses.UnknownLicense.selector, 12345));
        licenses.ackRevocations(12345, 0);
        vm.expectRevert(abi.encodeWithSelector(Licenses.UnknownLicense.selector, 12345));
        licenses.ackRevocationsBySig(12345, 0, block.timestamp, "");
    }

    function test_WhenAnybodyBringsTheLicenseesSignature() external {
        openEpoch();
        bytes memory signature = sign(deeKey, digest(id, 0, address(licenses)));
        vm.prank(mallory);
        licenses.ackRevocationsBySig(id, 0, block.timestamp, signature);
        assertEq(licenses.licenseOf(id).ackedAt, block.timestamp);
        expectAlready(0);
        licenses.ackRevocationsBySig(id, 0, block.timestamp, signature);
    }

    function test_WhenTheLicenseeIsAContractWallet() external {
        Wallet wallet = new Wallet(chen);
        vm.prank(dee);
        uint256 theirs = licenses.buyFor(offerId, address(wallet), PRICE);
        openEpoch();
        bytes memory signature = sign(chenKey, digest(theirs, 0, address(licenses)));
        licenses.ackRevocationsBySig(theirs, 0, block.timestamp, signature);
        assertEq(licenses.licenseOf(theirs).ackedAt, block.timestamp);
    }

    function test_WhenTheLicenseeIsDelegatedByEIP7702() external {
        openEpoch();
        vm.etch(dee, abi.encodePacked(hex"ef0100", address(usd)));
        bytes memory signature = sign(deeKey, digest(id, 0, address(licenses)));
        licenses.ackRevocationsBySig(id, 0, block.timestamp, signature);
        assertEq(licenses.licenseOf(id).ackedAt, block.timestamp);
    }

    function test_RevertWhen_TheSignatureExpired() external {
        openEpoch();
        uint256 deadline = vm.getBlockTimestamp();
        bytes memory signature = sign(deeKey, digest(id, 0, address(licenses)));
        skip(1);
        vm.expectRevert(abi.encodeWithSelector(Signatures.SignatureExpired.selector, deadline, deadline + 1));
        licenses.ackRevocationsBySig(id, 0, deadline, signature);
    }

    function test_RevertWhen_TheSignatureIsNotTheLicensees() external {
        openEpoch();
        refuses(sign(chenKey, digest(id, 0, address(licenses))));
    }

    function test_RevertWhen_TheSignatureIsForAnotherChain() external {
        openEpoch();
        bytes memory signature = sign(deeKey, digest(id, 0, address(licenses)));
        vm.chainId(10);
        refuses(signature);
    }

    function test_RevertWhen_TheSignatureIsForAnotherContract() external {
        openEpoch();
        refuses(sign(deeKey, digest(id, 0, address(rewards))));
    }

    function test_RevertWhen_TheSignatureIsMalleated() external {
        openEpoch();
        refuses(malleated(deeKey, digest(id, 0, address(licenses))));
    }

    function test_RevertWhen_TheSignatureIsForAnotherEpoch() external {
        openEpoch();
        refuses(sign(deeKey, digest(id, 1, address(licenses))));
    }

    function refuses(bytes memory signature) internal {
        bytes32 asked = digest(id, 0, address(licenses));
        vm.expectRevert(abi.encodeWithSelector(Signatures.InvalidSignature.selector, dee, asked));
        licenses.ackRevocationsBySig(id, 0, block.timestamp, signature);
    }

    function ack(uint256 epoch) internal {
        vm.prank(dee);
        licenses.ackRevocations(id, epoch);
    }

    function expectAlready(uint256 epoch) internal {
        vm.expectRevert(abi.encodeWithSelector(Licenses.AlreadyAcknowledged.selector, id, epoch));
    }

    function digest(uint256 license, uint256 epoch, address where) internal view returns (bytes32) {
        bytes32 kind = keccak256("AckRevocations(uint256 licenseId,uint256 epoch,uint256 deadline)");
        return typed(
            domainOf("Rowright Licenses", where, block.chainid),
            keccak256(abi.encode(kind, license, epoch, block.timestamp))
        );
    }
}
