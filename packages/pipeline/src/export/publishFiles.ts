import { type BlobStore, type Database, withLock, withTx } from '@rowright/db'
import { sql } from 'drizzle-orm'
import type { Use } from '../license/index.ts'
import { buildEdition, type Wanted } from './buildEdition.ts'
import { ALL } from './edition.ts'
import { scrubNext } from './scrub.ts'
import { sweepNext } from './sweep.ts'

const SYSTEM = { kind: 'system', name: 'publisher' } as const

/**
 * Does one piece of the publisher's work: an edition that waits to be built, oldest version first, else a change file
 * to scrub, else a withdrawn edition whose bytes have had their time. Any number of workers may call it: each piece is
 * held by a lock that ends with its process. [EXP-4, EXP-8] @returns how many pieces were done.
 */
export async function publishFiles(database: Database, blobs: BlobStore): Promise<number> {
  for (const wanted of await waiting(database)) {
    const built = await withLock(database, `edition ${wanted.releaseId} ${wanted.name}`, async () => {
      if (await isBuilt(database, wanted)) return 0
      await buildEdition(database, blobs, wanted)
      return 1
    })
    // Null: another worker builds it. Its successor waits, for changes are against the version before.
    if (built === null || built > 0) return built ?? 0
  }
  const rest = await withLock(
    database,
    'rowright scrub',
    async () => (await scrubNext(database, blobs)) || (await sweepNext(database, blobs)),
  )
  return rest ? 1 : 0
}

/** Editions to build: `all` of every release, and what licensees or offers asked for. */
async function waiting(database: Database): Promise<Wanted[]> {
  const { rows } = await withTx(database, SYSTEM, (ctx) =>
    ctx.tx.execute<{ pool_id: string; release_id: string; name: string; use: Use | null }>(sql`
    select r.pool_id, r.id as release_id, coalesce(e.name, ${ALL}) as name, e.use, r.version, r.published_at from release r
    left join edition e on e.pool_id = r.pool_id and e.release_id = r.id
    where r.withdrawn_at is null and e.built_at is null
    union
    select r.pool_id, r.id, ${ALL}, null, r.version, r.published_at from release r
    where r.withdrawn_at is null and not exists (
      select 1 from edition e where e.pool_id = r.pool_id and e.release_id = r.id and e.name = ${ALL})
    order by published_at, version limit 20`),
  )
  return rows.map(({ pool_id, release_id, name, use }) => ({
    poolId: pool_id,
    releaseId: release_id,
    name,
    use,
  }))
}

async function isBuilt(database: Database, { poolId, releaseId, name }: Wanted): Promise<boolean> {
  const { rows } = await withTx(database, SYSTEM, (ctx) =>
    ctx.tx.execute(sql`select 1 from edition where pool_id = ${poolId} and release_id = ${releaseId}
      and name = ${name} and built_at is not null`),
  )
  return rows.length > 0
}
