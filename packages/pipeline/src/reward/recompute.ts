import { canonicalJson, sha256Hex } from '@rowright/protocol'
import {
  DIGEST,
  digestsOf,
  type EpochManifest,
  type ManifestAccount,
  type Owed,
  payOf,
  rootOf,
} from './manifest.ts'

/** Something in a manifest that does not follow. */
export interface Fault {
  /** `leaf`, `line 12`, `share 3`, `unassigned`, `head`, `declared`, `root`, `previous`. */
  where: string
  /** Of a leaf: whose. */
  account?: string
  expected: string
  found: string
  /** One sentence. */
  why: string
}

/**
 * Recomputes an epoch in integers from its manifest alone: every entitlement from the lines and shares, every leaf,
 * the declared total, the root, and the root of the tree before. With the manifest before it also what was carried.
 * [REW-9] @returns what is wrong, what explains it first; empty when everything follows.
 */
export async function recompute(
  manifest: EpochManifest,
  previous: EpochManifest | null = null,
): Promise<Fault[]> {
  const faults = [...entitlements(manifest), ...places(manifest)]
  faults.push(...(await totals(manifest)))
  if (previous) faults.push(...against(manifest, previous))
  return faults
}

const sum = (numbers: Iterable<bigint>): bigint => {
  let total = 0n
  for (const one of numbers) total += one
  return total
}

/** What lines and shares give each account; null: persons without one. */
function earned(manifest: EpochManifest) {
  const work = new Map<string | null, bigint>()
  const revenue = new Map<string | null, bigint>()
  for (const line of manifest.lines) work.set(line.account, (work.get(line.account) ?? 0n) + payOf(line))
  for (const one of manifest.shares) {
    const part = (BigInt(one.revenue) * BigInt(one.weightPpm)) / (BigInt(one.rows) * 1_000_000n)
    revenue.set(one.account, (revenue.get(one.account) ?? 0n) + part)
  }
  return { work, revenue }
}

function entitlements(manifest: EpochManifest): Fault[] {
  const faults: Fault[] = []
  const { work, revenue } = earned(manifest)
  /** What one is owed by lines and shares, and how that differs from what the manifest says. */
  const growth = (account: string | null, says: Owed) => {
    const pay =
      (work.get(account) ?? 0n) + BigInt(says.carriedIn) - BigInt(says.carriedOut) - BigInt(says.netted)
    const share = revenue.get(account) ?? 0n
    work.delete(account)
    revenue.delete(account)
    const why = [
      ...(pay === BigInt(says.work) ? [] : [`its lines give work ${pay}, the manifest says ${says.work}`]),
      ...(share === BigInt(says.revenue)
        ? []
        : [`its shares give revenue ${share}, the manifest says ${says.revenue}`]),
    ]
    return { pay, share, why: why.join('; ') }
  }
  for (const one of manifest.accounts) {
    const { pay, share, why } = growth(one.account, one)
    const expected = BigInt(one.before) + pay + share + BigInt(one.waited)
    const found = BigInt(one.cumulative)
    const fell = pay < 0n || share < 0n || BigInt(one.waited) < 0n || found < BigInt(one.before)
    if (expected === found && why === '' && !fell) continue
    const but = fell ? 'a leaf only grows' : `before ${one.before} and what it gained give ${expected}`
    faults.push(leafFault(one, expected, why || but))
  }
  const { unassigned } = manifest
  const { pay, share, why } = growth(null, unassigned)
  const entered = sum(manifest.accounts.map((one) => BigInt(one.waited)))
  const left = BigInt(unassigned.before) + pay + share - entered
  if (left !== BigInt(unassigned.amount) || why !== '' || left < 0n)
    faults.push({
      where: 'unassigned',
      expected: String(left),
      found: unassigned.amount,
      why: why || `before ${unassigned.before} and what came less ${entered} that entered give ${left}`,
    })
  for (const account of new Set([...work.keys(), ...revenue.keys()])) {
    const expected = (work.get(account) ?? 0n) + (revenue.get(account) ?? 0n)
    if (account !== null && expected > 0n)
      faults.push({
        where: 'leaf',
        account,
        expected: String(expected),
        found: 'none',
        why: 'it has lines and no leaf',
      })
  }
  return faults
}

const leafFault = (one: ManifestAccount, expected: bigint, why: string): Fault => ({
  where: 'leaf',
  account: one.account,
  expected: String(expected),
  found: one.cumulative,
  why,
})

/** Where a digit was changed that no sum shows, by the digests. */
function places(manifest: EpochManifest): Fault[] {
  const { digests, ...rest } = manifest
  const right = digestsOf(rest, canonicalJson)
  return (['lines', 'shares', 'accounts', 'head'] as const).flatMap((part) => {
    if (right[part] === digests[part]) return []
    let at = 0
    while (right[part].slice(at, at + DIGEST) === digests[part].slice(at, at + DIGEST)) at += DIGEST
    const place = at / DIGEST
    const where = { lines: `line ${place + 1}`, shares: `share ${place + 1}`, accounts: 'leaf', head: 'head' }
    const account = part === 'accounts' ? manifest.accounts[place]?.account : undefined
    return [
      {
        where: where[part],
        ...(account ? { account } : {}),
        expected: `digest ${right[part].slice(at, at + DIGEST) || 'none'}`,
        found: `digest ${digests[part].slice(at, at + DIGEST) || 'none'}`,
        why: 'it is not what was published',
      },
    ]
  })
}

async function totals(manifest: EpochManifest): Promise<Fault[]> {
  const faults: Fault[] = []
  const expect = (where: string, expected: string, found: string, why: string) => {
    if (expected !== found) faults.push({ where, expected, found, why })
  }
  const accounts = new Set(manifest.accounts.map((one) => one.account))
  if (accounts.size < manifest.accounts.length) {
    const twice = manifest.accounts.find((one, i, all) => all.findIndex((o) => o.account === one.account) < i)
    return [
      {
        where: 'leaf',
        account: twice!.account,
        expected: 'one leaf',
        found: 'two',
        why: 'a key is in the tree once',
      },
    ]
  }
  const leavesBy = (field: 'cumulative' | 'before') =>
    manifest.accounts
      .map((one) => ({ account: one.account, cumulative: BigInt(one[field]) }))
      .filter((leaf) => leaf.cumulative > 0n)
  const leaves = leavesBy('cumulative')
  const declared = String(sum(leaves.map((leaf) => leaf.cumulative)))
  expect('declared', declared, manifest.declared, 'it is the sum of all leaves')
  expect('root', await rootOf(leaves, manifest.token), manifest.root, 'it is the root over the leaves')
  const before = await rootOf(leavesBy('before'), manifest.previous?.token ?? manifest.token)
  const named = manifest.previous?.root ?? (await rootOf([], manifest.token))
  expect('previous', before, named, 'the leaves before give the root of the epoch before')
  return faults
}

/** What only the manifest before can tell: it is the one that is named, and what it carried out was carried in. */
function against(manifest: EpochManifest, previous: EpochManifest): Fault[] {
  const hash = sha256Hex(canonicalJson(previous))
  const right =
    manifest.previous?.number === previous.number && manifest.previous.manifestSha256 === hash
      ? []
      : [
          {
            where: 'previous',
            expected: manifest.previous?.manifestSha256 ?? 'none',
            found: hash,
            why: 'another manifest is named as the one before',
          },
        ]
  const before = new Map(previous.accounts.map((one) => [one.account, one.cumulative]))
  const grown = manifest.accounts.flatMap((one) => {
    const expected = before.get(one.account) ?? '0'
    before.delete(one.account)
    return expected === one.before
      ? []
      : [{ ...leafFault(one, BigInt(expected), 'its leaf in the epoch before'), found: one.before }]
  })
  const gone = [...before]
    .filter(([, cumulative]) => cumulative !== '0')
    .map(([account, expected]) => ({
      where: 'leaf',
      account,
      expected,
      found: 'none',
      why: 'it was in the epoch before',
    }))
  const total = (of: EpochManifest, field: 'carriedIn' | 'carriedOut') =>
    sum([of.unassigned, ...of.accounts].map((one) => BigInt(one[field])))
  const [out, into] = [total(previous, 'carriedOut'), total(manifest, 'carriedIn')]
  const carried =
    out === into
      ? []
      : [
          {
            where: 'carried',
            expected: String(out),
            found: String(into),
            why: 'what one epoch carries out the next carries in',
          },
        ]
  return [...right, ...grown, ...gone, ...carried]
}
