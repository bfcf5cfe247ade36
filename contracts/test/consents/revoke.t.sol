// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Consents} from "../../src/Consents.sol";
import {World} from "../World.sol";

contract RevokeTest is World {
    function testFuzz_WhenAnybodyRevealsAnySecretAtAnyTime(address caller, bytes32 secret, uint32 later)
        external
    {
        bytes32 lock = keccak256(abi.encode(secret));
        uint256 time = vm.getBlockTimestamp();
        assertEq(consents.lockOf(secret), lock);
        vm.expectEmit(address(consents));
        emit Consents.ConsentRevoked(lock);
        vm.prank(caller);
        consents.revoke(secret);
        skip(later);
        vm.recordLogs();
        consents.revoke(secret);
        assertEq(vm.getRecordedLogs().length, 0, "a second time says nothing");
        assertEq(consents.revokedAt(lock), time, "the first time counts");
    }

    function test_WhenManyAreRevealedSomeOfThemTwice() external {
        bytes32[] memory secrets = new bytes32[](3);
        (secrets[0], secrets[1], secrets[2]) = ("one", "two", "one");
        vm.recordLogs();
        vm.prank(mallory);
        consents.revokeMany(secrets);
        assertEq(vm.getRecordedLogs().length, 2);
        assertEq(consents.revokedAt(consents.lockOf("one")), block.timestamp);
        assertEq(consents.revokedAt(consents.lockOf("two")), block.timestamp);
        assertEq(consents.revokedAt(consents.lockOf("three")), 0);
    }

    function test_WhenTheListIsEmpty() external {
        consents.revokeMany(new bytes32[](0));
    }
}
