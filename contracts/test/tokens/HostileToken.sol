// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// A token with every bad habit that real tokens have: switch on what the test needs.
contract HostileToken is ERC20 {
    uint256 public feeBps;
    mapping(address => bool) public blocked;
    bool public answersFalse;
    address public callTarget;
    bytes public callData;
    bool public swallows;

    constructor() ERC20("Hostile", "BAD") {}

    function mint(address account, uint256 amount) external {
        _mint(account, amount);
    }

    function setFee(uint256 bps) external {
        feeBps = bps;
    }

    function setBlocked(address account, bool blocked_) external {
        blocked[account] = blocked_;
    }

    function setAnswersFalse(bool answersFalse_) external {
        answersFalse = answersFalse_;
    }

    /// Calls back during every transfer, as ERC-777 tokens do.
    function setCall(address target, bytes calldata data) external {
        (callTarget, callData) = (target, data);
    }

    /// Whether a failing call back is passed over in silence.
    function setSwallows(bool swallows_) external {
        swallows = swallows_;
    }

    /// Takes the money as EIP-3009 tokens do, without a look at the signature.
    function receiveWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256,
        uint256,
        bytes32,
        uint8,
        bytes32,
        bytes32
    ) external {
        _transfer(from, to, value);
    }

    function transfer(address to, uint256 value) public override returns (bool) {
        if (answersFalse) return false;
        return super.transfer(to, value);
    }

    function _update(address from, address to, uint256 value) internal override {
        require(!blocked[to], "blocked");
        if (callTarget != address(0)) {
            (bool success, bytes memory why) = callTarget.call(callData);
            if (!success && !swallows) {
                assembly ("memory-safe") {
                    revert(add(why, 0x20), mload(why))
                }
            }
        }
        uint256 fee = from == address(0) ? 0 : value * feeBps / 10_000;
        super._update(from, to, value - fee);
        if (fee > 0) super._update(from, address(0xfee), fee);
    }
}
