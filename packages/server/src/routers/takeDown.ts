import { askTakeDown, decideTakeDown, getTakeDown } from '@rowright/pipeline/collect'
import { record } from '@rowright/pipeline/people'
import { z } from 'zod'
import { id } from '../contract.ts'
import { takeDownCases, takeDownView } from '../reads/takeDowns.ts'
import * as contract from '../takeDownContract.ts'
import { publicVerb, router, stewardVerb } from '../trpc.ts'

/** What owners of hosts and authors may ask, without an account. */
export const takeDownRouter = router({
  ask: publicVerb
    .meta({ rest: { method: 'POST', path: '/v1/take-downs' } })
    .input(
      z.object({
        host: z.string().trim().min(1).max(253).optional(),
        urls: z.array(z.string().max(2_000)).max(100).optional(),
        asks: z.enum(['host', 'author']),
        contact: z.string().trim().min(3).max(200),
        statement: z.string().trim().min(3).max(2_000),
      }),
    )
    .output(contract.takeDownView)
    .mutation(async ({ ctx, input }) => takeDownView(ctx.c, await askTakeDown(ctx.c, input))),

  get: publicVerb
    .meta({ rest: { method: 'GET', path: '/v1/take-downs/{id}' } })
    .input(z.object({ id }))
    .output(contract.takeDownView)
    .query(async ({ ctx, input }) => takeDownView(ctx.c, await getTakeDown(ctx.c, input.id))),
})

/** The stewards' side. */
export const stewardTakeDowns = {
  takeDowns: stewardVerb
    .meta({ rest: { method: 'GET', path: '/v1/steward/take-downs' } })
    .output(z.object({ items: z.array(contract.takeDownCase) }))
    .query(async ({ ctx }) => ({ items: await takeDownCases(ctx.c) })),

  decideTakeDown: stewardVerb
    .meta({ rest: { method: 'POST', path: '/v1/steward/take-downs/{id}/decide' } })
    .input(
      z.object({
        id,
        decision: z.enum(['accepted', 'refused']),
        answer: z.string().trim().min(3).max(2_000),
      }),
    )
    .output(z.object({ purged: z.int() }))
    .mutation(async ({ ctx, input }) => {
      const { id: request, decision, answer } = input
      const accepted = decision === 'accepted'
      const purged = await decideTakeDown(ctx.c, { id: request, by: ctx.personId, accepted, answer })
      await record(ctx.c, ctx.personId, `take-down ${decision}`, { request, purged, answer })
      return { purged }
    }),
}
