// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Campaigns} from "../../src/Campaigns.sol";
import {PoolRegister} from "../../src/PoolRegister.sol";
import {DataPools} from "../../src/DataPools.sol";
import {HostileToken} from "../tokens/HostileToken.sol";
import {World} from "../World.sol";

contract PoolsTest is World {
    function test_CreatePool_TheIdContainsItsOwner() external {
        vm.prank(mallory);
        bytes32 squatted = pools.createPool("next", address(usd), terms(0, mallory));
        vm.expectEmit(address(pools));
        emit PoolRegister.PoolCreated(
            keccak256(abi.encode(ada, bytes32("next"))), ada, "next", address(usd), terms(2_000, bo)
        );
        vm.prank(ada);
        bytes32 id = pools.createPool("next", address(usd), terms(2_000, bo));
        assertNotEq(id, squatted);
        PoolRegister.Pool memory pool = pools.poolOf(id);
        assertEq(pool.owner, ada);
        assertEq(pool.token, address(usd));
        assertEq(pool.terms.treasuryBps, 2_000);
        assertEq(pool.terms.treasury, bo);
        assertEq(pool.terms.metadataHash, "metadata");
    }

    function test_CreatePool_Refuses() external {
        vm.startPrank(ada);
        vm.expectRevert(abi.encodeWithSelector(PoolRegister.PoolExists.selector, poolId));
        pools.createPool("salt", address(usd), terms(0, ada));
        vm.expectRevert(abi.encodeWithSelector(DataPools.UnlistedToken.selector, address(1)));
        pools.createPool("next", address(1), terms(0, ada));
        vm.expectRevert(PoolRegister.ZeroAddress.selector);
        pools.createPool("next", address(usd), terms(0, address(0)));
        vm.expectRevert(abi.encodeWithSelector(PoolRegister.TreasuryShareTooHigh.selector, 2_001, 2_000));
        pools.createPool("next", address(usd), terms(2_001, ada));
    }

    function test_Fund_GoesStraightIntoRewards() external {
        vm.expectEmit(address(pools));
        emit Campaigns.CampaignFunded(poolId, CAMPAIGN, ada, address(usd), 5 * USD);
        fund(5 * USD);
        fund(2 * USD);
        assertEq(pools.campaignFunded(poolId, CAMPAIGN), 7 * USD);
        assertEq(usd.balanceOf(address(rewards)), 7 * USD);
        assertEq(usd.balanceOf(address(pools)), 0);
        assertEq(rewards.funded(address(usd)), 7 * USD);
    }

    function test_Fund_CreditsWhatArrives() external {
        HostileToken bad = new HostileToken();
        vm.prank(admin);
        pools.listToken(address(bad));
        bad.setFee(300);
        bad.mint(ada, 100 * USD);
        vm.startPrank(ada);
        bytes32 id = pools.createPool("fee", address(bad), terms(0, ada));
        bad.approve(address(pools), 100 * USD);
        assertEq(pools.fund(id, CAMPAIGN, 100 * USD), 97 * USD);
        assertEq(pools.campaignFunded(id, CAMPAIGN), 97 * USD);
        assertEq(rewards.funded(address(bad)), 97 * USD);
    }

    function test_Fund_Refuses() external {
        vm.startPrank(ada);
        vm.expectRevert(Campaigns.ZeroAmount.selector);
        pools.fund(poolId, CAMPAIGN, 0);
        vm.expectRevert(abi.encodeWithSelector(PoolRegister.UnknownPool.selector, bytes32("none")));
        pools.fund("none", CAMPAIGN, 1);
        vm.expectRevert(abi.encodeWithSelector(PoolRegister.UnknownPool.selector, bytes32("none")));
        pools.poolOf("none");
    }

    function test_FundWithPermit_AlsoWhenSomebodySpentThePermitFirst() external {
        usd.mint(chen, 10 * USD);
        bytes32 message = keccak256(
            abi.encode(
                keccak256(
                    "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
                ),
                chen,
                address(pools),
                10 * USD,
                0,
                block.timestamp
            )
        );
        (uint8 v, bytes32 r, bytes32 s) =
            vm.sign(chenKey, keccak256(abi.encodePacked(hex"1901", usd.DOMAIN_SEPARATOR(), message)));
        vm.prank(mallory);
        usd.permit(chen, address(pools), 10 * USD, block.timestamp, v, r, s);
        vm.prank(chen);
        pools.fundWithPermit(poolId, CAMPAIGN, 10 * USD, block.timestamp, v, r, s);
        assertEq(pools.campaignFunded(poolId, CAMPAIGN), 10 * USD);
    }

    function test_PublishSnapshot() external {
        vm.startPrank(publisher);
        vm.expectEmit(address(pools));
        emit DataPools.SnapshotPublished(poolId, 0, "manifest", "weights", 10, block.timestamp);
        assertEq(pools.publishSnapshot(poolId, "manifest", "weights", 10, uint64(block.timestamp)), 0);
        assertEq(pools.publishSnapshot(poolId, "manifest", "weights", 10, uint64(block.timestamp)), 1);
    }

    function test_PublishSnapshot_Refuses() external {
        uint64 time = uint64(vm.getBlockTimestamp());
        vm.prank(mallory);
        vm.expectRevert(abi.encodeWithSelector(DataPools.NotPublisher.selector, mallory));
        pools.publishSnapshot(poolId, "manifest", "weights", 10, time);
        vm.startPrank(publisher);
        vm.expectRevert(abi.encodeWithSelector(PoolRegister.UnknownPool.selector, bytes32("none")));
        pools.publishSnapshot("none", "manifest", "weights", 10, time);
        vm.expectRevert(DataPools.ZeroRoot.selector);
        pools.publishSnapshot(poolId, 0, "weights", 10, time);
        vm.expectRevert(DataPools.ZeroRoot.selector);
        pools.publishSnapshot(poolId, "manifest", 0, 10, time);
        vm.expectRevert(abi.encodeWithSelector(DataPools.CutoffOutOfOrder.selector, time + 1, 0, time));
        pools.publishSnapshot(poolId, "manifest", "weights", 10, time + 1);
        pools.publishSnapshot(poolId, "manifest", "weights", 10, time);
        vm.expectRevert(abi.encodeWithSelector(DataPools.CutoffOutOfOrder.selector, time - 1, time, time));
        pools.publishSnapshot(poolId, "manifest", "weights", 10, time - 1);
    }

    function test_TheAdminNamesThePublisherAndListsTokens() external {
        vm.startPrank(admin);
        pools.setPublisher(bo);
        assertEq(pools.publisher(), bo);
        pools.listToken(address(1));
        assertTrue(pools.listed(address(1)));
        vm.expectRevert(PoolRegister.ZeroAddress.selector);
        pools.setPublisher(address(0));
        vm.expectRevert(PoolRegister.ZeroAddress.selector);
        pools.listToken(address(0));
        vm.stopPrank();
        vm.startPrank(mallory);
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, mallory));
        pools.setPublisher(mallory);
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, mallory));
        pools.listToken(mallory);
    }
}
