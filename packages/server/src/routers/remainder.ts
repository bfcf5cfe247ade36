import { askRefund, getCampaign, getOwnPool, type Remainder, remainderOf } from '@rowright/pipeline/pool'
import { z } from 'zod'
import { amount, id, time } from '../contract.ts'
import { personVerb, router } from '../trpc.ts'

const where = z.object({ poolId: id, campaignId: id })

/** What a campaign leaves over, and how far it is on its way back to the funders. */
const remainder = z.object({
  state: z.enum([
    'working',
    'closing',
    'waiting',
    'settling',
    'vetoable',
    'ready',
    'asked',
    'refunded',
    'nothing',
  ]),
  amount,
  refunded: amount,
  /** When the next step can be taken. */
  at: time.nullable(),
})

const view = (of: Remainder): z.infer<typeof remainder> => ({
  state: of.state,
  amount: String(of.amount),
  refunded: String(of.refunded),
  at: of.at?.toISOString() ?? null,
})

/** Money of a closed campaign that nobody earned. */
export const remainderRouter = router({
  get: personVerb
    .meta({ rest: { method: 'GET', path: '/v1/pools/{poolId}/campaigns/{campaignId}/remainder' } })
    .input(where)
    .output(remainder)
    .query(async ({ ctx, input }) => {
      await getOwnPool(ctx.c, input.poolId, ctx.personId)
      await getCampaign(ctx.c, input.poolId, input.campaignId)
      return view(await remainderOf(ctx.c, input.poolId, input.campaignId))
    }),

  refund: personVerb
    .meta({ rest: { method: 'POST', path: '/v1/pools/{poolId}/campaigns/{campaignId}/refund' } })
    .input(where)
    .output(remainder)
    .mutation(async ({ ctx, input }) => {
      await getOwnPool(ctx.c, input.poolId, ctx.personId)
      await getCampaign(ctx.c, input.poolId, input.campaignId)
      return view(await askRefund(ctx.c, input.poolId, input.campaignId))
    }),
})
