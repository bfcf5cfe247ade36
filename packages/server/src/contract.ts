import { label } from '@rowright/tasktype'
import { z } from 'zod'
import { quota } from './overlapContract.ts'
import { said } from './resultContract.ts'

/** Amounts are decimal strings of base units (1 tUSD = "1000000"); times are ISO 8601; ids are UUIDs. */
export const amount = z.string().regex(/^\d+$/, 'a whole number of base units, as a string')
/** An amount that comes in: it must fit a bigint of Postgres. */
export const amountIn = z
  .string()
  .regex(/^\d{1,18}$/, 'a whole number of base units below 10^18, as a string')
export const address = z.string().regex(/^0x[0-9a-fA-F]{40}$/, 'an address: 0x and 40 hex digits')
export const time = z.string()
/** UUIDs have one form here, lower case, so that locks and comparisons over their text agree. */
export const id = z.uuid().toLowerCase()
export const hash = z.string()

export const person = z.object({
  id,
  name: z.string().nullable(),
  /** True until a wallet is attached. */
  guest: z.boolean(),
  addresses: z.array(address),
  payoutAddress: address.nullable(),
  roles: z.array(z.enum(['steward'])),
  createdAt: time,
})

export const instance = z.object({
  name: z.string(),
  profile: z.enum(['local', 'production']),
  epochSeconds: z.number(),
  chain: z
    .object({
      id: z.number(),
      token: address,
      tokenSymbol: z.string(),
      tokenDecimals: z.number(),
      dataPools: address,
      rewards: address,
      consents: address,
      licenses: address,
    })
    .nullable(),
  /** Whether POST /v1/faucet answers: local profile only. */
  faucet: z.boolean(),
  publicUrl: z.string(),
  /** Ed25519 public key (32 bytes, base64) that manifests are signed with. */
  signingKey: z.string(),
})

export const campaign = z.object({
  id,
  poolId: id,
  poolName: z.string(),
  name: z.string(),
  guidelines: z.string(),
  /** `single`, `multi`, `rating`, `numeric`, `pairwise`, `spans` or `transcription`. */
  taskType: z.string(),
  /** Settings of the task type; `single` has its labels in `labels`. */
  schema: z.record(z.string(), z.unknown()),
  labels: z.array(label),
  price: amount,
  stake: amount,
  /** Most answers of a task. With a target confidence it needs at least `overlapMin` and stops when sure. */
  overlap: z.number(),
  overlapMin: z.number(),
  /** Null: every task gets `overlap` answers. */
  targetConfidencePpm: z.number().nullable(),
  /** Answers of reviewers that a task still split at `overlap` may get. */
  reviewSlots: z.number(),
  /** Most of the campaign that one value of a stratum may be; value null: each. */
  quotas: z.array(quota),
  goldRatePpm: z.number(),
  assignment: z.enum(['open', 'list']),
  leaseSeconds: z.number(),
  holdSeconds: z.number().nullable(),
  /** How long a rejection can be appealed before it counts. */
  appealSeconds: z.number(),
  /** Checks after which pay vests, and wrong ones at which a window fails; null: no windows. */
  windowChecks: z.number().nullable(),
  windowFailAt: z.number().nullable(),
  status: z.enum(['draft', 'open', 'paused', 'closed']),
  /** True when the last verdicts and results of a closed campaign are in. */
  settled: z.boolean(),
  /** Base units funded on chain, and committed to opened slots. */
  funded: amount,
  committed: amount,
  createdAt: time,
})

/** An answer as JSON: its shape is the task type's. */
export const answerIn = z.union([
  z.string().min(1).max(100_000),
  z.number(),
  z.array(z.unknown()).max(10_000),
])

/** What a labeler sees of a campaign before starting. */
export const campaignCard = campaign
  .pick({
    id: true,
    poolId: true,
    poolName: true,
    name: true,
    guidelines: true,
    price: true,
    stake: true,
    labels: true,
    taskType: true,
    schema: true,
  })
  .extend({ openSlots: z.number(), mine: z.number(), consentGiven: z.boolean() })

export const pool = z.object({
  id,
  name: z.string(),
  description: z.string(),
  status: z.enum(['draft', 'open', 'closed']),
  /** bytes32 on chain; null until the follower has seen `PoolCreated`. */
  chainPoolId: hash.nullable(),
  /** What to pass to `DataPools.createPool`. */
  chainSalt: hash,
  metadataHash: hash,
  /** The treasury's share of license revenue in 1/10,000, as the contract has it now. */
  treasuryBps: z.number(),
  /** Terms that wait in the contract, and from when anybody can put them in force; null when none do. */
  pendingChange: z
    .object({ treasury: address, treasuryBps: z.number(), sourceBps: z.number(), availableAt: time })
    .nullable(),
  requester: z.object({ id, name: z.string().nullable() }),
  terms: z.object({
    purposes: z.array(z.string()),
    licenseeClasses: z.array(z.string()),
    months: z.number(),
    note: z.string(),
    hash,
  }),
  rowSplitPpm: z.object({ source: z.number(), giver: z.number(), labelers: z.number() }),
  mine: z.boolean(),
  stats: z.object({
    campaigns: z.number(),
    tasks: z.number(),
    results: z.number(),
    labelers: z.number(),
    releases: z.number(),
    revenue: amount,
    /** Mean confidence of current results, ppm; null without results. */
    meanConfidencePpm: z.number().nullable(),
    /** Krippendorff's alpha (nominal) over the answers, ppm; null when undefined. */
    alphaPpm: z.number().nullable(),
    /** Final verdicts and the rejections among them; rejections that were appealed, and reversed. */
    judged: z.number(),
    rejected: z.number(),
    appealed: z.number(),
    reversed: z.number(),
  }),
  createdAt: time,
})

export const payload = z.record(z.string(), z.unknown())

/** One reserved task, as the labeler's editor needs it. Gold looks like any other. */
/** A machine's suggestion: what, by which model, how sure it says it is. */
export const suggestion = z.object({
  value: z.string().max(20_000),
  model: z.string().min(1).max(100),
  version: z.string().max(100),
  confidencePpm: z.number().int().min(0).max(1_000_000).nullable(),
})

export const assignment = z.object({
  id,
  poolId: id,
  campaignId: id,
  taskId: id,
  state: z.enum(['reserved', 'submitted', 'accepted', 'rejected', 'skipped', 'expired']),
  payload,
  price: amount,
  stake: amount,
  reservedAt: time,
  expiresAt: time,
  draft: z.unknown().nullable(),
  /** What a machine suggests; the answer is then `assisted`. */
  suggestion: suggestion.nullable(),
})

export const reservation = z.object({
  assignment: assignment.nullable(),
  /** Why there is none. */
  reason: z
    .enum([
      'no-task-left',
      'consent-needed',
      'not-listed',
      'paused',
      'closed',
      'not-enough-points',
      'suspended',
      'share-reached',
    ])
    .nullable(),
})

export const submission = z.object({
  assignmentId: id,
  state: assignment.shape.state,
  /** True when this was a repeat of an answer already stored. */
  repeated: z.boolean(),
  /** The next assignment when `next` was asked for; its absence is explained by `reason`. */
  next: reservation.nullable(),
})

export const workLine = z.object({
  assignmentId: id,
  poolId: id,
  poolName: z.string(),
  campaignId: id,
  campaignName: z.string(),
  taskId: id,
  externalId: z.string(),
  state: assignment.shape.state,
  /** As it is stored. */
  value: z.unknown(),
  /** The same as data; null while there is no answer. */
  said: said.nullable(),
  price: amount,
  submittedAt: time.nullable(),
  /** `answered` (accepted), `failed-control-tasks` (rejected); null while undecided. */
  reasonCode: z.string().nullable(),
  evidence: z.record(z.string(), z.unknown()).nullable(),
  judgedAt: time.nullable(),
})

export const earnings = z.object({
  pools: z.array(
    z.object({
      poolId: id,
      poolName: z.string(),
      /** Submitted, not judged yet. */
      undecided: amount,
      points: amount,
      staked: amount,
      /** Points kept back for stakes when an epoch closes. */
      keep: amount,
      /** In an epoch, waiting for an address. */
      escrowed: amount,
      accepted: z.number(),
      rejected: z.number(),
      revenue: amount,
    }),
  ),
  /** Entered the tree and can be cashed out now. */
  claimable: amount,
  /** In a root that is not active yet. */
  pending: amount,
  paid: amount,
  nextEpochAt: time.nullable(),
  cashOuts: z.array(
    z.object({
      id,
      amount,
      status: z.enum(['queued', 'sent', 'paid', 'failed']),
      transaction: hash.nullable(),
      at: time,
    }),
  ),
})

export const consent = z.object({
  id,
  poolId: id,
  poolName: z.string(),
  purposes: z.array(z.string()),
  licenseeClasses: z.array(z.string()),
  /** By address; nobody in a consent of the first version. */
  licensees: z.object({ allowed: z.array(z.string()), denied: z.array(z.string()) }),
  grantedAt: time,
  expiresAt: time,
  revokedAt: time.nullable(),
  /** Of an ended one: how many licenses were given rows of it, and how many have said that these are erased. */
  erasure: z.object({ given: z.number(), erased: z.number() }).nullable(),
  receipt: z.record(z.string(), z.unknown()),
})

export const release = z.object({
  id,
  poolId: id,
  version: z.number(),
  rows: z.number(),
  annotations: z.number(),
  labelers: z.number(),
  rowsSha256: hash,
  manifestSha256: hash,
  merkleRoot: hash,
  bytes: z.number(),
  meanConfidencePpm: z.number(),
  publishedAt: time,
  /** Set when a consent in it has ended: its successor is the newest release. */
  withdrawnAt: time.nullable(),
})

export const offer = z.object({
  id: z.string(),
  poolId: id,
  price: amount,
  durationSeconds: z.number(),
  purposes: z.array(z.string()),
  licenseeClass: z.string(),
  termsHash: hash,
  /** Shares of the price, in 1/10,000: the treasury's, and of the rest the sources'. */
  treasuryBps: z.number(),
  sourceBps: z.number(),
  open: z.boolean(),
})

export const license = z.object({
  id: z.string(),
  poolId: id,
  poolName: z.string(),
  offerId: z.string(),
  licensee: address,
  price: amount,
  /** The contributors' part of the price. */
  contributors: amount,
  purposes: z.array(z.string()),
  expiresAt: time,
  transaction: hash,
  valid: z.boolean(),
  /** A revocation epoch to acknowledge on chain (`Licenses.ackRevocations`), and when the license lapses without. */
  acknowledge: z
    .object({
      epoch: z.number(),
      by: time,
      /** Since when its acknowledgment is on its way, asked for by `POST …/acknowledgment`; null: not asked. */
      askedAt: time.nullable(),
    })
    .nullable(),
  /** It belongs to an address that this instance keeps: bought by invoice. */
  kept: z.boolean(),
  /** How the contributors' part was split; null until the epoch that does it has closed. */
  distribution: z
    .object({
      epoch: z.number(),
      /** The pool's dust of earlier epochs, split along. `contributors + carried = distributed + dust`. */
      carried: amount,
      distributed: amount,
      /** Left over by the floors and by weight that nobody holds; carried to the pool's next distribution. */
      dust: amount,
    })
    .nullable(),
  releases: z.array(release),
})

export const apiKey = z.object({
  id,
  name: z.string(),
  prefix: z.string(),
  /** It may ask for quotes and submit what pays for them, beside reading. */
  mayBuy: z.boolean(),
  createdAt: time,
  lastUsedAt: time.nullable(),
  revokedAt: time.nullable(),
})
