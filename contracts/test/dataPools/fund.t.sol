// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Campaigns} from "../../src/Campaigns.sol";
import {PoolRegister} from "../../src/PoolRegister.sol";
import {HostileToken} from "../tokens/HostileToken.sol";
import {World} from "../World.sol";

contract FundTest is World {
    function test_RevertWhen_TheAmountIsZero() external {
        vm.prank(ada);
        vm.expectRevert(Campaigns.ZeroAmount.selector);
        pools.fund(poolId, CAMPAIGN, 0);
    }

    function test_RevertWhen_ThePoolIsUnknown() external {
        vm.prank(ada);
        vm.expectRevert(abi.encodeWithSelector(PoolRegister.UnknownPool.selector, bytes32("none")));
        pools.fund("none", CAMPAIGN, 1);
    }

    function test_RevertGiven_TheCampaignIsClosed() external {
        fund(5 * USD);
        vm.startPrank(ada);
        pools.closeCampaign(poolId, CAMPAIGN);
        vm.expectRevert(
            abi.encodeWithSelector(Campaigns.CampaignIsClosed.selector, CAMPAIGN, block.timestamp)
        );
        pools.fund(poolId, CAMPAIGN, 1);
        pools.fund(poolId, "another", 1);
    }

    function test_WhenTheMoneyArrives() external {
        vm.expectEmit(address(pools));
        emit Campaigns.CampaignFunded(poolId, CAMPAIGN, ada, address(usd), 5 * USD);
        fund(5 * USD);
        fund(2 * USD);
        assertEq(pools.campaignFunded(poolId, CAMPAIGN), 7 * USD);
        assertEq(pools.campaignOf(poolId, CAMPAIGN).funded, 7 * USD);
        assertEq(pools.fundedBy(poolId, CAMPAIGN, ada), 7 * USD);
        assertEq(pools.fundedBy(poolId, CAMPAIGN, bo), 0);
        assertEq(usd.balanceOf(address(rewards)), 7 * USD);
        assertEq(usd.balanceOf(address(pools)), 0);
        assertEq(rewards.funded(address(usd)), 7 * USD);
        assertEq(rewards.brought(address(pools), address(usd)), 7 * USD);
    }

    function test_WhenTheTokenKeepsAFee() external {
        (HostileToken bad, bytes32 id) = hostile();
        bad.setFee(300);
        vm.prank(ada);
        assertEq(pools.fund(id, CAMPAIGN, 100 * USD), 97 * USD);
        assertEq(pools.campaignFunded(id, CAMPAIGN), 97 * USD);
        assertEq(rewards.funded(address(bad)), 97 * USD);
    }

    function test_RevertWhen_TheTokenCallsBack() external {
        (HostileToken bad, bytes32 id) = hostile();
        bad.setCall(address(pools), abi.encodeCall(Campaigns.fund, (id, CAMPAIGN, 1)));
        vm.prank(ada);
        vm.expectRevert(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector);
        pools.fund(id, CAMPAIGN, 1);
    }
}
