import { myLicenses, offersOf } from '@rowright/pipeline/license'
import { addressesOf } from '@rowright/pipeline/people'
import { getPool } from '@rowright/pipeline/pool'
import { z } from 'zod'
import { id, license, offer } from '../contract.ts'
import { licenseViews } from '../reads/releases.ts'
import { personVerb, publicVerb, router } from '../trpc.ts'

/** Offers and licenses, as the chain shows them. */
export const licenseRouter = router({
  offers: publicVerb
    .meta({ rest: { method: 'GET', path: '/v1/pools/{poolId}/offers' } })
    .input(z.object({ poolId: id }))
    .output(z.object({ items: z.array(offer) }))
    .query(async ({ ctx, input }) => {
      await getPool(ctx.c, input.poolId)
      return {
        items: (await offersOf(ctx.c, input.poolId)).map((one) => ({ ...one, price: String(one.price) })),
      }
    }),

  mine: personVerb
    .meta({ rest: { method: 'GET', path: '/v1/licenses' } })
    .output(z.object({ items: z.array(license) }))
    .query(async ({ ctx }) => {
      const addresses = await addressesOf(ctx.c, ctx.personId)
      return { items: await licenseViews(ctx.c, await myLicenses(ctx.c, { addresses, at: ctx.c.now() })) }
    }),
})
