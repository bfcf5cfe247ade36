// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DataPools} from "../../src/DataPools.sol";
import {PoolRegister} from "../../src/PoolRegister.sol";
import {World} from "../World.sol";

contract CreatePoolTest is World {
    function test_RevertWhen_TheTokenIsNotListed() external {
        vm.expectRevert(abi.encodeWithSelector(DataPools.UnlistedToken.selector, address(1)));
        pools.createPool("next", address(1), terms(0, ada));
    }

    function test_RevertWhen_TheTreasuryIsZero() external {
        vm.expectRevert(PoolRegister.ZeroAddress.selector);
        pools.createPool("next", address(usd), terms(0, address(0)));
    }

    function test_RevertWhen_TheTreasurysShareIsOverTheCap() external {
        vm.expectRevert(abi.encodeWithSelector(PoolRegister.TreasuryShareTooHigh.selector, 2_001, 2_000));
        pools.createPool("next", address(usd), terms(2_001, ada));
    }

    function test_RevertWhen_TheSourcesShareIsOverTheCap() external {
        vm.expectRevert(abi.encodeWithSelector(PoolRegister.SourceShareTooHigh.selector, 5_001, 5_000));
        pools.createPool("next", address(usd), PoolRegister.Terms("metadata", ada, 0, 5_001));
    }

    function test_RevertWhen_TheOwnerUsedTheSaltBefore() external {
        vm.prank(ada);
        vm.expectRevert(abi.encodeWithSelector(PoolRegister.PoolExists.selector, poolId));
        pools.createPool("salt", address(usd), terms(0, ada));
    }

    function test_WhenTheTermsAreWithinTheCaps() external {
        vm.prank(mallory);
        bytes32 squatted = pools.createPool("next", address(usd), terms(0, mallory));
        PoolRegister.Terms memory said = PoolRegister.Terms("metadata", bo, 2_000, 5_000);
        bytes32 expected = keccak256(abi.encode(ada, bytes32("next")));
        vm.expectEmit(address(pools));
        emit PoolRegister.PoolCreated(expected, ada, "next", address(usd), said);
        vm.prank(ada);
        bytes32 id = pools.createPool("next", address(usd), said);
        assertEq(id, expected);
        assertNotEq(id, squatted);
        PoolRegister.Pool memory pool = pools.poolOf(id);
        assertEq(pool.owner, ada);
        assertEq(pool.token, address(usd));
        assertEq(abi.encode(pool.terms), abi.encode(said));
    }

    function test_RevertWhen_ThePoolIsUnknown() external {
        vm.expectRevert(abi.encodeWithSelector(PoolRegister.UnknownPool.selector, bytes32("none")));
        pools.poolOf("none");
    }
}
