// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Licenses} from "../../src/Licenses.sol";
import {World} from "../World.sol";

contract ConstructorTest is World {
    function test_RevertWhen_TheGraceIsShorterThanAWeek() external {
        vm.expectRevert(abi.encodeWithSelector(Licenses.GraceTooShort.selector, 7 days - 1, 7 days));
        this.make(address(consents), 7 days - 1);
    }

    function test_RevertWhen_ConsentsIsZero() external {
        vm.expectRevert(Licenses.ZeroAddress.selector);
        this.make(address(0), 7 days);
    }

    function test_WhenItIsDeployed() external {
        Licenses made = make(address(consents), 7 days);
        assertEq(made.grace(), 7 days);
        assertEq(address(made.consents()), address(consents));
        assertEq(address(made.dataPools()), address(pools));
        assertEq(address(made.rewards()), address(rewards));
        (, string memory name, string memory version, uint256 chainId, address where,,) = made.eip712Domain();
        assertEq(name, "Rowright Licenses");
        assertEq(version, "1");
        assertEq(chainId, block.chainid);
        assertEq(where, address(made));
    }

    function make(address consents_, uint256 grace) public returns (Licenses) {
        return Licenses(ship("Licenses", abi.encode(pools, consents_, grace)));
    }
}
