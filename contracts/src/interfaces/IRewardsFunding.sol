// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title How money comes into Rewards: measured, by anybody, trusting nobody.
/// @notice In one transaction a contract calls `beginFunding`, sends the token to Rewards, and calls
/// `endFunding`, which credits what has arrived since. The balance before lives in transient storage, so
/// nothing can be credited twice; a fee the token keeps is simply not credited. Tokens sent without this
/// are a gift to nobody: no function ever moves them.
interface IRewardsFunding {
    function beginFunding(address token) external;
    function endFunding(address token) external returns (uint256 credited);
}
