import { type Database, withTx } from '@rowright/db'
import {
  type AskSource,
  type FetchPage,
  finalize,
  nextClip,
  nextLook,
  nextSeed,
  pendingAccounts,
  type ReadListing,
  takeTurn,
  tellClip,
  tellLook,
  tellSeed,
} from '@rowright/pipeline/collect'

const SYSTEM = { kind: 'system', name: 'worker' } as const

/** Looks at one page that somebody brought; the fetch is outside of any transaction. @returns 1 when there was one. */
export async function lookNext(database: Database, fetchPage: FetchPage): Promise<number> {
  const wanted = await withTx(database, SYSTEM, nextLook)
  if (!wanted) return 0
  const seen = await fetchPage(wanted.url, wanted.known)
  await withTx(database, SYSTEM, (ctx) => tellLook(ctx, wanted, seen))
  return 1
}

/** Reads one document that lists pages; the fetch is outside of any transaction. @returns 1 when there was one. */
export async function readNextSeed(database: Database, readListing: ReadListing): Promise<number> {
  const wanted = await withTx(database, SYSTEM, nextSeed)
  if (!wanted) return 0
  const reply = await readListing(wanted)
  await withTx(database, SYSTEM, (ctx) => tellSeed(ctx, wanted, reply))
  return 1
}

/** Asks the source of one clip; the fetch is outside of any transaction. @returns 1 when there was one. [CLT-38] */
export async function askNextSource(database: Database, askSource: AskSource): Promise<number> {
  const wanted = await withTx(database, SYSTEM, nextClip)
  if (!wanted) return 0
  const said = await askSource(wanted.url)
  await withTx(database, SYSTEM, (ctx) => tellClip(ctx, wanted, said))
  return 1
}

/** Makes pay of nodes final as far as their escrow allows, an account a transaction. @returns leases that became final. */
export async function finalizeAll(database: Database): Promise<number> {
  let leases = 0
  for (const { poolId, personId } of await withTx(database, SYSTEM, pendingAccounts))
    leases += await withTx(database, SYSTEM, (ctx) => finalize(ctx, poolId, personId))
  return leases
}

/** Takes turns of hosts for an instance's own looks. [CLT-24] */
export const turnsOf =
  (database: Database) =>
  (host: string): Promise<number> =>
    withTx(database, SYSTEM, (ctx) => takeTurn(ctx, host))
