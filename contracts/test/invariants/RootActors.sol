// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Rewards} from "../../src/Rewards.sol";
import {Tree} from "../Tree.sol";
import {Ground} from "./Ground.sol";

/// An honest poster and a hostile one, a hostile guardian and admin, and whoever looks at what they post.
abstract contract RootActors is Ground {
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

    /// G2: what the admin may change waits its delay in the open, and cannot be had sooner.
    function rotateRoles(address poster, address guardian, uint32 early) external {
        if (poster == address(0) || guardian == address(0)) return;
        bytes memory change = early % 2 == 0
            ? abi.encodeCall(Rewards.setPoster, (poster))
            : abi.encodeCall(Rewards.setGuardian, (guardian));
        vm.prank(admin);
        (bool success,) = address(rewards).call(change);
        assertFalse(success, "past the timelock");
        bytes32 salt = keccak256(abi.encode(block.timestamp, poster, guardian, early, gasleft()));
        uint256 delay = timelock.getMinDelay();
        vm.prank(admin);
        timelock.schedule(address(rewards), 0, change, 0, salt, delay);
        skip(early % delay);
        (success,) =
            address(timelock).call(abi.encodeCall(timelock.execute, (address(rewards), 0, change, 0, salt)));
        assertFalse(success, "before its delay");
        skip(delay);
        timelock.execute(address(rewards), 0, change, 0, salt);
    }

    /// D6: whoever the poster is, what waits is not replaced.
    function postOver(bytes32 root) external {
        (bytes32 waits, uint256 epoch_, uint256 activatesAt) = rewards.pending();
        if (waits == 0 || root == 0) return;
        vm.prank(rewards.poster());
        vm.expectRevert(abi.encodeWithSelector(Rewards.RootPending.selector, epoch_, activatesAt));
        rewards.postRoot(root, "manifest", type(uint64).max, new address[](0), new uint256[](0));
    }

    /// D7: every fraud that can be proven is, by anybody, and the root never counts.
    function postFraud(uint256 kind, uint256 i, address accuser) external {
        if (pendingRoot() != 0 || rewards.activeRoot() != honestActive || honestActive == 0) return;
        i %= PEOPLE;
        uint256 before = active[0][i];
        bytes32[] memory bad_ = leaves(active);
        uint256 lie = kind % 3 == 0 ? before / 2 : rewards.declared(address(usd)) + 1;
        if (lie == before || (kind % 3 == 0 && before == 0)) return;
        uint256 place = kind % 3 == 1 ? (i + 1) % PEOPLE : i;
        bad_[place] = rewards.leafOf(people[i], address(usd), lie);
        honestPending = 0;
        postAs(Tree.root(bad_), new address[](0), new uint256[](0));
        Rewards.Leaf memory lies = Rewards.Leaf(lie, Tree.proof(bad_, place));
        Rewards.Leaf memory truth = Rewards.Leaf(before, Tree.proof(kind % 3 == 0 ? leaves(active) : bad_, i));
        vm.prank(accuser);
        if (kind % 3 == 0) rewards.proveDecrease(people[i], address(usd), truth, lies);
        else if (kind % 3 == 1) rewards.proveDuplicate(people[i], address(usd), truth, lies);
        else rewards.proveOverflow(people[i], address(usd), lies);
        assertEq(pendingRoot(), 0);
        assertEq(rewards.activeRoot(), honestActive);
    }

    /// D7: an honest root cannot be disabled by an accusation.
    function accuseHonest(uint256 i) external {
        if (honestPending == 0 || pendingRoot() != honestPending) return;
        i %= PEOPLE;
        Rewards.Leaf memory waits = Rewards.Leaf(posted[0][i], Tree.proof(leaves(posted), i));
        vm.expectPartialRevert(Rewards.NotFraud.selector);
        rewards.proveOverflow(people[i], address(usd), waits);
        vm.expectPartialRevert(Rewards.NotFraud.selector);
        rewards.proveDuplicate(people[i], address(usd), waits, waits);
        if (rewards.activeRoot() != honestActive || honestActive == 0) return;
        Rewards.Leaf memory counts = Rewards.Leaf(active[0][i], Tree.proof(leaves(active), i));
        vm.expectPartialRevert(Rewards.NotFraud.selector);
        rewards.proveDecrease(people[i], address(usd), counts, waits);
    }
}
