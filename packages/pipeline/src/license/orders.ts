import type { Ctx } from '@rowright/db'
import { type SQL, sql } from 'drizzle-orm'
import type { Quote } from './quote.ts'

/** An order, as far as the database knows: `pending` has a transaction that is not final, or not seen yet. */
export interface Order {
  quoteId: string
  poolId: string
  offerId: string
  /** Lower case. */
  licensee: string
  /** An invoice: the licensee is an address that this instance keeps. */
  kept: boolean
  orderNumber: string | null
  price: bigint
  status: 'open' | 'expired' | 'pending' | 'active'
  transaction: string | null
  licenseId: string | null
  createdAt: Date
  expiresAt: Date
}

type Row = {
  id: string
  pool_id: string
  offer_id: string
  licensee: string
  kept: boolean
  order_number: string | null
  price: string
  transaction: string | null
  created_at: string
  expires_at: string
  license_id: string | null
}

/**
 * A person's orders, newest first. [LIC-14] @param input.before goes on behind an order, by its id.
 */
export const ordersOf = (
  ctx: Ctx,
  input: { personId: string; limit: number; before?: string | undefined },
): Promise<Order[]> => {
  const after =
    input.before === undefined
      ? sql`true`
      : sql`(q.created_at, q.id) < (select b.created_at, b.id from quote b where b.id = ${input.before})`
  return select(
    ctx,
    sql`q.person_id = ${input.personId} and ${after}`,
    sql`q.created_at desc, q.id desc limit ${input.limit}`,
  )
}

/** Invoices that stand and are not paid, oldest first: a steward's to pay. [LIC-9] */
export const openInvoices = async (ctx: Ctx, limit: number): Promise<Order[]> =>
  select(
    ctx,
    sql`q.kept and q.expires_at > ${ctx.now()} and q.transaction is null and l.id is null`,
    sql`q.created_at, q.id limit ${limit}`,
  )

/** The license that an invoice's own address holds; undefined while there is none. [LIC-9] */
export async function licenseOfOrder(
  ctx: Ctx,
  { poolId, licensee, kept }: Pick<Quote, 'poolId' | 'licensee' | 'kept'>,
): Promise<string | undefined> {
  if (!kept) return undefined
  const { rows } = await ctx.tx.execute<{ id: string }>(sql`
    select id from license where pool_id = ${poolId} and licensee = ${licensee} and orphaned_at is null limit 1`)
  return rows[0]?.id
}

async function select(ctx: Ctx, which: SQL, order: SQL): Promise<Order[]> {
  const { rows } = await ctx.tx.execute<Row>(sql`
    select q.id, q.pool_id, q.offer_id, q.licensee, q.kept, q.order_number, q.price, coalesce(q.transaction, l.transaction) as transaction,
      q.created_at, q.expires_at, l.id as license_id
    from quote q left join lateral (select l.id, l.transaction from license l
      where l.pool_id = q.pool_id and l.orphaned_at is null
        and l.licensee = q.licensee and (q.kept or split_part(l.transaction, '@', 1) = q.transaction) limit 1) l on true
    where ${which} order by ${order}`)
  return rows.map((row) => ({
    quoteId: row.id,
    poolId: row.pool_id,
    offerId: row.offer_id,
    licensee: row.licensee,
    kept: row.kept,
    orderNumber: row.order_number,
    price: BigInt(row.price),
    status: statusOf(row, ctx.now()),
    transaction: row.transaction,
    licenseId: row.license_id,
    createdAt: new Date(row.created_at),
    expiresAt: new Date(row.expires_at),
  }))
}

function statusOf(row: Row, now: Date): Order['status'] {
  if (row.license_id !== null) return 'active'
  if (row.transaction !== null) return 'pending'
  return new Date(row.expires_at) > now ? 'open' : 'expired'
}
