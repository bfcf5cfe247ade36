// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DataPools} from "../../src/DataPools.sol";
import {Delays} from "../../src/Delays.sol";
import {PoolRegister} from "../../src/PoolRegister.sol";
import {World} from "../World.sol";

contract ConstructorTest is World {
    function test_RevertWhen_TheChangeDelayIsShorterThanTwoDaysOnARealChain() external {
        vm.chainId(1);
        vm.expectRevert(abi.encodeWithSelector(Delays.DelayTooShort.selector, 2 days - 1, 2 days));
        this.make(publisher, address(rewards), address(usd), 2 days - 1, 7 days);
    }

    function test_RevertWhen_TheRefundWindowIsShorterThanSevenDaysOnARealChain() external {
        vm.chainId(1);
        vm.expectRevert(abi.encodeWithSelector(Delays.DelayTooShort.selector, 7 days - 1, 7 days));
        this.make(publisher, address(rewards), address(usd), 2 days, 7 days - 1);
    }

    function test_WhenTheDelaysAreLongEnoughOnARealChain() external {
        vm.chainId(1);
        DataPools made = make(publisher, address(rewards), address(usd), 2 days, 7 days);
        assertEq(made.changeDelay(), 2 days);
        assertEq(made.refundWindow(), 7 days);
    }

    function test_WhenTheChainIsALocalOne() external {
        assertEq(make(publisher, address(rewards), address(usd), 5, 6).changeDelay(), 5);
        assertEq(make(publisher, address(rewards), address(usd), 5, 6).refundWindow(), 6);
    }

    function test_RevertWhen_RewardsIsZero() external {
        vm.expectRevert(PoolRegister.ZeroAddress.selector);
        this.make(publisher, address(0), address(usd), 2 days, 7 days);
    }

    function test_RevertWhen_ThePublisherIsZero() external {
        vm.expectRevert(PoolRegister.ZeroAddress.selector);
        this.make(address(0), address(rewards), address(usd), 2 days, 7 days);
    }

    function test_RevertWhen_ATokenIsZero() external {
        vm.expectRevert(PoolRegister.ZeroAddress.selector);
        this.make(publisher, address(rewards), address(0), 2 days, 7 days);
    }

    function test_WhenItIsDeployed() external {
        vm.expectEmit();
        emit DataPools.PublisherSet(publisher);
        vm.expectEmit();
        emit DataPools.TokenListed(address(usd));
        DataPools made = make(publisher, address(rewards), address(usd), 2 days, 7 days);
        assertEq(made.owner(), admin);
        assertEq(made.publisher(), publisher);
        assertEq(address(made.rewards()), address(rewards));
        assertTrue(made.listed(address(usd)));
        assertFalse(made.listed(address(1)));
    }

    function make(address publisher_, address rewards_, address token, uint256 delay, uint256 window)
        public
        returns (DataPools)
    {
        address[] memory tokens = new address[](1);
        tokens[0] = token;
        return DataPools(ship("DataPools", abi.encode(admin, publisher_, rewards_, tokens, delay, window)));
    }
}
