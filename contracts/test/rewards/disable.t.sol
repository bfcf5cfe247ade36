// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Rewards} from "../../src/Rewards.sol";
import {Tree} from "../Tree.sol";
import {World} from "../World.sol";

contract DisableTest is World {
    bytes32[] internal active;
    bytes32 internal activeRoot;

    function setUp() public override {
        super.setUp();
        fund(100 * USD);
        active = leavesOf(leaf(bo, 30 * USD), leaf(chen, 12 * USD));
        activeRoot = Tree.root(active);
        postAndActivate(activeRoot, 1, 42 * USD);
    }

    function test_Decrease_DisablesThePendingRoot() external {
        bytes32[] memory bad = leavesOf(leaf(bo, 29 * USD), leaf(chen, 12 * USD));
        post(Tree.root(bad), 2, 42 * USD);
        vm.expectEmit(address(rewards));
        emit Rewards.RootDisabled(2, Tree.root(bad), Rewards.Fraud.Decrease);
        vm.prank(mallory);
        rewards.proveDecrease(bo, address(usd), proven(30 * USD, active, 0), proven(29 * USD, bad, 0));
        assertDisabled();
    }

    function test_Duplicate_DisablesThePendingRoot() external {
        bytes32[] memory bad = leavesOf(leaf(bo, 30 * USD), leaf(bo, 31 * USD));
        post(Tree.root(bad), 2, 42 * USD);
        vm.expectEmit(address(rewards));
        emit Rewards.RootDisabled(2, Tree.root(bad), Rewards.Fraud.Duplicate);
        rewards.proveDuplicate(bo, address(usd), proven(30 * USD, bad, 0), proven(31 * USD, bad, 1));
        assertDisabled();
    }

    function test_Overflow_DisablesThePendingRoot() external {
        bytes32[] memory bad = leavesOf(leaf(bo, 43 * USD), leaf(chen, 12 * USD));
        post(Tree.root(bad), 2, 42 * USD);
        vm.expectEmit(address(rewards));
        emit Rewards.RootDisabled(2, Tree.root(bad), Rewards.Fraud.Overflow);
        rewards.proveOverflow(bo, address(usd), proven(43 * USD, bad, 0));
        assertDisabled();
    }

    function test_ARootIsDisabledAfterItsWindowToo_UntilSomebodyActivates() external {
        bytes32[] memory bad = leavesOf(leaf(bo, 43 * USD), leaf(chen, 12 * USD));
        post(Tree.root(bad), 2, 42 * USD);
        skip(30 days);
        rewards.proveOverflow(bo, address(usd), proven(43 * USD, bad, 0));
        assertDisabled();
    }

    function test_RevertWhen_AnHonestRootIsAccused() external {
        bytes32[] memory honest = leavesOf(leaf(bo, 40 * USD), leaf(chen, 12 * USD));
        post(Tree.root(honest), 2, 52 * USD);
        vm.expectRevert(abi.encodeWithSelector(Rewards.NotFraud.selector, 30 * USD, 40 * USD));
        rewards.proveDecrease(bo, address(usd), proven(30 * USD, active, 0), proven(40 * USD, honest, 0));
        vm.expectRevert(abi.encodeWithSelector(Rewards.NotFraud.selector, 12 * USD, 12 * USD));
        rewards.proveDecrease(chen, address(usd), proven(12 * USD, active, 1), proven(12 * USD, honest, 1));
        vm.expectRevert(abi.encodeWithSelector(Rewards.NotFraud.selector, 40 * USD, 40 * USD));
        rewards.proveDuplicate(bo, address(usd), proven(40 * USD, honest, 0), proven(40 * USD, honest, 0));
        vm.expectRevert(abi.encodeWithSelector(Rewards.NotFraud.selector, 52 * USD, 40 * USD));
        rewards.proveOverflow(bo, address(usd), proven(40 * USD, honest, 0));
        // Leaves that are not in the trees prove nothing.
        vm.expectPartialRevert(Rewards.InvalidProof.selector);
        rewards.proveDecrease(bo, address(usd), proven(30 * USD, active, 0), proven(29 * USD, honest, 0));
        vm.expectPartialRevert(Rewards.InvalidProof.selector);
        rewards.proveDecrease(bo, address(usd), proven(41 * USD, active, 0), proven(40 * USD, honest, 0));
        vm.expectPartialRevert(Rewards.InvalidProof.selector);
        rewards.proveDuplicate(bo, address(usd), proven(40 * USD, honest, 0), proven(30 * USD, active, 0));
        vm.expectPartialRevert(Rewards.InvalidProof.selector);
        rewards.proveOverflow(bo, address(usd), proven(53 * USD, honest, 0));
    }

    function test_RevertWhen_NothingIsPending() external {
        Rewards.Leaf memory any = proven(30 * USD, active, 0);
        vm.expectRevert(Rewards.NoPendingRoot.selector);
        rewards.proveDecrease(bo, address(usd), any, any);
        vm.expectRevert(Rewards.NoPendingRoot.selector);
        rewards.proveDuplicate(bo, address(usd), any, any);
        vm.expectRevert(Rewards.NoPendingRoot.selector);
        rewards.proveOverflow(bo, address(usd), any);
        vm.prank(guardian);
        vm.expectRevert(Rewards.NoPendingRoot.selector);
        rewards.disablePending();
    }

    function test_TheGuardianDisables_ThreeInARowAtMost() external {
        vm.prank(mallory);
        vm.expectRevert(abi.encodeWithSelector(Rewards.NotGuardian.selector, mallory));
        rewards.disablePending();
        for (uint64 epoch = 2; epoch <= 4; ++epoch) {
            post("suspicious", epoch, 42 * USD);
            vm.prank(guardian);
            rewards.disablePending();
            assertDisabled();
        }
        post("suspicious", 5, 42 * USD);
        vm.prank(guardian);
        vm.expectRevert(abi.encodeWithSelector(Rewards.GuardianSpent.selector, 3));
        rewards.disablePending();
        skip(WINDOW);
        rewards.activate();
        // A root that counted ends the row.
        post("next", 6, 42 * USD);
        vm.prank(guardian);
        rewards.disablePending();
        assertEq(rewards.activeRoot(), "suspicious");
    }

    function test_AFraudProofDoesNotGiveTheGuardianNewDisables() external {
        for (uint64 epoch = 2; epoch <= 4; ++epoch) {
            post("suspicious", epoch, 42 * USD);
            vm.prank(guardian);
            rewards.disablePending();
        }
        bytes32[] memory bad = leavesOf(leaf(bo, 43 * USD), leaf(chen, 12 * USD));
        post(Tree.root(bad), 5, 42 * USD);
        rewards.proveOverflow(bo, address(usd), proven(43 * USD, bad, 0));
        post("suspicious", 6, 42 * USD);
        vm.prank(guardian);
        vm.expectRevert(abi.encodeWithSelector(Rewards.GuardianSpent.selector, 3));
        rewards.disablePending();
    }

    function test_ClaimsGoOnWhileARootIsDisabled() external {
        post("suspicious", 2, 42 * USD);
        vm.prank(guardian);
        rewards.disablePending();
        rewards.claim(bo, address(usd), 30 * USD, proof(active, 0));
        assertEq(usd.balanceOf(bo), 30 * USD);
    }

    function assertDisabled() internal {
        (bytes32 pending,,) = rewards.pending();
        assertEq(pending, 0);
        assertEq(rewards.activeRoot(), activeRoot);
        skip(30 days);
        vm.expectRevert(Rewards.NoPendingRoot.selector);
        rewards.activate();
    }
}
