import type { Ctx } from '@rowright/db'
import { deliverFiles, LATEST, usable } from '@rowright/pipeline/export'
import {
  ackErasure,
  acknowledgeKept,
  getMyLicense,
  type License,
  licenseeAddresses,
  myLicenses,
  offersOf,
} from '@rowright/pipeline/license'
import { createApiKey } from '@rowright/pipeline/people'
import { getPool } from '@rowright/pipeline/pool'
import { changesOf } from '@rowright/pipeline/release'
import { RowrightError } from '@rowright/protocol'
import { z } from 'zod'
import { id, license, offer, time } from '../contract.ts'
import { openCursor, sealCursor } from '../cursor.ts'
import { changes, exportFiles } from '../exportContract.ts'
import { deploymentOf } from '../faucet.ts'
import { news } from '../licenseContract.ts'
import { signKeptAck } from '../purchase/kept.ts'
import { changeView, filesView } from '../reads/exports.ts'
import { newsViews } from '../reads/orders.ts'
import { licenseViews } from '../reads/releases.ts'
import { personVerb, publicVerb, router } from '../trpc.ts'

const licenseId = z.string().min(1).max(100)
const since = z.object({
  licenseId,
  since: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(10_000).default(1_000),
})

async function ownLicense(ctx: Ctx, personId: string, id: string): Promise<License> {
  return getMyLicense(ctx, {
    licenseId: id,
    addresses: await licenseeAddresses(ctx, personId),
    at: ctx.now(),
  })
}

/** A page of the pool's feed. It goes on after a license expired: what was revoked has to be deleted then too. */
async function feed(
  ctx: Ctx,
  personId: string,
  input: z.infer<typeof since>,
  kind?: 'tombstone',
): Promise<z.infer<typeof changes>> {
  const { poolId } = await ownLicense(ctx, personId, input.licenseId)
  const found = await changesOf(ctx, {
    poolId,
    since: input.since,
    limit: input.limit + 1,
    ...(kind ? { kind } : {}),
  })
  const items = found.slice(0, input.limit).map(changeView)
  return { items, nextSince: items.at(-1)?.seq ?? input.since, hasMore: found.length > input.limit }
}

const noReceiptsKey = () =>
  new RowrightError('system/no-receipts-key', 'This instance has no key to sign receipts with.', {
    status: 503,
    hint: 'Tell the steward: KEYS_DIR/receipts.key is made at the start.',
  })

/** Offers and licenses, as the chain shows them, and what they open. */
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
      const addresses = await licenseeAddresses(ctx.c, ctx.personId)
      return { items: await licenseViews(ctx.c, await myLicenses(ctx.c, { addresses, at: ctx.c.now() })) }
    }),

  files: personVerb
    .meta({ rest: { method: 'GET', path: '/v1/licenses/{licenseId}/releases/{releaseId}/files' } })
    .input(z.object({ licenseId, releaseId: id.or(z.literal(LATEST)) }))
    .output(exportFiles)
    .query(async ({ ctx, input }) =>
      filesView(
        ctx.system.config,
        ctx.c.now(),
        await deliverFiles(ctx.c, { ...input, personId: ctx.personId }, 'files'),
      ),
    ),

  changes: personVerb
    .meta({ rest: { method: 'GET', path: '/v1/licenses/{licenseId}/changes' } })
    .input(since)
    .output(changes)
    .query(({ ctx, input }) => feed(ctx.c, ctx.personId, input)),

  tombstones: personVerb
    .meta({ rest: { method: 'GET', path: '/v1/licenses/{licenseId}/tombstones' } })
    .input(since)
    .output(changes)
    .query(({ ctx, input }) => feed(ctx.c, ctx.personId, input, 'tombstone')),

  news: personVerb
    .meta({ rest: { method: 'GET', path: '/v1/licenses/{licenseId}/news' } })
    .input(
      z.object({
        licenseId,
        cursor: z.string().max(300).optional(),
        limit: z.coerce.number().int().min(1).max(100).default(20),
      }),
    )
    .output(news)
    .query(async ({ ctx, input }) => {
      const found = await ownLicense(ctx.c, ctx.personId, input.licenseId)
      const list = { account: ctx.personId, list: `news ${found.id}` }
      const before = input.cursor ? Number(openCursor(ctx.system, list, input.cursor)) : undefined
      const { more, ...page } = await newsViews(ctx.c, found, { before, limit: input.limit })
      const last = page.items.at(-1)?.lastSeq
      return { ...page, nextCursor: more ? sealCursor(ctx.system, list, String(last)) : null }
    }),

  acknowledge: personVerb
    .meta({ rest: { method: 'POST', path: '/v1/licenses/{licenseId}/acknowledgment' } })
    .input(z.object({ licenseId }))
    .output(z.object({ epoch: z.number(), askedAt: time }))
    .mutation(async ({ ctx, input }) => {
      const sign = signKeptAck(ctx.system.config.authSecret, await deploymentOf(ctx.system))
      const { epoch, askedAt } = await acknowledgeKept(ctx.c, { ...input, personId: ctx.personId }, sign)
      return { epoch, askedAt: askedAt.toISOString() }
    }),

  ackErasure: personVerb
    .meta({ rest: { method: 'POST', path: '/v1/licenses/{licenseId}/erasure-acks' } })
    .input(z.object({ licenseId, through: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER) }))
    .output(z.object({ receipt: z.string(), signer: z.string(), signature: z.string() }))
    .mutation(({ ctx, input }) => {
      const sign = ctx.system.signReceipt
      if (!sign) throw noReceiptsKey()
      return ackErasure(ctx.c, { ...input, personId: ctx.personId }, sign)
    }),

  profile: personVerb
    .meta({ rest: { method: 'POST', path: '/v1/licenses/{licenseId}/profile.share' } })
    .input(z.object({ licenseId }))
    .output(
      z.object({
        shareCredentialsVersion: z.literal(1),
        endpoint: z.string(),
        bearerToken: z.string(),
        expirationTime: z.string(),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      const license = await ownLicense(ctx.c, ctx.personId, input.licenseId)
      usable(license)
      const name = `Delta Sharing, license ${license.id}`
      const { key } = await createApiKey(ctx.c, { personId: ctx.personId, name, licenseId: license.id })
      return {
        shareCredentialsVersion: 1,
        endpoint: `${ctx.system.config.publicUrl}/delta-sharing/`,
        bearerToken: key,
        expirationTime: license.expiresAt.toISOString(),
      }
    }),
})
