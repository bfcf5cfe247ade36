// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {TransientSlot} from "@openzeppelin/contracts/utils/TransientSlot.sol";
import {IRewardsFunding} from "./interfaces/IRewardsFunding.sol";

/// @title Funding: the part of Rewards through which money comes in.
abstract contract Funding is IRewardsFunding {
    using SafeCast for uint256;
    using TransientSlot for *;

    /// @param funded all that ever came in. @param declared the part that roots may pay out. Both only rise.
    struct Funds {
        uint128 funded;
        uint128 declared;
    }

    mapping(address token => Funds) internal _funds;

    event Funded(address indexed token, uint256 amount);

    error FundingNotBegun(address token);

    /// @inheritdoc IRewardsFunding
    function beginFunding(address token) external {
        // Balance + 1, so that an empty contract is told from funding that was not begun.
        _openFunding(token).tstore(IERC20(token).balanceOf(address(this)) + 1);
    }

    /// @inheritdoc IRewardsFunding
    function endFunding(address token) external returns (uint256 credited) {
        TransientSlot.Uint256Slot open = _openFunding(token);
        uint256 before = open.tload();
        if (before == 0) revert FundingNotBegun(token);
        open.tstore(0);
        uint256 balance = IERC20(token).balanceOf(address(this)) + 1;
        credited = balance > before ? balance - before : 0;
        _funds[token].funded += credited.toUint128();
        emit Funded(token, credited);
    }

    function funded(address token) external view returns (uint256) {
        return _funds[token].funded;
    }

    function declared(address token) external view returns (uint256) {
        return _funds[token].declared;
    }

    function _openFunding(address token) private pure returns (TransientSlot.Uint256Slot) {
        return keccak256(abi.encode("rowright.funding", token)).asUint256();
    }
}
