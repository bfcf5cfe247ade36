import {
  addSeeds,
  addUrls,
  approveNodeKey,
  auditPeriods,
  costOf,
  draftCollect,
  freshnessOf,
  getCollection,
  LISTING_FAULTS,
  makeNodeCode,
  NOT_TAKEN,
  nodesOf,
  openCollections,
  progressOf,
  removeSeed,
  seedsOf,
  setDocuments,
  setRefresh,
  singlePagesOf,
  startCollection,
  unchangedPayOf,
} from '@rowright/pipeline/collect'
import { DEFAULT_RECIPE, preparationOf, recipeSchema, setRecipe } from '@rowright/pipeline/item'
import { feedFrom } from '@rowright/pipeline/labeling'
import { fundedOf, getCampaign, getOwnPool, notFunded } from '@rowright/pipeline/pool'
import { ed25519Key } from '@rowright/protocol'
import { z } from 'zod'
import { collectionCost, collectionProgress, collectionTerms } from '../collectionContract.ts'
import { amount, amountIn, id } from '../contract.ts'
import { costView, termsView } from '../reads/collection.ts'
import { personVerb, publicVerb, router } from '../trpc.ts'

const where = z.object({ poolId: id, campaignId: id })
const hostName = z
  .string()
  .max(253)
  .regex(/^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/, 'a host name in lower case')
/** A recipe, and how many documents came to each of its rules, were changed by it, and were left. */
const preparation = z.object({
  recipe: recipeSchema,
  sha256: z.string(),
  rules: z.array(z.object({ rule: z.string(), before: z.int(), changed: z.int(), after: z.int() })),
})
/** Pages by what became of them. */
const pages = z.partialRecord(z.enum(['waiting', 'queued', 'leased', 'done', 'refused', 'gone']), z.int())
/** A document that lists pages, and what it brought. */
const seed = z.object({
  id,
  url: z.string(),
  /** Only pages that carry one of these in the document. */
  tags: z.array(z.string()),
  /** What it turned out to be. */
  kind: z.enum(['sitemap', 'index', 'feed', 'robots']).nullable(),
  readAt: z.string().nullable(),
  nextAt: z.string().nullable(),
  fault: z.enum(LISTING_FAULTS).nullable(),
  /** A status, an address or a signal. */
  detail: z.string().nullable(),
  /** Documents that it leads to. */
  parts: z.object({
    all: z.int(),
    unread: z.int(),
    faulty: z.int(),
    fault: z.enum(LISTING_FAULTS).nullable(),
    url: z.string().nullable(),
  }),
  /** Pages listed, and those not taken by their reason, at the last reading. */
  found: z.int(),
  refused: z.partialRecord(z.enum(NOT_TAKEN), z.int()),
  /** False where a document is longer than is read. */
  whole: z.boolean(),
  /** Pages that it brought first. */
  pages,
})
/** Seconds after which pages are asked for again: a day to a year. */
const refresh = z.int().min(86_400).max(31_536_000)
/** Pages that are wanted. */
const documents = z.int().min(1).max(500_000)
const MOST_HOSTS = 100
const MOST_URLS = 10_000

/** Campaigns that fetch pages, and what their nodes need of the signed-in page. */
export const collectionRouter = router({
  create: personVerb
    .meta({ rest: { method: 'POST', path: '/v1/pools/{poolId}/collections' } })
    .input(
      z.object({
        poolId: id,
        name: z.string().trim().min(1).max(120),
        guidelines: z.string().max(20_000).default(''),
        pay: amountIn,
        hosts: z
          .array(z.object({ name: hostName, delaySeconds: z.int().min(5).max(3_600).optional() }))
          .max(MOST_HOSTS),
        anyPublicSite: z.boolean().default(false),
        tags: z.array(z.string().trim().min(1).max(60)).max(50).default([]),
        sourceSharePpm: z.int().min(0).max(1_000_000).optional(),
        maxBytes: z.int().min(1_000).max(10_000_000).optional(),
        refreshSeconds: refresh.optional(),
        /** How many pages are wanted; without it as many as are paid for. */
        documents: documents.optional(),
        /** How documents become items; fixed from here on. */
        recipe: recipeSchema.default(DEFAULT_RECIPE),
      }),
    )
    .output(z.object({ campaignId: id }))
    .mutation(async ({ ctx, input }) => {
      await getOwnPool(ctx.c, input.poolId, ctx.personId)
      const { pay, sourceSharePpm, maxBytes, refreshSeconds, documents, hosts, recipe, ...rest } = input
      const { id: campaignId } = await draftCollect(ctx.c, {
        ...rest,
        pay: BigInt(pay),
        hosts: hosts.map(({ name, delaySeconds }) => (delaySeconds ? { name, delaySeconds } : { name })),
        ...(sourceSharePpm === undefined ? {} : { sourceSharePpm }),
        ...(maxBytes === undefined ? {} : { maxBytes }),
        ...(refreshSeconds === undefined ? {} : { refreshSeconds }),
        ...(documents === undefined ? {} : { documents }),
      })
      await setRecipe(ctx.c, { poolId: input.poolId, collectionId: campaignId }, recipe)
      return { campaignId }
    }),

  quote: personVerb
    .meta({ rest: { method: 'GET', path: '/v1/collections/quote' } })
    .input(z.object({ pay: amountIn, documents: z.coerce.number().pipe(documents) }))
    .output(collectionCost)
    .query(async ({ ctx, input }) => costView(await costOf(ctx.c, { ...input, pay: BigInt(input.pay) }))),

  get: personVerb
    .meta({ rest: { method: 'GET', path: '/v1/pools/{poolId}/collections/{campaignId}' } })
    .input(where)
    .output(collectionTerms)
    .query(async ({ ctx, input }) => {
      await getOwnPool(ctx.c, input.poolId, ctx.personId)
      return termsView(ctx.c, await getCampaign(ctx.c, input.poolId, input.campaignId))
    }),

  progress: personVerb
    .meta({ rest: { method: 'GET', path: '/v1/pools/{poolId}/collections/{campaignId}/progress' } })
    .input(where)
    .output(collectionProgress)
    .query(async ({ ctx, input }) => {
      await getOwnPool(ctx.c, input.poolId, ctx.personId)
      await getCollection(ctx.c, input.poolId, input.campaignId)
      const { pending, final, ...counts } = await progressOf(ctx.c, input)
      return { ...counts, pending: String(pending), final: String(final) }
    }),

  preparation: personVerb
    .meta({ rest: { method: 'GET', path: '/v1/pools/{poolId}/collections/{campaignId}/preparation' } })
    .input(where)
    .output(preparation)
    .query(async ({ ctx, input: { poolId, campaignId } }) => {
      await getOwnPool(ctx.c, poolId, ctx.personId)
      await getCollection(ctx.c, poolId, campaignId)
      return preparationOf(ctx.c, { poolId, collectionId: campaignId })
    }),

  feed: personVerb
    .meta({ rest: { method: 'POST', path: '/v1/pools/{poolId}/campaigns/{campaignId}/feed' } })
    .input(
      where.extend({
        collectionId: id,
        /** Only items that lack this field, where the recipe leaves it to people. */
        missing: z.enum(['title', 'language', 'publishedAt']).optional(),
      }),
    )
    .output(z.object({ tasks: z.int() }))
    .mutation(async ({ ctx, input }) => {
      const { poolId, campaignId, collectionId, missing } = input
      await getOwnPool(ctx.c, poolId, ctx.personId)
      const campaign = await getCampaign(ctx.c, poolId, campaignId)
      return { tasks: await feedFrom(ctx.c, campaign, { collectionId, ...(missing ? { missing } : {}) }) }
    }),

  start: personVerb
    .meta({ rest: { method: 'POST', path: '/v1/pools/{poolId}/collections/{campaignId}/start' } })
    .input(where)
    .output(z.object({ started: z.literal(true) }))
    .mutation(async ({ ctx, input: { poolId, campaignId } }) => {
      await getOwnPool(ctx.c, poolId, ctx.personId)
      const { price } = await getCampaign(ctx.c, poolId, campaignId)
      const funded = await fundedOf(ctx.c, poolId, campaignId)
      if (funded < price) throw notFunded(funded, price)
      await startCollection(ctx.c, poolId, campaignId)
      return { started: true as const }
    }),

  addUrls: personVerb
    .meta({ rest: { method: 'POST', path: '/v1/pools/{poolId}/collections/{campaignId}/urls' } })
    .input(
      where.extend({
        urls: z.array(z.string().max(2_000)).min(1).max(MOST_URLS),
        foundBy: z.enum(['seed', 'sitemap', 'feed', 'tag']).default('seed'),
      }),
    )
    .output(z.object({ added: z.int() }))
    .mutation(async ({ ctx, input }) => {
      await getOwnPool(ctx.c, input.poolId, ctx.personId)
      return { added: await addUrls(ctx.c, input) }
    }),

  seeds: personVerb
    .meta({ rest: { method: 'GET', path: '/v1/pools/{poolId}/collections/{campaignId}/seeds' } })
    .input(where)
    .output(
      z.object({
        items: z.array(seed),
        /** Tags of the campaign, for narrowing. */
        tags: z.array(z.string()),
        hosts: z.array(z.string()),
        anyPublicSite: z.boolean(),
        /** Pages that were named one by one. */
        single: pages,
      }),
    )
    .query(async ({ ctx, input }) => {
      await getOwnPool(ctx.c, input.poolId, ctx.personId)
      const { tags, hosts, anyPublicSite } = await getCollection(ctx.c, input.poolId, input.campaignId)
      const items = (await seedsOf(ctx.c, input)).map((one) => ({
        ...one,
        readAt: one.readAt?.toISOString() ?? null,
        nextAt: one.nextAt?.toISOString() ?? null,
      }))
      return { items, tags, hosts, anyPublicSite, single: await singlePagesOf(ctx.c, input) }
    }),

  freshness: personVerb
    .meta({ rest: { method: 'GET', path: '/v1/pools/{poolId}/collections/{campaignId}/freshness' } })
    .input(where)
    .output(
      z.object({
        refreshSeconds: z.int().nullable(),
        /** Pages that somebody brought, and those of them that wait for another look or are on their way. */
        pages: z.int(),
        again: z.int(),
        /** Later contributions, by whether they brought a new version. */
        unchanged: z.int(),
        changed: z.int(),
        oldest: z.string().nullable(),
        /** What a page pays, and one that is as it was. */
        pay: z.string(),
        unchangedPay: z.string(),
      }),
    )
    .query(async ({ ctx, input: at }) => {
      await getOwnPool(ctx.c, at.poolId, ctx.personId)
      const { oldest, ...found } = await freshnessOf(ctx.c, at)
      const { price } = await getCampaign(ctx.c, at.poolId, at.campaignId)
      return {
        ...found,
        oldest: oldest?.toISOString() ?? null,
        pay: String(price),
        unchangedPay: String(unchangedPayOf(price)),
      }
    }),

  change: personVerb
    .meta({ rest: { method: 'PATCH', path: '/v1/pools/{poolId}/collections/{campaignId}' } })
    .input(
      where.extend({
        refreshSeconds: refresh.nullable().optional(),
        documents: documents.nullable().optional(),
      }),
    )
    .output(collectionTerms)
    .mutation(async ({ ctx, input }) => {
      const { refreshSeconds, documents, ...at } = input
      await getOwnPool(ctx.c, at.poolId, ctx.personId)
      if (refreshSeconds !== undefined) await setRefresh(ctx.c, { ...at, refreshSeconds })
      if (documents !== undefined) await setDocuments(ctx.c, { ...at, documents })
      return termsView(ctx.c, await getCampaign(ctx.c, at.poolId, at.campaignId))
    }),

  addSeeds: personVerb
    .meta({ rest: { method: 'POST', path: '/v1/pools/{poolId}/collections/{campaignId}/seeds' } })
    .input(
      where.extend({
        urls: z.array(z.string().max(2_000)).min(1).max(100),
        tags: z.array(z.string().max(60)).max(50).default([]),
      }),
    )
    .output(z.object({ added: z.int() }))
    .mutation(async ({ ctx, input }) => {
      await getOwnPool(ctx.c, input.poolId, ctx.personId)
      return { added: await addSeeds(ctx.c, input) }
    }),

  removeSeed: personVerb
    .meta({ rest: { method: 'DELETE', path: '/v1/pools/{poolId}/collections/{campaignId}/seeds/{seedId}' } })
    .input(where.extend({ seedId: id }))
    .output(z.object({ removed: z.literal(true) }))
    .mutation(async ({ ctx, input }) => {
      await getOwnPool(ctx.c, input.poolId, ctx.personId)
      await removeSeed(ctx.c, input)
      return { removed: true as const }
    }),

  makeNodeCode: personVerb
    .meta({ rest: { method: 'POST', path: '/v1/me/node-codes' } })
    .output(z.object({ code: z.string(), expiresAt: z.string() }))
    .mutation(async ({ ctx }) => {
      const { code, expiresAt } = await makeNodeCode(ctx.c, ctx.personId)
      return { code, expiresAt: expiresAt.toISOString() }
    }),

  approveNode: personVerb
    .meta({ rest: { method: 'POST', path: '/v1/me/node-keys' } })
    .input(z.object({ key: ed25519Key }))
    .output(z.object({ expiresAt: z.string() }))
    .mutation(async ({ ctx, input }) => {
      const { expiresAt } = await approveNodeKey(ctx.c, ctx.personId, input.key)
      return { expiresAt: expiresAt.toISOString() }
    }),

  nodes: personVerb
    .meta({ rest: { method: 'GET', path: '/v1/me/nodes' } })
    .output(
      z.object({
        items: z.array(
          z.object({ id, name: z.string(), client: z.string(), key: z.string(), pairedAt: z.string() }),
        ),
      }),
    )
    .query(async ({ ctx }) => ({
      items: (await nodesOf(ctx.c, ctx.personId)).map(({ id, name, client, publicKey, pairedAt }) => ({
        ...{ id, name, client },
        key: publicKey,
        pairedAt: pairedAt.toISOString(),
      })),
    })),

  open: personVerb
    .meta({ rest: { method: 'GET', path: '/v1/me/collections' } })
    .output(
      z.object({
        items: z.array(
          z.object({
            campaignId: id,
            poolId: id,
            poolName: z.string(),
            /** Your consent for the pool holds; without it your nodes are handed nothing of it. */
            agreed: z.boolean(),
            name: z.string(),
            pay: amount,
            hosts: z.array(z.string()),
            anyPublicSite: z.boolean(),
            tags: z.array(z.string()),
          }),
        ),
      }),
    )
    .query(async ({ ctx }) => ({
      items: (await openCollections(ctx.c, ctx.personId)).map((one) => ({ ...one, pay: String(one.pay) })),
    })),

  auditPeriods: publicVerb
    .meta({ rest: { method: 'GET', path: '/v1/nodes/audit-periods' } })
    .output(
      z.object({
        items: z.array(
          z.object({
            startsAt: z.string(),
            endsAt: z.string(),
            commitment: z.string(),
            /** Told a day after its end; then every draw of the period can be repeated. */
            seed: z.string().nullable(),
          }),
        ),
      }),
    )
    .query(async ({ ctx }) => ({
      items: (await auditPeriods(ctx.c)).map((one) => ({
        ...one,
        startsAt: one.startsAt.toISOString(),
        endsAt: one.endsAt.toISOString(),
      })),
    })),
})
