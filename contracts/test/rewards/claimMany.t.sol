// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Rewards} from "../../src/Rewards.sol";
import {HostileToken} from "../tokens/HostileToken.sol";
import {Tree} from "../Tree.sol";
import {World} from "../World.sol";

contract ClaimManyTest is World {
    address[4] internal people;
    bytes32[] internal leaves;

    function setUp() public override {
        super.setUp();
        fund(100 * USD);
        people = [bo, chen, makeAddr("eve"), makeAddr("fay")];
        leaves = leavesFor(address(usd));
        postAndActivate(Tree.root(leaves), 1, 100 * USD);
    }

    function test_WhenEveryClaimBringsItsWholeProof() external {
        (Rewards.Claim[] memory claims, bytes32[] memory nodes) = wholeProofs();
        for (uint256 i; i < 4; ++i) {
            vm.expectEmit(address(rewards));
            emit Rewards.Claimed(people[i], address(usd), amountOf(i), amountOf(i));
        }
        vm.prank(mallory);
        rewards.claimMany(address(usd), claims, nodes);
        assertPaid();
        assertEq(rewards.claimed(bo, address(usd)), amountOf(0));
    }

    function test_WhenProofsAreJoined() external {
        // bo sends its whole proof: chen's leaf, and the parent of eve and fay. chen is the first of these nodes.
        // eve meets the second after one level, for which it sends fay's leaf, which is then fay's whole proof.
        bytes32[] memory nodes = new bytes32[](3);
        (nodes[0], nodes[1], nodes[2]) = (leaves[1], proof(leaves, 0)[1], leaves[3]);
        Rewards.Claim[] memory claims = new Rewards.Claim[](4);
        claims[0] = claimOf(0, 2, 0);
        claims[1] = claimOf(1, 0, 1);
        claims[2] = claimOf(2, 1, 2);
        claims[3] = claimOf(3, 0, 3);
        rewards.claimMany(address(usd), claims, nodes);
        assertPaid();
    }

    function test_WhenAClaimIsAlreadyPaid() external {
        rewards.claim(bo, address(usd), amountOf(0), proof(leaves, 0));
        (Rewards.Claim[] memory claims, bytes32[] memory nodes) = wholeProofs();
        rewards.claimMany(address(usd), claims, nodes);
        rewards.claimMany(address(usd), claims, nodes);
        assertPaid();
    }

    function test_RevertWhen_OneProofIsWrong() external {
        (Rewards.Claim[] memory claims, bytes32[] memory nodes) = wholeProofs();
        claims[2].cumulative += 1;
        vm.expectPartialRevert(Rewards.InvalidProof.selector);
        rewards.claimMany(address(usd), claims, nodes);
        assertEq(usd.balanceOf(bo), 0);
    }

    function test_RevertWhen_AClaimJoinsANodeThatIsNotProven() external {
        // mallory names a node of its own making and a leaf that leads there.
        bytes32[] memory nodes = new bytes32[](1);
        nodes[0] = leaf(mallory, 99 * USD);
        Rewards.Claim[] memory claims = new Rewards.Claim[](1);
        claims[0] = Rewards.Claim({path: pathOf(mallory, 0, 1), cumulative: 99 * USD});
        vm.expectRevert(abi.encodeWithSelector(Rewards.JoinUnproven.selector, 0, 1, 0));
        rewards.claimMany(address(usd), claims, nodes);
        // Its own nodes do not count as proven either.
        claims[0] = Rewards.Claim({path: pathOf(mallory, 1, 1), cumulative: 99 * USD});
        vm.expectRevert(abi.encodeWithSelector(Rewards.JoinUnproven.selector, 0, 1, 0));
        rewards.claimMany(address(usd), claims, nodes);
    }

    function testFuzz_RevertWhen_ABatchIsForged(
        uint256 seed,
        uint8 levels,
        uint16 join,
        bytes32[4] calldata more
    ) external {
        // A good claim first, then anything: mallory is never paid.
        bytes32[] memory path = proof(leaves, 0);
        bytes32[] memory nodes = new bytes32[](path.length + 4);
        (nodes[0], nodes[1]) = (path[0], path[1]);
        for (uint256 i; i < 4; ++i) {
            nodes[2 + i] = more[i];
        }
        Rewards.Claim[] memory claims = new Rewards.Claim[](2);
        claims[0] = claimOf(0, 2, 0);
        claims[1] =
            Rewards.Claim({path: pathOf(mallory, levels, join), cumulative: bound(seed, 1, 100 * USD)});
        (bool success, bytes memory why) =
            address(rewards).call(abi.encodeCall(Rewards.claimMany, (address(usd), claims, nodes)));
        assertFalse(success, "mallory is paid");
        // It joins a proof that is not there, reads past the nodes, or leads to another root.
        bool known = bytes4(why) == Rewards.JoinUnproven.selector
            || bytes4(why) == Rewards.InvalidProof.selector || bytes4(why) == bytes4(0x4e487b71);
        assertTrue(known, "refused for another reason");
    }

    function test_RevertWhen_TheBatchIsTooLarge() external {
        Rewards.Claim[] memory claims = new Rewards.Claim[](201);
        vm.expectRevert(abi.encodeWithSelector(Rewards.BatchTooLarge.selector, 201, 200));
        rewards.claimMany(address(usd), claims, new bytes32[](0));
    }

    function test_WhenTheTokenBlocksOneAccount() external {
        HostileToken bad = fundedHostile();
        leaves = leavesFor(address(bad));
        postAndActivateFor(address(bad), 2);
        bad.setBlocked(chen, true);
        (Rewards.Claim[] memory claims, bytes32[] memory nodes) = wholeProofs();
        vm.expectEmit(address(rewards));
        emit Rewards.ClaimRefused(chen, address(bad), amountOf(1));
        rewards.claimMany(address(bad), claims, nodes);
        assertEq(bad.balanceOf(bo), amountOf(0));
        assertEq(bad.balanceOf(people[3]), amountOf(3));
        assertEq(rewards.claimed(chen, address(bad)), 0, "still due");
        bad.setBlocked(chen, false);
        rewards.claimMany(address(bad), claims, nodes);
        assertEq(bad.balanceOf(chen), amountOf(1));
    }

    function test_WhenTheTokenAnswersFalse() external {
        HostileToken bad = fundedHostile();
        leaves = leavesFor(address(bad));
        postAndActivateFor(address(bad), 2);
        bad.setAnswersFalse(true);
        (Rewards.Claim[] memory claims, bytes32[] memory nodes) = wholeProofs();
        rewards.claimMany(address(bad), claims, nodes);
        assertEq(rewards.claimed(bo, address(bad)), 0);
        vm.expectRevert(abi.encodeWithSelector(SafeERC20.SafeERC20FailedOperation.selector, address(bad)));
        rewards.claim(bo, address(bad), amountOf(0), proof(leaves, 0));
    }

    function test_WhenTheTokenCallsBack() external {
        HostileToken bad = fundedHostile();
        leaves = leavesFor(address(bad));
        postAndActivateFor(address(bad), 2);
        // The call back fails inside the token, so its transfer does: refused, and still due.
        bad.setCall(
            address(rewards), abi.encodeCall(Rewards.claim, (bo, address(bad), amountOf(0), proof(leaves, 0)))
        );
        (Rewards.Claim[] memory claims, bytes32[] memory nodes) = wholeProofs();
        rewards.claimMany(address(bad), claims, nodes);
        assertEq(bad.balanceOf(bo), 0);
        // A token that passes over the failure pays once.
        bad.setSwallows(true);
        rewards.claimMany(address(bad), claims, nodes);
        assertEq(bad.balanceOf(bo), amountOf(0));
        bad.setCall(address(rewards), abi.encodeCall(Rewards.claimMany, (address(bad), claims, nodes)));
        rewards.claimMany(address(bad), claims, nodes);
        assertEq(bad.balanceOf(bo), amountOf(0));
    }

    function test_WhenTheBatchIsAsLargeAsItMayBe() external {
        Rewards.Claim[] memory claims = new Rewards.Claim[](200);
        bytes32[] memory path = proof(leaves, 0);
        bytes32[] memory nodes = new bytes32[](400);
        for (uint256 i; i < 200; ++i) {
            claims[i] = claimOf(0, 2, 0);
            (nodes[2 * i], nodes[2 * i + 1]) = (path[0], path[1]);
        }
        rewards.claimMany(address(usd), claims, nodes);
        assertEq(usd.balanceOf(bo), amountOf(0));
    }

    // ── Helpers ──────────────────────────────────────────────────────────────────────────────────────────

    function amountOf(uint256 i) internal pure returns (uint256) {
        return (i + 1) * 10 * USD;
    }

    function leavesFor(address token) internal view returns (bytes32[] memory all) {
        all = new bytes32[](4);
        for (uint256 i; i < 4; ++i) {
            all[i] = rewards.leafOf(people[i], token, amountOf(i));
        }
    }

    function pathOf(address account, uint256 levels, uint256 join) internal pure returns (uint256) {
        return uint256(uint160(account)) << 96 | join << 8 | levels;
    }

    function claimOf(uint256 i, uint256 levels, uint256 join) internal view returns (Rewards.Claim memory) {
        return Rewards.Claim({path: pathOf(people[i], levels, join), cumulative: amountOf(i)});
    }

    function wholeProofs() internal view returns (Rewards.Claim[] memory claims, bytes32[] memory nodes) {
        (claims, nodes) = (new Rewards.Claim[](4), new bytes32[](8));
        for (uint256 i; i < 4; ++i) {
            bytes32[] memory path = proof(leaves, i);
            (nodes[2 * i], nodes[2 * i + 1]) = (path[0], path[1]);
            claims[i] = claimOf(i, 2, 0);
        }
    }

    function assertPaid() internal view {
        for (uint256 i; i < 4; ++i) {
            assertEq(usd.balanceOf(people[i]), amountOf(i));
        }
    }

    function fundedHostile() internal returns (HostileToken bad) {
        bytes32 id;
        (bad, id) = hostile();
        vm.prank(ada);
        pools.fund(id, CAMPAIGN, 100 * USD);
    }

    function postAndActivateFor(address token, uint64 epoch) internal {
        (address[] memory tokens, uint256[] memory totals) = declaring(token, 100 * USD);
        vm.prank(poster);
        rewards.postRoot(Tree.root(leaves), MANIFEST, epoch, tokens, totals);
        skip(WINDOW);
        rewards.activate();
    }
}
