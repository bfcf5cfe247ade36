import type { Ctx } from '@rowright/db'
import { type ConsentBody, sha256Hex } from '@rowright/protocol'
import { and, eq, sql } from 'drizzle-orm'
import type { Use } from '../license/index.ts'
import { building } from './errors.ts'
import { edition, part } from './export.sql.ts'
import { admits } from './gate.ts'

export type Part = typeof part.$inferSelect
export type Edition = typeof edition.$inferSelect
/** A file of an edition that is built, before it is noted. */
export type Made = Pick<Part, 'path' | 'kind' | 'sha256' | 'bytes' | 'rows'>

/** The edition that every use gets which all consents of the release admit. */
export const ALL = 'all'

/** Licensees that consents name have editions of their own, called so that nobody reads from it whose they are. */
function nameOf({ purposes, licenseeClass, licensees = [] }: Use): string {
  const plain = `${[...purposes].sort().join('+')}.${licenseeClass}`
  return licensees.length === 0 ? plain : `${plain}.${sha256Hex(licensees.join()).slice(0, 16)}`
}

/** The consents a release stands on, by the hash of their bodies. */
export async function consentsIn(
  ctx: Ctx,
  at: { poolId: string; releaseId: string },
): Promise<Map<string, ConsentBody>> {
  const { rows } = await ctx.tx.execute<{ body_hash: string; body: ConsentBody }>(sql`
    select k.body_hash, c.body from release_consent k join consent c on c.pool_id = k.pool_id and c.id = k.consent_id
    where k.pool_id = ${at.poolId} and k.release_id = ${at.releaseId}`)
  return new Map(rows.map((row) => [row.body_hash, row.body]))
}

/**
 * A use with those names of its licensee, in order, that any consent of the pool ever held, be it over by now: so a
 * licensee's editions keep their name from version to version, and an address that nobody names changes nothing. [EXP-9]
 */
export async function asNamed(ctx: Ctx, poolId: string, use: Use): Promise<Use> {
  const { licensees = [], ...unnamed } = use
  if (licensees.length === 0) return unnamed
  const { rows } = await ctx.tx.execute<{ name: string }>(sql`
    select name from unnest(${sql.param([...licensees])}::text[]) as name where exists (select 1 from consent c
      where c.pool_id = ${poolId} and (c.body->'licensees'->'allowed' ? name or c.body->'licensees'->'denied' ? name))`)
  return { ...unnamed, licensees: rows.map((row) => row.name).sort() }
}

/** Which edition a use gets of a release that stands on these consents. @param use of `asNamed`. [EXP-3, EXP-9] */
export const editionAmong = (consents: ReadonlyMap<string, ConsentBody>, use: Use): string =>
  [...consents.values()].every((consent) => admits(consent, use)) ? ALL : nameOf(use)

/** Which edition of a release a use gets. [EXP-3] */
export const editionName = async (
  ctx: Ctx,
  at: { poolId: string; releaseId: string },
  use: Use,
): Promise<string> => editionAmong(await consentsIn(ctx, at), await asNamed(ctx, at.poolId, use))

/** Asks for an edition; the worker builds it. Asking again changes nothing. */
export async function askEdition(
  ctx: Ctx,
  at: { poolId: string; releaseId: string },
  name: string,
  use: Use,
): Promise<void> {
  await ctx.tx
    .insert(edition)
    .values({ ...at, name, use: name === ALL ? null : use })
    .onConflictDoNothing()
}

/** An edition that is built, or undefined. */
export async function builtEdition(
  ctx: Ctx,
  at: { poolId: string; releaseId: string },
  name: string,
): Promise<Edition | undefined> {
  const [found] = await ctx.tx
    .select()
    .from(edition)
    .where(and(eq(edition.poolId, at.poolId), eq(edition.releaseId, at.releaseId), eq(edition.name, name)))
  return found?.builtAt ? found : undefined
}

/**
 * The edition that a use gets, built.
 * @throws RowrightError `export/building`: it was asked for; try again.
 */
export async function editionFor(
  ctx: Ctx,
  at: { poolId: string; releaseId: string },
  use: Use,
): Promise<Edition> {
  const found = await builtEdition(ctx, at, await editionName(ctx, at, use))
  if (!found) throw building()
  return found
}

/** The files of an edition, by name. */
export async function partsOf(ctx: Ctx, of: Pick<Edition, 'poolId' | 'releaseId' | 'name'>): Promise<Part[]> {
  return ctx.tx
    .select()
    .from(part)
    .where(and(eq(part.poolId, of.poolId), eq(part.releaseId, of.releaseId), eq(part.edition, of.name)))
    .orderBy(sql`length(path), path`)
}

/**
 * The edition that is described in public: of every row in the release.
 * @throws RowrightError `export/building`.
 */
export async function publicEdition(
  ctx: Ctx,
  at: { poolId: string; releaseId: string },
): Promise<{ manifestSha256: string }> {
  const found = await builtEdition(ctx, at, ALL)
  if (!found?.manifestSha256) throw building()
  return { manifestSha256: found.manifestSha256 }
}
