// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Rewards} from "../../src/Rewards.sol";
import {HostileToken} from "../tokens/HostileToken.sol";
import {World} from "../World.sol";

contract PostRootTest is World {
    function setUp() public override {
        super.setUp();
        fund(100 * USD);
    }

    function test_RevertWhen_TheCallerIsNotThePoster() external {
        vm.prank(mallory);
        vm.expectRevert(abi.encodeWithSelector(Rewards.NotPoster.selector, mallory));
        rewards.postRoot("root", MANIFEST, 1, new address[](0), new uint256[](0));
    }

    function test_RevertWhen_TheRootIsZero() external {
        vm.expectRevert(Rewards.ZeroRoot.selector);
        this.postIt(0, 1, 0);
    }

    function test_RevertGiven_AnotherRootIsPending() external {
        post("root", 1, 0);
        uint256 activatesAt = vm.getBlockTimestamp() + WINDOW;
        vm.expectRevert(abi.encodeWithSelector(Rewards.RootPending.selector, 1, activatesAt));
        this.postIt("other", 2, 0);
        // Not after the window either: the pending root can be activated or disabled, never replaced.
        skip(30 days);
        vm.expectRevert(abi.encodeWithSelector(Rewards.RootPending.selector, 1, activatesAt));
        this.postIt("other", 2, 0);
    }

    function test_RevertWhen_TheRootIsTheActiveOne() external {
        postAndActivate("root", 1, 0);
        vm.expectRevert(abi.encodeWithSelector(Rewards.RootUnchanged.selector, bytes32("root")));
        this.postIt("root", 2, 0);
    }

    function test_RevertWhen_TheEpochIsNotLater() external {
        postAndActivate("root", 5, 0);
        vm.expectRevert(abi.encodeWithSelector(Rewards.EpochNotLater.selector, 5, 5));
        this.postIt("other", 5, 0);
        vm.expectRevert(abi.encodeWithSelector(Rewards.EpochNotLater.selector, 4, 5));
        this.postIt("other", 4, 0);
    }

    function test_RevertWhen_TokensAndTotalsDifferInNumber() external {
        vm.prank(poster);
        vm.expectRevert(abi.encodeWithSelector(Rewards.LengthMismatch.selector, 1, 2));
        rewards.postRoot("root", MANIFEST, 1, new address[](1), new uint256[](2));
    }

    function test_RevertWhen_ADeclaredTotalFalls() external {
        postAndActivate("root", 1, 60 * USD);
        vm.expectRevert(
            abi.encodeWithSelector(Rewards.DeclaredFell.selector, address(usd), 60 * USD - 1, 60 * USD)
        );
        this.postIt("other", 2, 60 * USD - 1);
        post("other", 2, 60 * USD);
    }

    function test_RevertWhen_ADeclaredTotalIsNotFunded() external {
        vm.expectRevert(
            abi.encodeWithSelector(Rewards.DeclaredUnfunded.selector, address(usd), 100 * USD + 1, 100 * USD)
        );
        this.postIt("root", 1, 100 * USD + 1);
    }

    function test_WhenTheFirstRootIsPosted() external {
        uint256 activatesAt = block.timestamp + WINDOW;
        vm.expectEmit(address(rewards));
        emit Rewards.RootPosted(1, "root", MANIFEST, activatesAt);
        post("root", 1, 100 * USD);
        assertEq(rewards.activeRoot(), 0);
        assertEq(rewards.declared(address(usd)), 100 * USD);
        assertEq(rewards.funded(address(usd)), 100 * USD);
        assertEq(rewards.lastEpoch(), 1);
        (bytes32 root, uint256 epoch, uint256 time) = rewards.pending();
        assertEq(root, "root");
        assertEq(epoch, 1);
        assertEq(time, activatesAt);
        assertEq(usd.balanceOf(address(rewards)), 100 * USD, "posting moves no money");
    }

    function test_WhenSeveralTokensAreDeclared() external {
        (HostileToken bad, bytes32 id) = hostile();
        vm.prank(ada);
        pools.fund(id, CAMPAIGN, 50 * USD);
        (address[] memory tokens, uint256[] memory totals) = (new address[](2), new uint256[](2));
        (tokens[0], totals[0], tokens[1], totals[1]) = (address(usd), 70 * USD, address(bad), 50 * USD);
        vm.prank(poster);
        rewards.postRoot("root", MANIFEST, 1, tokens, totals);
        assertEq(rewards.declared(address(usd)), 70 * USD);
        assertEq(rewards.declared(address(bad)), 50 * USD);
    }

    function postIt(bytes32 root, uint64 epoch, uint256 declared) external {
        post(root, epoch, declared);
    }
}
