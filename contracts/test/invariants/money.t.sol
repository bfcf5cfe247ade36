// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Licenses} from "../../src/Licenses.sol";
import {Offers} from "../../src/Offers.sol";
import {HostileToken} from "../tokens/HostileToken.sol";
import {World} from "../World.sol";
import {Handler} from "./Handler.sol";

contract MoneyInvariants is World {
    Handler internal handler;
    uint256 internal offerId;
    address[4] internal people;
    address[2] internal tokens;

    function setUp() public override {
        super.setUp();
        HostileToken bad = new HostileToken();
        vm.prank(admin);
        pools.listToken(address(bad));
        vm.startPrank(ada);
        bytes32 badPool = pools.createPool("hostile", address(bad), terms(0, ada));
        offerId = licenses.addOffer(poolId, 1_000_003, 300 days, 1, 1, "terms");
        vm.stopPrank();
        address[] memory proposers = new address[](1);
        proposers[0] = admin;
        address timelock = ship("Timelock", abi.encode(2 days, proposers));
        vm.prank(admin);
        rewards.transferOwnership(timelock);
        vm.prank(timelock);
        rewards.acceptOwnership();
        handler = new Handler(rewards, pools, licenses, usd, bad, [poolId, badPool], offerId);
        (people, tokens) =
        (
            [handler.people(0), handler.people(1), handler.people(2), handler.people(3)],
            [address(usd), address(bad)]
        );
        targetContract(address(handler));
    }

    /// One campaign of random calls for all rules: eight would take eight times as long to say the same. What is read
    /// for several rules is read once. D6, D7, C4 and G2 are asserted where the actors act (RootActors, MoneyActors).
    function invariant_D1_D2_D3_D4_D5_G1_L1_L2_L3_MoneyIsSafe() external view {
        Handler.Seen memory seen = handler.seen();
        for (uint256 t; t < 2; ++t) {
            tokenIsSafe(tokens[t], seen.active[t], seen.claimed[t], seen.declared[t]);
        }
        for (uint256 i; i < 4; ++i) {
            uint256 held = usd.balanceOf(people[i]);
            assertEq(held, rewards.claimed(people[i], address(usd)), "D2: paid is not what is noted");
        }
        assertEq(rewards.lastEpoch(), seen.epoch, "D5: not the epoch that was posted last");
        revenueIsSafe(seen);
        if (seen.licenses > 0) aLicenseIsValidUntilItExpiresOrLapses(handler.oldestLicense());
    }

    /// D1 to D5 and G1 of one token, the hostile one too.
    function tokenIsSafe(
        address token,
        uint256[4] memory active,
        uint256[4] memory before,
        uint256 declaredBefore
    ) internal view {
        (uint256 claimed, uint256 due) = (0, 0);
        for (uint256 i; i < 4; ++i) {
            uint256 has = rewards.claimed(people[i], token);
            assertGe(has, before[i], "D3: claimed fell");
            assertLe(has, active[i], "D2, D4: more than an activated honest tree gave");
            claimed += has;
            due += active[i] - has;
        }
        uint256 balance = IERC20(token).balanceOf(address(rewards));
        (uint256 funded, uint256 declared) = (rewards.funded(token), rewards.declared(token));
        assertGe(balance + claimed, funded, "D1: what came in is neither here nor paid and noted");
        assertGe(balance + claimed, declared, "D1: declared money is gone");
        assertGe(declared, declaredBefore, "D5: declared fell");
        assertLe(declared, funded, "D5: declared more than came in");
        assertGe(balance, due, "G1: what honest trees gave and nobody claimed is gone");
    }

    /// L1 and L2: one license for each payment, at exactly its price; and Licenses holds exactly what is not distributed
    /// and what the treasury is owed, which is a fifth of what was distributed at most.
    function revenueIsSafe(Handler.Seen memory seen) internal view {
        Offers.Offer memory offer = licenses.offerOf(offerId);
        assertEq(offer.sold, seen.licenses, "L1: licenses without a payment, or the reverse");
        assertEq(seen.paid, seen.licenses * offer.price, "L1: not at the price of the offer");
        uint256 pending = licenses.undistributed(offerId);
        uint256 owed = licenses.treasuryOwed(poolId);
        assertEq(usd.balanceOf(address(licenses)), pending + owed, "L2");
        assertLe((owed + seen.drawn) * 5, seen.paid - pending, "L2: the treasury is above its cap");
        assertEq(usd.balanceOf(address(pools)), 0);
    }

    /// L3: an expired or unacknowledged license is not valid, any other is.
    function aLicenseIsValidUntilItExpiresOrLapses(uint256 id) internal view {
        Licenses.LicenseView memory license = licenses.licenseOf(id);
        bool lapsed;
        uint256 epochs = consents.revocationEpochCount(poolId);
        for (uint256 e; e < epochs && !lapsed; ++e) {
            uint256 time = consents.revocationEpochTime(poolId, e);
            lapsed = time > license.ackedAt && block.timestamp >= time + 7 days;
        }
        assertEq(licenses.isValid(id), block.timestamp < license.expiresAt && !lapsed, "L3");
    }
}
