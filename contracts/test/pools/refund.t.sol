// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Campaigns} from "../../src/Campaigns.sol";
import {Funding} from "../../src/Funding.sol";
import {World} from "../World.sol";

contract RefundTest is World {
    function setUp() public override {
        super.setUp();
        fund(75 * USD);
        usd.mint(bo, 25 * USD);
        vm.startPrank(bo);
        usd.approve(address(pools), 25 * USD);
        pools.fund(poolId, CAMPAIGN, 25 * USD);
        vm.stopPrank();
    }

    function test_EveryFunderGetsItsShareOfTheRest() external {
        settle(60 * USD);
        skip(WINDOW);
        uint256 before = usd.balanceOf(ada);
        vm.expectEmit(address(pools));
        emit Campaigns.CampaignRefunded(poolId, CAMPAIGN, ada, ada, address(usd), 30 * USD);
        vm.expectEmit(address(rewards));
        emit Funding.FundingReturned(address(pools), ada, address(usd), 30 * USD);
        vm.prank(mallory);
        assertEq(pools.refund(poolId, CAMPAIGN, ada), 30 * USD);
        assertEq(usd.balanceOf(ada) - before, 30 * USD);
        vm.prank(bo);
        assertEq(pools.refundTo(poolId, CAMPAIGN, chen), 10 * USD);
        assertEq(usd.balanceOf(chen), 10 * USD);
        assertEq(rewards.funded(address(usd)), 60 * USD);
        vm.expectRevert(abi.encodeWithSelector(Campaigns.NothingToRefund.selector, CAMPAIGN, ada));
        pools.refund(poolId, CAMPAIGN, ada);
    }

    function test_RevertWhen_ARootHasDeclaredIt() external {
        post("root", 1, 100 * USD);
        settle(0);
        skip(WINDOW);
        vm.expectRevert(abi.encodeWithSelector(Funding.RefundDeclared.selector, address(usd), 75 * USD, 0));
        pools.refund(poolId, CAMPAIGN, ada);
    }

    function settle(uint256 committed) internal {
        vm.prank(ada);
        pools.closeCampaign(poolId, CAMPAIGN);
        skip(REFUND_WINDOW);
        vm.prank(poster);
        pools.settleCampaign(poolId, CAMPAIGN, committed);
    }
}
