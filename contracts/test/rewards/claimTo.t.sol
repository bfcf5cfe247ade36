// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Rewards} from "../../src/Rewards.sol";
import {Signatures} from "../../src/Signatures.sol";
import {HostileToken} from "../tokens/HostileToken.sol";
import {Wallet} from "../tokens/Wallet.sol";
import {Tree} from "../Tree.sol";
import {Delegates} from "../World.sol";
import {Epochs} from "./Epochs.sol";

contract ClaimToTest is Epochs {
    address internal elsewhere = makeAddr("elsewhere");

    function test_WhenTheAccountItselfCalls() external {
        vm.expectEmit(address(rewards));
        emit Rewards.Claimed(bo, address(usd), 30 * USD, 30 * USD);
        vm.expectEmit(address(rewards));
        emit Rewards.ClaimSentTo(bo, elsewhere, address(usd), 30 * USD);
        vm.prank(bo);
        assertEq(rewards.claimTo(bo, address(usd), 30 * USD, proof(active, 0), elsewhere, 0, ""), 30 * USD);
        assertEq(usd.balanceOf(elsewhere), 30 * USD);
        assertEq(usd.balanceOf(bo), 0);
        assertEq(rewards.claimed(bo, address(usd)), 30 * USD);
    }

    function test_WhenAnybodyCallsWithTheAccountsSignature() external {
        bytes memory signature = sign(chenKey, good());
        vm.prank(mallory);
        claimChenTo(elsewhere, signature);
        assertEq(usd.balanceOf(elsewhere), 12 * USD);
        vm.expectRevert(
            abi.encodeWithSelector(Rewards.NothingToClaim.selector, chen, address(usd), 12 * USD, 12 * USD)
        );
        claimChenTo(elsewhere, signature);
    }

    function test_WhenTheAccountIsDelegatedByEIP7702() external {
        // To code that knows no ERC-1271.
        Delegates(address(vm)).signAndAttachDelegation(address(usd), chenKey);
        usd.mint(chen, 0);
        assertEq(chen.code, abi.encodePacked(hex"ef0100", address(usd)));
        claimChenTo(elsewhere, sign(chenKey, good()));
        assertEq(usd.balanceOf(elsewhere), 12 * USD);
    }

    function test_WhenTheAccountIsAContractWallet() external {
        (address wallet, bytes32[] memory leaves, bytes32 digest_) = walletOf(chen);
        vm.prank(mallory);
        rewards.claimTo(
            wallet, address(usd), 7 * USD, proof(leaves, 0), bo, block.timestamp, sign(chenKey, digest_)
        );
        assertEq(usd.balanceOf(bo), 7 * USD);
    }

    function test_RevertWhen_TheContractWalletRefuses() external {
        (address wallet, bytes32[] memory leaves, bytes32 digest_) = walletOf(chen);
        bytes memory signature = sign(deeKey, digest_);
        bytes32[] memory path = proof(leaves, 0);
        vm.expectRevert(abi.encodeWithSelector(Signatures.InvalidSignature.selector, wallet, digest_));
        rewards.claimTo(wallet, address(usd), 7 * USD, path, bo, block.timestamp, signature);
    }

    function test_RevertWhen_TheRecipientIsZero() external {
        bytes32[] memory path = proof(active, 1);
        vm.prank(chen);
        vm.expectRevert(Rewards.ZeroAddress.selector);
        rewards.claimTo(chen, address(usd), 12 * USD, path, address(0), 0, "");
    }

    function test_RevertWhen_TheSignatureExpired() external {
        bytes memory signature = sign(chenKey, good());
        uint256 deadline = vm.getBlockTimestamp();
        bytes32[] memory path = proof(active, 1);
        skip(1);
        vm.expectRevert(abi.encodeWithSelector(Signatures.SignatureExpired.selector, deadline, deadline + 1));
        rewards.claimTo(chen, address(usd), 12 * USD, path, elsewhere, deadline, signature);
    }

    function test_RevertWhen_TheSignatureIsForAnotherRecipient() external {
        expectInvalid(mallory);
        claimChenTo(mallory, sign(chenKey, good()));
    }

    function test_RevertWhen_SomebodyElseSigned() external {
        expectInvalid(elsewhere);
        claimChenTo(elsewhere, sign(deeKey, good()));
    }

    function test_RevertWhen_TheSignatureIsForAnotherContract() external {
        bytes32 d = digest(chen, 12 * USD, elsewhere, address(pools), block.chainid);
        expectInvalid(elsewhere);
        claimChenTo(elsewhere, sign(chenKey, d));
    }

    function test_RevertWhen_TheSignatureIsForAnotherChain() external {
        bytes memory signature = sign(chenKey, good());
        vm.chainId(10);
        expectInvalid(elsewhere);
        claimChenTo(elsewhere, signature);
    }

    function test_RevertWhen_TheSignatureIsMalleated() external {
        bytes memory signature = malleated(chenKey, good());
        expectInvalid(elsewhere);
        claimChenTo(elsewhere, signature);
    }

    function test_RevertWhen_TheSignatureIsEmpty() external {
        expectInvalid(elsewhere);
        claimChenTo(elsewhere, "");
    }

    function test_RevertWhen_TheProofIsWrong() external {
        bytes32[] memory path = proof(active, 1);
        expectInvalidProof(activeRoot, Tree.root(leavesOf(leaf(bo, 30 * USD), active[0])));
        vm.prank(bo);
        rewards.claimTo(bo, address(usd), 30 * USD, path, elsewhere, 0, "");
    }

    function test_RevertWhen_TheTokenCallsBack() external {
        (HostileToken bad, bytes32 id) = hostile();
        vm.prank(ada);
        pools.fund(id, CAMPAIGN, 100 * USD);
        (address[] memory tokens, uint256[] memory totals) = declaring(address(bad), 10 * USD);
        bytes32 root = rewards.leafOf(bo, address(bad), 10 * USD);
        vm.prank(poster);
        rewards.postRoot(root, MANIFEST, 2, tokens, totals);
        skip(WINDOW);
        rewards.activate();
        bad.setCall(
            address(rewards), abi.encodeCall(Rewards.claim, (bo, address(bad), 10 * USD, new bytes32[](0)))
        );
        vm.prank(bo);
        vm.expectRevert(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector);
        rewards.claimTo(bo, address(bad), 10 * USD, new bytes32[](0), elsewhere, 0, "");
    }

    function test_WhenTheTypedDataIsAskedFor() external view {
        (, string memory name, string memory version, uint256 chainId, address where,,) =
            rewards.eip712Domain();
        assertEq(name, "Rowright Rewards");
        assertEq(version, "1");
        assertEq(chainId, block.chainid);
        assertEq(where, address(rewards));
        assertEq(
            rewards.CLAIM_TO_TYPEHASH(),
            keccak256("ClaimTo(address account,address token,uint256 cumulative,address to,uint256 deadline)")
        );
    }

    function claimChenTo(address to, bytes memory signature) internal {
        rewards.claimTo(chen, address(usd), 12 * USD, proof(active, 1), to, block.timestamp, signature);
    }

    function expectInvalid(address to) internal {
        bytes32 asked = digest(chen, 12 * USD, to, address(rewards), block.chainid);
        vm.expectRevert(abi.encodeWithSelector(Signatures.InvalidSignature.selector, chen, asked));
    }

    function good() internal view returns (bytes32) {
        return digest(chen, 12 * USD, elsewhere, address(rewards), block.chainid);
    }

    function walletOf(address owner)
        internal
        returns (address wallet, bytes32[] memory leaves, bytes32 digest_)
    {
        wallet = address(new Wallet(owner));
        leaves = leavesOf(leaf(wallet, 7 * USD), leaf(chen, 12 * USD));
        postAndActivate(Tree.root(leaves), 2, 42 * USD);
        digest_ = digest(wallet, 7 * USD, bo, address(rewards), block.chainid);
    }

    function digest(address account, uint256 cumulative, address to, address where, uint256 chainId)
        internal
        view
        returns (bytes32)
    {
        bytes32 kind = keccak256(
            "ClaimTo(address account,address token,uint256 cumulative,address to,uint256 deadline)"
        );
        bytes32 message = keccak256(abi.encode(kind, account, address(usd), cumulative, to, block.timestamp));
        return typed(domainOf("Rowright Rewards", where, chainId), message);
    }
}
