import { type Ctx, withTx } from '@rowright/db'
import { markGold } from '@rowright/pipeline/consensus'
import { admit, quarantinedAmong } from '@rowright/pipeline/item'
import {
  addSuggestions,
  addTasks,
  awaitReading,
  openSlots,
  setAssignmentList,
} from '@rowright/pipeline/labeling'
import { assertActive } from '@rowright/pipeline/people'
import { type Campaign, getCampaign, getOwnPool, wrongStatus } from '@rowright/pipeline/pool'
import { RowrightError } from '@rowright/protocol'
import { questionOf } from '@rowright/tasktype'
import { parseUpload } from './parseUpload.ts'
import type { System } from './system.ts'
import { assertAlike, itemRow, listRow } from './uploadRows.ts'

export interface UploadTarget {
  poolId: string
  campaignId: string
  personId: string
}

/** Runs an upload in one transaction, after its sender proved to be the active requester of a campaign not closed. */
function asRequester<T>(
  system: System,
  target: UploadTarget,
  work: (ctx: Ctx, campaign: Campaign) => Promise<T>,
): Promise<T> {
  const actor = { kind: 'person' as const, personId: target.personId, steward: false }
  return withTx(system.database, actor, async (ctx) => {
    await assertActive(ctx, target.personId)
    await getOwnPool(ctx, target.poolId, target.personId)
    const campaign = await getCampaign(ctx, target.poolId, target.campaignId)
    if (campaign.status === 'closed') throw wrongStatus(campaign.status, 'draft, open or paused')
    return work(ctx, campaign)
  })
}

/**
 * Takes items for a campaign from NDJSON or CSV, all or nothing. Each row has an `id`, payload fields, and may have
 * `gold` (the known answer) and `practice` (true: open for trying, never exported). What does not pass the rules is
 * quarantined.
 * @throws RowrightError naming line and field.
 */
export function receiveItems(
  system: System,
  target: UploadTarget,
  body: string,
  type: string,
): Promise<{ items: number; gold: number; quarantined: number }> {
  return asRequester(system, target, async (ctx, campaign) => {
    const question = questionOf(campaign)
    const rows = parseUpload(body, type).map((row) => itemRow(row, question))
    assertAlike(rows)
    const itemIds = await admit(ctx, system.blobs, {
      poolId: target.poolId,
      giverId: target.personId,
      provenance: { kind: 'upload', madeBy: 'unknown' },
      rows: rows.map((row) => ({
        ...row,
        beside: {
          ...(row.answer && { gold: row.answer }),
          ...(row.suggestion && { suggestion: row.suggestion.value }),
        },
      })),
    })
    const taskIds = await addTasks(ctx, {
      poolId: target.poolId,
      campaignId: target.campaignId,
      seed: target.campaignId,
      tasks: rows.map(({ externalId, track }, i) => ({ itemId: itemIds[i]!, externalId, track })),
    })
    const gold = rows.flatMap(({ answer }, i) => (answer === null ? [] : [{ taskId: taskIds[i]!, answer }]))
    await markGold(ctx, target.poolId, gold)
    const suggestions = rows.flatMap(({ suggestion }, i) =>
      suggestion ? [{ ...suggestion, taskId: taskIds[i]! }] : [],
    )
    await addSuggestions(ctx, target.poolId, 'upload', suggestions)
    await awaitReading(ctx, campaign, { taskIds })
    if (campaign.status === 'open') await openSlots(ctx, campaign)
    const held = await quarantinedAmong(ctx, target.poolId, itemIds)
    return { items: rows.length, gold: gold.length, quarantined: held.size }
  })
}

/** Takes an assignment list (`labeler`, `item`) for a list campaign, all or nothing. @throws RowrightError naming the line. */
export function receiveAssignmentList(
  system: System,
  target: UploadTarget,
  body: string,
  type: string,
): Promise<{ entries: number }> {
  return asRequester(system, target, async (ctx, campaign) => {
    if (campaign.assignment !== 'list') {
      throw new RowrightError('labeling/not-a-list-campaign', 'This campaign hands its tasks to everybody.', {
        status: 409,
        field: 'campaignId',
        hint: 'Create the campaign with assignment "list" to say who may answer what.',
      })
    }
    const entries = await setAssignmentList(ctx, {
      poolId: target.poolId,
      campaignId: target.campaignId,
      entries: parseUpload(body, type).map(listRow),
    })
    if (campaign.status === 'open') await openSlots(ctx, campaign)
    return { entries }
  })
}
