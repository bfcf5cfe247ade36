// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";
import {Consents} from "../../src/Consents.sol";
import {DataPools} from "../../src/DataPools.sol";
import {Licenses} from "../../src/Licenses.sol";
import {Rewards} from "../../src/Rewards.sol";
import {TestDollar} from "../../src/TestDollar.sol";
import {Timelock} from "../../src/Timelock.sol";
import {HostileToken} from "../tokens/HostileToken.sol";
import {Tree} from "../Tree.sol";

/// What the actors share: the contracts, the people, and the model of what honest trees have promised.
abstract contract Ground is Test {
    uint256 internal constant PEOPLE = 4;

    Rewards internal rewards;
    DataPools internal pools;
    Licenses internal licenses;
    Consents internal consents;
    TestDollar internal usd;
    HostileToken internal bad;
    bytes32[2] internal poolIds;
    uint256[] internal offers = new uint256[](1);
    uint256 internal chenKey;
    Timelock internal timelock;
    uint256[] internal bought;
    address internal admin;
    address internal anchorer;

    address[PEOPLE] public people;
    address[2] public tokens;
    /// What honest trees have promised: posted, and activated.
    uint256[PEOPLE][2] internal posted;
    uint256[PEOPLE][2] internal active;
    bytes32 internal honestPending;
    bytes32 internal honestActive;
    uint256 internal epoch;
    /// The most that was ever seen claimed and declared, and what buyers paid and the treasury drew.
    uint256[PEOPLE][2] internal seenClaimed;
    uint256[2] internal seenDeclared;
    uint256 internal paid;
    uint256 internal drawn;

    constructor(
        Rewards rewards_,
        DataPools pools_,
        Licenses licenses_,
        TestDollar usd_,
        HostileToken bad_,
        bytes32[2] memory poolIds_,
        uint256 offer
    ) {
        (rewards, pools, licenses, usd, bad) = (rewards_, pools_, licenses_, usd_, bad_);
        (consents, poolIds, offers[0]) = (licenses_.consents(), poolIds_, offer);
        (timelock, anchorer) = (Timelock(payable(rewards.owner())), consents.anchorer());
        admin = makeAddr("admin");
        tokens = [address(usd_), address(bad_)];
        (address chen, uint256 key) = makeAddrAndKey("chen");
        (people, chenKey) = ([makeAddr("bo"), chen, makeAddr("eve"), makeAddr("fay")], key);
        // EIP-7702: one of them is delegated to code that knows nothing.
        vm.etch(people[1], abi.encodePacked(hex"ef0100", address(usd_)));
        usd.approve(address(pools), type(uint256).max);
        usd.approve(address(licenses), type(uint256).max);
        bad.approve(address(pools), type(uint256).max);
    }

    // ── Views for the invariants ─────────────────────────────────────────────────────────────────────────

    /// What the invariants compare with, in one call: one is made after every call of a run.
    struct Seen {
        uint256[PEOPLE][2] active;
        uint256[PEOPLE][2] claimed;
        uint256[2] declared;
        uint256 epoch;
        uint256 licenses;
        uint256 paid;
        uint256 drawn;
    }

    function seen() external view returns (Seen memory) {
        return Seen(active, seenClaimed, seenDeclared, epoch, bought.length, paid, drawn);
    }

    function see() internal {
        for (uint256 t; t < 2; ++t) {
            seenDeclared[t] = rewards.declared(tokens[t]);
            for (uint256 i; i < PEOPLE; ++i) {
                seenClaimed[t][i] = rewards.claimed(people[i], tokens[t]);
            }
        }
    }

    /// The oldest only: it has seen the most epochs.
    function oldestLicense() external view returns (uint256) {
        return bought[0];
    }

    function pendingRoot() internal view returns (bytes32 root) {
        (root,,) = rewards.pending();
    }

    function postAs(bytes32 root, address[] memory tokens_, uint256[] memory totals) internal {
        // D5: an epoch that is used up, by a root that was disabled too, never comes again.
        epoch = rewards.lastEpoch();
        address poster = rewards.poster();
        vm.prank(poster);
        vm.expectRevert(abi.encodeWithSelector(Rewards.EpochNotLater.selector, epoch, epoch));
        rewards.postRoot(root, "manifest", uint64(epoch), tokens_, totals);
        vm.prank(poster);
        rewards.postRoot(root, "manifest", uint64(++epoch), tokens_, totals);
        see();
    }

    function leaves(uint256[PEOPLE][2] storage of_) internal view returns (bytes32[] memory all) {
        all = new bytes32[](2 * PEOPLE);
        for (uint256 t; t < 2; ++t) {
            for (uint256 i; i < PEOPLE; ++i) {
                all[t * PEOPLE + i] = rewards.leafOf(people[i], tokens[t], of_[t][i]);
            }
        }
    }
}
