import { openReader, readGrace } from '@rowright/chain'
import { draftTerms, termsOfOffer } from '@rowright/pipeline/license'
import { getPerson } from '@rowright/pipeline/people'
import { getOwnPool } from '@rowright/pipeline/pool'
import { LICENSEE_CLASSES, PURPOSES, RowrightError } from '@rowright/protocol'
import { z } from 'zod'
import { amount, hash, id } from '../contract.ts'
import { deploymentOf } from '../faucet.ts'
import { personVerb, publicVerb, router } from '../trpc.ts'

/** As `Licenses` bounds it: the price is a uint96. */
const MOST = 2n ** 96n - 1n
const terms = z.object({ hash, text: z.string(), document: z.string() })

const notOnChain = () =>
  new RowrightError('pool/not-on-chain', 'The pool is not on chain yet, so it cannot have offers.', {
    status: 409,
    field: 'poolId',
    hint: 'Put it on chain first, then write the terms.',
  })

/** The words behind an offer: written before it, read by whoever may buy it. */
export const termsRouter = router({
  draft: personVerb
    .meta({ rest: { method: 'POST', path: '/v1/pools/{poolId}/license-terms' } })
    .input(
      z.object({
        poolId: id,
        price: amount.refine((price) => BigInt(price) <= MOST, 'a price is below 2^96 base units'),
        durationSeconds: z
          .number()
          .int()
          .min(1)
          .max(2 ** 32 - 1),
        purposes: z.array(z.enum(PURPOSES)).min(1),
        licenseeClass: z.enum(LICENSEE_CLASSES),
      }),
    )
    .output(terms)
    .mutation(async ({ ctx, input }) => {
      const pool = await getOwnPool(ctx.c, input.poolId, ctx.personId)
      if (!pool.chainPoolId) throw notOnChain()
      const { publicUrl, rpcUrl } = ctx.system.config
      const at = await deploymentOf(ctx.system)
      const requester = await getPerson(ctx.c, pool.requesterId)
      return draftTerms(ctx.c, {
        pool: { id: pool.id, name: pool.name, chainPoolId: pool.chainPoolId },
        requester: requester.name ?? `The requester ${pool.requesterId}`,
        use: {
          purposes: PURPOSES.filter((one) => input.purposes.includes(one)),
          licenseeClass: input.licenseeClass,
        },
        price: { amount: BigInt(input.price), symbol: 'tUSD', decimals: 6, token: at.token },
        durationSeconds: input.durationSeconds,
        consentTermsHash: pool.termsHash,
        chain: { id: at.chainId, licenses: at.licenses },
        graceSeconds: await readGrace(openReader(rpcUrl), at),
        publicUrl,
      })
    }),

  ofOffer: publicVerb
    .meta({ rest: { method: 'GET', path: '/v1/pools/{poolId}/offers/{offerId}/terms.json' } })
    .input(z.object({ poolId: id, offerId: z.string().regex(/^\d{1,78}$/, 'an offer is a number') }))
    .output(terms)
    .query(({ ctx, input }) => termsOfOffer(ctx.c, input)),
})
