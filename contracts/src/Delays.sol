// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Delays: the waiting times that are fixed at deployment, and the least they may be.
/// @notice A constructor that is handed less than the least refuses, unless the chain is a local one
/// (chain id 31337, anvil's and Hardhat's): there a day is five seconds. No real chain has that id.
library Delays {
    uint256 internal constant LOCAL_CHAIN = 31337;

    error DelayTooShort(uint256 delay, uint256 min);

    function atLeast(uint256 delay, uint256 min) internal view returns (uint256) {
        if (delay < min && block.chainid != LOCAL_CHAIN) revert DelayTooShort(delay, min);
        return delay;
    }
}
