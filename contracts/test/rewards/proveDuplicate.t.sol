// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Rewards} from "../../src/Rewards.sol";
import {Tree} from "../Tree.sol";
import {Epochs} from "./Epochs.sol";

contract ProveDuplicateTest is Epochs {
    function test_RevertGiven_NothingIsPending() external {
        Rewards.Leaf memory any = proven(30 * USD, active, 0);
        vm.expectRevert(Rewards.NoPendingRoot.selector);
        rewards.proveDuplicate(bo, address(usd), any, any);
    }

    function test_RevertWhen_ALeafIsNotInItsTree() external {
        bytes32[] memory bad = postLeaves(leaf(bo, 30 * USD), leaf(bo, 31 * USD));
        bytes32 root = Tree.root(bad);
        expectInvalidProof(root, Tree.root(leavesOf(leaf(bo, 32 * USD), bad[1])));
        rewards.proveDuplicate(bo, address(usd), proven(32 * USD, bad, 0), proven(31 * USD, bad, 1));
        expectInvalidProof(root, Tree.root(leavesOf(leaf(bo, 32 * USD), bad[0])));
        rewards.proveDuplicate(bo, address(usd), proven(30 * USD, bad, 0), proven(32 * USD, bad, 1));
    }

    function test_RevertWhen_TheRootIsHonest() external {
        bytes32[] memory honest = postLeaves(leaf(bo, 40 * USD), leaf(chen, 12 * USD));
        // The same leaf twice is one leaf.
        vm.expectRevert(abi.encodeWithSelector(Rewards.NotFraud.selector, 40 * USD, 40 * USD));
        rewards.proveDuplicate(bo, address(usd), proven(40 * USD, honest, 0), proven(40 * USD, honest, 0));
        // Leaves of two trees are no duplicates.
        expectInvalidProof(Tree.root(honest), activeRoot);
        rewards.proveDuplicate(bo, address(usd), proven(40 * USD, honest, 0), proven(30 * USD, active, 0));
    }

    function test_WhenTheRootIsFraudulent() external {
        bytes32[] memory bad = postLeaves(leaf(bo, 30 * USD), leaf(bo, 31 * USD));
        expectDisabled(2, Tree.root(bad), Rewards.Fraud.Duplicate);
        vm.prank(mallory);
        rewards.proveDuplicate(bo, address(usd), proven(30 * USD, bad, 0), proven(31 * USD, bad, 1));
        assertDisabled();
    }

    function test_WhenTheWindowIsOverAndNobodyActivated() external {
        bytes32[] memory bad = postLeaves(leaf(bo, 30 * USD), leaf(bo, 31 * USD));
        skip(30 days);
        rewards.proveDuplicate(bo, address(usd), proven(30 * USD, bad, 0), proven(31 * USD, bad, 1));
        assertDisabled();
    }
}
