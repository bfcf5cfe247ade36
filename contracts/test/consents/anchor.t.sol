// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Consents} from "../../src/Consents.sol";
import {World} from "../World.sol";

contract AnchorTest is World {
    function test_RevertWhen_TheRootIsZero() external {
        vm.expectRevert(Consents.ZeroRoot.selector);
        consents.anchor(0, 1);
    }

    function test_RevertWhen_TheCountIsZero() external {
        vm.expectRevert(Consents.ZeroAmount.selector);
        consents.anchor("root", 0);
    }

    function test_RevertWhen_TheCallerAnchoredTheRootBefore() external {
        consents.anchor("root", 1);
        uint256 time = vm.getBlockTimestamp();
        skip(1);
        vm.expectRevert(abi.encodeWithSelector(Consents.AlreadyAnchored.selector, bytes32("root"), time));
        consents.anchor("root", 2);
    }

    function test_WhenAnybodyAnchors() external {
        vm.expectEmit(address(consents));
        emit Consents.ConsentsAnchored(anchorer, "root", 3);
        vm.prank(anchorer);
        consents.anchor("root", 3);
        assertEq(consents.anchoredAt(anchorer, "root"), block.timestamp);
        assertEq(consents.anchoredAt(mallory, "root"), 0);
        vm.prank(mallory);
        consents.anchor("forged", 1);
        assertEq(consents.anchoredAt(anchorer, "forged"), 0);
        // Nobody can take a root from somebody else by anchoring it first.
        vm.prank(mallory);
        consents.anchor("root", 1);
    }
}
