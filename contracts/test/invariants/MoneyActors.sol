// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Campaigns} from "../../src/Campaigns.sol";
import {Funding} from "../../src/Funding.sol";
import {Licenses} from "../../src/Licenses.sol";
import {PoolRegister} from "../../src/PoolRegister.sol";
import {Rewards} from "../../src/Rewards.sol";
import {Tree} from "../Tree.sol";
import {Ground} from "./Ground.sol";

/// Funders, buyers, claimants with a relayer, and a pool owner and a poster who want the money back.
abstract contract MoneyActors is Ground {
    function fund(uint256 t, uint96 amount) external {
        t %= 2;
        amount = uint96(bound(amount, 1, 1e30));
        t == 0 ? usd.mint(address(this), amount) : bad.mint(address(this), amount);
        bytes32 campaign = bytes32(uint256(amount) % 3 + 1);
        if (pools.campaignOf(poolIds[t], campaign).closedAt != 0) return;
        pools.fund(poolIds[t], campaign, amount);
    }

    function give(uint96 amount) external {
        usd.mint(address(rewards), amount);
        rewards.beginFunding(address(usd));
        rewards.endFunding(address(usd));
    }

    /// L1: never for more than the buyer agreed to.
    function buy(uint256 who, uint256 maxPrice) external {
        uint256 price = licenses.offerOf(offers[0]).price;
        maxPrice = bound(maxPrice, price - 2, price + 2);
        usd.mint(address(this), price + 2);
        uint256 before = usd.balanceOf(address(this));
        (bool success, bytes memory said) = address(licenses)
            .call(abi.encodeCall(Licenses.buyFor, (offers[0], people[who % PEOPLE], maxPrice)));
        assertEq(success, maxPrice >= price, "L1: above what the buyer agreed to");
        paid += before - usd.balanceOf(address(this));
        if (success) bought.push(abi.decode(said, (uint256)));
    }

    function distribute() external {
        licenses.distribute(offers);
    }

    function withdrawTreasury() external {
        if (licenses.treasuryOwed(poolIds[0]) > 0) drawn += licenses.withdrawTreasury(poolIds[0]);
    }

    // ── Money back: owner and poster are hostile, they say that nobody earned anything ─────────────────────

    function close(uint256 t, uint256 which) external {
        (bytes32 pool, bytes32 id) = campaignOf(t, which);
        Campaigns.Campaign memory campaign = pools.campaignOf(pool, id);
        if (campaign.funded == 0 || campaign.closedAt != 0) return;
        vm.prank(pools.poolOf(pool).owner);
        pools.closeCampaign(pool, id);
    }

    function settle(uint256 t, uint256 which, uint128 committed, bool later) external {
        (bytes32 pool, bytes32 id) = campaignOf(t, which);
        Campaigns.Campaign memory campaign = pools.campaignOf(pool, id);
        if (campaign.closedAt == 0 || campaign.refundableAt != 0) return;
        if (later) skip(pools.refundWindow());
        vm.prank(rewards.poster());
        (bool success, bytes memory why) = address(pools)
            .call(abi.encodeCall(Campaigns.settleCampaign, (pool, id, committed % (campaign.funded + 1))));
        bool over = block.timestamp >= campaign.closedAt + pools.refundWindow();
        assertEq(success, over, "G2: settled before its window");
        if (!success) assertEq(bytes4(why), Campaigns.RefundWindowOpen.selector);
    }

    function veto(uint256 t, uint256 which) external {
        (bytes32 pool, bytes32 id) = campaignOf(t, which);
        Campaigns.Campaign memory campaign = pools.campaignOf(pool, id);
        if (block.timestamp >= campaign.refundableAt || campaign.vetoes == 3) return;
        vm.prank(rewards.guardian());
        pools.vetoSettlement(pool, id);
    }

    /// G1, G2: nothing comes back before its window, and never what is declared.
    function refund(uint256 t, uint256 which, uint32 later) external {
        (bytes32 pool, bytes32 id) = campaignOf(t, which);
        skip(later % 3 days);
        uint256 refundableAt = pools.campaignOf(pool, id).refundableAt;
        uint256 free = rewards.funded(tokens[t % 2]) - rewards.declared(tokens[t % 2]);
        (bool success, bytes memory said) =
            address(pools).call(abi.encodeCall(Campaigns.refund, (pool, id, address(this))));
        if (success) {
            assertTrue(refundableAt != 0 && block.timestamp >= refundableAt, "G2: before its window");
            assertLe(abi.decode(said, (uint256)), free, "G1: declared money");
        }
    }

    function takeBack(uint256 t, address who, uint128 amount) external {
        if (who == address(pools) || amount == 0) return;
        vm.prank(who);
        vm.expectPartialRevert(Funding.RefundAboveBrought.selector);
        rewards.refund(tokens[t % 2], who, amount);
    }

    function changeTerms(uint16 bps, uint32 later) external {
        address owner = pools.poolOf(poolIds[0]).owner;
        PoolRegister.Terms memory terms = PoolRegister.Terms("next", owner, bps % 2_001, bps % 5_001);
        vm.prank(owner);
        pools.scheduleChange(poolIds[0], terms);
        skip(later % (2 * pools.changeDelay()));
        bool over = block.timestamp >= pools.changeOf(poolIds[0]).availableAt;
        (bool success,) = address(pools).call(abi.encodeCall(PoolRegister.applyChange, (poolIds[0])));
        assertEq(success, over, "G2: in force before its delay");
    }

    // ── Money out ────────────────────────────────────────────────────────────────────────────────────────

    function claim(uint256 i) external {
        i %= PEOPLE;
        if (rewards.activeRoot() != honestActive || honestActive == 0) return;
        if (active[0][i] <= rewards.claimed(people[i], address(usd))) return;
        rewards.claim(people[i], address(usd), active[0][i], Tree.proof(leaves(active), i));
        see();
    }

    /// D4: a root that waits or was disabled pays nobody, whoever brings its proof.
    function claimEarly(uint256 i, address caller) external {
        i %= PEOPLE;
        bytes32[] memory all = leaves(posted);
        if (Tree.root(all) == rewards.activeRoot()) return;
        bytes32[] memory path = Tree.proof(all, i);
        vm.prank(caller);
        vm.expectPartialRevert(Rewards.InvalidProof.selector);
        rewards.claim(people[i], address(usd), posted[0][i], path);
    }

    function claimMany(uint256 t) external {
        t %= 2;
        if (rewards.activeRoot() != honestActive || honestActive == 0) return;
        (Rewards.Claim[] memory claims, bytes32[] memory nodes) = (new Rewards.Claim[](4), new bytes32[](12));
        bytes32[] memory all = leaves(active);
        for (uint256 i; i < PEOPLE; ++i) {
            bytes32[] memory path = Tree.proof(all, t * PEOPLE + i);
            for (uint256 level; level < 3; ++level) {
                nodes[3 * i + level] = path[level];
            }
            claims[i] = Rewards.Claim({path: uint256(uint160(people[i])) << 96 | 3, cumulative: active[t][i]});
        }
        rewards.claimMany(tokens[t], claims, nodes);
        see();
    }

    /// C1 for claims: a relayer brings the signature of an account that EIP-7702 delegated; it pays once.
    function claimToBySignature(address relayer, bool twice) external {
        if (rewards.activeRoot() != honestActive || honestActive == 0) return;
        (address chen, uint256 cumulative) = (people[1], active[0][1]);
        if (cumulative <= rewards.claimed(chen, address(usd))) return;
        bytes32[] memory path = Tree.proof(leaves(active), 1);
        bytes memory signature = signClaim(chen, cumulative);
        vm.prank(relayer);
        rewards.claimTo(chen, address(usd), cumulative, path, chen, block.timestamp, signature);
        see();
        if (!twice) return;
        vm.expectPartialRevert(Rewards.NothingToClaim.selector);
        rewards.claimTo(chen, address(usd), cumulative, path, chen, block.timestamp, signature);
    }

    function signClaim(address chen, uint256 cumulative) internal view returns (bytes memory) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256(
                    "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
                ),
                keccak256("Rowright Rewards"),
                keccak256("1"),
                block.chainid,
                address(rewards)
            )
        );
        bytes32 message = keccak256(
            abi.encode(rewards.CLAIM_TO_TYPEHASH(), chen, address(usd), cumulative, chen, block.timestamp)
        );
        (uint8 v, bytes32 r, bytes32 s) =
            vm.sign(chenKey, keccak256(abi.encodePacked(hex"1901", domain, message)));
        return abi.encodePacked(r, s, v);
    }

    function campaignOf(uint256 t, uint256 which) internal view returns (bytes32 pool, bytes32 id) {
        return (poolIds[t % 2], bytes32(which % 3 + 1));
    }
}
