// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Consents} from "../../src/Consents.sol";
import {World} from "../World.sol";

contract ConsentsTest is World {
    function test_Anchor_SpeaksForTheCallerOnly() external {
        vm.expectEmit(address(consents));
        emit Consents.ConsentsAnchored(anchorer, "root", 3);
        vm.prank(anchorer);
        consents.anchor("root", 3);
        assertEq(consents.anchoredAt(anchorer, "root"), block.timestamp);
        assertEq(consents.anchoredAt(mallory, "root"), 0);
        vm.prank(mallory);
        consents.anchor("forged", 1);
        assertEq(consents.anchoredAt(anchorer, "forged"), 0);
    }

    function test_Anchor_Refuses() external {
        vm.startPrank(anchorer);
        vm.expectRevert(Consents.ZeroRoot.selector);
        consents.anchor(0, 1);
        vm.expectRevert(Consents.ZeroAmount.selector);
        consents.anchor("root", 0);
        consents.anchor("root", 1);
        vm.expectRevert(
            abi.encodeWithSelector(Consents.AlreadyAnchored.selector, bytes32("root"), block.timestamp)
        );
        consents.anchor("root", 2);
    }

    function testFuzz_Revoke_ByAnybody_NeverReverts(address caller, bytes32 secret, uint32 later) external {
        bytes32 lock = keccak256(abi.encode(secret));
        uint256 time = vm.getBlockTimestamp();
        vm.expectEmit(address(consents));
        emit Consents.ConsentRevoked(lock);
        vm.prank(caller);
        consents.revoke(secret);
        skip(later);
        consents.revoke(secret);
        bytes32[] memory secrets = new bytes32[](2);
        (secrets[0], secrets[1]) = (secret, secret);
        consents.revokeMany(secrets);
        assertEq(consents.revokedAt(lock), time, "the first time counts");
        assertEq(consents.lockOf(secret), lock);
    }

    function test_OpenRevocationEpoch_OnceADayAPool() external {
        vm.startPrank(anchorer);
        uint256 start = vm.getBlockTimestamp();
        vm.expectEmit(address(consents));
        emit Consents.RevocationEpochOpened(poolId, 0, "root", 4);
        consents.openRevocationEpoch(poolId, "root", 4);
        consents.openRevocationEpoch("another pool", "root", 4);
        vm.warp(start + 1 days - 1);
        vm.expectRevert(
            abi.encodeWithSelector(
                Consents.RevocationEpochTooSoon.selector, poolId, start + 1 days, start + 1 days - 1
            )
        );
        consents.openRevocationEpoch(poolId, "next", 1);
        vm.warp(start + 1 days);
        assertEq(consents.openRevocationEpoch(poolId, "next", 1), 1);
        assertEq(consents.revocationEpochCount(poolId), 2);
        assertEq(consents.revocationEpochTime(poolId, 1), start + 1 days);
        assertEq(consents.firstEpochAfter(poolId, 0), start);
        assertEq(consents.firstEpochAfter(poolId, start), start + 1 days);
        assertEq(consents.firstEpochAfter(poolId, start + 1 days), 0);
    }

    function test_OpenRevocationEpoch_Refuses() external {
        vm.prank(mallory);
        vm.expectRevert(abi.encodeWithSelector(Consents.NotAnchorer.selector, mallory));
        consents.openRevocationEpoch(poolId, "root", 1);
        vm.startPrank(anchorer);
        vm.expectRevert(Consents.ZeroRoot.selector);
        consents.openRevocationEpoch(poolId, 0, 1);
        vm.expectRevert(Consents.ZeroAmount.selector);
        consents.openRevocationEpoch(poolId, "root", 0);
        vm.expectRevert(abi.encodeWithSelector(Consents.UnknownRevocationEpoch.selector, poolId, 0));
        consents.revocationEpochTime(poolId, 0);
    }

    function test_TheAdminNamesTheAnchorer() external {
        vm.startPrank(admin);
        consents.setAnchorer(bo);
        assertEq(consents.anchorer(), bo);
        vm.expectRevert(Consents.ZeroAddress.selector);
        consents.setAnchorer(address(0));
    }
}
