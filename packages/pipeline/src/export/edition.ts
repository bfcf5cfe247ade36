import type { Ctx } from '@rowright/db'
import type { ConsentBody } from '@rowright/protocol'
import { and, eq, sql } from 'drizzle-orm'
import type { Use } from '../license/index.ts'
import { building } from './errors.ts'
import { edition, part } from './export.sql.ts'
import { admits } from './gate.ts'

export type Part = typeof part.$inferSelect
export type Edition = typeof edition.$inferSelect

/** The edition that every use gets which all consents of the release admit. */
export const ALL = 'all'

const nameOf = ({ purposes, licenseeClass }: Use): string =>
  `${[...purposes].sort().join('+')}.${licenseeClass}`

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

/** Which edition of a release a use gets. [EXP-3] */
export async function editionName(
  ctx: Ctx,
  at: { poolId: string; releaseId: string },
  use: Use,
): Promise<string> {
  const consents = await consentsIn(ctx, at)
  return [...consents.values()].every((consent) => admits(consent, use)) ? ALL : nameOf(use)
}

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
