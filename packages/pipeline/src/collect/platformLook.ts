import { fingerprint } from '@rowright/collector/fingerprint'
import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { backOff } from './giveBack.ts'
import { conclude } from './looks.ts'
import { type Prints, packedMinhash, printsOf } from './prints.ts'

/** How the platform itself fetches a permitted page, through a guard against private addresses; never throws. */
export type FetchPage = (
  url: string,
  /** What it was answered with before: a 304 to that is `unchanged`. */
  known?: { etag: string | null; lastModified: string | null } | null,
) => Promise<
  /** `changedAt`: since when, by its `Last-Modified`. */
  | { text: string; changedAt?: Date }
  | { unchanged: true }
  /** The page could not be had, or refuses by now. `busy`: the host asks for time. */
  | { text: null; busy: boolean; retryAfter?: number }
>

export interface WantedLook {
  poolId: string
  lookId: string
  leaseId: string
  url: string
  host: string
  /** Of a page that the node calls unchanged: what it is asked with. [CLT-52] */
  known: { etag: string | null; lastModified: string | null } | null
}

/** Witnesses that nobody came for in this time are the platform's to look at. [CLT-9] */
const WITNESS_SECONDS = 600

/**
 * The next page that the platform is to look at, at a time that suits its host: the bucket is the nodes'. [CLT-24]
 * The host's next time moves on here, so that two workers take different pages.
 */
export async function nextLook(ctx: Ctx): Promise<WantedLook | null> {
  const late = new Date(ctx.now().getTime() - WITNESS_SECONDS * 1_000)
  const { rows } = await ctx.tx.execute<{
    pool_id: string
    id: string
    lease_id: string
    url: string
    host: string
    unchanged: boolean
    etag: string | null
    last_modified: string | null
  }>(sql`
    with found as (select l.pool_id, l.id, l.lease_id, l.url, h.name as host, k.unchanged, e.etag, e.last_modified from look l
    join contribution k on k.pool_id = l.pool_id and k.lease_id = l.lease_id
    join lease e on e.pool_id = l.pool_id and e.id = l.lease_id
    join host h on h.name = split_part(split_part(l.url, '://', 2), '/', 1)
    where l.at is null and (l.by = 'platform' or (l.witness_lease is null and l.asked_at < ${late}::timestamptz))
      and h.next_at <= ${ctx.now()}
    order by l.asked_at limit 1 for update of l, h skip locked),
    later as (update host set next_at = ${ctx.now()}::timestamptz + make_interval(secs => delay_seconds) from found where name = found.host),
    mine as (update look k set by = 'platform' from found where k.pool_id = found.pool_id and k.id = found.id)
    select * from found`)
  const row = rows[0]
  if (!row) return null
  const { pool_id: poolId, id: lookId, lease_id: leaseId, url, host } = row
  const known = row.unchanged ? { etag: row.etag, lastModified: row.last_modified } : null
  return { poolId, lookId, leaseId, url, host, known }
}

/** Takes one more turn with a host, for a request of a look beyond its first. [CLT-24] @returns when it is, in milliseconds. */
export async function takeTurn(ctx: Ctx, host: string): Promise<number> {
  await ctx.tx.execute(sql`insert into host (name) values (${host}) on conflict do nothing`)
  const { rows } = await ctx.tx.execute<{ at: string }>(sql`
    update host set next_at = greatest(next_at, ${ctx.now()}) + make_interval(secs => delay_seconds)
    where name = ${host} returning (extract(epoch from next_at) * 1000 - delay_seconds * 1000)::text as at`)
  return Math.ceil(Number(rows[0]!.at))
}

/** Brings in what the platform saw. Two workers that saw the same look: the first counts. */
export async function tellLook(
  ctx: Ctx,
  wanted: WantedLook,
  seen: Awaited<ReturnType<FetchPage>>,
): Promise<void> {
  const prints = await printsSeen(ctx, wanted, seen)
  const refusing = 'busy' in seen && seen.busy
  const { rowCount } = await ctx.tx.execute(sql`
    with fine as (update host set refusals = 0 where name = ${wanted.host} and refusals > 0 and not ${refusing}::bool)
    update look set at = ${ctx.now()}, sha256 = ${prints?.sha256 ?? null}, minhash = ${prints ? Buffer.from(packedMinhash(prints.minhash)) : null}
    where pool_id = ${wanted.poolId} and id = ${wanted.lookId} and at is null`)
  if (rowCount === 0) return
  if (refusing) await backOff(ctx, wanted.host, seen.retryAfter)
  await conclude(ctx, wanted.poolId, wanted.leaseId)
}

/** What a look stands for; null: it says nothing of what the node saw. [CLT-52] */
async function printsSeen(
  ctx: Ctx,
  { poolId, leaseId, known }: WantedLook,
  seen: Awaited<ReturnType<FetchPage>>,
): Promise<Prints | null> {
  if ('text' in seen && seen.text === null) return null
  const own = async () => {
    const { rows } = await ctx.tx.execute<{ sha256: string; minhash: Buffer; observed_at: string }>(sql`
      select sha256, minhash, observed_at from contribution where pool_id = ${poolId} and lease_id = ${leaseId}`)
    return rows[0]!
  }
  if ('unchanged' in seen) return printsOf(await own())
  const { text, changedAt } = seen
  if (known && changedAt && changedAt > new Date((await own()).observed_at)) return null
  return fingerprint(text)
}
