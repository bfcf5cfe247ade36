// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {PoolRegister} from "../../src/PoolRegister.sol";
import {World} from "../World.sol";

contract ChangesTest is World {
    PoolRegister.Terms internal next = PoolRegister.Terms("next", bo, 2_000, 3_000);

    function test_RevertWhen_SomebodyElseSchedules() external {
        expectNotOwner();
        pools.scheduleChange(poolId, next);
    }

    function test_RevertWhen_ThePoolIsUnknown() external {
        vm.expectRevert(abi.encodeWithSelector(PoolRegister.UnknownPool.selector, bytes32("none")));
        pools.scheduleChange("none", next);
    }

    function test_RevertWhen_TheScheduledSharesAreOverTheCaps() external {
        vm.startPrank(ada);
        vm.expectRevert(abi.encodeWithSelector(PoolRegister.TreasuryShareTooHigh.selector, 2_001, 2_000));
        pools.scheduleChange(poolId, terms(2_001, ada));
        vm.expectRevert(abi.encodeWithSelector(PoolRegister.SourceShareTooHigh.selector, 5_001, 5_000));
        pools.scheduleChange(poolId, PoolRegister.Terms("next", ada, 0, 5_001));
    }

    function test_RevertWhen_TheScheduledTreasuryIsZero() external {
        vm.prank(ada);
        vm.expectRevert(PoolRegister.ZeroAddress.selector);
        pools.scheduleChange(poolId, terms(0, address(0)));
    }

    function test_WhenTheOwnerSchedules() external {
        bytes memory before = abi.encode(pools.poolOf(poolId));
        uint256 availableAt = block.timestamp + CHANGE_DELAY;
        vm.expectEmit(address(pools));
        emit PoolRegister.ChangeScheduled(poolId, next, availableAt);
        schedule();
        assertEq(abi.encode(pools.poolOf(poolId)), before);
        PoolRegister.Change memory waits = pools.changeOf(poolId);
        assertEq(waits.availableAt, availableAt);
        assertEq(abi.encode(waits.terms), abi.encode(next));
    }

    function test_RevertWhen_NothingIsScheduled() external {
        expectNoChange();
        pools.applyChange(poolId);
        expectNoChange();
        vm.prank(ada);
        pools.cancelChange(poolId);
    }

    function test_RevertWhen_TheDelayIsNotOver() external {
        schedule();
        uint256 availableAt = vm.getBlockTimestamp() + CHANGE_DELAY;
        skip(CHANGE_DELAY - 1);
        vm.expectRevert(
            abi.encodeWithSelector(PoolRegister.ChangeNotReady.selector, poolId, availableAt, availableAt - 1)
        );
        pools.applyChange(poolId);
    }

    function test_WhenTheDelayIsOver() external {
        vm.prank(ada);
        uint256 old = licenses.addOffer(poolId, 100, 1 days, 1, 1, "terms");
        schedule();
        skip(CHANGE_DELAY);
        vm.expectEmit(address(pools));
        emit PoolRegister.TermsChanged(poolId, next);
        vm.prank(mallory);
        pools.applyChange(poolId);
        assertEq(abi.encode(pools.poolOf(poolId).terms), abi.encode(next));
        assertEq(pools.poolOf(poolId).owner, ada);
        vm.prank(ada);
        uint256 fresh = licenses.addOffer(poolId, 100, 1 days, 1, 1, "terms");
        assertEq(licenses.offerOf(old).treasuryBps, 1_000);
        assertEq(licenses.offerOf(old).sourceBps, 0);
        assertEq(licenses.offerOf(fresh).treasuryBps, 2_000);
        assertEq(licenses.offerOf(fresh).sourceBps, 3_000);
        expectNoChange();
        pools.applyChange(poolId);
    }

    function test_WhenTheOwnerSchedulesAgain() external {
        schedule();
        skip(CHANGE_DELAY);
        schedule();
        vm.expectPartialRevert(PoolRegister.ChangeNotReady.selector);
        pools.applyChange(poolId);
        skip(CHANGE_DELAY);
        pools.applyChange(poolId);
    }

    function test_RevertWhen_SomebodyElseCancels() external {
        schedule();
        expectNotOwner();
        pools.cancelChange(poolId);
    }

    function test_WhenTheOwnerCancels() external {
        schedule();
        vm.expectEmit(address(pools));
        emit PoolRegister.ChangeCanceled(poolId);
        vm.prank(ada);
        pools.cancelChange(poolId);
        skip(CHANGE_DELAY);
        expectNoChange();
        pools.applyChange(poolId);
    }

    function schedule() internal {
        vm.prank(ada);
        pools.scheduleChange(poolId, next);
    }

    function expectNotOwner() internal {
        vm.expectRevert(abi.encodeWithSelector(PoolRegister.NotPoolOwner.selector, mallory, poolId));
        vm.prank(mallory);
    }

    function expectNoChange() internal {
        vm.expectRevert(abi.encodeWithSelector(PoolRegister.NoChangeScheduled.selector, poolId));
    }
}
