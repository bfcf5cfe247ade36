import type { Ctx } from '@rowright/db'
import { LICENSEE_CLASSES, PURPOSES } from '@rowright/protocol'
import { and, eq, isNull, sql } from 'drizzle-orm'
import { offer } from './license.sql.ts'

/** What rows are asked for, and by which class of licensee. */
export interface Use {
  purposes: (typeof PURPOSES)[number][]
  licenseeClass: (typeof LICENSEE_CLASSES)[number]
  /** Who they are: every address of the licensee's account, lower case. Absent while nobody has asked yet. */
  licensees?: readonly string[]
}

export interface Offer {
  id: string
  poolId: string
  price: bigint
  durationSeconds: number
  purposes: string[]
  licenseeClass: string
  /** Null when it is for nothing or nobody known: then it admits no row. */
  use: Use | null
  termsHash: string
  treasuryBps: number
  sourceBps: number
  open: boolean
}

/** The names of the purposes in an on-chain mask. */
export const purposesOf = (mask: number): (typeof PURPOSES)[number][] =>
  PURPOSES.filter((_, bit) => (mask & (1 << bit)) !== 0)

/** Fails closed: no purpose, one that is not known, an unknown class or no offer is no use at all. */
export function useOf(purposeMask: number | null, licenseeClass: number | null): Use | null {
  const mask = purposeMask ?? 0
  const purposes = mask < 1 << PURPOSES.length ? purposesOf(mask) : []
  const known = LICENSEE_CLASSES[licenseeClass ?? -1]
  if (purposes.length === 0 || known === undefined) return null
  return { purposes, licenseeClass: known }
}

/** The offers of a pool, in the order they were made. */
export async function offersOf(ctx: Ctx, poolId: string): Promise<Offer[]> {
  const rows = await ctx.tx
    .select()
    .from(offer)
    .where(and(eq(offer.poolId, poolId), isNull(offer.orphanedAt)))
    .orderBy(sql`length(id), id`)
  return rows.map((row) => ({
    id: row.id,
    poolId: row.poolId,
    price: row.price,
    durationSeconds: row.durationSeconds,
    purposes: purposesOf(row.purposeMask),
    licenseeClass: LICENSEE_CLASSES[row.licenseeClass] ?? String(row.licenseeClass),
    use: useOf(row.purposeMask, row.licenseeClass),
    termsHash: row.termsHash,
    treasuryBps: row.treasuryBps,
    sourceBps: row.sourceBps,
    open: row.closedAtBlock === null,
  }))
}
