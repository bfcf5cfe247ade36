// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {Delays} from "../../src/Delays.sol";
import {Rewards} from "../../src/Rewards.sol";
import {Timelock} from "../../src/Timelock.sol";
import {World} from "../World.sol";

contract TimelockTest is World {
    Timelock internal timelock;
    bytes internal change;

    function setUp() public override {
        super.setUp();
        address[] memory proposers = new address[](1);
        proposers[0] = admin;
        timelock = Timelock(payable(ship("Timelock", abi.encode(2 days, proposers))));
        vm.prank(admin);
        rewards.transferOwnership(address(timelock));
        vm.prank(address(timelock));
        rewards.acceptOwnership();
        change = abi.encodeCall(Rewards.setPoster, (bo));
    }

    function test_WhenTheDelayIsOver() external {
        vm.prank(admin);
        timelock.schedule(address(rewards), 0, change, 0, 0, 2 days);
        skip(2 days - 1);
        vm.expectPartialRevert(TimelockController.TimelockUnexpectedOperationState.selector);
        timelock.execute(address(rewards), 0, change, 0, 0);
        skip(1);
        vm.prank(mallory);
        timelock.execute(address(rewards), 0, change, 0, 0);
        assertEq(rewards.poster(), bo);
    }

    function test_RevertWhen_SomebodyGoesAroundIt() external {
        vm.startPrank(admin);
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, admin));
        rewards.setPoster(bo);
        vm.expectRevert(
            abi.encodeWithSelector(TimelockController.TimelockInsufficientDelay.selector, 1 days, 2 days)
        );
        timelock.schedule(address(rewards), 0, change, 0, 0, 1 days);
        vm.expectRevert(abi.encodeWithSelector(TimelockController.TimelockUnauthorizedCaller.selector, admin));
        timelock.updateDelay(0);
        vm.stopPrank();
        vm.prank(mallory);
        vm.expectRevert(
            abi.encodeWithSelector(
                IAccessControl.AccessControlUnauthorizedAccount.selector, mallory, keccak256("PROPOSER_ROLE")
            )
        );
        timelock.schedule(address(rewards), 0, change, 0, 0, 2 days);
    }

    function test_RevertWhen_TheDelayIsShorterThanTwoDaysOnARealChain() external {
        vm.chainId(1);
        vm.expectRevert(abi.encodeWithSelector(Delays.DelayTooShort.selector, 2 days - 1, 2 days));
        this.make(2 days - 1);
    }

    function test_WhenTheDelayIsTwoDaysOnARealChain() external {
        vm.chainId(1);
        assertEq(make(2 days).getMinDelay(), 2 days);
    }

    function make(uint256 delay) public returns (Timelock) {
        return Timelock(payable(ship("Timelock", abi.encode(delay, new address[](0)))));
    }
}
