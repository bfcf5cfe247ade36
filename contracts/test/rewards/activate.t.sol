// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Rewards} from "../../src/Rewards.sol";
import {World} from "../World.sol";

contract ActivateTest is World {
    function test_RevertGiven_NothingIsPending() external {
        vm.expectRevert(Rewards.NoPendingRoot.selector);
        rewards.activate();
    }

    function test_RevertWhen_TheWindowIsOpen() external {
        post("root", 1, 0);
        uint256 activatesAt = vm.getBlockTimestamp() + WINDOW;
        skip(WINDOW - 1);
        vm.expectRevert(
            abi.encodeWithSelector(Rewards.WindowOpen.selector, activatesAt, vm.getBlockTimestamp())
        );
        rewards.activate();
    }

    function test_WhenTheWindowIsOver() external {
        post("root", 1, 0);
        skip(WINDOW);
        vm.expectEmit(address(rewards));
        emit Rewards.RootActivated(1, "root");
        vm.prank(mallory);
        rewards.activate();
        assertEq(rewards.activeRoot(), "root");
        (bytes32 pending,,) = rewards.pending();
        assertEq(pending, 0);
    }

    function test_RevertWhen_ItWasActivated() external {
        postAndActivate("root", 1, 0);
        vm.expectRevert(Rewards.NoPendingRoot.selector);
        rewards.activate();
    }
}
