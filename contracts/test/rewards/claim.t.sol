// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Rewards} from "../../src/Rewards.sol";
import {HostileToken} from "../tokens/HostileToken.sol";
import {Tree} from "../Tree.sol";
import {Epochs} from "./Epochs.sol";

contract ClaimTest is Epochs {
    function test_WhenTheProofIsRight() external {
        vm.expectEmit(address(rewards));
        emit Rewards.Claimed(bo, address(usd), 30 * USD, 30 * USD);
        vm.prank(mallory);
        uint256 amount = rewards.claim(bo, address(usd), 30 * USD, proof(active, 0));
        assertEq(amount, 30 * USD);
        assertEq(usd.balanceOf(bo), 30 * USD);
        assertEq(rewards.claimed(bo, address(usd)), 30 * USD);
        assertEq(rewards.claimed(chen, address(usd)), 0);
    }

    function test_WhenALaterEpochPaysMore() external {
        claimBo();
        bytes32[] memory later = leavesOf(leaf(bo, 50 * USD), leaf(chen, 12 * USD));
        postAndActivate(Tree.root(later), 2, 62 * USD);
        assertEq(rewards.claim(bo, address(usd), 50 * USD, proof(later, 0)), 20 * USD);
        assertEq(usd.balanceOf(bo), 50 * USD);
    }

    function test_RevertWhen_TheAccountIsAlreadyPaid() external {
        claimBo();
        vm.expectRevert(
            abi.encodeWithSelector(Rewards.NothingToClaim.selector, bo, address(usd), 30 * USD, 30 * USD)
        );
        claimBo();
    }

    function test_RevertWhen_TheProofIsForAnotherLeaf() external {
        bytes32[] memory good = proof(active, 0);
        expectInvalidProof(activeRoot, Tree.root(leavesOf(leaf(bo, 31 * USD), active[1])));
        rewards.claim(bo, address(usd), 31 * USD, good);
        expectInvalidProof(activeRoot, Tree.root(leavesOf(leaf(mallory, 30 * USD), active[1])));
        rewards.claim(mallory, address(usd), 30 * USD, good);
        bytes32 otherToken = rewards.leafOf(bo, address(1), 30 * USD);
        expectInvalidProof(activeRoot, Tree.root(leavesOf(otherToken, active[1])));
        rewards.claim(bo, address(1), 30 * USD, good);
    }

    function test_RevertWhen_TheProofIsTooShort() external {
        expectInvalidProof(activeRoot, active[0]);
        rewards.claim(bo, address(usd), 30 * USD, new bytes32[](0));
    }

    function test_RevertWhen_TheProofIsTooLong() external {
        bytes32[] memory long = new bytes32[](2);
        (long[0], long[1]) = (active[1], "more");
        expectInvalidProof(activeRoot, Tree.root(leavesOf(activeRoot, "more")));
        rewards.claim(bo, address(usd), 30 * USD, long);
    }

    function test_RevertWhen_TheProofIsForAnotherTree() external {
        bytes32[] memory other = leavesOf(leaf(bo, 30 * USD), leaf(mallory, 70 * USD));
        expectInvalidProof(activeRoot, Tree.root(other));
        rewards.claim(bo, address(usd), 30 * USD, proof(other, 0));
    }

    function test_RevertWhen_TheRootIsStale() external {
        bytes32[] memory later = leavesOf(leaf(bo, 50 * USD), leaf(chen, 12 * USD));
        postAndActivate(Tree.root(later), 2, 62 * USD);
        expectInvalidProof(Tree.root(later), activeRoot);
        claimBo();
    }

    function test_RevertWhen_TheRootIsNotActivated() external {
        bytes32[] memory later = leavesOf(leaf(bo, 50 * USD), leaf(chen, 12 * USD));
        post(Tree.root(later), 2, 62 * USD);
        skip(WINDOW);
        expectInvalidProof(activeRoot, Tree.root(later));
        rewards.claim(bo, address(usd), 50 * USD, proof(later, 0));
        claimBo();
    }

    function test_RevertGiven_NoRootWasEverActivated() external {
        Rewards fresh = Rewards(ship("Rewards", abi.encode(admin, poster, guardian, WINDOW)));
        expectInvalidProof(0, leaf(bo, 1));
        fresh.claim(bo, address(usd), 1, new bytes32[](0));
    }

    function test_RevertWhen_AnInnerNodePosesAsALeaf() external {
        // The two children of the root as a 64-byte "leaf": hashed twice and tagged, it is another number.
        vm.expectPartialRevert(Rewards.InvalidProof.selector);
        rewards.claim(address(bytes20(active[0])), address(bytes20(active[1])), 1, new bytes32[](0));
    }

    function test_RevertWhen_TheTokenCallsBack() external {
        (HostileToken bad, bytes32 id) = hostile();
        vm.prank(ada);
        pools.fund(id, CAMPAIGN, 100 * USD);
        bytes32 root = rewards.leafOf(bo, address(bad), 10 * USD);
        (address[] memory tokens, uint256[] memory totals) = declaring(address(bad), 10 * USD);
        vm.prank(poster);
        rewards.postRoot(root, MANIFEST, 2, tokens, totals);
        skip(WINDOW);
        rewards.activate();
        bad.setCall(
            address(rewards), abi.encodeCall(Rewards.claim, (bo, address(bad), 10 * USD, new bytes32[](0)))
        );
        vm.expectRevert(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector);
        rewards.claim(bo, address(bad), 10 * USD, new bytes32[](0));
        bad.setCall(address(0), "");
        rewards.claim(bo, address(bad), 10 * USD, new bytes32[](0));
        assertEq(bad.balanceOf(bo), 10 * USD);
    }

    function claimBo() internal {
        rewards.claim(bo, address(usd), 30 * USD, proof(active, 0));
    }
}
