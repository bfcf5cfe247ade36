// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {PoolRegister} from "../../src/PoolRegister.sol";
import {World} from "../World.sol";

contract FundWithPermitTest is World {
    uint8 internal v;
    bytes32 internal r;
    bytes32 internal s;

    function setUp() public override {
        super.setUp();
        usd.mint(chen, 10 * USD);
        (v, r, s) = vm.sign(chenKey, permitDigest(chen, address(pools), 10 * USD));
    }

    function test_WhenThePermitIsFresh() external {
        vm.prank(chen);
        assertEq(pools.fundWithPermit(poolId, CAMPAIGN, 10 * USD, block.timestamp, v, r, s), 10 * USD);
        assertEq(pools.fundedBy(poolId, CAMPAIGN, chen), 10 * USD);
    }

    function test_WhenSomebodySpentThePermitFirst() external {
        vm.prank(mallory);
        usd.permit(chen, address(pools), 10 * USD, block.timestamp, v, r, s);
        vm.prank(chen);
        pools.fundWithPermit(poolId, CAMPAIGN, 10 * USD, block.timestamp, v, r, s);
        assertEq(pools.campaignFunded(poolId, CAMPAIGN), 10 * USD);
    }

    function test_RevertWhen_ThereIsNeitherPermitNorAllowance() external {
        vm.prank(chen);
        vm.expectRevert(
            abi.encodeWithSelector(
                IERC20Errors.ERC20InsufficientAllowance.selector, address(pools), 0, 9 * USD
            )
        );
        pools.fundWithPermit(poolId, CAMPAIGN, 9 * USD, block.timestamp, v, r, s);
    }

    function test_RevertWhen_ThePoolIsUnknown() external {
        vm.prank(chen);
        vm.expectRevert(abi.encodeWithSelector(PoolRegister.UnknownPool.selector, bytes32("none")));
        pools.fundWithPermit("none", CAMPAIGN, 10 * USD, block.timestamp, v, r, s);
    }
}
