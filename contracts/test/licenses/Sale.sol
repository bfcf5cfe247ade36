// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Licenses} from "../../src/Licenses.sol";
import {World} from "../World.sol";

/// A world with one offer of ada's pool, whose shares do not divide evenly.
abstract contract Sale is World {
    uint96 internal constant PRICE = 333_333_333;
    uint256 internal constant TREASURY = 33_333_333;
    uint256 internal offerId;

    function setUp() public virtual override {
        super.setUp();
        vm.prank(ada);
        offerId = licenses.addOffer(poolId, PRICE, 30 days, 3, 2, "terms");
    }

    function buy() internal returns (uint256 id) {
        vm.prank(dee);
        return licenses.buy(offerId, PRICE);
    }

    function openEpoch() internal {
        vm.prank(anchorer);
        consents.openRevocationEpoch(poolId, "root", 1);
    }

    function only(uint256 id) internal pure returns (uint256[] memory ids) {
        ids = new uint256[](1);
        ids[0] = id;
    }

    function expectPurchase(uint256 number, address licensee, address payer) internal {
        vm.expectEmit(address(licenses));
        emit Licenses.LicensePurchased(
            offerId << 32 | number,
            poolId,
            offerId,
            licensee,
            payer,
            PRICE,
            TREASURY,
            PRICE - TREASURY,
            block.timestamp + 30 days
        );
    }
}
