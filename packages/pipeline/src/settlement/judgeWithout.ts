import type { Ctx } from '@rowright/db'
import { failedControlTasks, goldRecords } from '../consensus/index.ts'
import { badAccountsOf } from '../labeling/index.ts'
import { accounts, type Transfer, transferMany } from '../ledger/index.ts'
import { survivor } from '../people/index.ts'
import type { Campaign } from '../pool/index.ts'
import { rejectBad } from './rejectBad.ts'
import { rejectFailing } from './rejectFailing.ts'
import { type Decided, insertVerdicts } from './store.ts'

export interface Judged {
  accepted: number
  rejected: number
}

/**
 * Decides the submitted, undecided assignments of a campaign without windows: of one labeler, or of all. [SET-4, SET-5]
 * Those of bad accounts and of who failed the control tasks wait, so that they can be appealed. [SET-25, SET-27]
 */
export async function judgeWithout(ctx: Ctx, campaign: Campaign, only?: string): Promise<Judged> {
  const { poolId, id: campaignId } = campaign
  const input = { poolId, campaignId, ...(only !== undefined && { personId: only }) }
  const bad = await badAccountsOf(ctx, poolId)
  const records = await goldRecords(ctx, poolId, campaignId)
  const failing = [...records.keys()].filter((one) => !bad.has(one) && failedControlTasks(records.get(one)))
  const judged = (personId: string) => (only ?? personId) === personId
  let rejected = 0
  // In one order, so that two workers at once wait for each other rather than in a ring.
  for (const personId of [...bad.keys(), ...failing].filter(judged).sort()) {
    const found = bad.get(personId)
    if (found) await rejectBad(ctx, campaign, personId, found.reason)
    else rejected += await rejectFailing(ctx, campaign, personId, records.get(personId)!)
  }
  const decided = await insertVerdicts(ctx, input, [...bad.keys(), ...failing])
  await pay(ctx, input, decided)
  return { accepted: decided.length, rejected }
}

/** The pay, and the stake back: without windows nothing is slashed. [SET-3, SET-4] */
async function pay(
  ctx: Ctx,
  of: { poolId: string; campaignId: string },
  decided: readonly Decided[],
): Promise<void> {
  // A guest may have been folded into the person of a wallet since: their accounts are that person's now.
  const persons = await survivor(ctx, [...new Set(decided.map((row) => row.person_id))])
  const transfers: Transfer[] = []
  for (const { assignment_id: cause, person_id, price, stake } of decided) {
    const personId = persons.get(person_id) ?? person_id
    const points = accounts.points(personId)
    // Not `stake-returned`: an answer that came late has had that once already, before it staked again.
    if (BigInt(stake) > 0n) {
      const debit = accounts.stake(personId)
      transfers.push({ debit, credit: points, amount: BigInt(stake), reason: 'stake-freed', cause })
    }
    if (BigInt(price) > 0n) {
      const debit = accounts.budget(of.campaignId)
      transfers.push({ debit, credit: points, amount: BigInt(price), reason: 'accepted', cause })
    }
  }
  await transferMany(ctx, of.poolId, transfers)
}
