// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {PoolRegister} from "../../src/PoolRegister.sol";
import {World} from "../World.sol";

contract TransferPoolTest is World {
    function test_RevertWhen_SomebodyElseOffersThePool() external {
        vm.prank(mallory);
        vm.expectRevert(abi.encodeWithSelector(PoolRegister.NotPoolOwner.selector, mallory, poolId));
        pools.transferPool(poolId, mallory);
    }

    function test_WhenTheOwnerOffersThePool() external {
        vm.expectEmit(address(pools));
        emit PoolRegister.PoolOffered(poolId, ada, bo);
        offer(bo);
        assertEq(pools.pendingPoolOwner(poolId), bo);
        assertEq(pools.poolOf(poolId).owner, ada);
    }

    function test_RevertWhen_SomebodyElseAccepts() external {
        offer(bo);
        vm.prank(mallory);
        vm.expectRevert(abi.encodeWithSelector(PoolRegister.NotPendingPoolOwner.selector, mallory, poolId));
        pools.acceptPool(poolId);
    }

    function test_RevertWhen_TheOfferWasTakenBack() external {
        offer(bo);
        offer(address(0));
        vm.prank(bo);
        vm.expectRevert(abi.encodeWithSelector(PoolRegister.NotPendingPoolOwner.selector, bo, poolId));
        pools.acceptPool(poolId);
    }

    function test_WhenTheNewOwnerAccepts() external {
        vm.prank(ada);
        pools.scheduleChange(poolId, terms(2_000, ada));
        offer(bo);
        vm.expectEmit(address(pools));
        emit PoolRegister.PoolTransferred(poolId, ada, bo);
        vm.prank(bo);
        pools.acceptPool(poolId);
        assertEq(pools.poolOf(poolId).owner, bo);
        assertEq(pools.poolOf(poolId).terms.treasury, ada);
        assertEq(pools.pendingPoolOwner(poolId), address(0));
        assertEq(pools.changeOf(poolId).availableAt, 0);
        vm.prank(bo);
        vm.expectRevert(abi.encodeWithSelector(PoolRegister.NotPendingPoolOwner.selector, bo, poolId));
        pools.acceptPool(poolId);
        vm.prank(bo);
        licenses.addOffer(poolId, 100, 1 days, 1, 1, "terms");
    }

    function offer(address to) internal {
        vm.prank(ada);
        pools.transferPool(poolId, to);
    }
}
