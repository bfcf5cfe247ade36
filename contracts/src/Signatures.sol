// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

/// @title Signatures: ECDSA first, then ERC-1271.
/// @dev OpenZeppelin's `isValidSignatureNow` asks the code of any signer that has some. An account delegated by
/// EIP-7702 has code that may not know ERC-1271, and its own key would stop counting (OpenZeppelin #5707).
library Signatures {
    error SignatureExpired(uint256 deadline, uint256 time);
    error InvalidSignature(address signer, bytes32 digest);

    function check(address signer, bytes32 digest, uint256 deadline, bytes memory signature) internal view {
        if (block.timestamp > deadline) revert SignatureExpired(deadline, block.timestamp);
        (address recovered, ECDSA.RecoverError failure,) = ECDSA.tryRecover(digest, signature);
        if (failure == ECDSA.RecoverError.NoError && recovered == signer) return;
        if (signer.code.length > 0 && SignatureChecker.isValidERC1271SignatureNow(signer, digest, signature)) return;
        revert InvalidSignature(signer, digest);
    }
}
