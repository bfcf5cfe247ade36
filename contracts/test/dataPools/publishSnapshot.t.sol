// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DataPools} from "../../src/DataPools.sol";
import {PoolRegister} from "../../src/PoolRegister.sol";
import {World} from "../World.sol";

contract PublishSnapshotTest is World {
    uint64 internal time;

    function setUp() public override {
        super.setUp();
        time = uint64(vm.getBlockTimestamp());
    }

    function test_RevertWhen_TheCallerIsNotThePublisher() external {
        vm.prank(mallory);
        vm.expectRevert(abi.encodeWithSelector(DataPools.NotPublisher.selector, mallory));
        pools.publishSnapshot(poolId, "manifest", "weights", 10, time);
    }

    function test_RevertWhen_ThePoolIsUnknown() external {
        vm.expectRevert(abi.encodeWithSelector(PoolRegister.UnknownPool.selector, bytes32("none")));
        publish("none", "manifest", "weights", time);
    }

    function test_RevertWhen_TheManifestsRootIsZero() external {
        vm.expectRevert(DataPools.ZeroRoot.selector);
        publish(poolId, 0, "weights", time);
    }

    function test_RevertWhen_TheWeightsRootIsZero() external {
        vm.expectRevert(DataPools.ZeroRoot.selector);
        publish(poolId, "manifest", 0, time);
    }

    function test_RevertWhen_TheCutoffLiesAhead() external {
        vm.expectRevert(abi.encodeWithSelector(DataPools.CutoffOutOfOrder.selector, time + 1, 0, time));
        publish(poolId, "manifest", "weights", time + 1);
    }

    function test_RevertWhen_TheCutoffFalls() external {
        publish(poolId, "manifest", "weights", time);
        vm.expectRevert(abi.encodeWithSelector(DataPools.CutoffOutOfOrder.selector, time - 1, time, time));
        publish(poolId, "manifest", "weights", time - 1);
    }

    function test_WhenThePublisherPublishes() external {
        vm.expectEmit(address(pools));
        emit DataPools.SnapshotPublished(poolId, 0, "manifest", "weights", 10, time);
        assertEq(publish(poolId, "manifest", "weights", time), 0);
        vm.expectEmit(address(pools));
        emit DataPools.SnapshotPublished(poolId, 1, "manifest 2", "weights 2", 10, time);
        assertEq(publish(poolId, "manifest 2", "weights 2", time), 1);
        (uint64 count, uint64 cutoff) = pools.snapshots(poolId);
        assertEq(count, 2);
        assertEq(cutoff, time);
    }

    function publish(bytes32 id, bytes32 manifest, bytes32 weights, uint64 cutoff)
        internal
        returns (uint256)
    {
        vm.prank(publisher);
        return pools.publishSnapshot(id, manifest, weights, 10, cutoff);
    }
}
