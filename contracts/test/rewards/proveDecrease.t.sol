// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Rewards} from "../../src/Rewards.sol";
import {Tree} from "../Tree.sol";
import {Epochs} from "./Epochs.sol";

contract ProveDecreaseTest is Epochs {
    function test_RevertGiven_NothingIsPending() external {
        Rewards.Leaf memory any = proven(30 * USD, active, 0);
        vm.expectRevert(Rewards.NoPendingRoot.selector);
        rewards.proveDecrease(bo, address(usd), any, any);
    }

    function test_RevertWhen_ALeafIsNotInItsTree() external {
        bytes32[] memory bad = postLeaves(leaf(bo, 29 * USD), leaf(chen, 12 * USD));
        bytes32 root = Tree.root(bad);
        // A higher leaf than the active tree holds, and a lower one than the pending tree does.
        expectInvalidProof(activeRoot, Tree.root(leavesOf(leaf(bo, 31 * USD), active[1])));
        rewards.proveDecrease(bo, address(usd), proven(31 * USD, active, 0), proven(29 * USD, bad, 0));
        expectInvalidProof(root, Tree.root(leavesOf(leaf(bo, 28 * USD), bad[1])));
        rewards.proveDecrease(bo, address(usd), proven(30 * USD, active, 0), proven(28 * USD, bad, 0));
        // Trees swapped.
        expectInvalidProof(activeRoot, root);
        rewards.proveDecrease(bo, address(usd), proven(29 * USD, bad, 0), proven(30 * USD, active, 0));
    }

    function test_RevertWhen_TheRootIsHonest() external {
        bytes32[] memory honest = postLeaves(leaf(bo, 40 * USD), leaf(chen, 12 * USD));
        vm.expectRevert(abi.encodeWithSelector(Rewards.NotFraud.selector, 30 * USD, 40 * USD));
        rewards.proveDecrease(bo, address(usd), proven(30 * USD, active, 0), proven(40 * USD, honest, 0));
        // What stays the same has not fallen.
        vm.expectRevert(abi.encodeWithSelector(Rewards.NotFraud.selector, 12 * USD, 12 * USD));
        rewards.proveDecrease(chen, address(usd), proven(12 * USD, active, 1), proven(12 * USD, honest, 1));
    }

    function test_WhenTheRootIsFraudulent() external {
        bytes32[] memory bad = postLeaves(leaf(bo, 29 * USD), leaf(chen, 12 * USD));
        expectDisabled(2, Tree.root(bad), Rewards.Fraud.Decrease);
        vm.prank(mallory);
        rewards.proveDecrease(bo, address(usd), proven(30 * USD, active, 0), proven(29 * USD, bad, 0));
        assertDisabled();
    }

    function test_WhenTheWindowIsOverAndNobodyActivated() external {
        bytes32[] memory bad = postLeaves(leaf(bo, 29 * USD), leaf(chen, 12 * USD));
        skip(30 days);
        rewards.proveDecrease(bo, address(usd), proven(30 * USD, active, 0), proven(29 * USD, bad, 0));
        assertDisabled();
    }
}
