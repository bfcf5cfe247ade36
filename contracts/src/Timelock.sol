// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {Delays} from "./Delays.sol";

/// @title Timelock: the admin of the other contracts outside a local chain.
/// @notice OpenZeppelin's, with nobody above it: naming a hot role or listing a token waits `minDelay` in the
/// open, two days or more outside a local chain. Whoever proposes may also cancel; anybody may execute what has waited.
contract Timelock is TimelockController {
    uint256 public constant MIN_DELAY = 2 days;

    constructor(uint256 minDelay, address[] memory proposers)
        TimelockController(Delays.atLeast(minDelay, MIN_DELAY), proposers, _anybody(), address(0))
    {}

    function _anybody() private pure returns (address[] memory executors) {
        executors = new address[](1);
    }
}
