// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Funding} from "../../src/Funding.sol";
import {HostileToken} from "../tokens/HostileToken.sol";
import {World} from "../World.sol";

contract RefundTest is World {
    function setUp() public override {
        super.setUp();
        bring(ada, 10 * USD);
        bring(dee, 5 * USD);
    }

    function test_RevertWhen_TheAmountIsMoreThanTheCallerBrought() external {
        expectAbove(ada, 10 * USD + 1, 10 * USD);
        vm.prank(ada);
        rewards.refund(address(usd), ada, 10 * USD + 1);
    }

    function test_RevertWhen_ARootHasDeclaredTheMoney() external {
        post("root", 1, 8 * USD);
        vm.expectRevert(
            abi.encodeWithSelector(Funding.RefundDeclared.selector, address(usd), 7 * USD + 1, 7 * USD)
        );
        vm.prank(ada);
        rewards.refund(address(usd), ada, 7 * USD + 1);
        vm.prank(ada);
        rewards.refund(address(usd), ada, 7 * USD);
        assertEq(rewards.declared(address(usd)), rewards.funded(address(usd)));
    }

    function test_WhenTheMoneyIsFree() external {
        vm.expectEmit(address(rewards));
        emit Funding.FundingReturned(ada, bo, address(usd), 4 * USD);
        vm.prank(ada);
        rewards.refund(address(usd), bo, 4 * USD);
        assertEq(usd.balanceOf(bo), 4 * USD);
        assertEq(rewards.funded(address(usd)), 11 * USD);
        assertEq(rewards.declared(address(usd)), 0);
        assertEq(rewards.brought(ada, address(usd)), 6 * USD);
        expectAbove(ada, 6 * USD + 1, 6 * USD);
        vm.prank(ada);
        rewards.refund(address(usd), bo, 6 * USD + 1);
        vm.prank(ada);
        rewards.refund(address(usd), bo, 6 * USD);
        assertEq(usd.balanceOf(bo), 10 * USD);
    }

    function test_RevertWhen_AnotherContractBroughtTheMoney() external {
        expectAbove(mallory, 1, 0);
        vm.prank(mallory);
        rewards.refund(address(usd), mallory, 1);
    }

    function test_RevertWhen_TheTokenCallsBack() external {
        (HostileToken bad, bytes32 id) = hostile();
        vm.prank(ada);
        pools.fund(id, CAMPAIGN, 10 * USD);
        bad.setCall(address(rewards), abi.encodeCall(Funding.refund, (address(bad), mallory, 0)));
        vm.prank(address(pools));
        vm.expectRevert(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector);
        rewards.refund(address(bad), ada, 1);
    }

    function bring(address who, uint256 amount) internal {
        vm.startPrank(who);
        rewards.beginFunding(address(usd));
        usd.transfer(address(rewards), amount);
        rewards.endFunding(address(usd));
        vm.stopPrank();
    }

    function expectAbove(address who, uint256 amount, uint256 most) internal {
        vm.expectRevert(
            abi.encodeWithSelector(Funding.RefundAboveBrought.selector, who, address(usd), amount, most)
        );
    }
}
