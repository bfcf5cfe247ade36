// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {DataPools} from "../../src/DataPools.sol";
import {PoolRegister} from "../../src/PoolRegister.sol";
import {World} from "../World.sol";

contract RolesTest is World {
    function test_WhenTheAdminNamesAPublisher() external {
        vm.expectEmit(address(pools));
        emit DataPools.PublisherSet(bo);
        vm.prank(admin);
        pools.setPublisher(bo);
        assertEq(pools.publisher(), bo);
    }

    function test_WhenTheAdminListsAToken() external {
        vm.expectEmit(address(pools));
        emit DataPools.TokenListed(address(1));
        vm.prank(admin);
        pools.listToken(address(1));
        assertTrue(pools.listed(address(1)));
        assertTrue(pools.listed(address(usd)));
    }

    function test_RevertWhen_ThePublisherIsZero() external {
        vm.prank(admin);
        vm.expectRevert(PoolRegister.ZeroAddress.selector);
        pools.setPublisher(address(0));
    }

    function test_RevertWhen_TheTokenIsZero() external {
        vm.prank(admin);
        vm.expectRevert(PoolRegister.ZeroAddress.selector);
        pools.listToken(address(0));
    }

    function test_RevertWhen_SomebodyElseNamesAPublisher() external {
        expectUnauthorized();
        pools.setPublisher(mallory);
    }

    function test_RevertWhen_SomebodyElseListsAToken() external {
        expectUnauthorized();
        pools.listToken(mallory);
    }

    function expectUnauthorized() internal {
        vm.prank(mallory);
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, mallory));
    }
}
