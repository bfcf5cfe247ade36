// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Rewards} from "../../src/Rewards.sol";
import {World} from "../World.sol";

contract PostRootTest is World {
    function setUp() public override {
        super.setUp();
        fund(100 * USD);
    }

    function test_RevertWhen_CallerIsNotThePoster() external {
        vm.prank(mallory);
        vm.expectRevert(abi.encodeWithSelector(Rewards.NotPoster.selector, mallory));
        rewards.postRoot("root", MANIFEST, 1, new address[](0), new uint256[](0));
    }

    function test_RevertWhen_RootIsZero() external {
        vm.expectRevert(Rewards.ZeroRoot.selector);
        this.postIt(0, 1, 0);
    }

    function test_RevertWhen_AnotherRootIsPending() external {
        post("root", 1, 0);
        vm.expectRevert(abi.encodeWithSelector(Rewards.RootPending.selector, 1, block.timestamp + WINDOW));
        this.postIt("other", 2, 0);
        // Not after the window either: the pending root can be activated or disabled, never replaced.
        skip(30 days);
        vm.expectRevert(
            abi.encodeWithSelector(Rewards.RootPending.selector, 1, block.timestamp - 30 days + WINDOW)
        );
        this.postIt("other", 2, 0);
    }

    function test_RevertWhen_RootIsTheActiveOne() external {
        postAndActivate("root", 1, 0);
        vm.expectRevert(abi.encodeWithSelector(Rewards.RootUnchanged.selector, bytes32("root")));
        this.postIt("root", 2, 0);
    }

    function test_RevertWhen_EpochIsNotLater() external {
        postAndActivate("root", 5, 0);
        vm.expectRevert(abi.encodeWithSelector(Rewards.EpochNotLater.selector, 5, 5));
        this.postIt("other", 5, 0);
        vm.expectRevert(abi.encodeWithSelector(Rewards.EpochNotLater.selector, 4, 5));
        this.postIt("other", 4, 0);
    }

    function test_RevertWhen_TokensAndTotalsDiffer() external {
        vm.prank(poster);
        vm.expectRevert(abi.encodeWithSelector(Rewards.LengthMismatch.selector, 1, 2));
        rewards.postRoot("root", MANIFEST, 1, new address[](1), new uint256[](2));
    }

    function test_RevertWhen_DeclaredFalls() external {
        postAndActivate("root", 1, 60 * USD);
        vm.expectRevert(
            abi.encodeWithSelector(Rewards.DeclaredFell.selector, address(usd), 60 * USD - 1, 60 * USD)
        );
        this.postIt("other", 2, 60 * USD - 1);
    }

    function test_RevertWhen_DeclaredIsNotFunded() external {
        vm.expectRevert(
            abi.encodeWithSelector(Rewards.DeclaredUnfunded.selector, address(usd), 100 * USD + 1, 100 * USD)
        );
        this.postIt("root", 1, 100 * USD + 1);
    }

    function test_PostsARootThatWaits() external {
        uint256 activatesAt = block.timestamp + WINDOW;
        vm.expectEmit(address(rewards));
        emit Rewards.RootPosted(1, "root", MANIFEST, activatesAt);
        post("root", 1, 100 * USD);
        assertEq(rewards.activeRoot(), 0);
        assertEq(rewards.declared(address(usd)), 100 * USD);
        assertEq(rewards.lastEpoch(), 1);
        (bytes32 root, uint256 epoch, uint256 time) = rewards.pending();
        assertEq(root, "root");
        assertEq(epoch, 1);
        assertEq(time, activatesAt);
        assertEq(usd.balanceOf(address(rewards)), 100 * USD, "posting moves no money");
    }

    function test_ActivatesOnceTheWindowIsOver_ByAnybody() external {
        post("root", 1, 0);
        uint256 activatesAt = vm.getBlockTimestamp() + WINDOW;
        skip(WINDOW - 1);
        vm.expectRevert(abi.encodeWithSelector(Rewards.WindowOpen.selector, activatesAt, block.timestamp));
        rewards.activate();
        skip(1);
        vm.expectEmit(address(rewards));
        emit Rewards.RootActivated(1, "root");
        vm.prank(mallory);
        rewards.activate();
        assertEq(rewards.activeRoot(), "root");
        (bytes32 pending,,) = rewards.pending();
        assertEq(pending, 0);
        vm.expectRevert(Rewards.NoPendingRoot.selector);
        rewards.activate();
    }

    function postIt(bytes32 root, uint64 epoch, uint256 declared) external {
        post(root, epoch, declared);
    }
}
