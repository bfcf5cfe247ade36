// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Funding} from "../../src/Funding.sol";
import {Rewards} from "../../src/Rewards.sol";
import {World} from "../World.sol";

contract FundingTest is World {
    function test_CreditsWhatArrivedBetween() external {
        vm.startPrank(ada);
        rewards.beginFunding(address(usd));
        usd.transfer(address(rewards), 5 * USD);
        vm.expectEmit(address(rewards));
        emit Funding.Funded(address(usd), 5 * USD);
        assertEq(rewards.endFunding(address(usd)), 5 * USD);
        assertEq(rewards.funded(address(usd)), 5 * USD);
    }

    function test_NothingIsCreditedTwice() external {
        vm.startPrank(ada);
        rewards.beginFunding(address(usd));
        // A funding inside a funding takes its money with it.
        pools.fund(poolId, CAMPAIGN, 7 * USD);
        vm.expectRevert(abi.encodeWithSelector(Funding.FundingNotBegun.selector, address(usd)));
        rewards.endFunding(address(usd));
        rewards.beginFunding(address(usd));
        assertEq(rewards.endFunding(address(usd)), 0);
        assertEq(rewards.funded(address(usd)), 7 * USD);
    }

    function test_AGiftIsCreditedToNobody() external {
        vm.startPrank(ada);
        usd.transfer(address(rewards), 5 * USD);
        rewards.beginFunding(address(usd));
        assertEq(rewards.endFunding(address(usd)), 0);
    }

    function test_MoneyThatLeavesMeanwhileIsNotCredited() external {
        fund(10 * USD);
        bytes32 root = leaf(bo, 4 * USD);
        postAndActivate(root, 1, 4 * USD);
        vm.startPrank(ada);
        rewards.beginFunding(address(usd));
        rewards.claim(bo, address(usd), 4 * USD, new bytes32[](0));
        usd.transfer(address(rewards), 3 * USD);
        assertEq(rewards.endFunding(address(usd)), 0);
        assertEq(rewards.funded(address(usd)), 10 * USD);
    }

    function test_TheAdminNamesThePosterAndTheGuardian() external {
        vm.startPrank(admin);
        vm.expectEmit(address(rewards));
        emit Rewards.PosterSet(bo);
        rewards.setPoster(bo);
        vm.expectEmit(address(rewards));
        emit Rewards.GuardianSet(chen);
        rewards.setGuardian(chen);
        assertEq(rewards.poster(), bo);
        assertEq(rewards.guardian(), chen);
        vm.expectRevert(Rewards.ZeroAddress.selector);
        rewards.setPoster(address(0));
        vm.expectRevert(Rewards.ZeroAddress.selector);
        rewards.setGuardian(address(0));
        vm.stopPrank();
        vm.startPrank(mallory);
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, mallory));
        rewards.setPoster(mallory);
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, mallory));
        rewards.setGuardian(mallory);
    }
}
