// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {World} from "../World.sol";

/// A world with a campaign that ada funded with 75 and bo with 25.
abstract contract Settled is World {
    function setUp() public virtual override {
        super.setUp();
        fund(75 * USD);
        usd.mint(bo, 25 * USD);
        vm.startPrank(bo);
        usd.approve(address(pools), 25 * USD);
        pools.fund(poolId, CAMPAIGN, 25 * USD);
        vm.stopPrank();
    }

    function close() internal {
        vm.prank(ada);
        pools.closeCampaign(poolId, CAMPAIGN);
    }

    function settle(uint256 committed) internal {
        vm.prank(poster);
        pools.settleCampaign(poolId, CAMPAIGN, committed);
    }

    function veto() internal {
        vm.prank(guardian);
        pools.vetoSettlement(poolId, CAMPAIGN);
    }
}
