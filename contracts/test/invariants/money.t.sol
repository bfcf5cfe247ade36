// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {HostileToken} from "../tokens/HostileToken.sol";
import {World} from "../World.sol";
import {Handler} from "./Handler.sol";

contract MoneyInvariants is World {
    Handler internal handler;
    uint256 internal offerId;

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
        targetContract(address(handler));
    }

    /// One campaign of random calls for all rules: six would take six times as long to say the same.
    function invariant_MoneyIsSafe() external view {
        everythingFundedIsHereOrClaimed();
        nobodyIsPaidMoreThanTheActiveTreeSays();
        declaredStaysWithinFunded();
        entitlementsStayFunded();
        licensesHoldsWhatItOwes();
        aLicenseIsValidUntilItExpiresOrLapses();
    }

    /// D1: what came in is still here or was paid and noted, for the hostile token too.
    function everythingFundedIsHereOrClaimed() internal view {
        for (uint256 t; t < 2; ++t) {
            address token = handler.tokens(t);
            uint256 claimed;
            for (uint256 i; i < 4; ++i) {
                claimed += rewards.claimed(handler.people(i), token);
            }
            assertGe(IERC20(token).balanceOf(address(rewards)) + claimed, rewards.funded(token));
        }
    }

    /// D2, D4: nobody has more than an activated honest tree gave; the good token has paid exactly what is noted.
    function nobodyIsPaidMoreThanTheActiveTreeSays() internal view {
        for (uint256 i; i < 4; ++i) {
            address person = handler.people(i);
            for (uint256 t; t < 2; ++t) {
                assertLe(rewards.claimed(person, handler.tokens(t)), handler.activeLeaf(t, i));
            }
            assertEq(usd.balanceOf(person), rewards.claimed(person, address(usd)));
        }
    }

    /// D5: declared stays within funded, and the last epoch is the last one posted.
    function declaredStaysWithinFunded() internal view {
        for (uint256 t; t < 2; ++t) {
            assertLe(rewards.declared(handler.tokens(t)), rewards.funded(handler.tokens(t)));
        }
        assertEq(rewards.lastEpoch(), handler.epoch());
    }

    /// G1: with admin, poster and guardian hostile, what honest trees gave and nobody claimed is still there.
    function entitlementsStayFunded() internal view {
        for (uint256 t; t < 2; ++t) {
            address token = handler.tokens(t);
            uint256 due;
            for (uint256 i; i < 4; ++i) {
                due += handler.activeLeaf(t, i) - rewards.claimed(handler.people(i), token);
            }
            assertGe(IERC20(token).balanceOf(address(rewards)), due);
        }
    }

    /// L2: Licenses holds exactly what is not distributed and what the treasury is owed.
    function licensesHoldsWhatItOwes() internal view {
        assertEq(
            usd.balanceOf(address(licenses)), licenses.undistributed(offerId) + licenses.treasuryOwed(poolId)
        );
        assertEq(usd.balanceOf(address(pools)), 0);
    }

    /// L3: an expired or unacknowledged license is not valid, any other is.
    function aLicenseIsValidUntilItExpiresOrLapses() internal view {
        uint256[] memory bought = handler.licensesBought();
        uint256 epochs = consents.revocationEpochCount(poolId);
        // The oldest only: it has seen the most epochs, and a check after every call has to be cheap.
        for (uint256 k; k < bought.length && k < 1; ++k) {
            uint256 acked = licenses.licenseOf(bought[k]).ackedAt;
            bool lapsed;
            for (uint256 e; e < epochs && !lapsed; ++e) {
                uint256 time = consents.revocationEpochTime(poolId, e);
                lapsed = time > acked && block.timestamp >= time + 7 days;
            }
            bool expired = block.timestamp >= licenses.licenseOf(bought[k]).expiresAt;
            assertEq(licenses.isValid(bought[k]), !expired && !lapsed);
        }
    }
}
