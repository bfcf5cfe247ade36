// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Licenses} from "../../src/Licenses.sol";
import {Offers} from "../../src/Offers.sol";
import {PoolRegister} from "../../src/PoolRegister.sol";
import {HostileToken} from "../tokens/HostileToken.sol";
import {Sale} from "./Sale.sol";

contract DistributeTest is Sale {
    function test_WhenAnOfferHasSold() external {
        buy();
        buy();
        buy();
        assertEq(licenses.undistributed(offerId), 3 * uint256(PRICE));
        vm.expectEmit(address(licenses));
        emit Licenses.RevenueDistributed(poolId, offerId, address(usd), 3 * TREASURY, 0, 3 * 300_000_000);
        vm.prank(mallory);
        licenses.distribute(only(offerId));
        assertEq(licenses.undistributed(offerId), 0);
        assertEq(rewards.funded(address(usd)), 3 * 300_000_000);
        assertEq(licenses.treasuryOwed(poolId), 3 * TREASURY);
        assertEq(usd.balanceOf(address(licenses)), 3 * TREASURY);
        buy();
        licenses.distribute(only(offerId));
        assertEq(licenses.treasuryOwed(poolId), 4 * TREASURY);
    }

    function test_WhenThePoolHasSources() external {
        vm.startPrank(ada);
        bytes32 id = pools.createPool("collected", address(usd), PoolRegister.Terms("m", bo, 1_000, 3_000));
        uint256 offer = licenses.addOffer(id, 1_001, 1 days, 1, 0, "terms");
        vm.stopPrank();
        vm.startPrank(dee);
        licenses.buy(offer, 1_001);
        licenses.buy(offer, 1_001);
        vm.stopPrank();
        // 1,001 = 100 for the treasury, 270 of the other 901 for sources, 631 for contributors.
        vm.expectEmit(address(licenses));
        emit Licenses.RevenueDistributed(id, offer, address(usd), 200, 540, 1_262);
        licenses.distribute(only(offer));
        assertEq(rewards.funded(address(usd)), 1_802);
        assertEq(licenses.treasuryOwed(id), 200);
        licenses.withdrawTreasury(id);
        assertEq(usd.balanceOf(bo), 200);
    }

    function test_WhenTypeScriptSplitsThePrice() external {
        string memory json = vm.readFile("test/vectors/split.json");
        uint256 count;
        for (; vm.keyExistsJson(json, key(count, "")); ++count) {
            uint96 price = uint96(vm.parseJsonUint(json, key(count, ".price")));
            PoolRegister.Terms memory shares =
                terms(uint16(vm.parseJsonUint(json, key(count, ".treasuryBps"))), ada);
            shares.sourceBps = uint16(vm.parseJsonUint(json, key(count, ".sourceBps")));
            vm.startPrank(ada);
            bytes32 id = pools.createPool(bytes32(count), address(usd), shares);
            uint256 offer = licenses.addOffer(id, price, 1 days, 1, 0, "terms");
            vm.stopPrank();
            // Three at once: each is rounded, not their sum.
            usd.mint(address(this), 3 * uint256(price));
            usd.approve(address(licenses), 3 * uint256(price));
            for (uint256 i; i < 3; ++i) {
                licenses.buy(offer, price);
            }
            vm.expectEmit(address(licenses));
            emit Licenses.RevenueDistributed(
                id,
                offer,
                address(usd),
                3 * vm.parseJsonUint(json, key(count, ".treasury")),
                3 * vm.parseJsonUint(json, key(count, ".sources")),
                3 * vm.parseJsonUint(json, key(count, ".contributors"))
            );
            licenses.distribute(only(offer));
        }
        assertEq(count, 48);
    }

    function test_WhenNothingIsNew() external {
        licenses.distribute(only(offerId));
        buy();
        licenses.distribute(only(offerId));
        licenses.distribute(only(offerId));
        assertEq(rewards.funded(address(usd)), 300_000_000);
        assertEq(licenses.treasuryOwed(poolId), TREASURY);
    }

    function test_RevertWhen_TheOfferIsUnknown() external {
        vm.expectRevert(abi.encodeWithSelector(Offers.UnknownOffer.selector, 99));
        licenses.distribute(only(99));
        vm.expectRevert(abi.encodeWithSelector(Offers.UnknownOffer.selector, 99));
        licenses.undistributed(99);
    }

    function test_RevertWhen_TheBatchIsTooLarge() external {
        vm.expectRevert(abi.encodeWithSelector(Licenses.BatchTooLarge.selector, 101, 100));
        licenses.distribute(new uint256[](101));
    }

    function test_WhenTheBatchIsAsLargeAsItMayBe() external {
        buy();
        uint256[] memory ids = new uint256[](100);
        for (uint256 i; i < 100; ++i) {
            ids[i] = offerId;
        }
        licenses.distribute(ids);
        assertEq(licenses.treasuryOwed(poolId), TREASURY);
    }

    function test_RevertWhen_TheTokenKeepsAFeeOnTheWay() external {
        (HostileToken bad, uint256 id) = soldHostile();
        bad.setFee(100);
        vm.expectRevert(abi.encodeWithSelector(Licenses.ShortPayment.selector, 1_000, 990));
        licenses.distribute(only(id));
    }

    function test_RevertWhen_TheTokenCallsBack() external {
        (HostileToken bad, uint256 id) = soldHostile();
        bad.setCall(address(licenses), abi.encodeCall(Licenses.distribute, (only(id))));
        vm.expectRevert(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector);
        licenses.distribute(only(id));
    }

    function test_WhenTheTreasuryIsOwed() external {
        buy();
        licenses.distribute(only(offerId));
        uint256 before = usd.balanceOf(ada);
        vm.expectEmit(address(licenses));
        emit Licenses.TreasuryWithdrawn(poolId, ada, address(usd), TREASURY);
        vm.prank(mallory);
        assertEq(licenses.withdrawTreasury(poolId), TREASURY);
        assertEq(usd.balanceOf(ada) - before, TREASURY);
        assertEq(licenses.treasuryOwed(poolId), 0);
    }

    function test_RevertWhen_TheTokenCallsBackWhileTheTreasuryIsPaid() external {
        (HostileToken bad,) = hostile();
        vm.startPrank(ada);
        bytes32 id = pools.createPool("owed", address(bad), terms(1_000, ada));
        uint256 offer = licenses.addOffer(id, 1_000, 1 days, 1, 0, "terms");
        bad.approve(address(licenses), 1_000);
        licenses.buy(offer, 1_000);
        vm.stopPrank();
        licenses.distribute(only(offer));
        bad.setCall(address(licenses), abi.encodeCall(Licenses.withdrawTreasury, (id)));
        vm.expectRevert(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector);
        licenses.withdrawTreasury(id);
    }

    function test_RevertWhen_TheTreasuryIsOwedNothing() external {
        vm.expectRevert(abi.encodeWithSelector(Licenses.NothingOwed.selector, poolId));
        licenses.withdrawTreasury(poolId);
    }

    function key(uint256 i, string memory of_) internal pure returns (string memory) {
        return string.concat(".splits[", vm.toString(i), "]", of_);
    }

    function soldHostile() internal returns (HostileToken bad, uint256 id) {
        bytes32 pool;
        (bad, pool) = hostile();
        vm.startPrank(ada);
        id = licenses.addOffer(pool, 1_000, 1 days, 1, 0, "terms");
        bad.approve(address(licenses), 1_000);
        licenses.buy(id, 1_000);
        vm.stopPrank();
    }
}
