// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title How money comes into Rewards and, undeclared, back to whoever brought it.
/// @notice In one transaction a contract calls `beginFunding`, sends the token to Rewards, and calls
/// `endFunding`, which credits what has arrived since: measured, by anybody, trusting nobody. The balance before
/// lives in transient storage together with the caller, so nothing can be credited twice or to another; a fee the
/// token keeps is simply not credited. Tokens sent without this are a gift to nobody: no function ever moves them.
interface IRewards {
    function beginFunding(address token) external;
    function endFunding(address token) external returns (uint256 credited);

    /// @notice Sends back to `to` money that the caller brought and no root has declared.
    function refund(address token, address to, uint256 amount) external;

    function poster() external view returns (address);
    function guardian() external view returns (address);
    function window() external view returns (uint256);
}
