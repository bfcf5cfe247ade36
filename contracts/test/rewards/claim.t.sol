// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Rewards} from "../../src/Rewards.sol";
import {Signatures} from "../../src/Signatures.sol";
import {Tree} from "../Tree.sol";
import {Wallet} from "../tokens/Wallet.sol";
import {World} from "../World.sol";

contract ClaimTest is World {
    bytes32[] internal leaves;

    function setUp() public override {
        super.setUp();
        fund(100 * USD);
        leaves = leavesOf(leaf(bo, 30 * USD), leaf(chen, 12 * USD));
        postAndActivate(Tree.root(leaves), 1, 42 * USD);
    }

    function test_PaysTheAccount_WhoeverCalls() external {
        vm.expectEmit(address(rewards));
        emit Rewards.Claimed(bo, address(usd), 30 * USD, 30 * USD);
        vm.prank(mallory);
        uint256 amount = rewards.claim(bo, address(usd), 30 * USD, proof(leaves, 0));
        assertEq(amount, 30 * USD);
        assertEq(usd.balanceOf(bo), 30 * USD);
        assertEq(rewards.claimed(bo, address(usd)), 30 * USD);
    }

    function test_PaysOnlyWhatIsNewInALaterEpoch() external {
        rewards.claim(bo, address(usd), 30 * USD, proof(leaves, 0));
        bytes32[] memory later = leavesOf(leaf(bo, 50 * USD), leaf(chen, 12 * USD));
        postAndActivate(Tree.root(later), 2, 62 * USD);
        assertEq(rewards.claim(bo, address(usd), 50 * USD, proof(later, 0)), 20 * USD);
        assertEq(usd.balanceOf(bo), 50 * USD);
    }

    function test_RevertWhen_AlreadyPaid() external {
        rewards.claim(bo, address(usd), 30 * USD, proof(leaves, 0));
        vm.expectRevert(
            abi.encodeWithSelector(Rewards.NothingToClaim.selector, bo, address(usd), 30 * USD, 30 * USD)
        );
        rewards.claim(bo, address(usd), 30 * USD, proof(leaves, 0));
    }

    function test_RevertWhen_ProofIsForAnotherLeafOrLength() external {
        bytes32[] memory good = proof(leaves, 0);
        expectInvalidProof();
        rewards.claim(bo, address(usd), 31 * USD, good);
        expectInvalidProof();
        rewards.claim(mallory, address(usd), 30 * USD, good);
        expectInvalidProof();
        rewards.claim(bo, address(1), 30 * USD, good);
        expectInvalidProof();
        rewards.claim(bo, address(usd), 30 * USD, new bytes32[](0));
        expectInvalidProof();
        rewards.claim(bo, address(usd), 30 * USD, new bytes32[](2));
    }

    function test_RevertWhen_RootIsStale() external {
        bytes32[] memory later = leavesOf(leaf(bo, 50 * USD), leaf(chen, 12 * USD));
        postAndActivate(Tree.root(later), 2, 62 * USD);
        vm.expectRevert(
            abi.encodeWithSelector(Rewards.InvalidProof.selector, Tree.root(later), Tree.root(leaves))
        );
        rewards.claim(bo, address(usd), 30 * USD, proof(leaves, 0));
    }

    function test_NothingIsClaimableBeforeActivation() external {
        bytes32[] memory later = leavesOf(leaf(bo, 50 * USD), leaf(chen, 12 * USD));
        post(Tree.root(later), 2, 62 * USD);
        expectInvalidProof();
        rewards.claim(bo, address(usd), 50 * USD, proof(later, 0));
        rewards.claim(bo, address(usd), 30 * USD, proof(leaves, 0));
    }

    function test_RevertWhen_AnInnerNodePosesAsLeaf() external {
        // The two children of the root as a 64-byte "leaf": hashed twice and tagged, it is another number.
        vm.expectPartialRevert(Rewards.InvalidProof.selector);
        rewards.claim(address(bytes20(leaves[0])), address(bytes20(leaves[1])), 1, new bytes32[](0));
    }

    // ── claimTo ──────────────────────────────────────────────────────────────────────────────────────────

    function test_ClaimTo_ByTheAccountItself() external {
        address elsewhere = makeAddr("elsewhere");
        vm.expectEmit(address(rewards));
        emit Rewards.ClaimSentTo(bo, elsewhere, address(usd), 30 * USD);
        vm.prank(bo);
        rewards.claimTo(bo, address(usd), 30 * USD, proof(leaves, 0), elsewhere, 0, "");
        assertEq(usd.balanceOf(elsewhere), 30 * USD);
        assertEq(rewards.claimed(bo, address(usd)), 30 * USD);
    }

    function test_ClaimTo_BySignature_Once() external {
        address elsewhere = makeAddr("elsewhere");
        bytes memory signature = sign(chenKey, digest(chen, elsewhere, address(rewards), block.chainid));
        vm.prank(mallory);
        claimChenTo(elsewhere, signature);
        assertEq(usd.balanceOf(elsewhere), 12 * USD);
        vm.expectPartialRevert(Rewards.NothingToClaim.selector);
        claimChenTo(elsewhere, signature);
    }

    function test_ClaimTo_ADelegatedAccountStillSignsWithItsKey() external {
        // EIP-7702: chen's address has code that knows no ERC-1271.
        vm.etch(chen, abi.encodePacked(hex"ef0100", address(usd)));
        bytes memory signature = sign(chenKey, digest(chen, bo, address(rewards), block.chainid));
        claimChenTo(bo, signature);
        assertEq(usd.balanceOf(bo), 12 * USD);
    }

    function test_ClaimTo_AContractWalletSignsByERC1271() external {
        address wallet = address(new Wallet(chen));
        bytes32[] memory later = leavesOf(leaf(wallet, 7 * USD), leaf(chen, 12 * USD));
        postAndActivate(Tree.root(later), 2, 42 * USD);
        bytes32 message = keccak256(
            abi.encode(rewards.CLAIM_TO_TYPEHASH(), wallet, address(usd), 7 * USD, bo, block.timestamp)
        );
        bytes memory signature =
            sign(chenKey, typed(domainOf("Rowright Rewards", address(rewards), block.chainid), message));
        rewards.claimTo(wallet, address(usd), 7 * USD, proof(later, 0), bo, block.timestamp, signature);
        assertEq(usd.balanceOf(bo), 7 * USD);
    }

    function test_RevertWhen_SignatureIsWrong() external {
        bytes32 d = digest(chen, bo, address(rewards), block.chainid);
        bytes memory good = sign(chenKey, d);
        // Another recipient, signer, contract and chain; the mirrored s; nothing.
        expectInvalidSignature();
        claimChenTo(mallory, good);
        expectInvalidSignature();
        claimChenTo(bo, sign(deeKey, d));
        bytes memory elsewhere = sign(chenKey, digest(chen, bo, address(pools), block.chainid));
        expectInvalidSignature();
        claimChenTo(bo, elsewhere);
        bytes memory otherChain = sign(chenKey, digest(chen, bo, address(rewards), block.chainid + 1));
        expectInvalidSignature();
        claimChenTo(bo, otherChain);
        expectInvalidSignature();
        claimChenTo(bo, malleated(chenKey, d));
        expectInvalidSignature();
        claimChenTo(bo, "");
    }

    function test_RevertWhen_SignatureExpiredOrRecipientIsZero() external {
        bytes memory signature = sign(chenKey, digest(chen, bo, address(rewards), block.chainid));
        // Not block.timestamp: via-IR reads it anew after the skip.
        uint256 deadline = vm.getBlockTimestamp();
        bytes32[] memory path = proof(leaves, 1);
        skip(1);
        vm.expectRevert(
            abi.encodeWithSelector(Signatures.SignatureExpired.selector, deadline, block.timestamp)
        );
        rewards.claimTo(chen, address(usd), 12 * USD, path, bo, deadline, signature);
        vm.prank(chen);
        vm.expectRevert(Rewards.ZeroAddress.selector);
        rewards.claimTo(chen, address(usd), 12 * USD, path, address(0), deadline, signature);
    }

    function claimChenTo(address to, bytes memory signature) internal {
        rewards.claimTo(chen, address(usd), 12 * USD, proof(leaves, 1), to, block.timestamp, signature);
    }

    function digest(address account, address to, address where, uint256 chainId)
        internal
        view
        returns (bytes32)
    {
        bytes32 message = keccak256(
            abi.encode(
                keccak256(
                    "ClaimTo(address account,address token,uint256 cumulative,address to,uint256 deadline)"
                ),
                account,
                address(usd),
                12 * USD,
                to,
                block.timestamp
            )
        );
        return typed(domainOf("Rowright Rewards", where, chainId), message);
    }

    function malleated(uint256 key, bytes32 d) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, d);
        uint256 order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;
        return abi.encodePacked(r, bytes32(order - uint256(s)), v == 27 ? uint8(28) : uint8(27));
    }

    function expectInvalidProof() internal {
        vm.expectPartialRevert(Rewards.InvalidProof.selector);
    }

    function expectInvalidSignature() internal {
        vm.expectPartialRevert(Signatures.InvalidSignature.selector);
    }
}
