// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Consents} from "../../src/Consents.sol";
import {Delays} from "../../src/Delays.sol";
import {World} from "../World.sol";

contract ConstructorTest is World {
    function test_RevertWhen_TheGapIsShorterThanADayOnARealChain() external {
        vm.chainId(1);
        vm.expectRevert(abi.encodeWithSelector(Delays.DelayTooShort.selector, 1 days - 1, 1 days));
        this.make(anchorer, 1 days - 1);
    }

    function test_WhenTheGapIsADayOnARealChain() external {
        vm.chainId(1);
        assertEq(make(anchorer, 1 days).revocationGap(), 1 days);
    }

    function test_RevertWhen_TheAnchorerIsZero() external {
        vm.expectRevert(Consents.ZeroAddress.selector);
        this.make(address(0), 1 days);
    }

    function test_WhenItIsDeployed() external {
        vm.expectEmit();
        emit Consents.AnchorerSet(anchorer);
        Consents made = make(anchorer, 5);
        assertEq(made.owner(), admin);
        assertEq(made.anchorer(), anchorer);
        assertEq(made.revocationGap(), 5);
    }

    function test_WhenTheAdminNamesAnAnchorer() external {
        vm.expectEmit(address(consents));
        emit Consents.AnchorerSet(bo);
        vm.prank(admin);
        consents.setAnchorer(bo);
        assertEq(consents.anchorer(), bo);
    }

    function test_RevertWhen_TheNamedAnchorerIsZero() external {
        vm.prank(admin);
        vm.expectRevert(Consents.ZeroAddress.selector);
        consents.setAnchorer(address(0));
    }

    function test_RevertWhen_SomebodyElseNamesAnAnchorer() external {
        vm.prank(mallory);
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, mallory));
        consents.setAnchorer(mallory);
    }

    function make(address anchorer_, uint256 gap) public returns (Consents) {
        return Consents(ship("Consents", abi.encode(admin, anchorer_, gap)));
    }
}
