import { type Deployment, readCampaignFunded } from '@rowright/chain'
import type { Sender } from '@rowright/chain/post'
import { uuidToBytes32 } from '@rowright/protocol'
import type { Hex } from 'viem'
import type { Account, Site } from './account.ts'
import type { Out } from './api.ts'
import { waitFor } from './concurrently.ts'
import { ReplayError } from './errors.ts'
import type { Submitted } from './labelers.ts'
import type { Order } from './requester.ts'

/** What labelers are owed for accepted answers, by the prices that they themselves saw when they reserved. */
export function owedForWork(
  submitted: readonly Submitted[],
  accepted: ReadonlySet<string>,
  labelers: ReadonlyMap<string, Account>,
): Map<Account, bigint> {
  const owed = new Map<Account, bigint>([...labelers.values()].map((account) => [account, 0n]))
  for (const { worker, assignmentId, price } of submitted) {
    const account = labelers.get(worker)!
    if (accepted.has(assignmentId)) owed.set(account, owed.get(account)! + price)
  }
  return owed
}

const ROW_PPM = 1_000_000n

/**
 * What contributors are owed of a license's money, by the pool's own price list: of each row the giver's part, and the
 * labelers' part equally per accepted answer, floored in ppm; then floor(R·w / (rows·10⁶)) each.
 */
export function owedOfRevenue(
  contributors: bigint,
  order: Order,
  submitted: readonly Submitted[],
  accepted: ReadonlySet<string>,
  labelers: ReadonlyMap<string, Account>,
): Map<Account, bigint> {
  const { giver, labelers: labelersPart } = order.pool.rowSplitPpm
  const rows = Map.groupBy(submitted, (one) => one.task)
  const weights = new Map<Account, bigint>([[order.requester, BigInt(giver) * BigInt(rows.size)]])
  for (const answers of rows.values()) {
    const paid = answers.filter((one) => accepted.has(one.assignmentId))
    for (const { worker } of paid) {
      const account = labelers.get(worker)!
      const part = BigInt(labelersPart) / BigInt(paid.length)
      weights.set(account, (weights.get(account) ?? 0n) + part)
    }
  }
  const whole = BigInt(rows.size) * ROW_PPM
  return new Map([...weights].map(([account, weight]) => [account, (contributors * weight) / whole]))
}

/** What the chain and the API say, to hold against the pool's books. */
export interface Sums {
  funded: bigint
  workAccepted: bigint
  contributors: bigint
  paid: bigint
  dust: bigint
}

export async function fundedOnChain(wallet: Sender, at: Deployment, order: Order): Promise<bigint> {
  return readCampaignFunded(wallet, at, order.pool.chainPoolId as Hex, uuidToBytes32(order.campaign.id))
}

/**
 * How far the pool's books are off, in base units: their own imbalance, and the difference of each kind of account
 * from what chain and API say. Waits a while for the follower to have read the last claims. 0 means sound.
 */
export async function ledgerImbalance(site: Site, order: Order, sums: Sums): Promise<bigint> {
  let off = 0n
  const ask = async () => {
    const { imbalance, accounts } = await order.requester.get<Out['pool']['ledger']>(
      `/v1/pools/${order.pool.id}/ledger`,
    )
    const expected: Record<keyof typeof accounts, bigint> = {
      world: -(sums.funded + sums.contributors),
      budget: sums.funded - sums.workAccepted,
      held: 0n,
      pending: 0n,
      points: 0n,
      stake: 0n,
      reward: 0n,
      paid: sums.paid,
      revenue: 0n,
      sources: 0n,
      source: 0n,
      dust: sums.dust,
    }
    off = BigInt(imbalance)
    for (const [kind, amount] of Object.entries(expected)) {
      const difference = BigInt(accounts[kind as keyof typeof accounts]) - amount
      off += difference < 0n ? -difference : difference
    }
    return off === 0n ? true : null
  }
  try {
    await waitFor('The books agree with the chain', ask, { signal: site.signal, withinMs: 30_000 })
  } catch (error) {
    // Reported as a figure, not as an error.
    if (!(error instanceof ReplayError && off > 0n)) throw error
  }
  return off
}
