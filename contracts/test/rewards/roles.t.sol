// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Rewards} from "../../src/Rewards.sol";
import {World} from "../World.sol";

contract RolesTest is World {
    function test_WhenTheAdminNamesAPoster() external {
        vm.expectEmit(address(rewards));
        emit Rewards.PosterSet(bo);
        vm.prank(admin);
        rewards.setPoster(bo);
        assertEq(rewards.poster(), bo);
        assertEq(rewards.guardian(), guardian);
    }

    function test_WhenTheAdminNamesAGuardian() external {
        vm.expectEmit(address(rewards));
        emit Rewards.GuardianSet(chen);
        vm.prank(admin);
        rewards.setGuardian(chen);
        assertEq(rewards.guardian(), chen);
        assertEq(rewards.poster(), poster);
    }

    function test_RevertWhen_ThePosterIsZero() external {
        vm.prank(admin);
        vm.expectRevert(Rewards.ZeroAddress.selector);
        rewards.setPoster(address(0));
    }

    function test_RevertWhen_TheGuardianIsZero() external {
        vm.prank(admin);
        vm.expectRevert(Rewards.ZeroAddress.selector);
        rewards.setGuardian(address(0));
    }

    function test_RevertWhen_SomebodyElseNamesAPoster() external {
        expectUnauthorized();
        rewards.setPoster(mallory);
    }

    function test_RevertWhen_SomebodyElseNamesAGuardian() external {
        expectUnauthorized();
        rewards.setGuardian(mallory);
    }

    function test_WhenTheAdminHandsOver() external {
        vm.prank(admin);
        rewards.transferOwnership(bo);
        assertEq(rewards.owner(), admin);
        vm.prank(bo);
        rewards.acceptOwnership();
        assertEq(rewards.owner(), bo);
    }

    function expectUnauthorized() internal {
        vm.prank(mallory);
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, mallory));
    }
}
