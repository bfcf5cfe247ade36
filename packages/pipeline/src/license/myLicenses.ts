import type { Ctx } from '@rowright/db'
import { type SQL, sql } from 'drizzle-orm'
import { unknownLicense } from './errors.ts'
import { purposesOf, type Use, useOf } from './offersOf.ts'

export interface License {
  /** Decimal. */
  id: string
  poolId: string
  offerId: string
  /** Lower case. */
  licensee: string
  price: bigint
  /** The price is split into these three. */
  treasury: bigint
  sources: bigint
  contributors: bigint
  purposes: string[]
  /** What its offer says it may be used for and by whom; null when the offer is not known: then it admits no row. */
  use: Use | null
  /** SHA-256 of the license terms. */
  termsHash: string | null
  boughtAt: Date
  expiresAt: Date
  transaction: string
  /** Not expired, on chain, and no revocation epoch left unacknowledged beyond its grace. [LIC-4, LIC-11] */
  valid: boolean
  /** It would be valid, had it acknowledged in time. */
  lapsed: boolean
  /** The newest revocation epoch it has to acknowledge, and when it lapses if none is; null: all acknowledged. */
  acknowledge: { epoch: number; by: Date } | null
}

type Row = {
  id: string
  pool_id: string
  offer_id: string
  licensee: string
  price: string
  treasury: string
  sources: string
  contributors: string
  purpose_mask: number | null
  licensee_class: number | null
  terms_hash: string | null
  bought_at: string
  expires_at: string
  transaction: string
  open_epoch: number | null
  lapses_at: string | null
}

/** Licenses held by any of these addresses, newest first. @param at `valid` is judged at this instant. */
export async function myLicenses(
  ctx: Ctx,
  input: { addresses: readonly string[]; at: Date; poolId?: string },
): Promise<License[]> {
  const addresses = sql.param(input.addresses.map((address) => address.toLowerCase()))
  const only = input.poolId === undefined ? sql`true` : sql`l.pool_id = ${input.poolId}`
  return select(ctx, sql`l.licensee = any(${addresses}::text[]) and ${only}`, input.at)
}

/** Every license of a pool, whoever holds it. */
export const licensesOfPool = (ctx: Ctx, poolId: string, at: Date): Promise<License[]> =>
  select(ctx, sql`l.pool_id = ${poolId}`, at)

/** One license, whoever holds it. */
export const licenseById = async (ctx: Ctx, licenseId: string, at: Date): Promise<License | undefined> =>
  (await select(ctx, sql`l.id = ${licenseId}`, at))[0]

const hasLapsed = (row: Row, at: Date): boolean => row.lapses_at !== null && new Date(row.lapses_at) <= at

/** What each license `l` has to acknowledge, as `due`: the newest open epoch, and when the first of them lapses. [LIC-11] */
export const DUE = sql`left join lateral (
  select max(e.epoch) as open_epoch, min(e.lapses_at) as lapses_at from revocation_epoch e
  where e.pool_id = l.pool_id and e.opened_at >= l.bought_at and e.epoch > coalesce((select max(a.epoch) from license_ack a
    where a.pool_id = l.pool_id and a.license_id = l.id), -1)) due on true`

/** Newest first. */
export const NEWEST = sql`l.bought_at desc, length(l.id) desc, l.id desc`

/** The licenses `l` that the chain shows and a condition takes, newest first. */
export async function select(ctx: Ctx, which: SQL, at: Date): Promise<License[]> {
  const { rows } = await ctx.tx.execute<Row>(sql`
    select l.id, l.pool_id, l.offer_id, l.licensee, l.price, l.treasury, l.sources, l.contributors, o.purpose_mask,
      o.licensee_class, o.terms_hash, l.bought_at, l.expires_at, l.transaction, due.open_epoch, due.lapses_at
    from license l left join offer o on o.pool_id = l.pool_id and o.id = l.offer_id ${DUE}
    where l.orphaned_at is null and ${which} order by ${NEWEST}`)
  return rows.map((row) => ({
    id: row.id,
    poolId: row.pool_id,
    offerId: row.offer_id,
    licensee: row.licensee,
    price: BigInt(row.price),
    treasury: BigInt(row.treasury),
    sources: BigInt(row.sources),
    contributors: BigInt(row.contributors),
    purposes: purposesOf(row.purpose_mask ?? 0),
    use: useOf(row.purpose_mask, row.licensee_class),
    termsHash: row.terms_hash,
    boughtAt: new Date(row.bought_at),
    expiresAt: new Date(row.expires_at),
    transaction: row.transaction,
    valid: new Date(row.expires_at) > at && !hasLapsed(row, at),
    lapsed: new Date(row.expires_at) > at && hasLapsed(row, at),
    acknowledge: row.open_epoch === null ? null : { epoch: row.open_epoch, by: new Date(row.lapses_at!) },
  }))
}

/** @throws RowrightError `license/unknown-license`, also for a license that belongs to somebody else. */
export async function getMyLicense(
  ctx: Ctx,
  input: { licenseId: string; addresses: readonly string[]; at: Date },
): Promise<License> {
  const found = (await myLicenses(ctx, input)).find((license) => license.id === input.licenseId)
  if (!found) throw unknownLicense(input.licenseId)
  return found
}

/** A license of the pool that one of these addresses holds and that is valid at `at`: the one that lasts longest. [LIC-4] */
export async function validLicense(
  ctx: Ctx,
  input: { poolId: string; addresses: readonly string[]; at: Date },
): Promise<License | null> {
  const held = (await myLicenses(ctx, input)).filter((license) => license.valid)
  return held.sort((a, b) => b.expiresAt.getTime() - a.expiresAt.getTime())[0] ?? null
}
