import type { Ctx } from '@rowright/db'
import { questionOf } from '@rowright/tasktype'
import { sql } from 'drizzle-orm'
import { getCampaign } from '../pool/index.ts'
import { voicesOf } from './copying.ts'
import { asMethod, fit } from './fit.ts'
import type { Reliability } from './reliabilities.ts'
import type { Answered } from './screen.ts'
import { payloadsOf } from './store.ts'

/** A statistic that does not come out again as it is stored. */
export interface Difference {
  /** The item of the task, by its external id; of a labeler's figure their person id. */
  of: string
  field: string
  stored: unknown
  recomputed: unknown
}

/** A refit as it can be run again. */
export interface StoredRefit {
  poolId: string
  campaignId: string
  id: string
}

/** Refits with their inputs, oldest first. @param only of one pool or campaign. */
export async function storedRefits(
  ctx: Ctx,
  only: { poolId?: string; campaignId?: string } = {},
): Promise<StoredRefit[]> {
  const { rows } = await ctx.tx.execute<{ poolId: string; campaignId: string; id: string }>(sql`
    select pool_id as "poolId", campaign_id as "campaignId", id from refit where inputs is not null
      ${only.poolId ? sql`and pool_id = ${only.poolId}` : sql``} ${only.campaignId ? sql`and campaign_id = ${only.campaignId}` : sql``}
    order by at, id`)
  return rows
}

/** Half a ppm is what rounding took; beyond it a share may be off by this. */
const EXACT = 1e-9
const differs = (ppm: number, share: number) => Math.abs(ppm / 1e6 - share) > 0.5e-6 + EXACT

/**
 * Runs a stored refit again: its inputs are the answers it read, in order, under the names in which they spoke. [CNS-18]
 * Values, votes and methods must be the same; every share must round to what is stored.
 * @returns the first thing that differs, by external id; null when all of it comes out again; `version` when it was made
 * by a method that has changed since, which cannot be run here.
 */
export async function verifyRefit(ctx: Ctx, of: StoredRefit): Promise<Difference | 'version' | null> {
  const campaign = await getCampaign(ctx, of.poolId, of.campaignId)
  const { rows } = await ctx.tx.execute<{
    method: string
    version: string
    inputs: Buffer
    reliabilities: Record<string, Reliability>
    collapsed: string[][]
  }>(
    sql`select method, version, inputs, reliabilities, collapsed from refit where pool_id = ${of.poolId} and id = ${of.id}`,
  )
  const stored = rows[0]!
  const { answers, externalIds, missing } = await inputsOf(ctx, of, stored.inputs, voicesOf(stored.collapsed))
  if (missing !== null) return { of: missing, field: 'inputs', stored: missing, recomputed: null }
  const { type } = questionOf(campaign)
  const payloads = type.readsPayload ? await payloadsOf(ctx, of.poolId, of.campaignId) : new Map()
  const method = asMethod(campaign.method)
  const fitted = fit(answers, { question: campaign, method, payloads })
  if (fitted.version !== stored.version) return 'version'

  for (const row of await resultsOf(ctx, of)) {
    const name = externalIds.get(row.task_id) ?? row.task_id
    const result = fitted.results.get(row.task_id)
    const found = (field: string, was: unknown, is: unknown): Difference => ({
      of: name,
      field,
      stored: was,
      recomputed: is,
    })
    if (!result) return found('annotations', row.annotations, [])
    if (row.value !== result.value) return found('value', row.value, result.value)
    if (differs(row.confidence_ppm, result.confidence))
      return found('confidence', row.confidence_ppm / 1e6, result.confidence)
    for (const label of new Set([...Object.keys(row.posterior_ppm), ...Object.keys(result.posterior)])) {
      const [was, is] = [row.posterior_ppm[label] ?? 0, result.posterior[label] ?? 0]
      if (differs(was, is)) return found(`posterior.${label}`, was / 1e6, is)
    }
    for (const label of new Set([...Object.keys(row.votes), ...Object.keys(result.votes)])) {
      const [was, is] = [row.votes[label] ?? 0, result.votes[label] ?? 0]
      if (was !== is) return found(`votes.${label}`, was, is)
    }
  }
  for (const [personId, [accuracy, low, high]] of Object.entries(stored.reliabilities)) {
    const labeler = fitted.labelers.get(personId)
    const figures = { accuracy, low, high }
    for (const field of ['accuracy', 'low', 'high'] as const) {
      if (labeler && !differs(figures[field], labeler[field])) continue
      return { of: personId, field, stored: figures[field] / 1e6, recomputed: labeler?.[field] ?? null }
    }
  }
  return skillDiffering(ctx, of, stored.reliabilities)
}

/** What releases and reviewers go by is kept a second time, by person: it must be what the refit found. */
async function skillDiffering(
  ctx: Ctx,
  of: StoredRefit,
  found: Record<string, Reliability>,
): Promise<Difference | null> {
  const { rows } = await ctx.tx.execute<{ person_id: string; stored: Reliability }>(sql`
    select person_id, json_build_array(accuracy_ppm, low_ppm, high_ppm, annotations) as stored from skill
    where pool_id = ${of.poolId} and refit_id = ${of.id} order by person_id`)
  for (const { person_id: personId, stored } of rows) {
    if (String(stored) !== String(found[personId]))
      return { of: personId, field: 'skill', stored, recomputed: found[personId] ?? null }
  }
  return null
}

/** The answers that a refit read, in its order, each in the name in which it spoke: of a copying group its first. */
async function inputsOf(
  ctx: Ctx,
  of: StoredRefit,
  inputs: Buffer,
  voice: (personId: string) => string,
): Promise<{ answers: Answered[]; externalIds: Map<string, string>; missing: string | null }> {
  const ids = uuidsIn(inputs)
  const { rows } = await ctx.tx.execute<{
    assignment_id: string
    task_id: string
    person_id: string
    value: string
    external_id: string
  }>(sql`
    select n.assignment_id, n.task_id, n.person_id, n.value, i.external_id from annotation n
    join task t on t.pool_id = n.pool_id and t.id = n.task_id join item i on i.pool_id = t.pool_id and i.id = t.item_id
    where n.pool_id = ${of.poolId} and n.campaign_id = ${of.campaignId}`)
  const known = new Map(rows.map((row) => [row.assignment_id, row]))
  const answers = ids.flatMap((id): Answered[] => {
    const row = known.get(id)
    if (!row) return []
    const personId = voice(row.person_id)
    return [{ assignmentId: id, taskId: row.task_id, personId, value: row.value }]
  })
  return {
    answers,
    externalIds: new Map(rows.map((row) => [row.task_id, row.external_id])),
    missing: ids.find((id) => !known.has(id)) ?? null,
  }
}

function uuidsIn(bytes: Buffer): string[] {
  const hex = bytes.toString('hex')
  return Array.from({ length: bytes.length / 16 }, (_, i) =>
    hex.slice(32 * i, 32 * i + 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
  )
}

/** The results that a refit wrote, by external id; those that fell with their labelers have nothing to run again. */
async function resultsOf(ctx: Ctx, of: StoredRefit) {
  const { rows } = await ctx.tx.execute<{
    task_id: string
    value: string
    confidence_ppm: number
    posterior_ppm: Record<string, number>
    votes: Record<string, number>
    annotations: string[]
  }>(sql`
    select r.task_id, r.value, r.confidence_ppm, r.posterior_ppm, r.votes, r.annotations from result r
    join task t on t.pool_id = r.pool_id and t.id = r.task_id join item i on i.pool_id = t.pool_id and i.id = t.item_id
    where r.pool_id = ${of.poolId} and r.refit_id = ${of.id} and jsonb_array_length(r.annotations) > 0
    order by i.external_id collate "C", r.round`)
  return rows
}
