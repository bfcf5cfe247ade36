import { emit } from '@rowright/db'
import { keepTerms } from '@rowright/pipeline/consent'
import { getOwnPool, getPool, open, type Pool, pool as poolTable } from '@rowright/pipeline/pool'
import { LICENSEE_CLASSES, PURPOSES } from '@rowright/protocol'
import { and, desc, eq, isNotNull, lt } from 'drizzle-orm'
import { z } from 'zod'
import { id, pool } from '../contract.ts'
import { openCursor, sealCursor } from '../cursor.ts'
import { poolLedger } from '../ledgerContract.ts'
import { facetsOf, matching } from '../reads/catalog.ts'
import { ledgerView } from '../reads/ledger.ts'
import { poolViews } from '../reads/pools.ts'
import { personVerb, publicVerb, router } from '../trpc.ts'

const PAGE = 50

/** Pools: the catalog for everybody, opening for requesters. */
export const poolRouter = router({
  list: publicVerb
    .meta({ rest: { method: 'GET', path: '/v1/pools' } })
    .input(
      z
        .object({
          mine: z.stringbool().or(z.boolean()).default(false),
          cursor: z.string().max(300).optional(),
          q: z.string().trim().max(100).optional(),
          purpose: z.enum(PURPOSES).optional(),
          taskType: z.string().max(40).optional(),
        })
        .default({ mine: false }),
    )
    .output(
      z.object({
        items: z.array(pool),
        nextCursor: z.string().nullable(),
        /** Of the whole catalog as far as `q` narrows it: how many pools are on offer for a purpose, or ask something. */
        facets: z.object({
          purposes: z.array(z.object({ purpose: z.enum(PURPOSES), pools: z.number() })),
          taskTypes: z.array(z.object({ taskType: z.string(), pools: z.number() })),
        }),
      }),
    )
    .query(async ({ ctx, input }) => {
      const which = input.mine
        ? eq(poolTable.requesterId, ctx.personId ?? '00000000-0000-0000-0000-000000000000')
        : isNotNull(poolTable.chainPoolId)
      const of = {
        account: (input.mine && ctx.personId) || 'public',
        list: `pools ${input.q ?? ''} ${input.purpose ?? ''} ${input.taskType ?? ''}`,
      }
      const after = input.cursor ? openCursor(ctx.system, of, input.cursor) : undefined
      const rows = await ctx.c.tx
        .select()
        .from(poolTable)
        .where(and(which, matching(input), after ? lt(poolTable.id, after) : undefined))
        .orderBy(desc(poolTable.id))
        .limit(PAGE + 1)
      const page = rows.slice(0, PAGE) as Pool[]
      return {
        items: await poolViews(ctx.c, page, ctx.personId),
        facets: await facetsOf(ctx.c, input),
        nextCursor: rows.length > PAGE ? sealCursor(ctx.system, of, page.at(-1)!.id) : null,
      }
    }),

  get: publicVerb
    .meta({ rest: { method: 'GET', path: '/v1/pools/{poolId}' } })
    .input(z.object({ poolId: id }))
    .output(pool)
    .query(
      async ({ ctx, input }) =>
        (await poolViews(ctx.c, [await getPool(ctx.c, input.poolId)], ctx.personId))[0]!,
    ),

  ledger: publicVerb
    .meta({ rest: { method: 'GET', path: '/v1/pools/{poolId}/ledger' } })
    .input(z.object({ poolId: id }))
    .output(poolLedger)
    .query(async ({ ctx, input }) => {
      await getPool(ctx.c, input.poolId)
      return ledgerView(ctx.c, input.poolId)
    }),

  open: personVerb
    .meta({ rest: { method: 'POST', path: '/v1/pools' } })
    .input(
      z.object({
        name: z.string().trim().min(1).max(120),
        description: z.string().trim().max(4_000).default(''),
        treasuryBps: z.number().int().min(0).max(2_000).default(0),
        terms: z.object({
          purposes: z.array(z.enum(PURPOSES)).min(1).max(PURPOSES.length),
          licenseeClasses: z.array(z.enum(LICENSEE_CLASSES)).min(1).max(LICENSEE_CLASSES.length),
          months: z.number().int().min(1).max(24),
          note: z.string().max(2_000).default(''),
        }),
      }),
    )
    .output(pool)
    .mutation(async ({ ctx, input }) => {
      const made = await open(ctx.c, { requesterId: ctx.personId, ...input })
      await keepTerms(ctx.c, made.termsHash, made.terms)
      return (await poolViews(ctx.c, [made], ctx.personId))[0]!
    }),

  refresh: personVerb
    .meta({ rest: { method: 'POST', path: '/v1/pools/{poolId}/refresh' } })
    .input(z.object({ poolId: id }))
    .output(pool)
    .mutation(async ({ ctx, input }) => {
      const found = await getOwnPool(ctx.c, input.poolId, ctx.personId)
      await emit(ctx.c, 'chain.look', input.poolId, {})
      return (await poolViews(ctx.c, [found], ctx.personId))[0]!
    }),
})
