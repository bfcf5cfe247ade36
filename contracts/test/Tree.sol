// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Hashes} from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";

/// A plain tree of sorted pairs; a node without a sibling goes up as it is. OpenZeppelin's proofs do not care.
library Tree {
    function root(bytes32[] memory level) internal pure returns (bytes32) {
        while (level.length > 1) {
            level = _up(level);
        }
        return level[0];
    }

    function proof(bytes32[] memory level, uint256 index) internal pure returns (bytes32[] memory siblings) {
        siblings = new bytes32[](32);
        uint256 count;
        for (; level.length > 1; index >>= 1) {
            if ((index ^ 1) < level.length) siblings[count++] = level[index ^ 1];
            level = _up(level);
        }
        assembly ("memory-safe") {
            mstore(siblings, count)
        }
    }

    function _up(bytes32[] memory level) private pure returns (bytes32[] memory next) {
        next = new bytes32[]((level.length + 1) / 2);
        for (uint256 i; i < next.length; ++i) {
            next[i] = 2 * i + 1 < level.length
                ? Hashes.commutativeKeccak256(level[2 * i], level[2 * i + 1])
                : level[2 * i];
        }
    }
}
