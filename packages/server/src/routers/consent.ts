import { consentsOf, grant, revoke } from '@rowright/pipeline/consent'
import { getPool } from '@rowright/pipeline/pool'
import type { ConsentTerms } from '@rowright/protocol'
import { z } from 'zod'
import { consent, id, pool } from '../contract.ts'
import { consentView } from '../reads/consents.ts'
import { personVerb, publicVerb, router } from '../trpc.ts'

const secret = z.string().regex(/^0x[0-9a-f]{64}$/, 'a 32-byte secret: 0x and 64 hex digits')

/** The one sentence a contributor agrees to. */
function sentence(poolName: string, terms: ConsentTerms) {
  const en = {
    research: 'research',
    'model-training': 'training models',
    'model-evaluation': 'evaluating models',
  }
  const zh = { research: '研究', 'model-training': '訓練模型', 'model-evaluation': '評測模型' }
  const who = terms.licenseeClasses.includes('anyone')
    ? ['whoever licenses it', '任何取得授權的人']
    : [
        terms.licenseeClasses
          .map((one) => (one === 'academic' ? 'academic licensees' : 'commercial licensees'))
          .join(' and '),
        terms.licenseeClasses.map((one) => (one === 'academic' ? '學術授權方' : '商業授權方')).join('與'),
      ]
  return {
    en: `What I contribute to “${poolName}” may be used for ${terms.purposes.map((p) => en[p]).join(', ')} by ${who[0]}, for ${terms.months} months; I am paid a share of each sale and can end this at any time.`,
    'zh-Hant': `我在「${poolName}」的貢獻可供${who[1]}用於${terms.purposes.map((p) => zh[p]).join('、')}，為期 ${terms.months} 個月；每次銷售我都會分潤，並可隨時終止同意。`,
  }
}

/** Giving and ending consent. */
export const consentRouter = router({
  terms: publicVerb
    .meta({ rest: { method: 'GET', path: '/v1/pools/{poolId}/consent-terms' } })
    .input(z.object({ poolId: id }))
    .output(
      z.object({
        terms: pool.shape.terms.omit({ hash: true }),
        hash: z.string(),
        sentence: z.object({ en: z.string(), 'zh-Hant': z.string() }),
      }),
    )
    .query(async ({ ctx, input }) => {
      const found = await getPool(ctx.c, input.poolId)
      return { terms: found.terms, hash: found.termsHash, sentence: sentence(found.name, found.terms) }
    }),

  grant: personVerb
    .meta({ rest: { method: 'POST', path: '/v1/pools/{poolId}/consents' } })
    .input(
      z.object({
        poolId: id,
        body: z
          .record(z.string(), z.unknown())
          .refine((body) => JSON.stringify(body).length <= 4_000, 'a consent is under 4,000 characters'),
        signature: z.string().regex(/^[A-Za-z0-9_-]{86}$/, 'a 64-byte Ed25519 signature in base64url'),
        secret,
      }),
    )
    .output(consent)
    .mutation(async ({ ctx, input }) => {
      const made = await grant(ctx.c, {
        ...input,
        personId: ctx.personId,
        secret: input.secret as `0x${string}`,
      })
      const mine = await consentsOf(ctx.c, ctx.personId)
      return consentView(ctx.c, mine.find((one) => one.id === made.id)!)
    }),

  revoke: publicVerb
    .meta({ rest: { method: 'POST', path: '/v1/pools/{poolId}/consents/{consentId}/revoke' } })
    .input(z.object({ poolId: id, consentId: id, secret: secret.optional() }))
    .output(consent.extend({ endedBefore: z.boolean() }))
    .mutation(async ({ ctx, input }) => {
      const { ended, before } = await revoke(ctx.c, {
        poolId: input.poolId,
        consentId: input.consentId,
        ...(input.secret ? { secret: input.secret as `0x${string}` } : {}),
      })
      const all = await consentsOf(ctx.c, ended.personId)
      const view = await consentView(ctx.c, all.find((one) => one.id === ended.id)!)
      return { ...view, endedBefore: before }
    }),
})
