// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {ERC3009} from "@openzeppelin/contracts/token/ERC20/extensions/draft-ERC3009.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Licenses} from "../../src/Licenses.sol";
import {HostileToken} from "../tokens/HostileToken.sol";
import {Sale} from "./Sale.sol";

contract BuyWithAuthorizationTest is Sale {
    function test_WhenAnAgentAuthorizesAnOrder() external {
        Licenses.Authorization memory auth = authorize(0, block.timestamp + 1);
        expectPurchase(1, bo, dee);
        vm.prank(mallory);
        uint256 id = licenses.buyWithAuthorization(offerId, bo, auth);
        assertEq(id, offerId << 32 | 1);
        assertEq(licenses.licenseOf(id).licensee, bo);
        assertEq(usd.balanceOf(address(licenses)), PRICE);
    }

    function test_RevertWhen_TheAuthorizationIsUsedTwice() external {
        Licenses.Authorization memory auth = authorize(0, block.timestamp + 1);
        licenses.buyWithAuthorization(offerId, bo, auth);
        bytes32 nonce = licenses.orderHash(offerId, bo, "salt");
        vm.expectRevert(abi.encodeWithSelector(ERC3009.ERC3009UsedAuthorization.selector, dee, nonce));
        licenses.buyWithAuthorization(offerId, bo, auth);
    }

    function test_RevertWhen_TheTokenCallsBack() external {
        (HostileToken bad, bytes32 pool) = hostile();
        vm.prank(ada);
        uint256 id = licenses.addOffer(pool, 1_000, 1 days, 1, 0, "terms");
        // An offer that is not there: without the guard of this door the error would be another.
        bad.setCall(address(licenses), abi.encodeCall(Licenses.distribute, (only(id + 1))));
        Licenses.Authorization memory auth =
            Licenses.Authorization(ada, "salt", 0, block.timestamp + 1, 27, 0, 0);
        vm.expectRevert(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector);
        licenses.buyWithAuthorization(id, bo, auth);
    }

    function test_RevertWhen_ItIsUsedForAnotherLicensee() external {
        Licenses.Authorization memory auth = authorize(0, block.timestamp + 1);
        vm.expectRevert(ERC3009.ERC3009InvalidSignature.selector);
        licenses.buyWithAuthorization(offerId, mallory, auth);
    }

    function test_RevertWhen_ItIsUsedWithAnotherSalt() external {
        Licenses.Authorization memory auth = authorize(0, block.timestamp + 1);
        auth.salt = "other";
        vm.expectRevert(ERC3009.ERC3009InvalidSignature.selector);
        licenses.buyWithAuthorization(offerId, bo, auth);
    }

    function test_RevertWhen_SomebodyTakesTheMoneyWithoutTheLicense() external {
        Licenses.Authorization memory auth = authorize(0, block.timestamp + 1);
        bytes32 nonce = licenses.orderHash(offerId, bo, "salt");
        // Only the payee may receive.
        vm.prank(mallory);
        vm.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InvalidReceiver.selector, address(licenses)));
        usd.receiveWithAuthorization(
            dee, address(licenses), PRICE, 0, block.timestamp + 1, nonce, auth.v, auth.r, auth.s
        );
        assertEq(usd.balanceOf(address(licenses)), 0);
    }

    function test_RevertWhen_TheAuthorizationIsForAnotherChain() external {
        Licenses.Authorization memory auth = authorize(0, block.timestamp + 1);
        vm.chainId(10);
        vm.expectRevert(ERC3009.ERC3009InvalidSignature.selector);
        licenses.buyWithAuthorization(offerId, bo, auth);
    }

    function test_RevertWhen_TheAuthorizationExpired() external {
        Licenses.Authorization memory auth = authorize(0, block.timestamp + 1);
        skip(1);
        vm.expectRevert(invalidTime(auth));
        licenses.buyWithAuthorization(offerId, bo, auth);
    }

    function test_RevertWhen_TheAuthorizationIsNotValidYet() external {
        Licenses.Authorization memory auth = authorize(block.timestamp + 1, block.timestamp + 9);
        vm.expectRevert(invalidTime(auth));
        licenses.buyWithAuthorization(offerId, bo, auth);
        skip(2);
        licenses.buyWithAuthorization(offerId, bo, auth);
    }

    function test_WhenTheOrdersHashIsAskedFor() external view {
        assertEq(
            licenses.orderHash(offerId, bo, "salt"),
            keccak256(abi.encode(block.chainid, address(licenses), offerId, bo, bytes32("salt")))
        );
    }

    function invalidTime(Licenses.Authorization memory auth) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(
            ERC3009.ERC3009InvalidAuthorizationTime.selector, auth.validAfter, auth.validBefore
        );
    }

    function authorize(uint256 validAfter, uint256 validBefore)
        internal
        view
        returns (Licenses.Authorization memory auth)
    {
        bytes32 kind = keccak256(
            "ReceiveWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)"
        );
        bytes32 nonce = licenses.orderHash(offerId, bo, "salt");
        (auth.payer, auth.salt, auth.validAfter, auth.validBefore) = (dee, "salt", validAfter, validBefore);
        bytes32 message = keccak256(
            abi.encode(kind, dee, address(licenses), uint256(PRICE), validAfter, validBefore, nonce)
        );
        (auth.v, auth.r, auth.s) = vm.sign(deeKey, typed(usd.DOMAIN_SEPARATOR(), message));
    }
}
