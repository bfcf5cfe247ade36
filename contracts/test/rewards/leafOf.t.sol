// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {RewardTree} from "../../src/RewardTree.sol";
import {World} from "../World.sol";

/// Rewards' leaf and climb against OpenZeppelin's, and both against the trees packages/protocol builds.
contract LeafOfTest is World {
    struct VectorClaim {
        address account;
        uint256 cumulative;
        bytes32 leaf;
        bytes32[] proof;
        address token;
    }

    function test_WhenTypeScriptBuildsTheTree() external view {
        string memory json = vm.readFile("test/vectors/merkle.json");
        for (uint256 t; vm.keyExistsJson(json, key(t, ".root")); ++t) {
            bytes32 root = vm.parseJsonBytes32(json, key(t, ".root"));
            VectorClaim[] memory claims = abi.decode(vm.parseJson(json, key(t, ".claims")), (VectorClaim[]));
            for (uint256 i; i < claims.length; ++i) {
                VectorClaim memory c = claims[i];
                assertEq(rewards.leafOf(c.account, c.token, c.cumulative), c.leaf);
                assertTrue(MerkleProof.verify(c.proof, root, c.leaf));
                assertEq(this.climb(c.leaf, c.proof), root);
            }
        }
        assertTrue(vm.keyExistsJson(json, key(6, ".root")), "seven trees");
    }

    function testFuzz_WhenAnyLeafIsMade(address account, address token, uint256 cumulative) external view {
        bytes32 tag = keccak256("rowright.reward.v1");
        bytes32 leaf_ = keccak256(bytes.concat(keccak256(abi.encode(tag, account, token, cumulative))));
        assertEq(rewards.leafOf(account, token, cumulative), leaf_);
    }

    function testFuzz_WhenAnyProofIsClimbed(bytes32 leaf_, bytes32[] calldata siblings) external pure {
        assertEq(
            RewardTree.climb(leaf_, siblings, 0, siblings.length),
            MerkleProof.processProofCalldata(siblings, leaf_)
        );
    }

    function climb(bytes32 leaf_, bytes32[] calldata siblings) external pure returns (bytes32) {
        return RewardTree.climb(leaf_, siblings, 0, siblings.length);
    }

    function key(uint256 t, string memory of_) internal pure returns (string memory) {
        return string.concat(".trees[", vm.toString(t), "]", of_);
    }
}
