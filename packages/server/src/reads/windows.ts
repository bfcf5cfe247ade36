import { type Ctx, inTurn } from '@rowright/db'
import { payloadIfThere } from '@rowright/pipeline/item'
import { selvesOf } from '@rowright/pipeline/people'
import { type Campaign, getCampaign } from '@rowright/pipeline/pool'
import { type MyWindow, skillOf, windowsOfLabeler } from '@rowright/pipeline/settlement'
import { sql } from 'drizzle-orm'
import type { z } from 'zod'
import type * as contract from '../appealContract.ts'
import type { System } from '../system.ts'

/** The gold coin falls more often at first: about this often over a labeler's first sixty answers. */
const EARLY_RATE = 0.25
/** Answers that the early rate is worth beside a window's own, so that one check more or less moves the estimate little. */
const EARLY_WEIGHT = 8

/** About how many answers until a window is full, as often as it has been checked so far. */
export function answersLeft(
  one: Pick<MyWindow, 'state' | 'checks' | 'checksNeeded' | 'answers' | 'goldRatePpm'>,
): number {
  if (one.state !== 'open' || one.checks >= one.checksNeeded) return 0
  const seen = (one.checks + EARLY_RATE * EARLY_WEIGHT) / (one.answers + EARLY_WEIGHT)
  return Math.ceil((one.checksNeeded - one.checks) / Math.max(seen, one.goldRatePpm / 1e6))
}

const askedBy = ({ taskType, schema, labels }: Campaign) => ({
  taskType,
  schema: schema as Record<string, unknown>,
  labels,
})

/** A labeler's windows, newest first. */
export async function windowViews(
  ctx: Ctx,
  system: System,
  of: { personId: string; campaignId?: string },
): Promise<z.infer<typeof contract.payWindow>[]> {
  const found = await windowsOfLabeler(ctx, of)
  return inTurn(found, async ({ goldRatePpm, ...one }) => ({
    ...one,
    answersLeft: answersLeft({ ...one, goldRatePpm }),
    pay: String(one.pay),
    staked: String(one.staked),
    openedAt: one.openedAt.toISOString(),
    decidedAt: one.decidedAt?.toISOString() ?? null,
    appealUntil: one.appealUntil?.toISOString() ?? null,
    asked: one.failed.length > 0 ? askedBy(await getCampaign(ctx, one.poolId, one.campaignId)) : null,
    failed: await Promise.all(
      one.failed.map(async (task) => ({
        taskId: task.taskId,
        externalId: task.externalId,
        value: task.value,
        known: task.known,
        payload: (await payloadIfThere(system.blobs, task)) ?? {},
      })),
    ),
  }))
}

/** A labeler's skill in each pool where an answer of theirs was checked. */
export async function skillViews(ctx: Ctx, personId: string): Promise<z.infer<typeof contract.skill>[]> {
  const selves = await selvesOf(ctx, personId)
  const { rows } = await ctx.tx.execute<{ id: string; name: string }>(sql`
    select p.id, p.name from pool p where exists (select 1 from answer_check c
      where c.pool_id = p.id and c.person_id = any(${sql.param(selves)}::uuid[])) order by p.name, p.id`)
  return inTurn(rows, async ({ id, name }) => ({
    poolId: id,
    poolName: name,
    ...(await skillOf(ctx, id, personId)),
  }))
}
