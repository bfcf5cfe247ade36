import { accounts, type Transfer } from '../ledger/index.ts'
import type { Entitlement, Plan, Share, Snapshot } from './plan.ts'
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

/** Splits each license's money, with the dust the pool had, over its release's weights; the rest is the new dust. */
export function distribute(
  snapshot: Snapshot,
  now: Now,
  entitle: Entitle,
  move: Move,
): Pick<Plan, 'distributions' | 'shares'> {
  const dust = new Map(snapshot.dust)
  const parts: Share[] = []
  const distributions = snapshot.licenses.map(({ poolId, licenseId, releaseId, rows, gross }) => {
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
    const weights = snapshot.weights.get(releaseId) ?? []
    const shares = share(gross + carried, rows, weights)
    for (const { personId, weightPpm } of weights) {
      if (shares.amounts.has(personId))
        parts.push({ poolId, licenseId, personId, revenue: gross + carried, rows, weightPpm })
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
  return { distributions, shares: parts }
}
