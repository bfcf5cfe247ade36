// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Consents} from "../../src/Consents.sol";
import {World} from "../World.sol";

contract OpenRevocationEpochTest is World {
    uint256 internal start;

    function setUp() public override {
        super.setUp();
        start = vm.getBlockTimestamp();
    }

    function test_RevertWhen_TheCallerIsNotTheAnchorer() external {
        vm.prank(mallory);
        vm.expectRevert(abi.encodeWithSelector(Consents.NotAnchorer.selector, mallory));
        consents.openRevocationEpoch(poolId, "root", 1);
    }

    function test_RevertWhen_TheRootIsZero() external {
        vm.expectRevert(Consents.ZeroRoot.selector);
        open(poolId, 0, 1);
    }

    function test_RevertWhen_TheCountIsZero() external {
        vm.expectRevert(Consents.ZeroAmount.selector);
        open(poolId, "root", 0);
    }

    function test_RevertWhen_TheGapIsNotOver() external {
        open(poolId, "root", 1);
        vm.warp(start + 1 days - 1);
        vm.expectRevert(
            abi.encodeWithSelector(
                Consents.RevocationEpochTooSoon.selector, poolId, start + 1 days, start + 1 days - 1
            )
        );
        open(poolId, "next", 1);
    }

    function test_WhenTheGapIsOver() external {
        vm.expectEmit(address(consents));
        emit Consents.RevocationEpochOpened(poolId, 0, "root", 4);
        assertEq(open(poolId, "root", 4), 0);
        vm.warp(start + 1 days);
        vm.expectEmit(address(consents));
        emit Consents.RevocationEpochOpened(poolId, 1, "next", 1);
        assertEq(open(poolId, "next", 1), 1);
        assertEq(consents.revocationEpochCount(poolId), 2);
        assertEq(consents.revocationEpochTime(poolId, 0), start);
        assertEq(consents.revocationEpochTime(poolId, 1), start + 1 days);
        // The gap runs from the last epoch, not from the first.
        vm.warp(start + 2 days - 1);
        vm.expectPartialRevert(Consents.RevocationEpochTooSoon.selector);
        open(poolId, "third", 1);
    }

    function test_WhenAnotherPoolOpenedOne() external {
        open("another pool", "root", 1);
        assertEq(open(poolId, "root", 1), 0);
        assertEq(consents.revocationEpochCount(poolId), 1);
    }

    function test_WhenEpochsAreLookedForByTime() external {
        assertEq(consents.firstEpochAfter(poolId, 0), 0);
        open(poolId, "root", 1);
        vm.warp(start + 1 days);
        open(poolId, "next", 1);
        assertEq(consents.firstEpochAfter(poolId, 0), start);
        assertEq(consents.firstEpochAfter(poolId, start - 1), start);
        assertEq(consents.firstEpochAfter(poolId, start), start + 1 days);
        assertEq(consents.firstEpochAfter(poolId, start + 1 days), 0);
    }

    function test_RevertWhen_AnEpochIsUnknown() external {
        open(poolId, "root", 1);
        vm.expectRevert(abi.encodeWithSelector(Consents.UnknownRevocationEpoch.selector, poolId, 1));
        consents.revocationEpochTime(poolId, 1);
    }

    function open(bytes32 pool, bytes32 root, uint256 count) internal returns (uint256) {
        vm.prank(anchorer);
        return consents.openRevocationEpoch(pool, root, count);
    }
}
