import { accounts, type Transfer } from '../ledger/index.ts'
import type { Entitlement, Plan, Reservation, Share, Snapshot } from './epochShapes.ts'
import { share } from './share.ts'

type Entitle = (
  poolId: string,
  personId: string,
  kind: Entitlement['kind'],
  licenseId: string,
  amount: bigint,
) => void
type Move = (poolId: string, transfer: Transfer) => void
export type Now = (personId: string) => string

/**
 * Points beyond what a person keeps become reward, after wrong pay of earlier epochs is taken back from them: all of
 * them, also what is kept, but never more, so that no leaf shrinks. [REW-14]
 */
export function cashIn(
  snapshot: Snapshot,
  now: Now,
  entitle: Entitle,
  move: Move,
): Pick<Plan, 'carry' | 'netted'> {
  const held = new Map<string, { poolId: string; personId: string; amount: bigint }>()
  const netted: Plan['netted'] = []
  const owing = Map.groupBy(snapshot.corrections, (one) => `${one.poolId} ${now(one.personId)}`)
  const left = new Map(snapshot.corrections.map((one) => [one, one.amount]))
  for (const { poolId, personId, points, stake, keep } of snapshot.balances) {
    const person = now(personId)
    let free = points
    for (const one of owing.get(`${poolId} ${person}`) ?? []) {
      const amount = least(free, left.get(one)!)
      if (amount === 0n) continue
      free -= amount
      left.set(one, left.get(one)! - amount)
      netted.push({ ...one, amount })
      const cause = `${snapshot.number}:${one.assignmentId}:${personId}`
      move(poolId, {
        debit: accounts.points(personId),
        credit: accounts.dust,
        amount,
        reason: 'netted',
        cause,
      })
    }
    const amount = free > keep ? free - keep : 0n
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
    const rest = free + stake - amount
    const known = held.get(`${poolId} ${person}`) ?? { poolId, personId: person, amount: 0n }
    held.set(`${poolId} ${person}`, { ...known, amount: known.amount + rest })
  }
  return { carry: [...held.values()].filter((one) => one.amount > 0n), netted }
}

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b)

/**
 * Splits each license's money: the parts of hosts are reserved, the rest is shared, with the dust the pool had, over
 * the contributors' weights in its release; what is left is the new dust. What hosts did not claim is shared alike.
 * [REW-4, REW-17, REW-18]
 */
export function distribute(
  snapshot: Snapshot,
  now: Now,
  entitle: Entitle,
  move: Move,
): Pick<Plan, 'distributions' | 'shares' | 'reserved'> {
  const dust = new Map(snapshot.dust)
  const parts: Share[] = []
  const reserved: Reservation[] = []
  const { revenue } = accounts

  /** Shares out what is in `revenue`, with the pool's dust. @param kept what stays there for others. */
  const shareOut = (
    of: { poolId: string; licenseId: string; releaseId: string; rows: number },
    money: bigint,
    kept: bigint,
    weights: readonly { personId: string; weightPpm: bigint }[],
  ) => {
    const { poolId, licenseId, releaseId, rows } = of
    const carried = dust.get(poolId) ?? 0n
    dust.delete(poolId)
    // With the epoch: another chain numbers its licenses from the start.
    const cause = `${snapshot.number}:${licenseId}`
    if (carried > 0n)
      move(poolId, {
        debit: accounts.dust,
        credit: revenue,
        amount: carried,
        reason: 'dust-carried',
        cause,
      })
    const shares = share(money + carried, rows, weights)
    for (const { personId, weightPpm } of weights) {
      if (shares.amounts.has(personId))
        parts.push({ poolId, licenseId, personId, revenue: money + carried, rows, weightPpm })
    }
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
    const left = shares.dust - kept
    if (left > 0n)
      move(poolId, { debit: revenue, credit: accounts.dust, amount: left, reason: 'dust', cause })
    const gross = money - kept
    return { poolId, licenseId, releaseId, gross, carried, distributed: gross + carried - left, dust: left }
  }

  const distributions = snapshot.licenses.map((license) => {
    const weights = snapshot.weights.get(license.releaseId) ?? []
    const { money, reservations } = reserve(snapshot, license, move)
    reserved.push(...reservations)
    const kept = reservations.reduce((sum, { host, amount }) => (host === '' ? sum : sum + amount), 0n)
    return shareOut(license, money, kept, weights)
  })
  const byLicense = Map.groupBy(snapshot.unclaimed, (one) => `${one.poolId} ${one.licenseId}`)
  for (const shares of byLicense.values()) {
    const { poolId, licenseId, releaseId, rows } = shares[0]!
    for (const { host, amount } of shares) {
      const cause = `${snapshot.number}:${licenseId}:${host}`
      const debit = accounts.source(host)
      if (amount > 0n) move(poolId, { debit, credit: revenue, amount, reason: 'source-unclaimed', cause })
    }
    const money = shares.reduce((sum, { amount }) => sum + amount, 0n)
    const weights = wholeWeights(rows, snapshot.weights.get(releaseId) ?? [])
    const of = { poolId, licenseId: `${licenseId}:unclaimed`, releaseId, rows }
    distributions.push(shareOut(of, money, 0n, weights))
  }
  return { distributions, shares: parts, reserved }
}

/**
 * Reserves the hosts' parts of a license: of its whole money, contributors' and sources', as their weights say. Where
 * no row has a host, what the offer set aside for sources is kept as such. [REW-17] @returns the money to share, hosts' parts in it.
 */
function reserve(
  snapshot: Snapshot,
  license: Snapshot['licenses'][number],
  move: Move,
): { money: bigint; reservations: Reservation[] } {
  const { poolId, licenseId, releaseId, rows, gross, sources } = license
  const of = { poolId, licenseId, releaseId }
  const cause = `${snapshot.number}:${licenseId}`
  const hosts = snapshot.hosts.get(releaseId) ?? []
  if (hosts.length === 0) {
    if (sources === 0n) return { money: gross, reservations: [] }
    const credit = accounts.source('')
    move(poolId, {
      debit: accounts.sources,
      credit,
      amount: sources,
      reason: 'source-reserved',
      cause: `${cause}:`,
    })
    return { money: gross, reservations: [{ ...of, host: '', amount: sources }] }
  }
  const { revenue } = accounts
  if (sources > 0n)
    move(poolId, { debit: accounts.sources, credit: revenue, amount: sources, reason: 'sources', cause })
  const money = gross + sources
  const reservations = hosts.flatMap(({ host, weightPpm }) => {
    const amount = (money * weightPpm) / (BigInt(rows) * 1_000_000n)
    if (amount === 0n) return []
    const credit = accounts.source(host)
    move(poolId, {
      debit: revenue,
      credit,
      amount,
      reason: 'source-reserved',
      cause: `${cause}:${host}`,
    })
    return [{ ...of, host, amount }]
  })
  return { money, reservations }
}

/** Weights as they would be had no host a part: they sum to the whole of the rows, less what floors leave over. */
function wholeWeights(rows: number, weights: readonly { personId: string; weightPpm: bigint }[]) {
  const held = weights.reduce((sum, { weightPpm }) => sum + weightPpm, 0n)
  const whole = BigInt(rows) * 1_000_000n
  return weights.map((one) => ({ ...one, weightPpm: (one.weightPpm * whole) / held }))
}
