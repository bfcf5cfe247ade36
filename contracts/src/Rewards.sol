// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable, Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {TransientSlot} from "@openzeppelin/contracts/utils/TransientSlot.sol";
import {IRewardsFunding} from "./interfaces/IRewardsFunding.sol";

/// @title Rewards: the money of all pools, paid out by one cumulative Merkle tree.
/// @notice A leaf says what an account has earned of a token since the beginning, over all pools; the contract
/// remembers what it has paid. Nobody can pause a claim, move money otherwise, or edit a posted root.
///
/// Limits, told plainly: the poster decides what a root says. A root waits `window` seconds in the open
/// before it counts. A root can never reach money that was not declared for it (see `_pay`).
contract Rewards is IRewardsFunding, Ownable2Step, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;
    using SafeCast for uint256;
    using TransientSlot for *;

    /// @param funded all that ever came in. @param declared the part that roots may pay out. Both only rise.
    struct Funds {
        uint128 funded;
        uint128 declared;
    }

    struct Posting {
        uint64 epoch;
        uint40 activatesAt;
    }

    /// @param path `account << 96 | join << 8 | levels`, one word because calldata is what a batch pays for.
    /// `levels`: how many of the batch's nodes prove this claim, taken in order. `join`: what they lead to; 0 is
    /// the active root, otherwise node `join - 1` of the batch, which an earlier claim has proven. 100 claims
    /// of a tree of a million leaves share 7 of 20 levels this way.
    struct Claim {
        uint256 path;
        uint256 cumulative;
    }

    bytes32 public constant LEAF_TAG = keccak256("rowright.reward.v1");

    /// @notice A batch must fit into a transaction (EIP-7825: 16,777,216 gas) even if every account is new.
    uint256 public constant MAX_BATCH = 250;

    /// @notice Seconds between posting and activation. Fixed for ever; 5 on a local chain, a day or more elsewhere.
    uint256 public immutable window;

    /// @notice The root that claims are proven against.
    bytes32 public activeRoot;
    /// @dev Equal to `activeRoot` when nothing waits. Comparing saves a flag, and `activate` a storage write.
    bytes32 private _postedRoot;
    Posting private _posting;
    address public poster;

    mapping(address token => Funds) private _funds;
    mapping(address token => mapping(address account => uint256)) private _claimed;

    event PosterSet(address indexed poster);
    event Funded(address indexed token, uint256 amount);
    event RootPosted(uint256 indexed epoch, bytes32 root, bytes32 manifestHash, uint256 activatesAt);
    event RootActivated(uint256 epoch, bytes32 root);
    event Claimed(address indexed account, address indexed token, uint256 amount, uint256 cumulative);
    /// @notice A claim of a batch that the token refused to pay, for example to a blocked account. It stays due.
    event ClaimRefused(address indexed account, address indexed token, uint256 amount);

    error ZeroRoot();
    error ZeroAddress();
    error NotPoster(address caller);
    error EpochNotLater(uint256 epoch, uint256 last);
    error RootUnchanged(bytes32 root);
    error RootPending(uint256 epoch, uint256 activatesAt);
    error NoPendingRoot();
    error WindowOpen(uint256 activatesAt, uint256 time);
    error LengthMismatch(uint256 tokens, uint256 declared);
    error DeclaredFell(address token, uint256 declared, uint256 before);
    error DeclaredUnfunded(address token, uint256 declared, uint256 funded);
    error FundingNotBegun(address token);
    error InvalidProof(bytes32 expected, bytes32 computed);
    error JoinUnproven(uint256 claim, uint256 join, uint256 proven);
    error NothingToClaim(address account, address token, uint256 cumulative, uint256 claimed);
    error BatchTooLarge(uint256 size, uint256 max);

    constructor(address admin, address poster_, uint256 window_) Ownable(admin) {
        window = window_;
        _setPoster(poster_);
    }

    // ── Funding ──────────────────────────────────────────────────────────────────────────────────────────

    /// @inheritdoc IRewardsFunding
    function beginFunding(address token) external {
        // Balance + 1, so that an empty contract is told from funding that was not begun.
        _openFunding(token).tstore(IERC20(token).balanceOf(address(this)) + 1);
    }

    /// @inheritdoc IRewardsFunding
    function endFunding(address token) external returns (uint256 credited) {
        TransientSlot.Uint256Slot open = _openFunding(token);
        uint256 before = open.tload();
        if (before == 0) revert FundingNotBegun(token);
        open.tstore(0);
        uint256 balance = IERC20(token).balanceOf(address(this)) + 1;
        credited = balance > before ? balance - before : 0;
        _funds[token].funded += credited.toUint128();
        emit Funded(token, credited);
    }

    // ── Roots ────────────────────────────────────────────────────────────────────────────────────────────

    /// @notice Posts the tree of an epoch. It counts after `window` seconds, when anybody calls `activate`.
    /// @param manifestHash SHA-256 of the published epoch manifest that recomputes to `root`.
    /// @param tokens the tokens whose declared total rises, with the new totals in `declared`.
    function postRoot(
        bytes32 root,
        bytes32 manifestHash,
        uint64 epoch,
        address[] calldata tokens,
        uint256[] calldata declared_
    ) external {
        if (msg.sender != poster) revert NotPoster(msg.sender);
        if (root == 0) revert ZeroRoot();
        bytes32 active = activeRoot;
        Posting memory last = _posting;
        if (_postedRoot != active) revert RootPending(last.epoch, last.activatesAt);
        if (root == active) revert RootUnchanged(root);
        if (epoch <= last.epoch) revert EpochNotLater(epoch, last.epoch);
        if (tokens.length != declared_.length) revert LengthMismatch(tokens.length, declared_.length);
        for (uint256 i; i < tokens.length; ++i) {
            Funds storage funds = _funds[tokens[i]];
            (uint256 funded_, uint256 before) = (funds.funded, funds.declared);
            if (declared_[i] < before) revert DeclaredFell(tokens[i], declared_[i], before);
            if (declared_[i] > funded_) revert DeclaredUnfunded(tokens[i], declared_[i], funded_);
            funds.declared = uint128(declared_[i]);
        }
        uint256 activatesAt = block.timestamp + window;
        _postedRoot = root;
        _posting = Posting({epoch: epoch, activatesAt: uint40(activatesAt)});
        emit RootPosted(epoch, root, manifestHash, activatesAt);
    }

    /// @notice Makes the pending root the active one once its window is over. Anybody may call.
    function activate() external {
        bytes32 root = _postedRoot;
        if (root == activeRoot) revert NoPendingRoot();
        Posting memory posting = _posting;
        if (block.timestamp < posting.activatesAt) revert WindowOpen(posting.activatesAt, block.timestamp);
        activeRoot = root;
        emit RootActivated(posting.epoch, root);
    }

    // ── Claims ───────────────────────────────────────────────────────────────────────────────────────────

    /// @notice Pays `account` what it has earned of `token` and not been paid. Anybody may call, for anybody.
    function claim(address account, address token, uint256 cumulative, bytes32[] calldata proof)
        external
        nonReentrant
        returns (uint256 amount)
    {
        bytes32 node = _climb(_leafOf(account, token, cumulative), proof, 0, proof.length);
        if (node != activeRoot) revert InvalidProof(activeRoot, node);
        uint256 before = _claimed[token][account];
        if (cumulative <= before) revert NothingToClaim(account, token, cumulative, before);
        amount = cumulative - before;
        _claimed[token][account] = cumulative;
        emit Claimed(account, token, amount, cumulative);
        IERC20(token).safeTransfer(account, amount);
    }

    /// @notice Claims a token for many accounts, each paid to itself. A wrong proof reverts the whole batch. A
    /// claim that is already paid does nothing, so that a retried batch and a front-run one still pay the
    /// others. A claim the token refuses emits `ClaimRefused` and stays due: one blocked account holds up nobody.
    function claimMany(address token, Claim[] calldata claims, bytes32[] calldata nodes) external nonReentrant {
        if (claims.length > MAX_BATCH) revert BatchTooLarge(claims.length, MAX_BATCH);
        bytes32 root = activeRoot;
        mapping(address => uint256) storage claimedOf = _claimed[token];
        uint256 used;
        uint256 size = claims.length;
        for (uint256 i; i < size; ++i) {
            Claim calldata c = claims[i];
            (uint256 path, uint256 cumulative) = (c.path, c.cumulative);
            address account = address(uint160(path >> 96));
            uint256 join = (path >> 8) & type(uint88).max;
            if (join > used) revert JoinUnproven(i, join, used);
            uint256 start = used;
            unchecked {
                used = start + uint8(path);
            }
            bytes32 node = _climb(_leafOf(account, token, cumulative), nodes, start, used);
            bytes32 expected = join == 0 ? root : _joined(nodes, join);
            if (node != expected) revert InvalidProof(expected, node);
            _payIfDue(claimedOf, token, account, cumulative);
        }
    }

    // ── Views ────────────────────────────────────────────────────────────────────────────────────────────

    /// @notice OpenZeppelin's double-hashed leaf over 128 tagged bytes: an inner node can never pass for one.
    function leafOf(address account, address token, uint256 cumulative) public pure returns (bytes32) {
        return _leafOf(account, token, cumulative);
    }

    /// @notice What an account has been paid of a token since the beginning.
    function claimed(address account, address token) external view returns (uint256) {
        return _claimed[token][account];
    }

    /// @notice The root that waits; all zero when none does.
    function pending() external view returns (bytes32 root, uint256 epoch, uint256 activatesAt) {
        if (_postedRoot == activeRoot) return (0, 0, 0);
        return (_postedRoot, _posting.epoch, _posting.activatesAt);
    }

    /// @notice The last epoch a root was posted for. The next must be later.
    function lastEpoch() external view returns (uint256) {
        return _posting.epoch;
    }

    function funded(address token) external view returns (uint256) {
        return _funds[token].funded;
    }

    function declared(address token) external view returns (uint256) {
        return _funds[token].declared;
    }

    // ── Admin: names the poster, and that is all ─────────────────────────────────────────────────────────

    function setPoster(address poster_) external onlyOwner {
        _setPoster(poster_);
    }

    function _setPoster(address poster_) private {
        if (poster_ == address(0)) revert ZeroAddress();
        poster = poster_;
        emit PosterSet(poster_);
    }

    // ── Inside ───────────────────────────────────────────────────────────────────────────────────────────

    function _payIfDue(
        mapping(address => uint256) storage claimedOf,
        address token,
        address account,
        uint256 cumulative
    ) private {
        uint256 before = claimedOf[account];
        if (cumulative <= before) return;
        claimedOf[account] = cumulative;
        uint256 amount;
        unchecked {
            amount = cumulative - before;
        }
        if (IERC20(token).trySafeTransfer(account, amount)) {
            emit Claimed(account, token, amount, cumulative);
        } else {
            claimedOf[account] = before;
            emit ClaimRefused(account, token, amount);
        }
    }

    /// @dev `keccak256(bytes.concat(keccak256(abi.encode(...))))` without growing memory for each claim.
    function _leafOf(address account, address token, uint256 cumulative) private pure returns (bytes32 leaf) {
        (bytes32 tag, uint256 account_, uint256 token_) = (LEAF_TAG, uint160(account), uint160(token));
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore(free, tag)
            mstore(add(free, 0x20), account_)
            mstore(add(free, 0x40), token_)
            mstore(add(free, 0x60), cumulative)
            mstore(0x00, keccak256(free, 0x80))
            leaf := keccak256(0x00, 0x20)
        }
    }

    /// @dev OpenZeppelin's `MerkleProof.processProofCalldata` over `nodes[start:end]`, 90 gas a level instead of
    /// 200: the greater of a pair goes to the second word of scratch memory by arithmetic, without a jump. Not
    /// bounds-checked: siblings are anybody's guess until the result equals a proven node.
    function _climb(bytes32 node, bytes32[] calldata nodes, uint256 start, uint256 end)
        private
        pure
        returns (bytes32)
    {
        assembly ("memory-safe") {
            let at := add(nodes.offset, shl(5, start))
            for { let last := add(nodes.offset, shl(5, end)) } lt(at, last) { at := add(at, 0x20) } {
                let sibling := calldataload(at)
                let place := shl(5, gt(node, sibling))
                mstore(place, node)
                mstore(xor(place, 0x20), sibling)
                node := keccak256(0x00, 0x40)
            }
        }
        return node;
    }

    /// @dev `nodes[join - 1]`: the word before place `join`. The caller has checked that it is proven.
    function _joined(bytes32[] calldata nodes, uint256 join) private pure returns (bytes32 node) {
        assembly ("memory-safe") {
            node := calldataload(sub(add(nodes.offset, shl(5, join)), 0x20))
        }
    }

    function _openFunding(address token) private pure returns (TransientSlot.Uint256Slot) {
        return keccak256(abi.encode("rowright.funding", token)).asUint256();
    }
}
