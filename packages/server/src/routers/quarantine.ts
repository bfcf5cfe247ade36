import { release, vouch, withdraw } from '@rowright/pipeline/item'
import { record } from '@rowright/pipeline/people'
import { getCampaign, getOwnPool } from '@rowright/pipeline/pool'
import { z } from 'zod'
import { id } from '../contract.ts'
import { asideTask, waitingItem } from '../quarantineContract.ts'
import { asideViews, lookAgain, waitingViews } from '../reads/quarantine.ts'
import { personVerb, router, stewardVerb } from '../trpc.ts'

const campaignOf = z.object({ poolId: id, campaignId: id })
const itemsOf = z.object({ poolId: id, itemIds: z.array(id).min(1).max(1_000) })

/** What is held back before anybody sees it, and what is done about it. */
export const quarantineRouter = router({
  aside: personVerb
    .meta({ rest: { method: 'GET', path: '/v1/pools/{poolId}/campaigns/{campaignId}/set-aside' } })
    .input(campaignOf)
    /** `unread`: how many wait for the worker to read them first. */
    .output(z.object({ total: z.number(), unread: z.number(), items: z.array(asideTask) }))
    .query(async ({ ctx, input }) => {
      await getOwnPool(ctx.c, input.poolId, ctx.personId)
      return asideViews(ctx.c, ctx.system.blobs, await getCampaign(ctx.c, input.poolId, input.campaignId))
    }),

  lookAgain: personVerb
    .meta({
      rest: { method: 'POST', path: '/v1/pools/{poolId}/campaigns/{campaignId}/set-aside/look-again' },
    })
    .input(campaignOf)
    .output(z.object({ back: z.number() }))
    .mutation(async ({ ctx, input }) => {
      await getOwnPool(ctx.c, input.poolId, ctx.personId)
      const campaign = await getCampaign(ctx.c, input.poolId, input.campaignId)
      return { back: await lookAgain(ctx.c, ctx.system.blobs, campaign) }
    }),

  vouch: personVerb
    .meta({ rest: { method: 'POST', path: '/v1/pools/{poolId}/quarantine/vouch' } })
    .input(itemsOf.extend({ statement: z.string().trim().min(3).max(2_000) }))
    .output(z.object({ released: z.number(), waiting: z.number() }))
    .mutation(async ({ ctx, input }) => {
      await getOwnPool(ctx.c, input.poolId, ctx.personId)
      const itemIds = [...new Set(input.itemIds)]
      const released = await vouch(ctx.c, { ...input, itemIds, by: ctx.personId })
      return { released: released.length, waiting: itemIds.length - released.length }
    }),

  withdraw: personVerb
    .meta({ rest: { method: 'POST', path: '/v1/pools/{poolId}/quarantine/withdraw' } })
    .input(itemsOf)
    .output(z.object({ withdrawn: z.number() }))
    .mutation(async ({ ctx, input }) => {
      await getOwnPool(ctx.c, input.poolId, ctx.personId)
      const itemIds = [...new Set(input.itemIds)]
      await withdraw(ctx.c, { ...input, itemIds, by: ctx.personId })
      return { withdrawn: itemIds.length }
    }),

  waiting: stewardVerb
    .meta({ rest: { method: 'GET', path: '/v1/steward/quarantine' } })
    .output(z.object({ total: z.number(), items: z.array(waitingItem) }))
    .query(({ ctx }) => waitingViews(ctx.c, ctx.system.blobs)),

  decide: stewardVerb
    .meta({ rest: { method: 'POST', path: '/v1/steward/quarantine' } })
    .input(itemsOf.extend({ decision: z.enum(['released', 'withdrawn']) }))
    .output(z.object({ done: z.literal(true) }))
    .mutation(async ({ ctx, input: { poolId, itemIds, decision } }) => {
      const input = { poolId, itemIds: [...new Set(itemIds)], by: ctx.personId }
      await (decision === 'released' ? release(ctx.c, input) : withdraw(ctx.c, input))
      await record(ctx.c, ctx.personId, `quarantine ${decision}`, { poolId, itemIds: input.itemIds })
      return { done: true as const }
    }),
})
