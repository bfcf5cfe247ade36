// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Delays} from "../../src/Delays.sol";
import {Rewards} from "../../src/Rewards.sol";
import {World} from "../World.sol";

contract ConstructorTest is World {
    function test_RevertWhen_TheWindowIsShorterThanADayOnARealChain() external {
        vm.chainId(1);
        vm.expectRevert(abi.encodeWithSelector(Delays.DelayTooShort.selector, 1 days - 1, 1 days));
        this.make(poster, guardian, 1 days - 1);
    }

    function test_WhenTheWindowIsADayOnARealChain() external {
        vm.chainId(1);
        assertEq(make(poster, guardian, 1 days).window(), 1 days);
    }

    function test_WhenTheChainIsALocalOne() external {
        assertEq(make(poster, guardian, 5).window(), 5);
    }

    function test_RevertWhen_ThePosterIsZero() external {
        vm.expectRevert(Rewards.ZeroAddress.selector);
        this.make(address(0), guardian, WINDOW);
    }

    function test_RevertWhen_TheGuardianIsZero() external {
        vm.expectRevert(Rewards.ZeroAddress.selector);
        this.make(poster, address(0), WINDOW);
    }

    function test_WhenItIsDeployed() external {
        vm.expectEmit();
        emit Ownable.OwnershipTransferred(address(0), admin);
        vm.expectEmit();
        emit Rewards.PosterSet(poster);
        vm.expectEmit();
        emit Rewards.GuardianSet(guardian);
        Rewards made = make(poster, guardian, WINDOW);
        assertEq(made.owner(), admin);
        assertEq(made.poster(), poster);
        assertEq(made.guardian(), guardian);
        assertEq(made.activeRoot(), 0);
        assertEq(made.lastEpoch(), 0);
    }

    function make(address poster_, address guardian_, uint256 window) public returns (Rewards) {
        return Rewards(ship("Rewards", abi.encode(admin, poster_, guardian_, window)));
    }
}
