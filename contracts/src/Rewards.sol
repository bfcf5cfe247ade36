// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable, Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {Delays} from "./Delays.sol";
import {Funding} from "./Funding.sol";
import {RewardTree} from "./RewardTree.sol";
import {Signatures} from "./Signatures.sol";

/// @title Rewards: the money of all pools, paid out by one cumulative Merkle tree.
/// @notice A leaf says what an account has earned of a token since the beginning, over all pools; the contract
/// remembers what it has paid. Nobody can pause a claim, move declared money otherwise, or edit a posted root.
///
/// Limits, told plainly. The poster decides what a root says, and a hostile one can, after `window` seconds in
/// the open, take what nobody has claimed yet. In that time anybody can prove three kinds of fraud from the
/// chain alone, the guardian can disable what no proof shows, and everybody can claim on the root before.
contract Rewards is Funding, Ownable2Step, EIP712 {
    using SafeERC20 for IERC20;

    /// @param guardianDisables roots in a row that the guardian has disabled. @param disabled the last one was.
    struct Posting {
        uint64 epoch;
        uint40 activatesAt;
        uint8 guardianDisables;
        bool disabled;
    }

    /// @notice A leaf of some account and token, and its whole proof.
    struct Leaf {
        uint256 cumulative;
        bytes32[] proof;
    }

    /// @param path `account << 96 | join << 8 | levels`, one word because calldata is what a batch pays for.
    /// `levels`: how many of the batch's nodes prove this claim, taken in order. `join`: what they lead to; 0 is
    /// the active root, otherwise node `join - 1` of the batch, which an earlier claim has proven. 100 claims
    /// of a tree of a million leaves share 7 of 20 levels this way.
    struct Claim {
        uint256 path;
        uint256 cumulative;
    }

    /// @param cumulative what an account has been paid since the beginning. A struct, because a reference to it is
    /// hashed once for a read and a write, which a batch saves for every claim.
    struct Paid {
        uint256 cumulative;
    }

    /// @notice Why a root was disabled. `None`: the guardian did, without a proof.
    enum Fraud {
        None,
        Decrease,
        Duplicate,
        Overflow
    }

    bytes32 public constant CLAIM_TO_TYPEHASH =
        keccak256("ClaimTo(address account,address token,uint256 cumulative,address to,uint256 deadline)");
    /// @notice After so many disables in a row the guardian has to let a root pass, or prove its fraud.
    uint256 public constant MAX_GUARDIAN_DISABLES = 3;
    /// @notice A batch must fit into a transaction (EIP-7825: 16,777,216 gas) even if every account is new and no
    /// proofs are joined: 68,000 gas each, and 9,000 more for a token behind a proxy.
    uint256 public constant MAX_BATCH = 200;

    uint256 public constant MIN_WINDOW = 1 days;

    /// @notice Seconds between posting and activation. Fixed for ever; 5 on a local chain, a day or more elsewhere.
    uint256 public immutable override window;

    /// @notice The root that claims are proven against.
    bytes32 public activeRoot;
    /// @dev Equal to `activeRoot` when nothing waits. Comparing saves a flag, and `activate` a storage write.
    bytes32 private _postedRoot;
    Posting private _posting;
    address public override poster;
    address public override guardian;

    mapping(address token => mapping(address account => Paid)) private _paid;

    event PosterSet(address indexed poster);
    event GuardianSet(address indexed guardian);
    event RootPosted(uint256 indexed epoch, bytes32 root, bytes32 manifestHash, uint256 activatesAt);
    event RootActivated(uint256 epoch, bytes32 root);
    event RootDisabled(uint256 epoch, bytes32 root, Fraud fraud);
    event Claimed(address indexed account, address indexed token, uint256 amount, uint256 cumulative);
    /// @notice Said after `Claimed` when the money went elsewhere, by the account's own signature.
    event ClaimSentTo(address indexed account, address indexed to, address indexed token, uint256 amount);
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
    error InvalidProof(bytes32 expected, bytes32 computed);
    error JoinUnproven(uint256 claim, uint256 join, uint256 proven);
    error NothingToClaim(address account, address token, uint256 cumulative, uint256 claimed);
    error NotGuardian(address caller);
    error GuardianSpent(uint256 disables);
    error NotFraud(uint256 one, uint256 other);
    error BatchTooLarge(uint256 size, uint256 max);

    constructor(address admin, address poster_, address guardian_, uint256 window_)
        Ownable(admin)
        EIP712("Rowright Rewards", "1")
    {
        window = Delays.atLeast(window_, MIN_WINDOW);
        _setPoster(poster_);
        _setGuardian(guardian_);
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
        _posting = Posting({
            epoch: epoch,
            activatesAt: uint40(activatesAt),
            guardianDisables: last.disabled ? last.guardianDisables : 0,
            disabled: false
        });
        emit RootPosted(epoch, root, manifestHash, activatesAt);
    }

    /// @notice Makes the pending root the active one once its window is over. Anybody may call.
    function activate() external {
        bytes32 root = _pendingRoot();
        (uint256 epoch, uint256 activatesAt) = (_posting.epoch, _posting.activatesAt);
        if (block.timestamp < activatesAt) revert WindowOpen(activatesAt, block.timestamp);
        activeRoot = root;
        emit RootActivated(epoch, root);
    }

    /// @notice The guardian's only power. Claims go on against the root before.
    function disablePending() external {
        if (msg.sender != guardian) revert NotGuardian(msg.sender);
        uint256 disables = _posting.guardianDisables;
        if (disables == MAX_GUARDIAN_DISABLES) revert GuardianSpent(disables);
        _posting.guardianDisables = uint8(disables + 1);
        _disable(_pendingRoot(), Fraud.None);
    }

    // ── Fraud proofs: anybody, from the chain alone, without an arbiter ──────────────────────────────────

    /// @notice Proves that the pending root takes back what the active root has promised.
    function proveDecrease(address account, address token, Leaf calldata active, Leaf calldata pending_)
        external
    {
        bytes32 root = _pendingRoot();
        _checkLeaf(activeRoot, account, token, active);
        _checkLeaf(root, account, token, pending_);
        if (pending_.cumulative >= active.cumulative) {
            revert NotFraud(active.cumulative, pending_.cumulative);
        }
        _disable(root, Fraud.Decrease);
    }

    /// @notice Proves that the pending root holds two different leaves for one account and token.
    function proveDuplicate(address account, address token, Leaf calldata one, Leaf calldata other) external {
        bytes32 root = _pendingRoot();
        _checkLeaf(root, account, token, one);
        _checkLeaf(root, account, token, other);
        if (one.cumulative == other.cumulative) revert NotFraud(one.cumulative, other.cumulative);
        _disable(root, Fraud.Duplicate);
    }

    /// @notice Proves that a leaf of the pending root is above all that is declared for its token.
    function proveOverflow(address account, address token, Leaf calldata leaf) external {
        bytes32 root = _pendingRoot();
        _checkLeaf(root, account, token, leaf);
        uint256 declared_ = _funds[token].declared;
        if (leaf.cumulative <= declared_) revert NotFraud(declared_, leaf.cumulative);
        _disable(root, Fraud.Overflow);
    }

    // ── Claims ───────────────────────────────────────────────────────────────────────────────────────────

    /// @notice Pays `account` what it has earned of `token` and not been paid. Anybody may call, for anybody.
    function claim(address account, address token, uint256 cumulative, bytes32[] calldata proof)
        external
        nonReentrant
        returns (uint256 amount)
    {
        amount = _record(account, token, cumulative, proof);
        IERC20(token).safeTransfer(account, amount);
    }

    /// @notice `claim` to another address, for an account that the token blocks or that wants it elsewhere. By the
    /// account itself, or by anybody with its signature. A signature pays once, because a cumulative does.
    function claimTo(
        address account,
        address token,
        uint256 cumulative,
        bytes32[] calldata proof,
        address to,
        uint256 deadline,
        bytes calldata signature
    ) external nonReentrant returns (uint256 amount) {
        if (to == address(0)) revert ZeroAddress();
        if (msg.sender != account) {
            bytes32 hash = keccak256(abi.encode(CLAIM_TO_TYPEHASH, account, token, cumulative, to, deadline));
            Signatures.check(account, _hashTypedDataV4(hash), deadline, signature);
        }
        amount = _record(account, token, cumulative, proof);
        emit ClaimSentTo(account, to, token, amount);
        IERC20(token).safeTransfer(to, amount);
    }

    /// @notice Claims a token for many accounts, each paid to itself. A wrong proof reverts the whole batch. A
    /// claim that is already paid does nothing, so that a retried batch and a front-run one still pay the
    /// others. A claim the token refuses emits `ClaimRefused` and stays due: one blocked account holds up nobody.
    function claimMany(address token, Claim[] calldata claims, bytes32[] calldata nodes)
        external
        nonReentrant
    {
        if (claims.length > MAX_BATCH) revert BatchTooLarge(claims.length, MAX_BATCH);
        bytes32 root = activeRoot;
        mapping(address => Paid) storage paid = _paid[token];
        uint256 used;
        uint256 size = claims.length;
        for (uint256 i; i < size; ++i) {
            Claim calldata c = claims[i];
            uint256 join = (c.path >> 8) & type(uint88).max;
            if (join > used) revert JoinUnproven(i, join, used);
            used = _prove(root, token, c, nodes, used);
            _payIfDue(
                paid[address(uint160(c.path >> 96))], token, address(uint160(c.path >> 96)), c.cumulative
            );
        }
    }

    // ── Views ────────────────────────────────────────────────────────────────────────────────────────────

    function leafOf(address account, address token, uint256 cumulative) external pure returns (bytes32) {
        return RewardTree.leafOf(account, token, cumulative);
    }

    /// @notice What an account has been paid of a token since the beginning.
    function claimed(address account, address token) external view returns (uint256) {
        return _paid[token][account].cumulative;
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

    // ── Admin: names the poster and the guardian, and that is all ────────────────────────────────────────

    function setPoster(address poster_) external onlyOwner {
        _setPoster(poster_);
    }

    function setGuardian(address guardian_) external onlyOwner {
        _setGuardian(guardian_);
    }

    function _setGuardian(address guardian_) private {
        if (guardian_ == address(0)) revert ZeroAddress();
        guardian = guardian_;
        emit GuardianSet(guardian_);
    }

    function _setPoster(address poster_) private {
        if (poster_ == address(0)) revert ZeroAddress();
        poster = poster_;
        emit PosterSet(poster_);
    }

    // ── Inside ───────────────────────────────────────────────────────────────────────────────────────────

    function _record(address account, address token, uint256 cumulative, bytes32[] calldata proof)
        private
        returns (uint256 amount)
    {
        bytes32 node = RewardTree.rootOf(account, token, cumulative, proof);
        if (node != activeRoot) revert InvalidProof(activeRoot, node);
        Paid storage paid = _paid[token][account];
        uint256 before = paid.cumulative;
        if (cumulative <= before) revert NothingToClaim(account, token, cumulative, before);
        amount = cumulative - before;
        paid.cumulative = cumulative;
        emit Claimed(account, token, amount, cumulative);
    }

    function _checkLeaf(bytes32 root, address account, address token, Leaf calldata leaf) private pure {
        bytes32 node = RewardTree.rootOf(account, token, leaf.cumulative, leaf.proof);
        if (node != root) revert InvalidProof(root, node);
    }

    function _pendingRoot() private view returns (bytes32 root) {
        root = _postedRoot;
        if (root == activeRoot) revert NoPendingRoot();
    }

    /// @dev The epoch number is used up: the corrected tree is posted for a later one.
    function _disable(bytes32 root, Fraud fraud) private {
        _postedRoot = activeRoot;
        _posting.disabled = true;
        emit RootDisabled(_posting.epoch, root, fraud);
    }

    /// @dev Takes the claim's nodes from `start` and says where the next claim's begin.
    function _prove(bytes32 root, address token, Claim calldata c, bytes32[] calldata nodes, uint256 start)
        private
        pure
        returns (uint256 end)
    {
        (uint256 path, uint256 cumulative) = (c.path, c.cumulative);
        unchecked {
            end = start + uint8(path);
        }
        bytes32 node = RewardTree.leafOf(address(uint160(path >> 96)), token, cumulative);
        node = RewardTree.climb(node, nodes, start, end);
        uint256 join = (path >> 8) & type(uint88).max;
        if (join != 0) root = RewardTree.joined(nodes, join);
        if (node != root) revert InvalidProof(root, node);
    }

    function _payIfDue(Paid storage paid, address token, address account, uint256 cumulative) private {
        uint256 before = paid.cumulative;
        if (cumulative <= before) return;
        paid.cumulative = cumulative;
        uint256 amount;
        unchecked {
            amount = cumulative - before;
        }
        if (IERC20(token).trySafeTransfer(account, amount)) {
            emit Claimed(account, token, amount, cumulative);
        } else {
            paid.cumulative = before;
            emit ClaimRefused(account, token, amount);
        }
    }
}
