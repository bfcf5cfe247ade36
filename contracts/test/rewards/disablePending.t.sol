// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Rewards} from "../../src/Rewards.sol";
import {Tree} from "../Tree.sol";
import {Epochs} from "./Epochs.sol";

contract DisablePendingTest is Epochs {
    function test_RevertWhen_TheCallerIsNotTheGuardian() external {
        post("suspicious", 2, 42 * USD);
        vm.prank(mallory);
        vm.expectRevert(abi.encodeWithSelector(Rewards.NotGuardian.selector, mallory));
        rewards.disablePending();
    }

    function test_RevertGiven_NothingIsPending() external {
        vm.prank(guardian);
        vm.expectRevert(Rewards.NoPendingRoot.selector);
        rewards.disablePending();
    }

    function test_WhenTheGuardianDisablesARoot() external {
        post("suspicious", 2, 42 * USD);
        expectDisabled(2, "suspicious", Rewards.Fraud.None);
        disable();
        assertDisabled();
        rewards.claim(bo, address(usd), 30 * USD, proof(active, 0));
        assertEq(usd.balanceOf(bo), 30 * USD);
        assertEq(rewards.lastEpoch(), 2, "its epoch is used up");
    }

    function test_RevertGiven_ThreeDisablesInARow() external {
        disableThree();
        post("suspicious", 5, 42 * USD);
        expectSpent();
        rewards.disablePending();
    }

    function test_GivenARootCountedSince() external {
        disableThree();
        postAndActivate("passed", 5, 42 * USD);
        for (uint64 epoch = 6; epoch <= 8; ++epoch) {
            post("suspicious", epoch, 42 * USD);
            disable();
        }
        post("suspicious", 9, 42 * USD);
        expectSpent();
        rewards.disablePending();
    }

    function test_RevertGiven_OnlyAFraudProofDisabledSince() external {
        disableThree();
        bytes32[] memory bad = leavesOf(leaf(bo, 43 * USD), leaf(chen, 12 * USD));
        post(Tree.root(bad), 5, 42 * USD);
        rewards.proveOverflow(bo, address(usd), proven(43 * USD, bad, 0));
        post("suspicious", 6, 42 * USD);
        expectSpent();
        rewards.disablePending();
    }

    function disableThree() internal {
        for (uint64 epoch = 2; epoch < 5; ++epoch) {
            post("suspicious", epoch, 42 * USD);
            disable();
        }
    }

    function disable() internal {
        vm.prank(guardian);
        rewards.disablePending();
    }

    function expectSpent() internal {
        vm.prank(guardian);
        vm.expectRevert(abi.encodeWithSelector(Rewards.GuardianSpent.selector, 3));
    }
}
