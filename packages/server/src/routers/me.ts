import { inTurn } from '@rowright/db'
import { consentsOf, eraseSealingKey } from '@rowright/pipeline/consent'
import {
  apiKeysOf,
  closePerson,
  createApiKey,
  registerDevice,
  rename,
  revokeApiKey,
} from '@rowright/pipeline/people'
import { getPool } from '@rowright/pipeline/pool'
import { earningsOf, myLines, proofsOf, requestCashOut, setKeep } from '@rowright/pipeline/reward'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { address, amount, amountIn, apiKey, consent, earnings, id, person, workLine } from '../contract.ts'
import { openCursor, sealCursor } from '../cursor.ts'
import { epochLine } from '../epochContract.ts'
import { consentView } from '../reads/consents.ts'
import { earningsView } from '../reads/earnings.ts'
import { personView, workOf } from '../reads/work.ts'
import { personVerb, router } from '../trpc.ts'

const keyView = (row: Awaited<ReturnType<typeof apiKeysOf>>[number]): z.infer<typeof apiKey> => ({
  id: row.id,
  name: row.name,
  prefix: row.prefix,
  mayBuy: row.mayBuy,
  createdAt: row.createdAt.toISOString(),
  lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  revokedAt: row.revokedAt?.toISOString() ?? null,
})

/** What a person sees and does about themselves. */
export const meRouter = router({
  get: personVerb
    .meta({ rest: { method: 'GET', path: '/v1/me' } })
    .output(person)
    .query(({ ctx }) => personView(ctx.c, ctx.personId)),

  update: personVerb
    .meta({ rest: { method: 'PATCH', path: '/v1/me' } })
    .input(z.object({ name: z.string().trim().max(80).nullable() }))
    .output(person)
    .mutation(async ({ ctx, input }) => {
      await rename(ctx.c, { personId: ctx.personId, name: input.name || null })
      return personView(ctx.c, ctx.personId)
    }),

  registerDevice: personVerb
    .meta({ rest: { method: 'POST', path: '/v1/me/devices' } })
    .input(
      z.object({
        publicKey: z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'a 32-byte Ed25519 public key in base64url'),
        proof: z.string().regex(/^[A-Za-z0-9_-]{86}$/, 'a 64-byte Ed25519 signature in base64url'),
      }),
    )
    .output(z.object({ deviceId: id }))
    .mutation(async ({ ctx, input }) => ({
      deviceId: await registerDevice(ctx.c, { personId: ctx.personId, ...input }),
    })),

  delete: personVerb
    .meta({ rest: { method: 'DELETE', path: '/v1/me' } })
    .output(z.object({ closed: z.literal(true) }))
    .mutation(async ({ ctx }) => {
      await eraseSealingKey(ctx.c, ctx.personId)
      // Answers that were kept to be given again may hold a receipt; what was paid is remembered.
      await ctx.c.tx.execute(
        sql`delete from keyed_request where person_id = ${ctx.personId} and not for_ever`,
      )
      await closePerson(ctx.c, ctx.personId)
      await ctx.c.tx.execute(
        sql`delete from auth_session where user_id in (select id from auth_user where person_id = ${ctx.personId})`,
      )
      return { closed: true as const }
    }),

  work: personVerb
    .meta({ rest: { method: 'GET', path: '/v1/me/work' } })
    .input(
      z.object({
        poolId: id.optional(),
        campaignId: id.optional(),
        cursor: z.string().max(300).optional(),
        limit: z.coerce.number().int().min(1).max(500).default(100),
      }),
    )
    .output(z.object({ items: z.array(workLine), nextCursor: z.string().nullable() }))
    .query(async ({ ctx, input }) => {
      const list = {
        account: ctx.personId,
        list: `work ${input.poolId ?? ''} ${input.campaignId ?? ''}`,
      }
      const cursor = input.cursor && openCursor(ctx.system, list, input.cursor)
      const { items, nextCursor } = await workOf(ctx.c, { ...input, personId: ctx.personId, cursor })
      return { items, nextCursor: nextCursor && sealCursor(ctx.system, list, nextCursor) }
    }),

  earnings: personVerb
    .meta({ rest: { method: 'GET', path: '/v1/me/earnings' } })
    .output(earnings)
    .query(async ({ ctx }) =>
      earningsView(await earningsOf(ctx.c, ctx.personId), ctx.system.config.epochSeconds),
    ),

  setKeep: personVerb
    .meta({ rest: { method: 'PUT', path: '/v1/me/keep' } })
    .input(z.object({ poolId: id, keep: amountIn }))
    .output(z.object({ keep: amount }))
    .mutation(async ({ ctx, input }) => {
      const keep = BigInt(input.keep)
      await getPool(ctx.c, input.poolId)
      await setKeep(ctx.c, { poolId: input.poolId, personId: ctx.personId, amount: keep })
      return { keep: String(keep) }
    }),

  cashOut: personVerb
    .meta({ rest: { method: 'POST', path: '/v1/me/cash-outs' } })
    .output(
      z.object({
        items: z.array(
          z.object({ id, address, amount, status: earnings.shape.cashOuts.element.shape.status }),
        ),
      }),
    )
    .mutation(async ({ ctx }) => ({
      items: (await requestCashOut(ctx.c, { personId: ctx.personId })).map((one) => ({
        ...one,
        amount: String(one.amount),
      })),
    })),

  proofs: personVerb
    .meta({ rest: { method: 'GET', path: '/v1/me/proofs' } })
    .output(
      z.object({
        items: z.array(
          z.object({
            account: z.string(),
            cumulative: amount,
            claimed: amount,
            epoch: z.number(),
            proof: z.array(z.string()),
          }),
        ),
      }),
    )
    .query(async ({ ctx }) => {
      const me = await personView(ctx.c, ctx.personId)
      const proofs = await proofsOf(ctx.c, me.addresses)
      return {
        items: proofs.map((one) => ({
          account: one.account,
          cumulative: String(one.cumulative),
          claimed: String(one.claimed),
          epoch: one.epoch,
          proof: one.proof,
        })),
      }
    }),

  epochLines: personVerb
    .meta({ rest: { method: 'GET', path: '/v1/me/epoch-lines' } })
    .input(
      z.object({
        epoch: z.coerce.number().int().min(1).max(999_999_999).optional(),
        after: id.optional(),
        limit: z.coerce.number().int().min(1).max(10_000).default(1_000),
      }),
    )
    .output(z.object({ items: z.array(epochLine) }))
    .query(async ({ ctx, input }) => ({ items: await myLines(ctx.c, { ...input, personId: ctx.personId }) })),

  consents: personVerb
    .meta({ rest: { method: 'GET', path: '/v1/me/consents' } })
    .output(z.object({ items: z.array(consent) }))
    .query(async ({ ctx }) => ({
      items: await inTurn(await consentsOf(ctx.c, ctx.personId), (one) => consentView(ctx.c, one)),
    })),

  apiKeys: personVerb
    .meta({ rest: { method: 'GET', path: '/v1/me/api-keys' } })
    .output(z.object({ items: z.array(apiKey) }))
    .query(async ({ ctx }) => ({ items: (await apiKeysOf(ctx.c, ctx.personId)).map(keyView) })),

  createApiKey: personVerb
    .meta({ rest: { method: 'POST', path: '/v1/me/api-keys' } })
    .input(z.object({ name: z.string().trim().min(1).max(80), mayBuy: z.boolean().default(false) }))
    .output(z.object({ key: z.string(), apiKey }))
    .mutation(async ({ ctx, input }) => {
      const made = await createApiKey(ctx.c, { personId: ctx.personId, ...input })
      return { key: made.key, apiKey: keyView(made.apiKey) }
    }),

  revokeApiKey: personVerb
    .meta({ rest: { method: 'DELETE', path: '/v1/me/api-keys/{id}' } })
    .input(z.object({ id }))
    .output(apiKey)
    .mutation(async ({ ctx, input }) =>
      keyView(await revokeApiKey(ctx.c, { personId: ctx.personId, id: input.id })),
    ),
})
