import { and, desc, eq, gt, lt } from 'drizzle-orm'
import { chainBlock } from './chain.sql.ts'
import type { Ctx } from './ctx.ts'

/** Places kept behind the newest: hashes are for noticing that the chain went back. */
const KEPT_BLOCKS = 100_000

/** A block whose events are recorded, with its hash as the chain had it. */
export interface Place {
  number: number
  hash: string
}

/** Places up to which a chain was followed, newest first, `most` of them. */
export async function followedPlaces(ctx: Ctx, genesisHash: string, most: number): Promise<Place[]> {
  return await ctx.tx
    .select({ number: chainBlock.number, hash: chainBlock.hash })
    .from(chainBlock)
    .where(eq(chainBlock.genesisHash, genesisHash))
    .orderBy(desc(chainBlock.number))
    .limit(most)
}

/** Notes that all events up to a block are recorded, and forgets places far behind it. */
export async function notePlace(ctx: Ctx, genesisHash: string, place: Place): Promise<void> {
  await ctx.tx
    .insert(chainBlock)
    .values({ genesisHash, ...place })
    .onConflictDoNothing()
  await forget(ctx, genesisHash, lt(chainBlock.number, place.number - KEPT_BLOCKS))
}

/** Forgets the places after a block: the chain does not have them any more. */
export async function forgetAfter(ctx: Ctx, genesisHash: string, number: number): Promise<void> {
  await forget(ctx, genesisHash, gt(chainBlock.number, number))
}

async function forget(ctx: Ctx, genesisHash: string, which: ReturnType<typeof gt>): Promise<void> {
  await ctx.tx.delete(chainBlock).where(and(eq(chainBlock.genesisHash, genesisHash), which))
}
