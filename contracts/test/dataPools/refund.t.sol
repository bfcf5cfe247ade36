// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Campaigns} from "../../src/Campaigns.sol";
import {Funding} from "../../src/Funding.sol";
import {PoolRegister} from "../../src/PoolRegister.sol";
import {HostileToken} from "../tokens/HostileToken.sol";
import {Settled} from "./Settled.sol";

contract RefundTest is Settled {
    function test_RevertGiven_TheCampaignIsNotSettled() external {
        vm.expectRevert(abi.encodeWithSelector(Campaigns.NotSettled.selector, CAMPAIGN));
        pools.refund(poolId, CAMPAIGN, ada);
    }

    function test_RevertWhen_TheWindowOfTheSettlementIsOpen() external {
        closeAndSettle(60 * USD);
        uint256 refundableAt = vm.getBlockTimestamp() + WINDOW;
        skip(WINDOW - 1);
        vm.expectRevert(
            abi.encodeWithSelector(
                Campaigns.SettlementPending.selector, CAMPAIGN, refundableAt, refundableAt - 1
            )
        );
        pools.refund(poolId, CAMPAIGN, ada);
    }

    function test_WhenTheWindowIsOver() external {
        closeAndSettle(60 * USD);
        skip(WINDOW);
        uint256 before = usd.balanceOf(ada);
        vm.expectEmit(address(pools));
        emit Campaigns.CampaignRefunded(poolId, CAMPAIGN, ada, ada, address(usd), 30 * USD);
        vm.expectEmit(address(rewards));
        emit Funding.FundingReturned(address(pools), ada, address(usd), 30 * USD);
        vm.prank(mallory);
        assertEq(pools.refund(poolId, CAMPAIGN, ada), 30 * USD);
        assertEq(usd.balanceOf(ada) - before, 30 * USD);
        assertEq(pools.refund(poolId, CAMPAIGN, bo), 10 * USD);
        assertEq(usd.balanceOf(bo), 10 * USD);
        assertEq(rewards.funded(address(usd)), 60 * USD);
        assertEq(pools.campaignFunded(poolId, CAMPAIGN), 100 * USD, "what was ever funded");
    }

    function test_RevertWhen_AFunderIsPaid() external {
        closeAndSettle(60 * USD);
        skip(WINDOW);
        pools.refund(poolId, CAMPAIGN, ada);
        expectNothing(ada);
        pools.refund(poolId, CAMPAIGN, ada);
    }

    function test_RevertWhen_SomebodyNeverFunded() external {
        closeAndSettle(60 * USD);
        skip(WINDOW);
        expectNothing(mallory);
        pools.refund(poolId, CAMPAIGN, mallory);
    }

    function test_WhenSharesDoNotDivide() external {
        closeAndSettle(100 * USD - 3);
        skip(WINDOW);
        assertEq(pools.refund(poolId, CAMPAIGN, ada), 2);
        expectNothing(bo);
        pools.refund(poolId, CAMPAIGN, bo);
    }

    function test_RevertWhen_ARootHasDeclaredTheMoney() external {
        post("root", 1, 100 * USD);
        closeAndSettle(0);
        skip(WINDOW);
        vm.expectRevert(abi.encodeWithSelector(Funding.RefundDeclared.selector, address(usd), 75 * USD, 0));
        pools.refund(poolId, CAMPAIGN, ada);
    }

    function test_WhenPosterAndOwnerAreHostile() external {
        // chen has earned 90 of the 100, posted and counting; the settlement says nobody earned anything.
        postAndActivate(leaf(chen, 90 * USD), 1, 90 * USD);
        closeAndSettle(0);
        skip(WINDOW);
        vm.expectPartialRevert(Funding.RefundDeclared.selector);
        pools.refund(poolId, CAMPAIGN, ada);
        vm.expectPartialRevert(Funding.RefundDeclared.selector);
        pools.refund(poolId, CAMPAIGN, bo);
        assertEq(rewards.claim(chen, address(usd), 90 * USD, new bytes32[](0)), 90 * USD);
        assertEq(usd.balanceOf(chen), 90 * USD);
    }

    function test_WhenAFunderSendsItsShareElsewhere() external {
        closeAndSettle(60 * USD);
        skip(WINDOW);
        vm.expectEmit(address(pools));
        emit Campaigns.CampaignRefunded(poolId, CAMPAIGN, bo, chen, address(usd), 10 * USD);
        vm.prank(bo);
        assertEq(pools.refundTo(poolId, CAMPAIGN, chen), 10 * USD);
        assertEq(usd.balanceOf(chen), 10 * USD);
        assertEq(usd.balanceOf(bo), 0);
    }

    function test_RevertWhen_ElsewhereIsZero() external {
        closeAndSettle(60 * USD);
        skip(WINDOW);
        vm.prank(bo);
        vm.expectRevert(PoolRegister.ZeroAddress.selector);
        pools.refundTo(poolId, CAMPAIGN, address(0));
    }

    function test_RevertWhen_TheTokenCallsBack() external {
        (HostileToken bad, bytes32 id) = hostile();
        vm.startPrank(ada);
        pools.fund(id, CAMPAIGN, 10 * USD);
        pools.closeCampaign(id, CAMPAIGN);
        vm.stopPrank();
        skip(REFUND_WINDOW);
        vm.prank(poster);
        pools.settleCampaign(id, CAMPAIGN, 0);
        skip(WINDOW);
        bad.setCall(address(pools), abi.encodeCall(Campaigns.refund, (id, CAMPAIGN, ada)));
        vm.expectRevert(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector);
        pools.refund(id, CAMPAIGN, ada);
    }

    function closeAndSettle(uint256 committed) internal {
        close();
        skip(REFUND_WINDOW);
        settle(committed);
    }

    function expectNothing(address who) internal {
        vm.expectRevert(abi.encodeWithSelector(Campaigns.NothingToRefund.selector, CAMPAIGN, who));
    }
}
