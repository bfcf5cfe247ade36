import { type Ctx, emit, inTurn } from '@rowright/db'
import { queueUrls } from '@rowright/pipeline/collect'
import { changeQuestion, currentResults } from '@rowright/pipeline/consensus'
import { openSlots, waitsForReading } from '@rowright/pipeline/labeling'
import {
  type Campaign,
  COLLECT,
  campaign as campaignTable,
  checkQuestion,
  draftCampaign,
  fundedOf,
  getCampaign,
  getOwnPool,
  getPool,
  invalidCampaign,
  notFunded,
  setStatus,
  wrongStatus,
} from '@rowright/pipeline/pool'
import { assertChecked, soundEconomy, WINDOW_CHECKS } from '@rowright/pipeline/settlement'
import { label } from '@rowright/tasktype'
import { asc, eq } from 'drizzle-orm'
import { z } from 'zod'
import { anchoring } from '../anchoringContract.ts'
import { amountIn, campaign, campaignCard, id } from '../contract.ts'
import { coverage, quota } from '../overlapContract.ts'
import { progress } from '../progressContract.ts'
import { anchoringView } from '../reads/anchoring.ts'
import { rankingView } from '../reads/answers.ts'
import { coverageView } from '../reads/coverage.ts'
import { campaignCards, campaignView } from '../reads/pools.ts'
import { progressView } from '../reads/progress.ts'
import { ranking, result } from '../resultContract.ts'
import { personVerb, publicVerb, router } from '../trpc.ts'

const where = z.object({ poolId: id, campaignId: id })

const view = async (ctx: Ctx, poolId: string, campaignId: string) => {
  const found = await getCampaign(ctx, poolId, campaignId)
  const pool = await getPool(ctx, poolId)
  return campaignView(found, pool.name, await fundedOf(ctx, poolId, campaignId))
}

const own = async (
  ctx: Ctx,
  personId: string,
  input: { poolId: string; campaignId: string },
): Promise<Campaign> => {
  await getOwnPool(ctx, input.poolId, personId)
  return getCampaign(ctx, input.poolId, input.campaignId)
}

/** Campaigns: drafting, starting, watching, closing. */
export const campaignRouter = router({
  list: publicVerb
    .meta({ rest: { method: 'GET', path: '/v1/campaigns' } })
    .output(z.object({ items: z.array(campaignCard) }))
    .query(async ({ ctx }) => ({ items: await campaignCards(ctx.c, ctx.personId) })),

  ofPool: personVerb
    .meta({ rest: { method: 'GET', path: '/v1/pools/{poolId}/campaigns' } })
    .input(z.object({ poolId: id }))
    .output(z.object({ items: z.array(campaign) }))
    .query(async ({ ctx, input }) => {
      const pool = await getOwnPool(ctx.c, input.poolId, ctx.personId)
      const rows = await ctx.c.tx
        .select()
        .from(campaignTable)
        .where(eq(campaignTable.poolId, pool.id))
        .orderBy(asc(campaignTable.createdAt))
      const items = await inTurn(rows, async (row) =>
        campaignView(row as Campaign, pool.name, await fundedOf(ctx.c, pool.id, row.id)),
      )
      return { items }
    }),

  get: publicVerb
    .meta({ rest: { method: 'GET', path: '/v1/pools/{poolId}/campaigns/{campaignId}' } })
    .input(where)
    .output(campaign)
    .query(({ ctx, input }) => view(ctx.c, input.poolId, input.campaignId)),

  create: personVerb
    .meta({ rest: { method: 'POST', path: '/v1/pools/{poolId}/campaigns' } })
    .input(
      z.object({
        poolId: id,
        name: z.string().trim().min(1).max(120),
        guidelines: z.string().trim().max(20_000).default(''),
        taskType: z.string().default('single'),
        schema: z.record(z.string(), z.unknown()).default({}),
        labels: z.array(label).max(10_000).default([]),
        price: amountIn,
        stake: amountIn.optional(),
        overlap: z.number().int().min(1).max(1_000).default(3),
        overlapMin: z.number().int().min(1).max(1_000).default(2),
        targetConfidencePpm: z.number().int().min(500_000).max(999_999).nullable().default(null),
        reviewSlots: z.number().int().min(0).max(10).default(0),
        quotas: z.array(quota).max(100).default([]),
        goldRatePpm: z.number().int().min(0).max(500_000).default(100_000),
        assignment: z.enum(['open', 'list']).default('open'),
        leaseSeconds: z.number().int().min(10).max(86_400).default(600),
        holdSeconds: z.number().int().min(1).max(604_800).nullable().default(86_400),
        /** Without windows: how long a rejection can be appealed; 72 hours when left out. With windows "holdSeconds" says it. */
        appealSeconds: z.number().int().min(1).max(604_800).optional(),
        windowChecks: z.number().int().min(5).max(100).nullable().default(WINDOW_CHECKS),
        windowFailAt: z.number().int().min(3).max(100).nullable().default(null),
        method: z.enum(['ds', 'sds', 'majority']).default('sds'),
      }),
    )
    .output(campaign)
    .mutation(async ({ ctx, input }) => {
      const pool = await getOwnPool(ctx.c, input.poolId, ctx.personId)
      for (const field of ['price', 'stake'] as const) {
        if (BigInt(input[field] ?? 0) < 10n ** 15n) continue
        throw invalidCampaign(
          field,
          `A billion a label is not a ${field}.`,
          'Amounts are in base units: "10000" is 0.01 tUSD.',
        )
      }
      const price = BigInt(input.price)
      const stake = input.stake === undefined ? null : BigInt(input.stake)
      const { windowChecks } = input
      // A list campaign is closed work by people who know each other: judged when it closes, without windows.
      const checked =
        input.assignment === 'list' || windowChecks === null
          ? { windowChecks: null, windowFailAt: null, stake: stake ?? 0n }
          : soundEconomy({ ...input, ...checkQuestion(input), price, stake, windowChecks })
      const { appealSeconds, ...rest } = input
      if (appealSeconds !== undefined && checked.windowChecks !== null) {
        throw invalidCampaign(
          'appealSeconds',
          'With windows of checks the hold says how long a rejection can be appealed.',
          'Set "holdSeconds", or leave the windows out ("windowChecks": null).',
        )
      }
      const made = await draftCampaign(ctx.c, {
        ...rest,
        ...(appealSeconds === undefined ? {} : { appealSeconds }),
        price,
        ...checked,
        holdSeconds: input.assignment === 'list' ? null : input.holdSeconds,
      })
      return campaignView(made, pool.name, 0n)
    }),

  change: personVerb
    .meta({ rest: { method: 'PATCH', path: '/v1/pools/{poolId}/campaigns/{campaignId}' } })
    .input(
      where.extend({
        guidelines: z.string().trim().max(20_000).optional(),
        schema: z.record(z.string(), z.unknown()).optional(),
        labels: z.array(label).max(10_000).optional(),
      }),
    )
    .output(campaign)
    .mutation(async ({ ctx, input }) => {
      const found = await own(ctx.c, ctx.personId, input)
      await changeQuestion(ctx.c, found, input)
      // Fewer answers to choose from are easier to click through: the pay must hold for the changed question too.
      const changed = await own(ctx.c, ctx.personId, input)
      const { windowChecks } = changed
      if (changed.assignment === 'open' && windowChecks !== null) soundEconomy({ ...changed, windowChecks })
      return view(ctx.c, input.poolId, input.campaignId)
    }),

  start: personVerb
    .meta({ rest: { method: 'POST', path: '/v1/pools/{poolId}/campaigns/{campaignId}/start' } })
    .input(where)
    .output(campaign)
    .mutation(async ({ ctx, input }) => {
      const found = await own(ctx.c, ctx.personId, input)
      if (found.status === 'closed') throw wrongStatus(found.status, 'draft or open')
      await assertChecked(ctx.c, found)
      const opened = await openSlots(ctx.c, found)
      const funded = await fundedOf(ctx.c, input.poolId, input.campaignId)
      const waits = opened === 0 && funded >= found.price && (await waitsForReading(ctx.c, found))
      if (found.status === 'draft' && opened === 0 && !waits) throw notFunded(funded, found.price)
      if (found.status === 'draft') await setStatus(ctx.c, found, 'open')
      return view(ctx.c, input.poolId, input.campaignId)
    }),

  pause: personVerb
    .meta({ rest: { method: 'POST', path: '/v1/pools/{poolId}/campaigns/{campaignId}/pause' } })
    .input(where)
    .output(campaign)
    .mutation(async ({ ctx, input }) => {
      await setStatus(ctx.c, await own(ctx.c, ctx.personId, input), 'paused')
      return view(ctx.c, input.poolId, input.campaignId)
    }),

  resume: personVerb
    .meta({ rest: { method: 'POST', path: '/v1/pools/{poolId}/campaigns/{campaignId}/resume' } })
    .input(where)
    .output(campaign)
    .mutation(async ({ ctx, input }) => {
      const found = await own(ctx.c, ctx.personId, input)
      if (found.status !== 'paused') throw wrongStatus(found.status, 'paused')
      await setStatus(ctx.c, found, 'open')
      const open = { ...found, status: 'open' as const }
      // What came in while it was paused.
      if (found.taskType === COLLECT) await queueUrls(ctx.c, open)
      else await openSlots(ctx.c, open)
      return view(ctx.c, input.poolId, input.campaignId)
    }),

  close: personVerb
    .meta({ rest: { method: 'POST', path: '/v1/pools/{poolId}/campaigns/{campaignId}/close' } })
    .input(where)
    .output(campaign)
    .mutation(async ({ ctx, input }) => {
      const found = await own(ctx.c, ctx.personId, input)
      // Closing again is the same closing: a client that lost the answer may ask twice.
      if (found.status !== 'closed') {
        await setStatus(ctx.c, found, 'closed')
        await emit(ctx.c, 'campaign.closed', input.poolId, { campaignId: input.campaignId })
      }
      return view(ctx.c, input.poolId, input.campaignId)
    }),

  progress: personVerb
    .meta({ rest: { method: 'GET', path: '/v1/pools/{poolId}/campaigns/{campaignId}/progress' } })
    .input(where)
    .output(progress)
    .query(async ({ ctx, input }) => progressView(ctx.c, await own(ctx.c, ctx.personId, input))),

  ranking: personVerb
    .meta({ rest: { method: 'GET', path: '/v1/pools/{poolId}/campaigns/{campaignId}/ranking' } })
    .input(where)
    .output(ranking)
    .query(async ({ ctx, input }) => rankingView(ctx.c, await own(ctx.c, ctx.personId, input))),

  coverage: personVerb
    .meta({ rest: { method: 'GET', path: '/v1/pools/{poolId}/campaigns/{campaignId}/coverage' } })
    .input(where)
    .output(coverage)
    .query(async ({ ctx, input }) => coverageView(ctx.c, await own(ctx.c, ctx.personId, input))),

  anchoring: personVerb
    .meta({ rest: { method: 'GET', path: '/v1/pools/{poolId}/campaigns/{campaignId}/anchoring' } })
    .input(where)
    .output(anchoring)
    .query(async ({ ctx, input }) => anchoringView(ctx.c, await own(ctx.c, ctx.personId, input))),

  results: personVerb
    .meta({ rest: { method: 'GET', path: '/v1/pools/{poolId}/campaigns/{campaignId}/results' } })
    .input(
      where.extend({
        cursor: z.string().max(200).optional(),
        limit: z.coerce.number().int().min(1).max(1_000).default(100),
      }),
    )
    .output(z.object({ items: z.array(result), nextCursor: z.string().nullable() }))
    .query(async ({ ctx, input }) => {
      const found = await own(ctx.c, ctx.personId, input)
      return currentResults(ctx.c, input.poolId, found, {
        cursor: input.cursor ?? null,
        limit: input.limit,
      })
    }),
})
