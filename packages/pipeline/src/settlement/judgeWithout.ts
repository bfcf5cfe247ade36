import type { Ctx } from '@rowright/db'
import { failedControlTasks, goldRecords } from '../consensus/index.ts'
import { badAccountsOf, setStanding } from '../labeling/index.ts'
import { accounts, type Transfer, transferMany } from '../ledger/index.ts'
import { survivor } from '../people/index.ts'
import type { Campaign } from '../pool/index.ts'
import type { Judged } from './judge.ts'
import { rejectUndecided } from './rejectBad.ts'
import { type Decided, type Failing, insertVerdicts } from './store.ts'

/**
 * Decides the submitted, undecided assignments of a campaign without windows: of one labeler, or of all. [SET-4, SET-5]
 * Those of bad accounts wait, so that they can be appealed. [SET-25]
 */
export async function judgeWithout(ctx: Ctx, campaign: Campaign, only?: string): Promise<Judged> {
  const input = {
    poolId: campaign.poolId,
    campaignId: campaign.id,
    ...(only !== undefined && { personId: only }),
  }
  const records = await goldRecords(ctx, input.poolId, input.campaignId)
  const failed: Failing[] = [...records]
    .filter(([personId, record]) => failedControlTasks(record) && (input.personId ?? personId) === personId)
    .map(([personId, { answered, failed }]) => ({
      personId,
      reason: 'failed-control-tasks',
      evidence: { answered, failed },
    }))
  for (const [personId, { reason }] of await badAccountsOf(ctx, input.poolId)) {
    if ((only ?? personId) === personId) await rejectUndecided(ctx, campaign, personId, reason)
  }
  const decided = await insertVerdicts(ctx, input, failed)
  await pay(ctx, input, decided)

  const rejectedPersons = new Set(
    decided.filter((row) => row.decision === 'rejected').map((row) => row.person_id),
  )
  for (const personId of rejectedPersons) {
    await setStanding(ctx, {
      poolId: input.poolId,
      campaignId: input.campaignId,
      personId,
      eligible: 'failed-gold',
    })
  }
  const rejected = decided.filter((row) => row.decision === 'rejected').length
  return { accepted: decided.length - rejected, rejected }
}

/** Pay for the accepted, and the stake back for all: without windows nothing is slashed. [SET-3, SET-4] */
async function pay(
  ctx: Ctx,
  of: { poolId: string; campaignId: string },
  decided: readonly Decided[],
): Promise<void> {
  // A guest may have been folded into the person of a wallet since: their accounts are that person's now.
  const persons = await survivor(ctx, [...new Set(decided.map((row) => row.person_id))])
  const transfers: Transfer[] = []
  for (const { assignment_id: cause, person_id, decision, price, stake } of decided) {
    const personId = persons.get(person_id) ?? person_id
    const points = accounts.points(personId)
    // Not `stake-returned`: an answer that came late has had that once already, before it staked again.
    if (BigInt(stake) > 0n) {
      const debit = accounts.stake(personId)
      transfers.push({ debit, credit: points, amount: BigInt(stake), reason: 'stake-freed', cause })
    }
    if (decision === 'accepted' && BigInt(price) > 0n) {
      const debit = accounts.budget(of.campaignId)
      transfers.push({ debit, credit: points, amount: BigInt(price), reason: 'accepted', cause })
    }
  }
  await transferMany(ctx, of.poolId, transfers)
}
