// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title RewardTree: the leaf and the climb from leaf to root.
/// @dev The format of npm `@openzeppelin/merkle-tree`: double-hashed leaves, sorted pairs. Written out because
/// a relayed batch does it a thousand times; `test/rewards/tree.t.sol` compares it with OpenZeppelin's.
library RewardTree {
    bytes32 internal constant LEAF_TAG = keccak256("rowright.reward.v1");

    /// @notice `keccak256(bytes.concat(keccak256(abi.encode(LEAF_TAG, account, token, cumulative))))`: 128
    /// tagged bytes, hashed twice, so that an inner node can never pass for a leaf.
    function leafOf(address account, address token, uint256 cumulative) internal pure returns (bytes32 leaf) {
        (bytes32 tag, uint256 account_, uint256 token_) = (LEAF_TAG, uint160(account), uint160(token));
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore(free, tag)
            mstore(add(free, 0x20), account_)
            mstore(add(free, 0x40), token_)
            mstore(add(free, 0x60), cumulative)
            mstore(0x00, keccak256(free, 0x80))
            leaf := keccak256(0x00, 0x20)
        }
    }

    /// @notice OpenZeppelin's `processProofCalldata` over `nodes[start:end]`, 90 gas a level instead of 200: the
    /// greater of a pair goes to the second word of scratch memory by arithmetic, without a jump. Not
    /// bounds-checked: siblings are anybody's guess until the result equals a proven node.
    function climb(bytes32 node, bytes32[] calldata nodes, uint256 start, uint256 end)
        internal
        pure
        returns (bytes32)
    {
        assembly ("memory-safe") {
            let at := add(nodes.offset, shl(5, start))
            for { let last := add(nodes.offset, shl(5, end)) } lt(at, last) { at := add(at, 0x20) } {
                let sibling := calldataload(at)
                let place := shl(5, gt(node, sibling))
                mstore(place, node)
                mstore(xor(place, 0x20), sibling)
                node := keccak256(0x00, 0x40)
            }
        }
        return node;
    }

    /// @notice The root that a leaf and its whole proof lead to.
    function rootOf(address account, address token, uint256 cumulative, bytes32[] calldata proof)
        internal
        pure
        returns (bytes32)
    {
        return climb(leafOf(account, token, cumulative), proof, 0, proof.length);
    }

    /// @notice `nodes[join - 1]`, for a place the caller has checked.
    function joined(bytes32[] calldata nodes, uint256 join) internal pure returns (bytes32 node) {
        assembly ("memory-safe") {
            node := calldataload(sub(add(nodes.offset, shl(5, join)), 0x20))
        }
    }
}
