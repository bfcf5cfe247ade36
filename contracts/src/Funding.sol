// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {TransientSlot} from "@openzeppelin/contracts/utils/TransientSlot.sol";
import {IRewards} from "./interfaces/IRewards.sol";

/// @title Funding: the part of Rewards through which money comes in, and goes back while nobody has earned it.
abstract contract Funding is IRewards, ReentrancyGuardTransient {
    using SafeCast for uint256;
    using SafeERC20 for IERC20;
    using TransientSlot for *;

    /// @param funded all that came in and was not sent back. @param declared the part that roots may pay out; it
    /// only rises, and `declared <= funded` always.
    struct Funds {
        uint128 funded;
        uint128 declared;
    }

    mapping(address token => Funds) internal _funds;
    /// @notice What a contract (DataPools, Licenses) has brought of a token and not taken back.
    mapping(address funder => mapping(address token => uint256)) public brought;

    event Funded(address indexed token, uint256 amount);
    event FundingReturned(address indexed funder, address indexed to, address indexed token, uint256 amount);

    error FundingNotBegun(address token);
    error RefundAboveBrought(address funder, address token, uint256 amount, uint256 brought);
    error RefundDeclared(address token, uint256 amount, uint256 undeclared);

    /// @inheritdoc IRewards
    function beginFunding(address token) external {
        _opener(token).tstore(msg.sender);
        _before(token).tstore(IERC20(token).balanceOf(address(this)));
    }

    /// @inheritdoc IRewards
    /// @dev Only by the contract that began: otherwise whoever a token calls during a transfer could take the credit.
    function endFunding(address token) external returns (uint256 credited) {
        if (_opener(token).tload() != msg.sender) revert FundingNotBegun(token);
        _opener(token).tstore(address(0));
        uint256 before = _before(token).tload();
        uint256 balance = IERC20(token).balanceOf(address(this));
        credited = balance > before ? balance - before : 0;
        _funds[token].funded += credited.toUint128();
        brought[msg.sender][token] += credited;
        emit Funded(token, credited);
    }

    /// @inheritdoc IRewards
    /// @dev Two bounds that hold whatever the caller is: never more than it brought itself, so Licenses, which has
    /// no call to this, never gives revenue back; and never a unit that a root has declared, so no leaf of any
    /// posted tree loses the money behind it.
    function refund(address token, address to, uint256 amount) external nonReentrant {
        uint256 most = brought[msg.sender][token];
        if (amount > most) revert RefundAboveBrought(msg.sender, token, amount, most);
        Funds storage funds = _funds[token];
        (uint256 funded_, uint256 declared_) = (funds.funded, funds.declared);
        if (amount > funded_ - declared_) revert RefundDeclared(token, amount, funded_ - declared_);
        brought[msg.sender][token] = most - amount;
        funds.funded = uint128(funded_ - amount);
        emit FundingReturned(msg.sender, to, token, amount);
        IERC20(token).safeTransfer(to, amount);
    }

    function funded(address token) external view returns (uint256) {
        return _funds[token].funded;
    }

    function declared(address token) external view returns (uint256) {
        return _funds[token].declared;
    }

    function _opener(address token) private pure returns (TransientSlot.AddressSlot) {
        return keccak256(abi.encode("rowright.funding.opener", token)).asAddress();
    }

    function _before(address token) private pure returns (TransientSlot.Uint256Slot) {
        return keccak256(abi.encode("rowright.funding.before", token)).asUint256();
    }
}
