import type { Transfer } from '../ledger/index.ts'
import type { Entitlement, Gain, Plan, Snapshot } from './epochShapes.ts'
import { doesNotAddUp } from './errors.ts'
import { type Leaf, multiplied } from './manifest.ts'
import { cashIn, distribute, type Now } from './moves.ts'

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

  const { carry, netted } = cashIn(snapshot, now, entitle, move)
  const { distributions, shares, reserved } = distribute(snapshot, now, entitle, move)
  const entitlements = [...entitled.values()]
  checkWork(snapshot, now, entitlements, carry, netted)
  const entered = snapshot.waiting.flatMap(({ poolId, id, personId }) => {
    const address = snapshot.addresses.get(personId)
    return address ? [{ poolId, id, address }] : []
  })
  const { gains, escrow } = gather(snapshot, now, entitlements, carry, netted)
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
    shares,
    reserved,
    netted,
    carry,
    gains,
    escrow,
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

/** Per pool and person: accepted lines + carried in − carried out − netted = work. */
function checkWork(
  snapshot: Snapshot,
  now: Now,
  entitlements: readonly Entitlement[],
  carry: Plan['carry'],
  netted: Plan['netted'],
): void {
  const open = new Map<string, bigint>()
  const add = (poolId: string, personId: string, amount: bigint) => {
    const key = `${poolId} ${now(personId)}`
    open.set(key, (open.get(key) ?? 0n) + amount)
  }
  for (const line of snapshot.lines)
    if (line.accepted) add(line.poolId, line.personId, multiplied(line.price, line.multiplierPpm))
  for (const one of snapshot.carried) add(one.poolId, one.personId, one.amount)
  for (const one of [...carry, ...netted]) add(one.poolId, one.personId, -one.amount)
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

const nothing = (): Gain => ({
  work: 0n,
  revenue: 0n,
  waited: 0n,
  carriedIn: 0n,
  carriedOut: 0n,
  netted: 0n,
})

function gather(
  snapshot: Snapshot,
  now: Now,
  entitlements: readonly Entitlement[],
  carry: Plan['carry'],
  netted: Plan['netted'],
): Pick<Plan, 'gains' | 'escrow'> {
  const gains: Plan['gains'] = new Map()
  const escrow = nothing()
  const add = (personId: string, field: keyof Gain, amount: bigint) => {
    const address = snapshot.addresses.get(now(personId))
    const gain = address ? (gains.get(address) ?? nothing()) : escrow
    gain[field] += amount
    if (address) gains.set(address, gain)
  }
  for (const one of entitlements) add(one.personId, one.kind, one.amount)
  for (const one of snapshot.waiting) add(one.personId, 'waited', one.amount)
  for (const one of snapshot.carried) add(one.personId, 'carriedIn', one.amount)
  for (const one of carry) add(one.personId, 'carriedOut', one.amount)
  for (const one of netted) add(one.personId, 'netted', one.amount)
  return { gains, escrow }
}
