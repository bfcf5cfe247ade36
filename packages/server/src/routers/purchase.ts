import { randomUUID } from 'node:crypto'
import { withTx } from '@rowright/db'
import { getQuote, makeQuote, ordersOf, type Quote } from '@rowright/pipeline/license'
import { addressesOf, assertActive } from '@rowright/pipeline/people'
import { RowrightError } from '@rowright/protocol'
import { z } from 'zod'
import { id } from '../contract.ts'
import { openCursor, sealCursor } from '../cursor.ts'
import { deploymentOf } from '../faucet.ts'
import * as contract from '../licenseContract.ts'
import { authorizedCall } from '../purchase/authorized.ts'
import { purchaseState, submitTransaction } from '../purchase/follow.ts'
import { instructions } from '../purchase/instructions.ts'
import { keptAccount } from '../purchase/kept.ts'
import { orderViews } from '../reads/orders.ts'
import type { System } from '../system.ts'
import { personProcedure, personVerb, type RestAnswer, router } from '../trpc.ts'

const noAddress = () =>
  new RowrightError('license/no-licensee', 'There is no address that the license could belong to.', {
    status: 422,
    field: 'licensee',
    hint: 'Sign in with a wallet, name an address, or ask with `invoice: true` for one that is kept for you.',
  })

async function view(system: System, quote: Quote): Promise<z.infer<typeof contract.quote>> {
  const { id, poolId, offerId, licensee, termsHash, orderNumber, reference } = quote
  return {
    ...{ id, poolId, offerId, licensee, termsHash, orderNumber, reference },
    price: String(quote.price),
    expiresAt: quote.expiresAt.toISOString(),
    payment: await instructions(system, await deploymentOf(system), quote),
  }
}

/** 201 when it is done, 202 while the chain is not sure: where to look, and when. */
const answered = ({ status, quoteId, licenseId }: z.infer<typeof contract.purchase>): RestAnswer =>
  status === 'active'
    ? { status: 201, headers: { location: `/v1/licenses/${licenseId}` } }
    : { status: 202, headers: { location: `/v1/quotes/${quoteId}/purchase`, 'retry-after': '2' } }

/** Quote, pay on chain, follow. No step pays twice: an order is bound to one transaction, and asking again is free. */
export const purchaseRouter = router({
  quote: personProcedure
    .meta({ rest: { method: 'POST', path: '/v1/quotes', buys: true, answer: () => ({ status: 201 }) } })
    .input(contract.quoteIn)
    .output(contract.quote)
    .mutation(async ({ ctx: { system, personId }, input }) => {
      const made = await withTx(system.database, actorOf(personId), async (c) => {
        await assertActive(c, personId)
        const quoteId = randomUUID()
        const licensee = input.invoice
          ? keptAccount(system.config.authSecret, quoteId).address
          : (input.licensee ?? (await addressesOf(c, personId))[0])
        if (!licensee) throw noAddress()
        const { poolId, offerId } = input
        return makeQuote(c, {
          ...{ id: quoteId, poolId, offerId, personId, licensee, kept: input.invoice },
          orderNumber: input.orderNumber ?? null,
        })
      })
      return view(system, made)
    }),

  orders: personVerb
    .meta({ rest: { method: 'GET', path: '/v1/quotes' } })
    .input(
      z
        .object({
          cursor: z.string().max(300).optional(),
          limit: z.coerce.number().int().min(1).max(100).default(20),
        })
        .default({ limit: 20 }),
    )
    .output(z.object({ items: z.array(contract.order), nextCursor: z.string().nullable() }))
    .query(async ({ ctx: { c, personId, system }, input }) => {
      const list = { account: personId, list: 'orders' }
      const before = input.cursor ? openCursor(system, list, input.cursor) : undefined
      const found = await ordersOf(c, { personId, before, limit: input.limit + 1 })
      const items = await orderViews(c, found.slice(0, input.limit))
      const more = found.length > input.limit
      return { items, nextCursor: more ? sealCursor(system, list, items.at(-1)!.quoteId) : null }
    }),

  getQuote: personProcedure
    .meta({ rest: { method: 'GET', path: '/v1/quotes/{quoteId}' } })
    .input(z.object({ quoteId: id }))
    .output(contract.quote)
    .query(async ({ ctx: { system, personId }, input }) =>
      view(
        system,
        await withTx(system.database, actorOf(personId), (c) => getQuote(c, { ...input, personId })),
      ),
    ),

  authorize: personProcedure
    .meta({ rest: { method: 'POST', path: '/v1/quotes/{quoteId}/authorization', buys: true } })
    .input(contract.authorizationIn)
    .output(contract.call)
    .mutation(async ({ ctx: { system, personId }, input: { quoteId, payer, signature } }) => {
      const found = await withTx(system.database, actorOf(personId), (c) =>
        getQuote(c, { quoteId, personId }),
      )
      const payment = await instructions(system, await deploymentOf(system), found)
      const signed = { payer: payer as `0x${string}`, signature: signature as `0x${string}` }
      return authorizedCall(found, payment, signed)
    }),

  submit: personProcedure
    .meta({ rest: { method: 'POST', path: '/v1/licenses', buys: true, keyed: 'for ever', answer: answered } })
    .input(contract.transactionIn)
    .output(contract.purchase)
    .mutation(async ({ ctx: { system, personId }, input }) =>
      submitTransaction(system, await deploymentOf(system), {
        quoteId: input.quoteId,
        personId,
        transaction: input.transaction as `0x${string}`,
      }),
    ),

  state: personProcedure
    .meta({ rest: { method: 'GET', path: '/v1/quotes/{quoteId}/purchase', answer: pendingOr200 } })
    .input(z.object({ quoteId: id }))
    .output(contract.purchase)
    .query(async ({ ctx: { system, personId }, input }) => {
      const found = await withTx(system.database, actorOf(personId), (c) =>
        getQuote(c, { ...input, personId }),
      )
      return purchaseState(system, await deploymentOf(system), found)
    }),
})

const actorOf = (personId: string) => ({ kind: 'person', personId, steward: false }) as const

function pendingOr200(purchase: z.infer<typeof contract.purchase>): RestAnswer {
  return purchase.status === 'pending'
    ? { status: 202, headers: { 'retry-after': '2' } }
    : { status: 200, headers: {} }
}
