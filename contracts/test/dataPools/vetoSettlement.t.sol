// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Campaigns} from "../../src/Campaigns.sol";
import {Settled} from "./Settled.sol";

contract VetoSettlementTest is Settled {
    function setUp() public override {
        super.setUp();
        close();
        skip(REFUND_WINDOW);
    }

    function test_RevertWhen_TheCallerIsNotTheGuardian() external {
        settle(0);
        vm.prank(mallory);
        vm.expectRevert(abi.encodeWithSelector(Campaigns.NotGuardian.selector, mallory));
        pools.vetoSettlement(poolId, CAMPAIGN);
    }

    function test_RevertWhen_NobodyFundedTheCampaign() external {
        vm.prank(guardian);
        vm.expectRevert(abi.encodeWithSelector(Campaigns.UnknownCampaign.selector, poolId, bytes32("none")));
        pools.vetoSettlement(poolId, "none");
    }

    function test_RevertGiven_ItIsNotSettled() external {
        vm.expectRevert(abi.encodeWithSelector(Campaigns.NotSettled.selector, CAMPAIGN));
        veto();
    }

    function test_RevertWhen_TheWindowIsOver() external {
        settle(0);
        uint256 refundableAt = vm.getBlockTimestamp() + WINDOW;
        skip(WINDOW);
        vm.expectRevert(abi.encodeWithSelector(Campaigns.SettlementIsFinal.selector, CAMPAIGN, refundableAt));
        veto();
    }

    function test_WhenTheGuardianVetoes() external {
        settle(0);
        skip(WINDOW - 1);
        vm.expectEmit(address(pools));
        emit Campaigns.SettlementVetoed(poolId, CAMPAIGN);
        veto();
        assertEq(pools.campaignOf(poolId, CAMPAIGN).refundable, 0);
        skip(WINDOW);
        vm.expectRevert(abi.encodeWithSelector(Campaigns.NotSettled.selector, CAMPAIGN));
        pools.refund(poolId, CAMPAIGN, ada);
        settle(60 * USD);
        skip(WINDOW);
        assertEq(pools.refund(poolId, CAMPAIGN, ada), 30 * USD);
    }

    function test_RevertGiven_ThreeVetoes() external {
        for (uint256 i; i < 3; ++i) {
            settle(60 * USD);
            veto();
        }
        settle(60 * USD);
        vm.expectRevert(abi.encodeWithSelector(Campaigns.GuardianSpent.selector, 3));
        veto();
        skip(WINDOW);
        pools.refund(poolId, CAMPAIGN, ada);
    }
}
