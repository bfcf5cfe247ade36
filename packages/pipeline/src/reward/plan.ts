import type { Transfer } from '../ledger/index.ts'
import { accounts } from '../ledger/index.ts'
import { doesNotAddUp } from './errors.ts'
import { type Leaf, multiplied } from './manifest.ts'
import { share } from './share.ts'

/** Everything an epoch depends on, as it was when it began to close. Amounts in base units. */
export interface Snapshot {
  number: number
  /** Points and stakes of persons, and what they keep back. */
  balances: { poolId: string; personId: string; points: bigint; stake: bigint; keep: bigint }[]
  /** Verdicts that no epoch lists yet. */
  lines: {
    poolId: string
    assignmentId: string
    personId: string
    price: bigint
    multiplierPpm: number
    accepted: boolean
  }[]
  /** Points and stakes held when the last epoch had closed. */
  carried: { poolId: string; personId: string; amount: bigint }[]
  /** Licenses to distribute, the oldest first. */
  licenses: { poolId: string; licenseId: string; releaseId: string; rows: number; gross: bigint }[]
  weights: Map<string, { personId: string; weightPpm: bigint }[]>
  dust: Map<string, bigint>
  /** Entitlements of earlier epochs without an address. */
  waiting: { poolId: string; id: string; personId: string; amount: bigint }[]
  leaves: Map<`0x${string}`, bigint>
  /** Who each person is now. */
  survivors: Map<string, string>
  addresses: Map<string, `0x${string}`>
}

export interface Entitlement {
  poolId: string
  personId: string
  kind: 'work' | 'revenue'
  licenseId: string
  amount: bigint
  address: `0x${string}` | null
}

export interface Distribution {
  poolId: string
  licenseId: string
  releaseId: string
  gross: bigint
  carried: bigint
  distributed: bigint
  dust: bigint
}

/** What an address gained. */
export interface Gain {
  work: bigint
  revenue: bigint
  waited: bigint
  carriedIn: bigint
  carriedOut: bigint
}

export interface Plan {
  entitlements: Entitlement[]
  /** Waiting entitlements whose person has an address now. */
  entered: { poolId: string; id: string; address: `0x${string}` }[]
  transfers: Map<string, Transfer[]>
  distributions: Distribution[]
  carry: { poolId: string; personId: string; amount: bigint }[]
  gains: Map<`0x${string}`, Gain>
  leaves: Leaf[]
  changed: Leaf[]
  work: bigint
  revenue: bigint
  unassigned: { persons: number; amount: bigint }
}

/** Decides an epoch from a snapshot. Pure: the same snapshot gives the same plan. [REW-1..REW-6] @throws `reward/does-not-add-up` */
export function plan(snapshot: Snapshot): Plan {
  const transfers = new Map<string, Transfer[]>()
  const move = (poolId: string, transfer: Transfer) => {
    const known = transfers.get(poolId)
    if (known) known.push(transfer)
    else transfers.set(poolId, [transfer])
  }
  const now = (personId: string) => snapshot.survivors.get(personId) ?? personId
  const entitled = new Map<string, Entitlement>()
  const entitle = (
    poolId: string,
    personId: string,
    kind: Entitlement['kind'],
    licenseId: string,
    amount: bigint,
  ) => {
    const key = `${poolId} ${personId} ${kind} ${licenseId}`
    const known = entitled.get(key)
    if (known) known.amount += amount
    else
      entitled.set(key, {
        poolId,
        personId,
        kind,
        licenseId,
        amount,
        address: snapshot.addresses.get(personId) ?? null,
      })
  }

  const carry = cashIn(snapshot, now, entitle, move)
  const distributions = distribute(snapshot, now, entitle, move)
  const entitlements = [...entitled.values()]
  checkWork(snapshot, now, entitlements, carry)
  const entered = snapshot.waiting.flatMap(({ poolId, id, personId }) => {
    const address = snapshot.addresses.get(personId)
    return address ? [{ poolId, id, address }] : []
  })
  const gains = gather(snapshot, now, entitlements, carry)
  const leaves = new Map(snapshot.leaves)
  const changed: Leaf[] = []
  for (const [account, gain] of gains) {
    const growth = gain.work + gain.revenue + gain.waited
    if (growth === 0n) continue
    const cumulative = (leaves.get(account) ?? 0n) + growth
    leaves.set(account, cumulative)
    changed.push({ account, cumulative })
  }
  const total = (kind: Entitlement['kind']) =>
    entitlements.reduce((sum, one) => (one.kind === kind ? sum + one.amount : sum), 0n)
  const escrowed = [...entitlements, ...snapshot.waiting].filter(
    (one) => !snapshot.addresses.has(one.personId),
  )
  return {
    entitlements,
    entered,
    transfers,
    distributions,
    carry,
    gains,
    leaves: [...leaves].map(([account, cumulative]) => ({ account, cumulative })).sort(byAccount),
    changed,
    work: total('work'),
    revenue: total('revenue'),
    unassigned: {
      persons: new Set(escrowed.map((one) => now(one.personId))).size,
      amount: escrowed.reduce((sum, one) => sum + one.amount, 0n),
    },
  }
}

const byAccount = (a: Leaf, b: Leaf) => (a.account < b.account ? -1 : 1)

type Entitle = (
  poolId: string,
  personId: string,
  kind: Entitlement['kind'],
  licenseId: string,
  amount: bigint,
) => void
type Move = (poolId: string, transfer: Transfer) => void
type Now = (personId: string) => string

/** Points beyond what a person keeps become reward. @returns what everybody still holds. */
function cashIn(snapshot: Snapshot, now: Now, entitle: Entitle, move: Move): Plan['carry'] {
  const held = new Map<string, { poolId: string; personId: string; amount: bigint }>()
  for (const { poolId, personId, points, stake, keep } of snapshot.balances) {
    const amount = points > keep ? points - keep : 0n
    const person = now(personId)
    if (amount > 0n) {
      entitle(poolId, person, 'work', '', amount)
      const cause = `${snapshot.number}:${personId}`
      move(poolId, {
        debit: accounts.points(personId),
        credit: accounts.reward(person),
        amount,
        reason: 'epoch',
        cause,
      })
    }
    const rest = points + stake - amount
    const known = held.get(`${poolId} ${person}`) ?? { poolId, personId: person, amount: 0n }
    held.set(`${poolId} ${person}`, { ...known, amount: known.amount + rest })
  }
  return [...held.values()].filter((one) => one.amount > 0n)
}

/** Splits each license's money, with the dust the pool had, over its release's weights; the rest is the new dust. */
function distribute(snapshot: Snapshot, now: Now, entitle: Entitle, move: Move): Distribution[] {
  const dust = new Map(snapshot.dust)
  return snapshot.licenses.map(({ poolId, licenseId, releaseId, rows, gross }) => {
    const carried = dust.get(poolId) ?? 0n
    dust.delete(poolId)
    const { revenue } = accounts
    // With the epoch: another chain numbers its licenses from the start.
    const cause = `${snapshot.number}:${licenseId}`
    if (carried > 0n) {
      move(poolId, {
        debit: accounts.dust,
        credit: revenue,
        amount: carried,
        reason: 'dust-carried',
        cause,
      })
    }
    const shares = share(gross + carried, rows, snapshot.weights.get(releaseId) ?? [])
    for (const [personId, amount] of shares.amounts) {
      const person = now(personId)
      entitle(poolId, person, 'revenue', licenseId, amount)
      move(poolId, {
        debit: revenue,
        credit: accounts.reward(person),
        amount,
        reason: 'revenue',
        cause: `${cause}:${personId}`,
      })
    }
    if (shares.dust > 0n) {
      move(poolId, {
        debit: revenue,
        credit: accounts.dust,
        amount: shares.dust,
        reason: 'dust',
        cause,
      })
    }
    const distributed = gross + carried - shares.dust
    return { poolId, licenseId, releaseId, gross, carried, distributed, dust: shares.dust }
  })
}

/** Per pool and person: accepted lines + carried in − carried out = work. */
function checkWork(
  snapshot: Snapshot,
  now: Now,
  entitlements: readonly Entitlement[],
  carry: Plan['carry'],
): void {
  const open = new Map<string, bigint>()
  const add = (poolId: string, personId: string, amount: bigint) => {
    const key = `${poolId} ${now(personId)}`
    open.set(key, (open.get(key) ?? 0n) + amount)
  }
  for (const line of snapshot.lines)
    if (line.accepted) add(line.poolId, line.personId, multiplied(line.price, line.multiplierPpm))
  for (const one of snapshot.carried) add(one.poolId, one.personId, one.amount)
  for (const one of carry) add(one.poolId, one.personId, -one.amount)
  const work = new Map(
    entitlements
      .filter((one) => one.kind === 'work')
      .map((one) => [`${one.poolId} ${one.personId}`, one.amount]),
  )
  for (const key of new Set([...open.keys(), ...work.keys()])) {
    const expected = open.get(key) ?? 0n
    const found = work.get(key) ?? 0n
    const [poolId, personId] = key.split(' ') as [string, string]
    if (expected !== found) throw doesNotAddUp(poolId, personId, expected, found)
  }
}

function gather(
  snapshot: Snapshot,
  now: Now,
  entitlements: readonly Entitlement[],
  carry: Plan['carry'],
): Plan['gains'] {
  const gains: Plan['gains'] = new Map()
  const add = (personId: string, field: keyof Gain, amount: bigint) => {
    const address = snapshot.addresses.get(now(personId))
    if (!address) return
    const gain = gains.get(address) ?? { work: 0n, revenue: 0n, waited: 0n, carriedIn: 0n, carriedOut: 0n }
    gain[field] += amount
    gains.set(address, gain)
  }
  for (const one of entitlements) add(one.personId, one.kind, one.amount)
  for (const one of snapshot.waiting) add(one.personId, 'waited', one.amount)
  for (const one of snapshot.carried) add(one.personId, 'carriedIn', one.amount)
  for (const one of carry) add(one.personId, 'carriedOut', one.amount)
  return gains
}
