// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Funding} from "../../src/Funding.sol";
import {HostileToken} from "../tokens/HostileToken.sol";
import {World} from "../World.sol";

contract FundingTest is World {
    function test_WhenMoneyArrivesBetweenBeginAndEnd() external {
        vm.startPrank(ada);
        rewards.beginFunding(address(usd));
        usd.transfer(address(rewards), 5 * USD);
        vm.expectEmit(address(rewards));
        emit Funding.Funded(address(usd), 5 * USD);
        assertEq(rewards.endFunding(address(usd)), 5 * USD);
        assertEq(rewards.funded(address(usd)), 5 * USD);
        assertEq(rewards.brought(ada, address(usd)), 5 * USD);
        // Balances that were there before are not credited again.
        rewards.beginFunding(address(usd));
        usd.transfer(address(rewards), 2 * USD);
        assertEq(rewards.endFunding(address(usd)), 2 * USD);
        assertEq(rewards.funded(address(usd)), 7 * USD);
        assertEq(rewards.brought(ada, address(usd)), 7 * USD);
    }

    function test_RevertWhen_FundingWasNotBegun() external {
        expectNotBegun();
        rewards.endFunding(address(usd));
        // Ended twice.
        rewards.beginFunding(address(usd));
        rewards.endFunding(address(usd));
        expectNotBegun();
        rewards.endFunding(address(usd));
    }

    function test_RevertWhen_AnotherContractBegan() external {
        vm.prank(ada);
        rewards.beginFunding(address(usd));
        vm.startPrank(mallory);
        expectNotBegun();
        rewards.endFunding(address(usd));
    }

    function test_WhenAFundingHappensInsideAFunding() external {
        vm.startPrank(ada);
        rewards.beginFunding(address(usd));
        // The inner funding takes its money with it.
        pools.fund(poolId, CAMPAIGN, 7 * USD);
        expectNotBegun();
        rewards.endFunding(address(usd));
        rewards.beginFunding(address(usd));
        assertEq(rewards.endFunding(address(usd)), 0);
        assertEq(rewards.funded(address(usd)), 7 * USD);
        assertEq(rewards.brought(ada, address(usd)), 0);
    }

    function test_WhenATokenCallsAThiefDuringTheTransfer() external {
        (HostileToken bad, bytes32 id) = hostile();
        bad.setSwallows(true);
        // It can end the funding only in its own name, which did not begin it; beginning one spoils ada's, all of it.
        bad.setCall(address(rewards), abi.encodeCall(Funding.endFunding, (address(bad))));
        vm.prank(ada);
        assertEq(pools.fund(id, CAMPAIGN, 10 * USD), 10 * USD);
        bad.setCall(address(rewards), abi.encodeCall(Funding.beginFunding, (address(bad))));
        vm.prank(ada);
        vm.expectRevert(abi.encodeWithSelector(Funding.FundingNotBegun.selector, address(bad)));
        pools.fund(id, CAMPAIGN, 10 * USD);
        assertEq(rewards.brought(address(bad), address(bad)), 0);
        assertEq(bad.balanceOf(address(rewards)), 10 * USD);
    }

    function test_WhenMoneyCameWithoutIt() external {
        vm.startPrank(ada);
        usd.transfer(address(rewards), 5 * USD);
        rewards.beginFunding(address(usd));
        assertEq(rewards.endFunding(address(usd)), 0);
        assertEq(rewards.funded(address(usd)), 0);
    }

    function test_WhenMoneyLeavesMeanwhile() external {
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

    function expectNotBegun() internal {
        vm.expectRevert(abi.encodeWithSelector(Funding.FundingNotBegun.selector, address(usd)));
    }
}
