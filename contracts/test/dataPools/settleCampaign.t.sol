// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Campaigns} from "../../src/Campaigns.sol";
import {Settled} from "./Settled.sol";

contract SettleCampaignTest is Settled {
    function test_RevertWhen_TheCallerIsNotThePoster() external {
        close();
        skip(REFUND_WINDOW);
        vm.prank(ada);
        vm.expectRevert(abi.encodeWithSelector(Campaigns.NotPoster.selector, ada));
        pools.settleCampaign(poolId, CAMPAIGN, 0);
    }

    function test_RevertWhen_NobodyFundedTheCampaign() external {
        vm.prank(poster);
        vm.expectRevert(abi.encodeWithSelector(Campaigns.UnknownCampaign.selector, poolId, bytes32("none")));
        pools.settleCampaign(poolId, "none", 0);
    }

    function test_RevertGiven_TheCampaignIsOpen() external {
        vm.expectRevert(abi.encodeWithSelector(Campaigns.CampaignIsOpen.selector, CAMPAIGN));
        settle(0);
    }

    function test_RevertWhen_TheRefundWindowIsOpen() external {
        close();
        uint256 until = vm.getBlockTimestamp() + REFUND_WINDOW;
        skip(REFUND_WINDOW - 1);
        vm.expectRevert(
            abi.encodeWithSelector(Campaigns.RefundWindowOpen.selector, CAMPAIGN, until, until - 1)
        );
        settle(0);
    }

    function test_RevertGiven_ItIsSettled() external {
        close();
        skip(REFUND_WINDOW);
        settle(60 * USD);
        uint256 refundableAt = vm.getBlockTimestamp() + WINDOW;
        vm.expectRevert(abi.encodeWithSelector(Campaigns.AlreadySettled.selector, CAMPAIGN, refundableAt));
        settle(0);
    }

    function test_RevertWhen_MoreIsCommittedThanWasFunded() external {
        close();
        skip(REFUND_WINDOW);
        vm.expectRevert(
            abi.encodeWithSelector(
                Campaigns.CommittedAboveFunded.selector, CAMPAIGN, 100 * USD + 1, 100 * USD
            )
        );
        settle(100 * USD + 1);
    }

    function test_WhenThePosterAttestsWhatWasEarned() external {
        close();
        skip(REFUND_WINDOW);
        uint256 refundableAt = vm.getBlockTimestamp() + WINDOW;
        vm.expectEmit(address(pools));
        emit Campaigns.CampaignSettled(poolId, CAMPAIGN, 60 * USD, 40 * USD, refundableAt);
        settle(60 * USD);
        assertEq(pools.campaignOf(poolId, CAMPAIGN).refundable, 40 * USD);
        assertEq(pools.campaignOf(poolId, CAMPAIGN).refundableAt, refundableAt);
        assertEq(rewards.funded(address(usd)), 100 * USD, "settling moves no money");
    }

    function test_WhenAllOfItWasEarned() external {
        close();
        skip(REFUND_WINDOW);
        settle(100 * USD);
        skip(WINDOW);
        vm.expectRevert(abi.encodeWithSelector(Campaigns.NothingToRefund.selector, CAMPAIGN, ada));
        pools.refund(poolId, CAMPAIGN, ada);
    }
}
