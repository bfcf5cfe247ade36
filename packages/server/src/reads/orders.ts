import type { Ctx } from '@rowright/db'
import {
  erasuresOf,
  type License,
  type Order,
  openInvoices,
  orderReference,
} from '@rowright/pipeline/license'
import { type News, newsOf } from '@rowright/pipeline/release'
import { sql } from 'drizzle-orm'
import type { z } from 'zod'
import type * as contract from '../licenseContract.ts'

/** Orders with the names of their pools. */
export async function orderViews(ctx: Ctx, orders: Order[]): Promise<z.infer<typeof contract.order>[]> {
  const names = await namesOf(ctx, orders)
  return orders.map(({ kept, price, createdAt, expiresAt, ...order }) => ({
    ...order,
    ...{ invoice: kept, price: String(price), poolName: names.get(order.poolId) ?? '' },
    ...{ createdAt: createdAt.toISOString(), expiresAt: expiresAt.toISOString() },
  }))
}

async function namesOf(ctx: Ctx, orders: Order[]): Promise<Map<string, string>> {
  const { rows } = await ctx.tx.execute<{ id: string; name: string }>(
    sql`select id, name from pool where id = any(${sql.param(orders.map((one) => one.poolId))}::uuid[])`,
  )
  return new Map(rows.map((row) => [row.id, row.name]))
}

/** Most invoices a steward sees at once; the oldest come first, and leave as they are paid. */
const MOST_INVOICES = 200

/** The invoices that wait to be paid, with who asked for them. [LIC-9] */
export async function invoiceViews(ctx: Ctx): Promise<z.infer<typeof contract.invoice>[]> {
  const orders = await openInvoices(ctx, MOST_INVOICES)
  const { rows } = await ctx.tx.execute<{ quote_id: string; person_id: string; name: string | null }>(sql`
    select q.id as quote_id, p.id as person_id, p.name from quote q join person p on p.id = q.person_id
    where q.id = any(${sql.param(orders.map((one) => one.quoteId))}::uuid[])`)
  const buyers = new Map(rows.map((row) => [row.quote_id, { personId: row.person_id, name: row.name }]))
  return (await orderViews(ctx, orders)).map((order) => ({
    ...order,
    buyer: buyers.get(order.quoteId)!,
    reference: orderReference(order.quoteId, order.orderNumber),
  }))
}

/** What happened to a license's releases, with what its holder has said to it. [REL-20] */
export async function newsViews(
  ctx: Ctx,
  { id: licenseId, poolId, boughtAt }: License,
  page: { before?: number | undefined; limit: number },
): Promise<{ items: z.infer<typeof contract.news>['items']; more: boolean; acknowledgedThrough: number }> {
  const found = await newsOf(ctx, { poolId, before: page.before, limit: page.limit + 1 })
  const said = await erasuresOf(ctx, { poolId, licenseId })
  const saidAt = ({ kind, lastSeq }: News) =>
    kind === 'release' ? undefined : said.findLast(({ through }) => through >= lastSeq)?.at
  const items = found.slice(0, page.limit).map((one) => ({
    ...one,
    effectiveAt: one.effectiveAt.toISOString(),
    deleteBy: one.deleteBy?.toISOString() ?? null,
    concerns: one.effectiveAt >= boughtAt,
    acknowledgedAt: saidAt(one)?.toISOString() ?? null,
  }))
  return { items, more: found.length > page.limit, acknowledgedThrough: said[0]?.through ?? 0 }
}
