import { withTx } from '@rowright/db'
import { markGold } from '@rowright/pipeline/consensus'
import { admit } from '@rowright/pipeline/item'
import { addTasks, type ListEntry, openSlots, setAssignmentList } from '@rowright/pipeline/labeling'
import { getCampaign, getOwnPool, wrongStatus } from '@rowright/pipeline/pool'
import { RowrightError } from '@rowright/protocol'
import { parseUpload } from './parseUpload.ts'
import type { System } from './system.ts'

export interface UploadTarget {
  poolId: string
  campaignId: string
  personId: string
}

const invalidLine = (line: number, field: string, message: string, hint: string) =>
  new RowrightError('upload/invalid-line', `Line ${line}: ${message}`, {
    status: 422,
    field,
    hint,
    context: { line },
  })

const MOST_PAYLOAD_BYTES = 1_000_000

/**
 * Takes items for a campaign from NDJSON or CSV, all or nothing. Each row has an `id`, payload fields, and may have
 * `gold` (the known answer) and `practice` (true: open for trying, never exported).
 * @throws RowrightError naming line and field.
 */
export async function receiveItems(
  system: System,
  target: UploadTarget,
  body: string,
  type: string,
): Promise<{ items: number; gold: number }> {
  const rows = parseUpload(body, type)
  return withTx(
    system.database,
    { kind: 'person', personId: target.personId, steward: false },
    async (ctx) => {
      await getOwnPool(ctx, target.poolId, target.personId)
      const campaign = await getCampaign(ctx, target.poolId, target.campaignId)
      if (campaign.status === 'closed') throw wrongStatus(campaign.status, 'draft, open or paused')
      const values = new Set(campaign.labels.map((label) => label.value))
      const parsed = rows.map(({ line, row }) => {
        const { id, gold, practice, ...payload } = row
        if (
          (typeof id !== 'string' && typeof id !== 'number') ||
          String(id).trim() === '' ||
          String(id).length > 200
        ) {
          throw invalidLine(
            line,
            'id',
            'an item needs an id of 1 to 200 characters.',
            'Give every row a column "id".',
          )
        }
        if (Object.keys(payload).length === 0) {
          throw invalidLine(
            line,
            'payload',
            'there is nothing to label beside the id.',
            'Add at least one more column, e.g. "text" or "image".',
          )
        }
        if (JSON.stringify(payload).length > MOST_PAYLOAD_BYTES)
          throw invalidLine(line, 'payload', 'the item is over 1 MB.', 'Put smaller items.')
        const answer = gold === undefined || gold === null || gold === '' ? null : String(gold)
        if (answer !== null && !values.has(answer)) {
          throw invalidLine(
            line,
            'gold',
            `"${answer.slice(0, 80)}" is not one of the campaign's labels.`,
            'Use the value of a label.',
          )
        }
        const forPractice = practice === true || practice === 'true'
        if (forPractice && answer === null)
          throw invalidLine(line, 'gold', 'a practice item needs its known answer.', 'Fill "gold".')
        const track = forPractice
          ? ('practice' as const)
          : answer !== null
            ? ('gold' as const)
            : ('work' as const)
        return { externalId: String(id), payload, line, answer, track }
      })
      const itemIds = await admit(ctx, system.blobs, {
        poolId: target.poolId,
        giverId: target.personId,
        provenance: { kind: 'upload', madeBy: 'unknown' },
        rows: parsed,
      })
      const taskIds = await addTasks(ctx, {
        poolId: target.poolId,
        campaignId: target.campaignId,
        seed: target.campaignId,
        tasks: parsed.map((row, i) => ({
          itemId: itemIds[i]!,
          externalId: row.externalId,
          track: row.track,
        })),
      })
      const gold = parsed.flatMap((row, i) =>
        row.answer === null ? [] : [{ taskId: taskIds[i]!, answer: row.answer }],
      )
      await markGold(ctx, target.poolId, gold)
      if (campaign.status === 'open') await openSlots(ctx, campaign)
      return { items: parsed.length, gold: gold.length }
    },
  )
}

/** Takes an assignment list (`labeler`, `item`) for a list campaign, all or nothing. @throws RowrightError naming the line. */
export async function receiveAssignmentList(
  system: System,
  target: UploadTarget,
  body: string,
  type: string,
): Promise<{ entries: number }> {
  const rows = parseUpload(body, type)
  const entries: ListEntry[] = rows.map(({ line, row }) => {
    for (const field of ['labeler', 'item'] as const) {
      if (row[field] === undefined || String(row[field]).trim() === '') {
        throw invalidLine(
          line,
          field,
          `"${field}" is missing.`,
          'Each row names a labeler (address or person id) and an item (its id).',
        )
      }
    }
    return { labeler: String(row.labeler).trim(), item: String(row.item), line }
  })
  return withTx(
    system.database,
    { kind: 'person', personId: target.personId, steward: false },
    async (ctx) => {
      await getOwnPool(ctx, target.poolId, target.personId)
      const campaign = await getCampaign(ctx, target.poolId, target.campaignId)
      if (campaign.assignment !== 'list') {
        throw new RowrightError(
          'labeling/not-a-list-campaign',
          'This campaign hands its tasks to everybody.',
          {
            status: 409,
            field: 'campaignId',
            hint: 'Create the campaign with assignment "list" to say who may answer what.',
          },
        )
      }
      if (campaign.status === 'closed') throw wrongStatus(campaign.status, 'draft, open or paused')
      const count = await setAssignmentList(ctx, {
        poolId: target.poolId,
        campaignId: target.campaignId,
        entries,
      })
      if (campaign.status === 'open') await openSlots(ctx, campaign)
      return { entries: count }
    },
  )
}
