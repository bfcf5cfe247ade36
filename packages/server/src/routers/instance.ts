import { z } from 'zod'
import { address, amount, instance } from '../contract.ts'
import { epoch } from '../epochContract.ts'
import { drip } from '../faucet.ts'
import { epochViews } from '../reads/epochs.ts'
import { signingKey } from '../signing.ts'
import { publicProcedure, publicVerb, router } from '../trpc.ts'

/** What this instance is. */
export const instanceRouter = router({
  get: publicProcedure
    .meta({ rest: { method: 'GET', path: '/v1/instance' } })
    .output(instance)
    .query(async ({ ctx }) => {
      const { config } = ctx.system
      const deployment = await ctx.system.deployment()
      return {
        name: config.name,
        profile: config.profile,
        epochSeconds: config.epochSeconds,
        publicUrl: config.publicUrl,
        signingKey: signingKey(ctx.system),
        faucet: config.profile === 'local',
        chain: deployment && {
          id: deployment.chainId,
          token: deployment.token,
          tokenSymbol: 'tUSD',
          tokenDecimals: 6,
          dataPools: deployment.dataPools,
          rewards: deployment.rewards,
          consents: deployment.consents,
          licenses: deployment.licenses,
        },
      }
    }),

  faucet: publicProcedure
    .meta({ rest: { method: 'POST', path: '/v1/faucet' } })
    .input(z.object({ address }))
    .output(z.object({ gasWei: amount, token: amount }))
    .mutation(({ ctx, input }) => drip(ctx.system, input.address as `0x${string}`)),
})

/** Settlement periods, public. */
export const epochRouter = router({
  list: publicVerb
    .meta({ rest: { method: 'GET', path: '/v1/epochs' } })
    .output(z.object({ items: z.array(epoch) }))
    .query(async ({ ctx }) => ({ items: await epochViews(ctx.c) })),
})
