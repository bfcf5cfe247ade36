// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";
import {Consents} from "../../src/Consents.sol";
import {DataPools} from "../../src/DataPools.sol";
import {Licenses} from "../../src/Licenses.sol";
import {Rewards} from "../../src/Rewards.sol";
import {TestDollar} from "../../src/TestDollar.sol";
import {HostileToken} from "../tokens/HostileToken.sol";
import {Tree} from "../Tree.sol";

/// Everything anybody may do, in any order, with an honest poster, a hostile one, a hostile guardian, a hostile
/// admin and a hostile token. Nothing here may revert (`fail_on_revert`).
contract Handler is Test {
    uint256 internal constant PEOPLE = 4;

    Rewards internal rewards;
    DataPools internal pools;
    Licenses internal licenses;
    Consents internal consents;
    TestDollar internal usd;
    HostileToken internal bad;
    bytes32[2] internal poolIds;
    uint256[] internal offers = new uint256[](1);
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
    uint256 public epoch;

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
        (admin, anchorer) = (rewards.owner(), consents.anchorer());
        tokens = [address(usd_), address(bad_)];
        people = [makeAddr("bo"), makeAddr("chen"), makeAddr("eve"), makeAddr("fay")];
        // EIP-7702: one of them is delegated to code that knows nothing.
        vm.etch(people[1], abi.encodePacked(hex"ef0100", address(usd_)));
        usd.approve(address(pools), type(uint256).max);
        usd.approve(address(licenses), type(uint256).max);
        bad.approve(address(pools), type(uint256).max);
    }

    // ── Money in ─────────────────────────────────────────────────────────────────────────────────────────

    function fund(uint256 t, uint96 amount) external {
        t %= 2;
        amount = uint96(bound(amount, 1, 1e30));
        t == 0 ? usd.mint(address(this), amount) : bad.mint(address(this), amount);
        pools.fund(poolIds[t], "campaign", amount);
    }

    function give(uint96 amount) external {
        usd.mint(address(rewards), amount);
        rewards.beginFunding(address(usd));
        rewards.endFunding(address(usd));
    }

    function buy(uint256 who) external {
        usd.mint(address(this), 1_000_003);
        bought.push(licenses.buyFor(offers[0], people[who % PEOPLE], 1_000_003));
    }

    function distribute() external {
        licenses.distribute(offers);
    }

    function withdrawTreasury() external {
        if (licenses.treasuryOwed(poolIds[0]) > 0) licenses.withdrawTreasury(poolIds[0]);
    }

    // ── Roots ────────────────────────────────────────────────────────────────────────────────────────────

    /// The honest poster raises everybody's leaf by parts of what is funded and not declared.
    function post(uint256 seed) external {
        if (pendingRoot() != 0) return;
        address[] memory tokens_ = new address[](2);
        uint256[] memory totals = new uint256[](2);
        for (uint256 t; t < 2; ++t) {
            uint256 left = rewards.funded(tokens[t]) - rewards.declared(tokens[t]);
            (tokens_[t], totals[t]) = (tokens[t], rewards.declared(tokens[t]));
            for (uint256 i; i < PEOPLE; ++i) {
                uint256 more = uint256(keccak256(abi.encode(seed, t, i))) % (left / PEOPLE + 1);
                posted[t][i] = active[t][i] + more;
                totals[t] += more;
            }
        }
        bytes32 root = Tree.root(leaves(posted));
        if (root == rewards.activeRoot()) return;
        honestPending = root;
        postAs(root, tokens_, totals);
    }

    /// A hostile poster posts whatever it likes and declares all there is.
    function postHostile(bytes32 root) external {
        if (pendingRoot() != 0 || root == 0 || root == rewards.activeRoot()) return;
        address[] memory tokens_ = new address[](1);
        uint256[] memory totals = new uint256[](1);
        (tokens_[0], totals[0]) = (tokens[0], rewards.declared(tokens[0]));
        honestPending = 0;
        postAs(root, tokens_, totals);
    }

    function activate(uint32 later) external {
        skip(later);
        (bytes32 root,, uint256 activatesAt) = rewards.pending();
        if (root == 0 || block.timestamp < activatesAt) return;
        rewards.activate();
        if (root != honestPending) return;
        honestActive = root;
        active = posted;
    }

    function disable() external {
        if (pendingRoot() == 0) return;
        vm.prank(rewards.guardian());
        (bool success, bytes memory why) = address(rewards).call(abi.encodeCall(Rewards.disablePending, ()));
        // The guardian may be spent, nothing else.
        assertTrue(success || bytes4(why) == Rewards.GuardianSpent.selector);
    }

    function rotateRoles(address poster, address guardian) external {
        if (poster == address(0) || guardian == address(0)) return;
        vm.startPrank(admin);
        rewards.setPoster(poster);
        rewards.setGuardian(guardian);
        vm.stopPrank();
    }

    // ── Money out ────────────────────────────────────────────────────────────────────────────────────────

    function claim(uint256 i) external {
        i %= PEOPLE;
        if (rewards.activeRoot() != honestActive || honestActive == 0) return;
        if (active[0][i] <= rewards.claimed(people[i], address(usd))) return;
        rewards.claim(people[i], address(usd), active[0][i], Tree.proof(leaves(active), i));
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
    }

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

    // ── Views for the invariants ─────────────────────────────────────────────────────────────────────────

    function activeLeaf(uint256 t, uint256 i) external view returns (uint256) {
        return active[t][i];
    }

    function licensesBought() external view returns (uint256[] memory) {
        return bought;
    }

    function pendingRoot() internal view returns (bytes32 root) {
        (root,,) = rewards.pending();
    }

    function postAs(bytes32 root, address[] memory tokens_, uint256[] memory totals) internal {
        epoch = rewards.lastEpoch() + 1;
        vm.prank(rewards.poster());
        rewards.postRoot(root, "manifest", uint64(epoch), tokens_, totals);
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
