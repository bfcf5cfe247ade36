import { type Ctx, withTx } from '@rowright/db'
import { checkPractice, practiceItems } from '@rowright/pipeline/consensus'
import { isPayloadMissing, payloadIfThere, payloadOf } from '@rowright/pipeline/item'
import {
  type Held,
  payloadGone,
  report,
  reserve,
  saveDraft,
  skip,
  slotTaken,
  submit,
} from '@rowright/pipeline/labeling'
import { assertActive } from '@rowright/pipeline/people'
import { getCampaign } from '@rowright/pipeline/pool'
import { z } from 'zod'
import { answerIn, type assignment, id, payload, reservation, submission, suggestion } from '../contract.ts'
import type { System } from '../system.ts'
import { personProcedure, personVerb, publicVerb, router } from '../trpc.ts'

const held = async (system: System, one: Held): Promise<z.infer<typeof assignment>> => ({
  id: one.id,
  poolId: one.poolId,
  campaignId: one.campaignId,
  taskId: one.taskId,
  state: one.state,
  payload: await payloadOf(system.blobs, one.item),
  price: String(one.price),
  stake: String(one.stake),
  reservedAt: one.reservedAt.toISOString(),
  expiresAt: one.expiresAt.toISOString(),
  draft: one.draft ?? null,
  suggestion: one.suggestion,
})

/** Tasks without content that one request sets aside before it says that nothing is left; asking again goes on. */
const MOST_GONE = 20

/** The next task with its content; those whose content is gone are set aside. [LAB-20] */
const reserveNext = async (
  system: System,
  c: Ctx,
  input: { poolId: string; campaignId: string; personId: string },
): Promise<z.infer<typeof reservation>> => {
  for (let tries = 0; tries < MOST_GONE; tries++) {
    const found = await reserve(c, input)
    if (!found.assignment) return found
    try {
      return { assignment: await held(system, found.assignment), reason: null }
    } catch (error) {
      if (!isPayloadMissing(error)) throw error
      await payloadGone(c, input.poolId, [found.assignment.taskId])
    }
  }
  return { assignment: null, reason: 'no-task-left' }
}

const where = z.object({ poolId: id, assignmentId: id })
const campaignOf = z.object({ poolId: id, campaignId: id })

/** The hot path: reserve, answer, next. */
export const labelingRouter = router({
  reserve: personVerb
    .meta({ rest: { method: 'POST', path: '/v1/pools/{poolId}/campaigns/{campaignId}/assignments' } })
    .input(campaignOf)
    .output(reservation)
    .mutation(({ ctx, input }) => reserveNext(ctx.system, ctx.c, { ...input, personId: ctx.personId })),

  submit: personProcedure
    .meta({ rest: { method: 'POST', path: '/v1/pools/{poolId}/assignments/{assignmentId}/submit' } })
    .input(
      where.extend({
        value: answerIn,
        elapsedMs: z.number().int().min(0).max(86_400_000).optional(),
        next: z.boolean().default(false),
        /** What the labeler's own browser suggested, where the task brought no suggestion. */
        shown: suggestion.optional(),
      }),
    )
    .output(submission)
    .mutation(async ({ ctx, input }) => {
      const { personId, system } = ctx
      const actor = { kind: 'person' as const, personId, steward: false }
      const sent = await withTx(system.database, actor, async (c) => {
        await assertActive(c, personId)
        const done = await submit(c, {
          poolId: input.poolId,
          assignmentId: input.assignmentId,
          personId,
          value: input.value,
          elapsedMs: input.elapsedMs ?? null,
          addressClass: ctx.addressClass ?? null,
          shown: input.shown,
        })
        const wantsNext = input.next && done.outcome !== 'slot-taken'
        const next = wantsNext
          ? await reserveNext(system, c, { poolId: input.poolId, campaignId: done.campaignId, personId })
          : null
        return { ...done, next }
      })
      // Refused only now: the draft is committed.
      if (sent.outcome === 'slot-taken') throw slotTaken()
      return {
        assignmentId: input.assignmentId,
        state: 'submitted' as const,
        repeated: sent.outcome === 'repeated',
        next: sent.next,
      }
    }),

  saveDraft: personVerb
    .meta({ rest: { method: 'PUT', path: '/v1/pools/{poolId}/assignments/{assignmentId}/draft' } })
    .input(where.extend({ value: z.string().max(20_000) }))
    .output(z.object({ savedAt: z.string() }))
    .mutation(async ({ ctx, input }) => ({
      savedAt: (await saveDraft(ctx.c, { ...input, personId: ctx.personId })).toISOString(),
    })),

  skip: personVerb
    .meta({ rest: { method: 'POST', path: '/v1/pools/{poolId}/assignments/{assignmentId}/skip' } })
    .input(where)
    .output(reservation)
    .mutation(async ({ ctx, input }) => {
      const { campaignId } = await skip(ctx.c, { ...input, personId: ctx.personId })
      return reserveNext(ctx.system, ctx.c, { poolId: input.poolId, campaignId, personId: ctx.personId })
    }),

  report: personVerb
    .meta({ rest: { method: 'POST', path: '/v1/pools/{poolId}/assignments/{assignmentId}/report' } })
    .input(
      where.extend({
        reason: z.enum(['unclear', 'broken', 'offensive', 'personal-data', 'other']),
        note: z.string().max(2_000).optional(),
      }),
    )
    .output(z.object({ reported: z.literal(true) }))
    .mutation(async ({ ctx, input }) => {
      await report(ctx.c, { ...input, note: input.note ?? null, personId: ctx.personId })
      return { reported: true as const }
    }),

  practice: publicVerb
    .meta({ rest: { method: 'GET', path: '/v1/pools/{poolId}/campaigns/{campaignId}/practice' } })
    .input(campaignOf)
    .output(
      z.object({ items: z.array(z.object({ taskId: id, payload, suggestion: suggestion.nullable() })) }),
    )
    .query(async ({ ctx, input }) => {
      await getCampaign(ctx.c, input.poolId, input.campaignId)
      const items = await practiceItems(ctx.c, input)
      const found = await Promise.all(
        items.map(async (one) => ({
          taskId: one.taskId,
          suggestion: one.suggestion,
          payload: await payloadIfThere(ctx.system.blobs, one),
        })),
      )
      return { items: found.flatMap(({ payload, ...one }) => (payload ? [{ ...one, payload }] : [])) }
    }),

  checkPractice: publicVerb
    .meta({ rest: { method: 'POST', path: '/v1/pools/{poolId}/campaigns/{campaignId}/practice' } })
    .input(campaignOf.extend({ taskId: id, value: answerIn }))
    .output(z.object({ correct: z.boolean(), answer: z.string() }))
    .mutation(({ ctx, input }) => checkPractice(ctx.c, input)),
})
