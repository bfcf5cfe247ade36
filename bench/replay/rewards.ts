import type { Account, Site } from './account.ts'
import type { Out } from './api.ts'
import { concurrently, waitFor } from './concurrently.ts'
import { ApiProblem } from './errors.ts'
import { LANES } from './labelers.ts'
import type { Order } from './requester.ts'
import { transfersFrom } from './wallet.ts'

/** Longest wait for an epoch to close, be posted and become active: its period, the window, and a busy machine. */
const withinMs = (site: Site) => (3 * site.instance.epochSeconds + 300) * 1_000

/** Waits until the epoch that has this amount is active on chain. */
export async function untilClaimable(site: Site, account: Account, amount: bigint): Promise<void> {
  await waitFor(
    'The epoch is active on chain',
    async () => {
      const { claimable } = await account.get<Out['me']['earnings']>('/v1/me/earnings')
      return BigInt(claimable) >= amount ? true : null
    },
    { signal: site.signal, withinMs: withinMs(site), everyMs: 500 },
  )
}

/** A cash-out that did not reach the chain in this time is asked for again; asking twice pays once. */
const ASK_AGAIN_MS = 30_000

/**
 * Everybody cashes out what they are owed, and it arrives: read from the token's `Transfer` logs since a block.
 * @returns what each address received, also when it is not what was owed.
 */
export async function cashOutAll(
  site: Site,
  order: Order,
  owed: ReadonlyMap<Account, bigint>,
  fromBlock: bigint,
  done: (n: number) => void,
): Promise<Map<Account, bigint>> {
  const due = [...owed].filter(([, amount]) => amount > 0n).map(([account]) => account)
  const paid = new Map<Account, bigint>()
  const unpaid = () => due.filter((account) => (paid.get(account) ?? 0n) < owed.get(account)!)
  let asked = Number.NEGATIVE_INFINITY
  await waitFor(
    'Everybody is paid',
    async () => {
      if (performance.now() - asked > ASK_AGAIN_MS) {
        await concurrently(unpaid(), LANES, cashOut)
        asked = performance.now()
      }
      const received = await transfersFrom(order.wallet, order.at, order.at.rewards, fromBlock)
      for (const account of owed.keys()) {
        const amount = received.get(account.wallet.address.toLowerCase())
        if (amount !== undefined) paid.set(account, amount)
      }
      done(due.length - unpaid().length)
      return unpaid().length === 0 ? true : null
    },
    { signal: site.signal, withinMs: withinMs(site), everyMs: 500 },
  )
  return paid
}

async function cashOut(account: Account): Promise<void> {
  try {
    await account.post<Out['me']['cashOut']>('/v1/me/cash-outs')
  } catch (error) {
    // Paid already, or not claimable yet: the logs on chain decide, not this answer.
    if (!(error instanceof ApiProblem && error.code === 'reward/nothing-to-cash-out')) throw error
  }
}

export const sumOf = (amounts: Iterable<bigint>): bigint => {
  let sum = 0n
  for (const amount of amounts) sum += amount
  return sum
}
