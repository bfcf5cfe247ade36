import type { Ctx } from '@rowright/db'
import { emit, retryEvent } from '@rowright/db'
import {
  enterAsSteward,
  personsByAddress,
  record,
  setFlagResolved,
  setRole,
  setSuspended,
  undoAction,
  unknownPerson,
} from '@rowright/pipeline/people'
import { getPool } from '@rowright/pipeline/pool'
import { correctPay } from '@rowright/pipeline/reward'
import { clearBad, findBad, undoFoundBad } from '@rowright/pipeline/settlement'
import { RowrightError } from '@rowright/protocol'
import { z } from 'zod'
import { anchoring } from '../anchoringContract.ts'
import { address, id, person } from '../contract.ts'
import { openCursor, sealCursor } from '../cursor.ts'
import { invoice } from '../licenseContract.ts'
import { anchoringOfAll } from '../reads/anchoring.ts'
import { invoiceViews } from '../reads/orders.ts'
import { soldTotalsView, soldViews } from '../reads/soldLicenses.ts'
import { actionViews, flagViews, stewardOverview as overview } from '../reads/steward.ts'
import { personView } from '../reads/work.ts'
import { flag, soldIn, soldLicense, soldTotals, stewardAction, stewardOverview } from '../stewardContract.ts'
import { personVerb, router, stewardVerb } from '../trpc.ts'
import { stewardTakeDowns } from './takeDown.ts'

const done = z.object({ done: z.literal(true) })
const DONE = { done: true as const }

/** A person by id or by an address that has signed in. */
const whom = z.union([id, address], 'a person id or an address')
async function resolve(ctx: Ctx, name: string): Promise<string> {
  if (!name.startsWith('0x')) return name
  const found = (await personsByAddress(ctx, [name])).get(name.toLowerCase())
  if (!found) throw unknownPerson(name)
  return found
}

const unknownJob = (job: string) =>
  new RowrightError('system/unknown-job', 'No such job is waiting.', {
    status: 404,
    field: 'id',
    hint: 'It may be done by now; look at GET /v1/steward/overview again.',
    context: { job },
  })

/** What only stewards may see and do; every act is logged. */
export const stewardRouter = router({
  ...stewardTakeDowns,

  enter: personVerb
    .meta({ rest: { method: 'POST', path: '/v1/steward/enter' } })
    .input(z.object({ token: z.string().min(10).max(100) }))
    .output(person)
    .mutation(async ({ ctx, input }) => {
      await enterAsSteward(ctx.c, { personId: ctx.personId, token: input.token })
      return personView(ctx.c, ctx.personId)
    }),

  overview: stewardVerb
    .meta({ rest: { method: 'GET', path: '/v1/steward/overview' } })
    .output(stewardOverview)
    .query(({ ctx }) => overview(ctx.c, ctx.system)),

  invoices: stewardVerb
    .meta({ rest: { method: 'GET', path: '/v1/steward/invoices' } })
    .output(z.object({ items: z.array(invoice) }))
    .query(async ({ ctx }) => ({ items: await invoiceViews(ctx.c) })),

  licenses: stewardVerb
    .meta({ rest: { method: 'GET', path: '/v1/steward/licenses' } })
    .input(
      soldIn.extend({
        cursor: z.string().max(300).optional(),
        limit: z.coerce.number().int().min(1).max(100).default(20),
      }),
    )
    .output(z.object({ items: z.array(soldLicense), totals: soldTotals, nextCursor: z.string().nullable() }))
    .query(async ({ ctx: { c, personId, system }, input: { cursor, ...page } }) => {
      const list = { account: personId, list: 'licenses sold' }
      const before = cursor ? openCursor(system, list, cursor) : undefined
      const { items, more } = await soldViews(c, { ...page, before })
      const nextCursor = more ? sealCursor(system, list, items.at(-1)!.id) : null
      return { items, totals: await soldTotalsView(c, page), nextCursor }
    }),

  flags: stewardVerb
    .meta({ rest: { method: 'GET', path: '/v1/steward/flags' } })
    .input(z.object({ open: z.stringbool().or(z.boolean()).default(true) }).default({ open: true }))
    .output(z.object({ items: z.array(flag) }))
    .query(async ({ ctx, input }) => ({ items: await flagViews(ctx.c, input.open) })),

  log: stewardVerb
    .meta({ rest: { method: 'GET', path: '/v1/steward/log' } })
    .output(z.object({ items: z.array(stewardAction) }))
    .query(async ({ ctx }) => ({ items: await actionViews(ctx.c) })),

  resolveFlag: stewardVerb
    .meta({ rest: { method: 'POST', path: '/v1/steward/flags/{id}/resolve' } })
    .input(
      z.object({
        id,
        note: z.string().max(2_000).default(''),
        /** Of a `same-hands` flag, and needed there: true when the accounts are different people, false when they are one. */
        apart: z.boolean().optional(),
      }),
    )
    .output(done)
    .mutation(async ({ ctx, input }) => {
      const { apart, ...rest } = input
      await setFlagResolved(ctx.c, {
        actor: ctx.personId,
        resolved: true,
        ...(apart === undefined ? {} : { apart }),
        ...rest,
      })
      return DONE
    }),

  anchoring: stewardVerb
    .meta({ rest: { method: 'GET', path: '/v1/steward/anchoring' } })
    .output(z.object({ items: z.array(anchoring) }))
    .query(async ({ ctx }) => ({ items: await anchoringOfAll(ctx.c) })),

  grantRole: stewardVerb
    .meta({ rest: { method: 'POST', path: '/v1/steward/roles' } })
    .input(z.object({ person: whom }))
    .output(done)
    .mutation(async ({ ctx, input }) => {
      await setRole(ctx.c, {
        actor: ctx.personId,
        personId: await resolve(ctx.c, input.person),
        granted: true,
      })
      return DONE
    }),

  revokeRole: stewardVerb
    .meta({ rest: { method: 'DELETE', path: '/v1/steward/roles/{person}' } })
    .input(z.object({ person: whom }))
    .output(done)
    .mutation(async ({ ctx, input }) => {
      await setRole(ctx.c, {
        actor: ctx.personId,
        personId: await resolve(ctx.c, input.person),
        granted: false,
      })
      return DONE
    }),

  suspend: stewardVerb
    .meta({ rest: { method: 'POST', path: '/v1/steward/suspensions' } })
    .input(z.object({ person: whom, reason: z.string().trim().min(3).max(2_000) }))
    .output(done)
    .mutation(async ({ ctx, input }) => {
      await setSuspended(ctx.c, {
        actor: ctx.personId,
        personId: await resolve(ctx.c, input.person),
        reason: input.reason,
      })
      return DONE
    }),

  unsuspend: stewardVerb
    .meta({ rest: { method: 'DELETE', path: '/v1/steward/suspensions/{person}' } })
    .input(z.object({ person: whom }))
    .output(done)
    .mutation(async ({ ctx, input }) => {
      await setSuspended(ctx.c, {
        actor: ctx.personId,
        personId: await resolve(ctx.c, input.person),
        reason: null,
      })
      return DONE
    }),

  judgeAccount: stewardVerb
    .meta({ rest: { method: 'POST', path: '/v1/steward/pools/{poolId}/accounts/{person}' } })
    .input(
      z.object({
        poolId: id,
        person: whom,
        found: z.enum(['bad', 'cleared']),
        reason: z.string().trim().min(3).max(2_000),
        /** The flag that this answers: it is resolved, and its evidence kept with the decision. */
        flagId: id.optional(),
      }),
    )
    .output(done)
    .mutation(async ({ ctx, input }) => {
      const { poolId, reason, flagId } = input
      await getPool(ctx.c, poolId)
      const of = { poolId, personId: await resolve(ctx.c, input.person), actor: ctx.personId }
      if (input.found === 'bad') await findBad(ctx.c, { ...of, reason, evidence: { flagId: flagId ?? null } })
      else await clearBad(ctx.c, of)
      if (flagId) {
        const by = { actor: ctx.personId, id: flagId, note: reason }
        await setFlagResolved(ctx.c, { ...by, resolved: true, apart: input.found === 'cleared' })
      }
      return DONE
    }),

  closeEpoch: stewardVerb
    .meta({ rest: { method: 'POST', path: '/v1/steward/epochs' } })
    .output(done)
    .mutation(async ({ ctx }) => {
      await emit(ctx.c, 'epoch.asked', null, { by: ctx.personId })
      await record(ctx.c, ctx.personId, 'epoch closing asked', {})
      return DONE
    }),

  correctPay: stewardVerb
    .meta({ rest: { method: 'POST', path: '/v1/steward/pay-corrections' } })
    .input(z.object({ poolId: id, assignmentId: id, reason: z.string().trim().min(3).max(2_000) }))
    .output(done)
    .mutation(async ({ ctx, input }) => {
      const { reason, ...answer } = input
      if (await correctPay(ctx.c, answer))
        await record(ctx.c, ctx.personId, 'pay corrected', { ...answer, reason })
      return DONE
    }),

  retryJob: stewardVerb
    .meta({ rest: { method: 'POST', path: '/v1/steward/jobs/{id}/retry' } })
    .input(z.object({ id: z.string().regex(/^\d{1,18}$/, 'the number of a job') }))
    .output(done)
    .mutation(async ({ ctx, input }) => {
      if (!(await retryEvent(ctx.c, input.id))) throw unknownJob(input.id)
      await record(ctx.c, ctx.personId, 'job retried', { job: input.id })
      return DONE
    }),

  undo: stewardVerb
    .meta({ rest: { method: 'POST', path: '/v1/steward/log/{actionId}/undo' } })
    .input(z.object({ actionId: z.string().regex(/^\d{1,18}$/, 'the number of an action') }))
    .output(done)
    .mutation(async ({ ctx, input }) => {
      const of = { actor: ctx.personId, actionId: BigInt(input.actionId) }
      if (!(await undoFoundBad(ctx.c, of))) await undoAction(ctx.c, of)
      return DONE
    }),
})
