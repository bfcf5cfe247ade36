// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Rewards} from "../../src/Rewards.sol";
import {Tree} from "../Tree.sol";
import {World} from "../World.sol";

/// A world with one epoch that counts: bo has earned 30, chen 12, and 100 are funded.
abstract contract Epochs is World {
    bytes32[] internal active;
    bytes32 internal activeRoot;

    function setUp() public virtual override {
        super.setUp();
        fund(100 * USD);
        active = leavesOf(leaf(bo, 30 * USD), leaf(chen, 12 * USD));
        activeRoot = Tree.root(active);
        postAndActivate(activeRoot, 1, 42 * USD);
    }

    /// Posts a tree of two leaves as epoch 2 that declares 42.
    function postLeaves(bytes32 one, bytes32 two) internal returns (bytes32[] memory leaves) {
        leaves = leavesOf(one, two);
        post(Tree.root(leaves), 2, 42 * USD);
    }

    function expectDisabled(uint256 epoch, bytes32 root, Rewards.Fraud fraud) internal {
        vm.expectEmit(address(rewards));
        emit Rewards.RootDisabled(epoch, root, fraud);
    }

    function assertDisabled() internal {
        (bytes32 pending, uint256 epoch, uint256 activatesAt) = rewards.pending();
        assertEq(pending, 0);
        assertEq(epoch, 0);
        assertEq(activatesAt, 0);
        assertEq(rewards.activeRoot(), activeRoot);
        skip(30 days);
        vm.expectRevert(Rewards.NoPendingRoot.selector);
        rewards.activate();
    }

    function expectInvalidProof(bytes32 expected, bytes32 computed) internal {
        vm.expectRevert(abi.encodeWithSelector(Rewards.InvalidProof.selector, expected, computed));
    }
}
