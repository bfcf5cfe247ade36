import { casesOf, open, vote } from '@rowright/pipeline/appeal'
import { payloadIfThere } from '@rowright/pipeline/item'
import { z } from 'zod'
import { appealCase, payWindow, skill } from '../appealContract.ts'
import { answerIn, id, time } from '../contract.ts'
import { skillViews, windowViews } from '../reads/windows.ts'
import { personVerb, router } from '../trpc.ts'

/** Pay on its way, rejections and their appeals, and the cases that wait for a reviewer. */
export const appealRouter = router({
  windows: personVerb
    .meta({ rest: { method: 'GET', path: '/v1/me/windows' } })
    .input(z.object({ campaignId: id.optional() }).default({}))
    .output(z.object({ items: z.array(payWindow) }))
    .query(async ({ ctx, input }) => ({
      items: await windowViews(ctx.c, ctx.system, {
        personId: ctx.personId,
        ...(input.campaignId ? { campaignId: input.campaignId } : {}),
      }),
    })),

  skills: personVerb
    .meta({ rest: { method: 'GET', path: '/v1/me/skills' } })
    .output(z.object({ items: z.array(skill) }))
    .query(async ({ ctx }) => ({ items: await skillViews(ctx.c, ctx.personId) })),

  open: personVerb
    .meta({ rest: { method: 'POST', path: '/v1/pools/{poolId}/windows/{windowId}/appeal' } })
    .input(z.object({ poolId: id, windowId: id, note: z.string().trim().max(2_000).default('') }))
    .output(z.object({ id, decideBy: time }))
    .mutation(async ({ ctx, input }) => {
      const made = await open(ctx.c, { ...input, personId: ctx.personId })
      return { id: made.id, decideBy: made.decideBy.toISOString() }
    }),

  cases: personVerb
    .meta({ rest: { method: 'GET', path: '/v1/me/cases' } })
    .output(z.object({ items: z.array(appealCase) }))
    .query(async ({ ctx }) => ({
      items: await Promise.all(
        (await casesOf(ctx.c, ctx.personId)).map(async (one) => ({
          ...one,
          decideBy: one.decideBy.toISOString(),
          tasks: await Promise.all(
            one.tasks.map(async (task) => ({
              taskId: task.taskId,
              payload: (await payloadIfThere(ctx.system.blobs, task)) ?? {},
            })),
          ),
        })),
      ),
    })),

  vote: personVerb
    .meta({ rest: { method: 'POST', path: '/v1/pools/{poolId}/appeals/{appealId}/vote' } })
    .input(
      z.object({
        poolId: id,
        appealId: id,
        /** An answer to each task of the case. */
        answers: z.record(z.uuid().toLowerCase(), answerIn),
      }),
    )
    .output(z.object({ decided: z.boolean() }))
    .mutation(({ ctx, input }) => vote(ctx.c, { ...input, personId: ctx.personId })),
})
