// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {World} from "../World.sol";
import {ConsentActors} from "./ConsentActors.sol";

contract ConsentInvariants is World {
    ConsentActors internal actors;

    function setUp() public override {
        super.setUp();
        actors = new ConsentActors(consents);
        targetContract(address(actors));
    }

    /// C3: in every reachable state the contract says of every consent, by the word of every account, what the
    /// reference model says: never anchored, anchored, expired, revoked, or revoked before it was anchored; and it has
    /// the model's revocation epochs. C4, that no revocation is ever refused, is asserted where the actors revoke.
    function invariant_C3_C4_ConsentsAreWhatTheModelSays() external view {
        actors.compare();
    }
}
