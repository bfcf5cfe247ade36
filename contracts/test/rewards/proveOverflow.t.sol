// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Rewards} from "../../src/Rewards.sol";
import {Tree} from "../Tree.sol";
import {Epochs} from "./Epochs.sol";

contract ProveOverflowTest is Epochs {
    function test_RevertGiven_NothingIsPending() external {
        Rewards.Leaf memory any = proven(30 * USD, active, 0);
        vm.expectRevert(Rewards.NoPendingRoot.selector);
        rewards.proveOverflow(bo, address(usd), any);
    }

    function test_RevertWhen_ALeafIsNotInItsTree() external {
        bytes32[] memory bad = postLeaves(leaf(bo, 43 * USD), leaf(chen, 12 * USD));
        bytes32 root = Tree.root(bad);
        expectInvalidProof(root, Tree.root(leavesOf(leaf(bo, 44 * USD), bad[1])));
        rewards.proveOverflow(bo, address(usd), proven(44 * USD, bad, 0));
        expectInvalidProof(root, activeRoot);
        rewards.proveOverflow(bo, address(usd), proven(30 * USD, active, 0));
    }

    function test_RevertWhen_TheRootIsHonest() external {
        bytes32[] memory honest = postLeaves(leaf(bo, 40 * USD), leaf(chen, 12 * USD));
        vm.expectRevert(abi.encodeWithSelector(Rewards.NotFraud.selector, 42 * USD, 40 * USD));
        rewards.proveOverflow(bo, address(usd), proven(40 * USD, honest, 0));
        // All that is declared, but no more.
        vm.prank(guardian);
        rewards.disablePending();
        bytes32[] memory whole = leavesOf(leaf(bo, 42 * USD), leaf(chen, 12 * USD));
        post(Tree.root(whole), 3, 42 * USD);
        vm.expectRevert(abi.encodeWithSelector(Rewards.NotFraud.selector, 42 * USD, 42 * USD));
        rewards.proveOverflow(bo, address(usd), proven(42 * USD, whole, 0));
    }

    function test_WhenTheRootIsFraudulent() external {
        bytes32[] memory bad = postLeaves(leaf(bo, 43 * USD), leaf(chen, 12 * USD));
        expectDisabled(2, Tree.root(bad), Rewards.Fraud.Overflow);
        vm.prank(mallory);
        rewards.proveOverflow(bo, address(usd), proven(43 * USD, bad, 0));
        assertDisabled();
    }

    function test_WhenTheWindowIsOverAndNobodyActivated() external {
        bytes32[] memory bad = postLeaves(leaf(bo, 43 * USD), leaf(chen, 12 * USD));
        skip(30 days);
        rewards.proveOverflow(bo, address(usd), proven(43 * USD, bad, 0));
        assertDisabled();
    }
}
