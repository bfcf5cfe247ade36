import { type Ctx, containing } from '@rowright/db'
import { type SQL, sql } from 'drizzle-orm'
import { DUE, type License, NEWEST, select } from './myLicenses.ts'

/** How a license stands; `owing` are those that still run and have a revocation epoch to acknowledge, lapsed or not. */
export const STANDINGS = ['valid', 'lapsed', 'expired', 'owing'] as const
export type Standing = (typeof STANDINGS)[number]

export interface SoldFilter {
  /** Every word of it is in the name of the pool or the buyer, in the order number, an address or the transaction, or is the license's number. */
  q?: string | undefined
  standing?: Standing | undefined
}

/** A license as the steward sees it. */
export interface Sold extends License {
  poolName: string
  /** Whose account holds it; null: an address that no account here has. */
  buyer: { personId: string; name: string | null } | null
  /** Bought by invoice: the address is one that this instance keeps. */
  kept: boolean
  orderNumber: string | null
}

const FROM = sql`
  license l join pool on pool.id = l.pool_id ${DUE}
  left join lateral (select q.person_id, q.order_number, q.kept from quote q
    where q.pool_id = l.pool_id and q.licensee = l.licensee and (q.kept or split_part(l.transaction, '@', 1) = q.transaction)
    limit 1) bought on true
  left join payout_method m on m.address = l.licensee
  left join person p on p.id = case when bought.kept then bought.person_id else m.person_id end`

/**
 * Licenses of all pools that the chain shows, newest first. [LIC-16]
 * @param input.before goes on behind a license, by its number. @param input.at how they stand is judged at this instant.
 */
export async function soldLicenses(
  ctx: Ctx,
  input: SoldFilter & { at: Date; limit: number; before?: string | undefined },
): Promise<Sold[]> {
  const { at, standing, before, limit } = input
  const behind =
    before === undefined
      ? sql`true`
      : sql`(l.bought_at, length(l.id), l.id) < (select b.bought_at, length(b.id), b.id from license b where b.id = ${before})`
  const stands = standing ? standingIs(standing, at) : sql`true`
  const { rows } = await ctx.tx.execute<{
    id: string
    pool_name: string
    person_id: string | null
    name: string | null
    kept: boolean
    order_number: string | null
  }>(sql`
    select l.id, pool.name as pool_name, p.id as person_id, p.name, coalesce(bought.kept, false) as kept, bought.order_number
    from ${FROM} where l.orphaned_at is null and ${having(input)} and ${stands} and ${behind}
    order by ${NEWEST} limit ${limit}`)
  const about = new Map(rows.map((row) => [row.id, row]))
  const found = await select(ctx, sql`l.id = any(${sql.param([...about.keys()])}::text[])`, at)
  return found.map((license) => {
    const row = about.get(license.id)!
    const buyer = row.person_id === null ? null : { personId: row.person_id, name: row.name }
    return { ...license, poolName: row.pool_name, buyer, kept: row.kept, orderNumber: row.order_number }
  })
}

export interface SoldTotals {
  licenses: number
  standings: Record<Standing, number>
  price: bigint
  treasury: bigint
  sources: bigint
  contributors: bigint
}

/** How many licenses have the words and how they stand at an instant; and what those of one standing brought. [LIC-16] */
export async function soldTotals(ctx: Ctx, input: SoldFilter & { at: Date }): Promise<SoldTotals> {
  const meant = input.standing ? standingIs(input.standing, input.at) : sql`true`
  const counts = STANDINGS.map(
    (one) => sql`count(*) filter (where ${standingIs(one, input.at)})::int as ${sql.raw(one)}`,
  )
  const sums = (['price', 'treasury', 'sources', 'contributors'] as const).map(
    (part) => sql`coalesce(sum(l.${sql.raw(part)}) filter (where ${meant}), 0) as ${sql.raw(part)}`,
  )
  const { rows } = await ctx.tx.execute<Record<Standing | 'licenses', number> & Record<string, string>>(sql`
    select count(*)::int as licenses, ${sql.join([...counts, ...sums], sql`, `)}
    from ${FROM} where l.orphaned_at is null and ${having(input)}`)
  const { licenses, valid, lapsed, expired, owing, ...money } = rows[0]!
  return {
    licenses,
    standings: { valid, lapsed, expired, owing },
    price: BigInt(money.price!),
    treasury: BigInt(money.treasury!),
    sources: BigInt(money.sources!),
    contributors: BigInt(money.contributors!),
  }
}

function standingIs(standing: Standing, at: Date): SQL {
  const runs = sql`l.expires_at > ${at}`
  const lapsed = sql`coalesce(due.lapses_at <= ${at}, false)`
  if (standing === 'expired') return sql`not (${runs})`
  if (standing === 'owing') return sql`(${runs} and due.open_epoch is not null)`
  return standing === 'lapsed' ? sql`(${runs} and ${lapsed})` : sql`(${runs} and not ${lapsed})`
}

/** The condition that the words of a search put on a license. */
function having({ q = '' }: SoldFilter): SQL {
  const words = q.split(/\s+/).filter(Boolean).slice(0, 10)
  const texts = ['pool.name', 'p.name', 'bought.order_number', 'l.licensee', 'l.payer', 'l.transaction']
  const tests = words.map((word) => {
    const inTexts = texts.map((text) => sql`${sql.raw(text)} ilike ${containing(word)}`)
    return sql`(l.id = ${word} or ${sql.join(inTexts, sql` or `)})`
  })
  return tests.length === 0 ? sql`true` : sql.join(tests, sql` and `)
}
