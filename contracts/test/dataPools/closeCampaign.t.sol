// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Campaigns} from "../../src/Campaigns.sol";
import {PoolRegister} from "../../src/PoolRegister.sol";
import {World} from "../World.sol";

contract CloseCampaignTest is World {
    function setUp() public override {
        super.setUp();
        fund(5 * USD);
    }

    function test_RevertWhen_TheCallerIsNeitherOwnerNorPoster() external {
        vm.prank(mallory);
        vm.expectRevert(abi.encodeWithSelector(PoolRegister.NotPoolOwner.selector, mallory, poolId));
        pools.closeCampaign(poolId, CAMPAIGN);
    }

    function test_RevertWhen_NobodyFundedTheCampaign() external {
        vm.prank(ada);
        vm.expectRevert(abi.encodeWithSelector(Campaigns.UnknownCampaign.selector, poolId, bytes32("none")));
        pools.closeCampaign(poolId, "none");
    }

    function test_WhenTheOwnerCloses() external {
        closesFor(ada);
    }

    function test_WhenThePosterCloses() external {
        closesFor(poster);
    }

    function test_RevertGiven_ItIsClosed() external {
        closesFor(ada);
        uint256 closedAt = vm.getBlockTimestamp();
        skip(1);
        vm.expectRevert(abi.encodeWithSelector(Campaigns.CampaignIsClosed.selector, CAMPAIGN, closedAt));
        vm.prank(ada);
        pools.closeCampaign(poolId, CAMPAIGN);
    }

    function closesFor(address caller) internal {
        vm.expectEmit(address(pools));
        emit Campaigns.CampaignClosed(poolId, CAMPAIGN, block.timestamp + REFUND_WINDOW);
        vm.prank(caller);
        pools.closeCampaign(poolId, CAMPAIGN);
        assertEq(pools.campaignOf(poolId, CAMPAIGN).closedAt, block.timestamp);
    }
}
