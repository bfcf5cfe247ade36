// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";
import {Consents} from "../src/Consents.sol";
import {DataPools} from "../src/DataPools.sol";
import {Licenses} from "../src/Licenses.sol";
import {PoolRegister} from "../src/PoolRegister.sol";
import {Rewards} from "../src/Rewards.sol";
import {TestDollar} from "../src/TestDollar.sol";
import {HostileToken} from "./tokens/HostileToken.sol";
import {Tree} from "./Tree.sol";

/// A cheat code of EIP-7702 that this forge-std does not declare yet.
interface Delegates {
    struct SignedDelegation {
        uint8 v;
        bytes32 r;
        bytes32 s;
        uint64 nonce;
        address implementation;
    }

    function signAndAttachDelegation(address implementation, uint256 privateKey)
        external
        returns (SignedDelegation memory);
}

/// The contracts as they are deployed, and the people who use them.
abstract contract World is Test {
    uint256 internal constant USD = 1e6;
    uint256 internal constant WINDOW = 1 days;
    uint256 internal constant CHANGE_DELAY = 2 days;
    uint256 internal constant REFUND_WINDOW = 7 days;
    bytes32 internal constant CAMPAIGN = "campaign";
    bytes32 internal constant MANIFEST = "manifest";

    address internal admin = makeAddr("admin");
    address internal poster = makeAddr("poster");
    address internal publisher = makeAddr("publisher");
    address internal anchorer = makeAddr("anchorer");
    address internal guardian = makeAddr("guardian");
    /// A requester, who owns the pool.
    address internal ada = makeAddr("ada");
    /// Labelers; chen's key is at hand for signatures.
    address internal bo = makeAddr("bo");
    address internal chen;
    uint256 internal chenKey;
    /// A data buyer.
    address internal dee;
    uint256 internal deeKey;
    address internal mallory = makeAddr("mallory");

    TestDollar internal usd;
    Rewards internal rewards;
    DataPools internal pools;
    Consents internal consents;
    Licenses internal licenses;
    bytes32 internal poolId;

    function setUp() public virtual {
        vm.warp(1_800_000_000);
        (chen, chenKey) = makeAddrAndKey("chen");
        (dee, deeKey) = makeAddrAndKey("dee");
        usd = TestDollar(ship("TestDollar", ""));
        rewards = Rewards(ship("Rewards", abi.encode(admin, poster, guardian, WINDOW)));
        address[] memory tokens = new address[](1);
        tokens[0] = address(usd);
        pools = DataPools(
            ship("DataPools", abi.encode(admin, publisher, rewards, tokens, CHANGE_DELAY, REFUND_WINDOW))
        );
        consents = Consents(ship("Consents", abi.encode(admin, anchorer, 1 days)));
        licenses = Licenses(ship("Licenses", abi.encode(pools, consents, 7 days)));
        usd.mint(ada, 1_000_000 * USD);
        usd.mint(dee, 1_000_000 * USD);
        vm.startPrank(ada);
        poolId = pools.createPool("salt", address(usd), terms(1_000, ada));
        usd.approve(address(pools), type(uint256).max);
        vm.stopPrank();
        vm.prank(dee);
        usd.approve(address(licenses), type(uint256).max);
    }

    /// Deploys by artifact: `out` is the code that is shipped, while tests are compiled on the legacy pipeline. The
    /// coverage and the mutants name other artifacts; "none" are those of the tests.
    function ship(string memory name, bytes memory args) internal returns (address) {
        string memory artifacts = vm.envOr("ARTIFACTS", string("out"));
        string memory path = keccak256(bytes(artifacts)) == keccak256("none")
            ? string.concat(name, ".sol:", name)
            : string.concat(artifacts, "/", name, ".sol/", name, ".json");
        bytes memory code = abi.encodePacked(vm.getCode(path), args);
        address made;
        assembly ("memory-safe") {
            made := create(0, add(code, 0x20), mload(code))
            if iszero(made) {
                let free := mload(0x40)
                returndatacopy(free, 0, returndatasize())
                revert(free, returndatasize())
            }
        }
        return made;
    }

    /// A token with bad habits, listed, with 100 of it in ada's hands and a pool that sells nothing yet.
    function hostile() internal returns (HostileToken bad, bytes32 id) {
        bad = new HostileToken();
        vm.prank(admin);
        pools.listToken(address(bad));
        bad.mint(ada, 100 * USD);
        vm.startPrank(ada);
        id = pools.createPool("hostile", address(bad), terms(0, ada));
        bad.approve(address(pools), type(uint256).max);
        vm.stopPrank();
    }

    function terms(uint16 treasuryBps, address treasury) internal pure returns (PoolRegister.Terms memory) {
        return PoolRegister.Terms("metadata", treasury, treasuryBps, 0);
    }

    function fund(uint256 amount) internal {
        vm.prank(ada);
        pools.fund(poolId, CAMPAIGN, amount);
    }

    function leaf(address account, uint256 cumulative) internal view returns (bytes32) {
        return rewards.leafOf(account, address(usd), cumulative);
    }

    function leavesOf(bytes32 one, bytes32 two) internal pure returns (bytes32[] memory leaves) {
        leaves = new bytes32[](2);
        (leaves[0], leaves[1]) = (one, two);
    }

    function post(bytes32 root, uint64 epoch, uint256 declared) internal {
        (address[] memory tokens, uint256[] memory totals) = declaring(address(usd), declared);
        vm.prank(poster);
        rewards.postRoot(root, MANIFEST, epoch, tokens, totals);
    }

    function postAndActivate(bytes32 root, uint64 epoch, uint256 declared) internal {
        post(root, epoch, declared);
        skip(WINDOW);
        rewards.activate();
    }

    function declaring(address token, uint256 total)
        internal
        pure
        returns (address[] memory tokens, uint256[] memory totals)
    {
        (tokens, totals) = (new address[](1), new uint256[](1));
        (tokens[0], totals[0]) = (token, total);
    }

    function proof(bytes32[] memory leaves, uint256 index) internal pure returns (bytes32[] memory) {
        return Tree.proof(leaves, index);
    }

    function proven(uint256 cumulative, bytes32[] memory leaves, uint256 index)
        internal
        pure
        returns (Rewards.Leaf memory)
    {
        return Rewards.Leaf({cumulative: cumulative, proof: Tree.proof(leaves, index)});
    }

    function sign(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    /// The mirrored signature that secp256k1 also accepts.
    function malleated(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        uint256 order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;
        return abi.encodePacked(r, bytes32(order - uint256(s)), v == 27 ? uint8(28) : uint8(27));
    }

    function permitDigest(address owner, address spender, uint256 value) internal view returns (bytes32) {
        bytes32 kind =
            keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");
        return
            typed(
                usd.DOMAIN_SEPARATOR(), keccak256(abi.encode(kind, owner, spender, value, 0, block.timestamp))
            );
    }

    function domainOf(string memory name, address where, uint256 chainId) internal pure returns (bytes32) {
        bytes32 kind =
            keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
        return keccak256(abi.encode(kind, keccak256(bytes(name)), keccak256("1"), chainId, where));
    }

    function typed(bytes32 domain, bytes32 message) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(hex"1901", domain, message));
    }
}
