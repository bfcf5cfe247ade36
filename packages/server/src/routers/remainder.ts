import type { Ctx } from '@rowright/db'
import { askRefund, getCampaign, getOwnPool, type Remainder, remainderOf } from '@rowright/pipeline/pool'
import { openRejections } from '@rowright/pipeline/settlement'
import { z } from 'zod'
import { amount, id, time } from '../contract.ts'
import { personVerb, router } from '../trpc.ts'

const where = z.object({ poolId: id, campaignId: id })

/** What a campaign leaves over, and how far it is on its way back to the funders. */
const remainder = z.object({
  /** As in `packages/pipeline/src/pool/remainder.ts`; `appealable`: rejections can still be appealed, or are before a panel. */
  state: z.enum([
    'working',
    'appealable',
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

/** States before what was earned is attested: a rejection that is reversed still changes it. */
const OPEN: readonly Remainder['state'][] = ['closing', 'waiting', 'settling', 'nothing']

async function view(
  ctx: Ctx,
  where: { poolId: string; campaignId: string },
  of: Remainder,
): Promise<z.infer<typeof remainder>> {
  const waits = OPEN.includes(of.state) ? await openRejections(ctx, where) : null
  return {
    state: waits ? 'appealable' : of.state,
    amount: String(of.amount),
    refunded: String(of.refunded),
    at: (waits ? waits.until : of.at)?.toISOString() ?? null,
  }
}

/** Money of a closed campaign that nobody earned. */
export const remainderRouter = router({
  get: personVerb
    .meta({ rest: { method: 'GET', path: '/v1/pools/{poolId}/campaigns/{campaignId}/remainder' } })
    .input(where)
    .output(remainder)
    .query(async ({ ctx, input }) => {
      await getOwnPool(ctx.c, input.poolId, ctx.personId)
      await getCampaign(ctx.c, input.poolId, input.campaignId)
      return view(ctx.c, input, await remainderOf(ctx.c, input.poolId, input.campaignId))
    }),

  refund: personVerb
    .meta({ rest: { method: 'POST', path: '/v1/pools/{poolId}/campaigns/{campaignId}/refund' } })
    .input(where)
    .output(remainder)
    .mutation(async ({ ctx, input }) => {
      await getOwnPool(ctx.c, input.poolId, ctx.personId)
      await getCampaign(ctx.c, input.poolId, input.campaignId)
      return view(ctx.c, input, await askRefund(ctx.c, input.poolId, input.campaignId))
    }),
})
