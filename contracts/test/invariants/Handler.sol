// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Rewards} from "../../src/Rewards.sol";
import {DataPools} from "../../src/DataPools.sol";
import {Licenses} from "../../src/Licenses.sol";
import {TestDollar} from "../../src/TestDollar.sol";
import {HostileToken} from "../tokens/HostileToken.sol";
import {Tree} from "../Tree.sol";
import {Ground} from "./Ground.sol";
import {MoneyActors} from "./MoneyActors.sol";
import {RootActors} from "./RootActors.sol";

/// Everything anybody may do, in any order, with an honest poster, a hostile one, a hostile guardian, a hostile
/// admin, a hostile pool owner and a hostile token. Nothing here may revert (`fail_on_revert`).
contract Handler is RootActors, MoneyActors {
    constructor(
        Rewards rewards_,
        DataPools pools_,
        Licenses licenses_,
        TestDollar usd_,
        HostileToken bad_,
        bytes32[2] memory poolIds_,
        uint256 offer
    ) Ground(rewards_, pools_, licenses_, usd_, bad_, poolIds_, offer) {}

    // ── Consent ──────────────────────────────────────────────────────────────────────────────────────────

    function revoke(bytes32 secret, address caller) external {
        vm.prank(caller);
        consents.revoke(secret);
        assertGt(consents.revokedAt(consents.lockOf(secret)), 0);
    }

    function openRevocationEpoch() external {
        skip(1 days);
        vm.prank(anchorer);
        consents.openRevocationEpoch(poolIds[0], "root", 1);
    }

    function acknowledge(uint256 which) external {
        uint256 count = consents.revocationEpochCount(poolIds[0]);
        if (bought.length == 0 || count == 0) return;
        uint256 id = bought[which % bought.length];
        Licenses.LicenseView memory license = licenses.licenseOf(id);
        if (consents.revocationEpochTime(poolIds[0], count - 1) <= license.ackedAt) return;
        vm.prank(license.licensee);
        licenses.ackRevocations(id, count - 1);
    }

    // ── The hostile token ────────────────────────────────────────────────────────────────────────────────

    function changeHabits(uint16 fee, uint256 who, bool blocked, bool answersFalse, bool reenters) external {
        bad.setFee(fee % 5_000);
        bad.setBlocked(people[who % PEOPLE], blocked);
        bad.setAnswersFalse(answersFalse);
        bad.setSwallows(true);
        bytes32[] memory path = Tree.proof(leaves(active), PEOPLE + who % PEOPLE);
        bytes memory data = abi.encodeCall(
            Rewards.claim, (people[who % PEOPLE], address(bad), active[1][who % PEOPLE], path)
        );
        bad.setCall(reenters ? address(rewards) : address(0), data);
    }
}
