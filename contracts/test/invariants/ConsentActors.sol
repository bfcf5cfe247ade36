// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";
import {Hashes} from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";
import {Consents} from "../../src/Consents.sol";

/// What a consent is to whoever holds its receipt and reads the chain.
enum State {
    NeverAnchored,
    Anchored,
    Expired,
    Revoked,
    RevokedBeforeAnchored
}

/// Two anchorers and somebody who anchors other people's batches, an admin who leaves, contributors and strangers who
/// end consents. Beside every call runs the reference model: what a state becomes by each act. It never looks at the
/// contract. Nothing here may revert (`fail_on_revert`).
contract ConsentActors is Test {
    uint256 internal constant COUNT = 4;
    bytes32 internal constant POOL = "pool";

    Consents internal consents;
    address internal admin;
    address[3] internal accounts;
    bool internal left;

    /// Four receipts in two batches. The third never expires within a run, the fourth has expired at the start.
    bytes32[COUNT] internal secrets = [bytes32("one"), "two", "three", "four"];
    bytes32[COUNT] internal locks;
    uint256[COUNT] internal expiry;
    bytes32[2] internal roots;

    /// The model: what a receipt is worth by the word of each account that anchors.
    State[COUNT][3] internal states;
    /// And when each account anchored each batch, 0 if it has not.
    uint256[2][3] internal anchoredOn;
    uint256[] internal epochs;

    constructor(Consents consents_) {
        (consents, admin) = (consents_, consents_.owner());
        accounts = [consents_.anchorer(), makeAddr("second anchorer"), makeAddr("mallory")];
        uint256 start = block.timestamp;
        expiry = [start + 10 days, start + 365 days, type(uint256).max, start];
        bytes32[COUNT] memory leaves;
        for (uint256 k; k < COUNT; ++k) {
            locks[k] = keccak256(abi.encode(secrets[k]));
            leaves[k] = keccak256(bytes.concat(keccak256(abi.encode("tag", k, locks[k]))));
        }
        roots = [
            Hashes.commutativeKeccak256(leaves[0], leaves[1]),
            Hashes.commutativeKeccak256(leaves[2], leaves[3])
        ];
    }

    // ── What the invariants compare ──────────────────────────────────────────────────────────────────────

    /// C3: in every state, what the contract says of every consent by the word of every account, and of every epoch, is
    /// what the model says. In one call, with as few reads as will do: it is made after every call of a run.
    function compare() external view {
        for (uint256 b; b < 2; ++b) {
            (uint256 endOne, uint256 endOther) =
                (consents.revokedAt(locks[2 * b]), consents.revokedAt(locks[2 * b + 1]));
            for (uint256 account; account < 3; ++account) {
                uint256 anchored = consents.anchoredAt(accounts[account], roots[b]);
                State[COUNT] storage model = states[account];
                require(answerOf(anchored, endOne, expiry[2 * b]) == model[2 * b], "C3");
                require(answerOf(anchored, endOther, expiry[2 * b + 1]) == model[2 * b + 1], "C3");
            }
        }
        uint256 count = epochs.length;
        require(consents.revocationEpochCount(POOL) == count, "C3: epochs");
        if (count == 0) return;
        uint256 last = epochs[count - 1];
        require(consents.revocationEpochTime(POOL, count - 1) == last, "C3: time of an epoch");
        require(consents.firstEpochAfter(POOL, last) == 0, "C3: an epoch after the last");
        require(consents.firstEpochAfter(POOL, last - 1) == last, "C3: the epoch after a time");
    }

    /// What a verifier with the receipt makes of the contract's words: block times, 0 where there is none.
    function answerOf(uint256 anchored, uint256 revoked, uint256 expires) internal view returns (State) {
        if (revoked != 0) {
            return anchored == 0 || revoked <= anchored ? State.RevokedBeforeAnchored : State.Revoked;
        }
        if (anchored == 0) return State.NeverAnchored;
        return block.timestamp >= expires ? State.Expired : State.Anchored;
    }

    // ── Actors ───────────────────────────────────────────────────────────────────────────────────────────

    function anchor(uint256 account, uint256 batch, uint64 count) external {
        (account, batch) = (account % 3, batch % 2);
        vm.prank(accounts[account]);
        (bool success, bytes memory why) =
            address(consents).call(abi.encodeCall(Consents.anchor, (roots[batch], uint256(count) + 1)));
        assertEq(success, anchoredOn[account][batch] == 0, "C3: anchored twice, or refused the first time");
        if (!success) {
            assertEq(bytes4(why), Consents.AlreadyAnchored.selector);
            return;
        }
        anchoredOn[account][batch] = block.timestamp;
        for (uint256 k = 2 * batch; k < 2 * batch + 2; ++k) {
            if (states[account][k] == State.NeverAnchored) states[account][k] = State.Anchored;
        }
        tick();
    }

    /// C4: whoever calls, with whatever history, the end of a consent is never refused.
    function revoke(uint256 k, address caller) external {
        k %= COUNT;
        vm.prank(caller);
        (bool success,) = address(consents).call(abi.encodeCall(Consents.revoke, (secrets[k])));
        assertTrue(success, "C4: revoke reverted");
        ended(k);
    }

    /// C4 for batches: with repeated secrets, and with some that open nothing.
    function revokeMany(uint256 k, uint256 other, bytes32 foreign, address caller) external {
        (k, other) = (k % COUNT, other % COUNT);
        bytes32[] memory batch = new bytes32[](4);
        (batch[0], batch[1], batch[2], batch[3]) = (secrets[k], foreign, secrets[other], secrets[k]);
        vm.prank(caller);
        (bool success,) = address(consents).call(abi.encodeCall(Consents.revokeMany, (batch)));
        assertTrue(success, "C4: revokeMany reverted");
        for (uint256 i; i < COUNT; ++i) {
            if (i == k || i == other || secrets[i] == foreign) ended(i);
        }
    }

    /// C5: nothing but time makes a consent expire.
    function waits(uint32 seconds_) external {
        skip(seconds_ % 20 days);
        tick();
    }

    function openEpoch(uint256 account) external {
        account %= 3;
        uint256 due = epochs.length == 0 ? 0 : epochs[epochs.length - 1] + consents.revocationGap();
        bool allowed = accounts[account] == consents.anchorer() && block.timestamp >= due;
        vm.prank(accounts[account]);
        (bool success,) =
            address(consents).call(abi.encodeCall(Consents.openRevocationEpoch, (POOL, "root", 1)));
        assertEq(success, allowed, "C3: an epoch too soon, or by somebody else");
        if (success) epochs.push(block.timestamp);
    }

    /// The role moves, and what was anchored stays anchored.
    function changeAnchorer(uint256 account) external {
        if (left) return;
        vm.prank(admin);
        consents.setAnchorer(accounts[account % 2]);
    }

    function leave(uint8 sure) external {
        if (left || sure != 255) return;
        left = true;
        vm.prank(admin);
        consents.renounceOwnership();
    }

    // ── The model ────────────────────────────────────────────────────────────────────────────────────────

    function ended(uint256 k) private {
        for (uint256 account; account < 3; ++account) {
            State state = states[account][k];
            if (state == State.Revoked || state == State.RevokedBeforeAnchored) continue;
            // Within one second nobody can tell the order: the end came first.
            bool before = state == State.NeverAnchored || anchoredOn[account][k / 2] == block.timestamp;
            states[account][k] = before ? State.RevokedBeforeAnchored : State.Revoked;
        }
    }

    function tick() private {
        for (uint256 account; account < 3; ++account) {
            for (uint256 k; k < COUNT; ++k) {
                if (states[account][k] == State.Anchored && block.timestamp >= expiry[k]) {
                    states[account][k] = State.Expired;
                }
            }
        }
    }
}
