import { fingerprint } from '@rowright/collector/fingerprint'
import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { backOff } from './giveBack.ts'
import { conclude } from './looks.ts'
import { packedMinhash } from './prints.ts'

/** How the platform itself fetches a permitted page, through a guard against private addresses; never throws. */
export type FetchPage = (url: string) => Promise<
  | { text: string }
  /** The page could not be had, or refuses by now. `busy`: the host asks for time. */
  | { text: null; busy: boolean; retryAfter?: number }
>

export interface WantedLook {
  poolId: string
  lookId: string
  leaseId: string
  url: string
  host: string
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
  }>(sql`
    with found as (select l.pool_id, l.id, l.lease_id, l.url, h.name as host from look l
    join host h on h.name = split_part(split_part(l.url, '://', 2), '/', 1)
    where l.at is null and (l.by = 'platform' or (l.witness_lease is null and l.asked_at < ${late}::timestamptz))
      and h.next_at <= ${ctx.now()}
    order by l.asked_at limit 1 for update of l, h skip locked),
    later as (update host set next_at = ${ctx.now()}::timestamptz + make_interval(secs => delay_seconds) from found where name = found.host),
    mine as (update look k set by = 'platform' from found where k.pool_id = found.pool_id and k.id = found.id)
    select * from found`)
  const row = rows[0]
  if (!row) return null
  return { poolId: row.pool_id, lookId: row.id, leaseId: row.lease_id, url: row.url, host: row.host }
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
  const prints = seen.text === null ? null : fingerprint(seen.text)
  const refusing = seen.text === null && seen.busy
  const { rowCount } = await ctx.tx.execute(sql`
    with fine as (update host set refusals = 0 where name = ${wanted.host} and refusals > 0 and not ${refusing}::bool)
    update look set at = ${ctx.now()}, sha256 = ${prints?.sha256 ?? null}, minhash = ${prints ? Buffer.from(packedMinhash(prints.minhash)) : null}
    where pool_id = ${wanted.poolId} and id = ${wanted.lookId} and at is null`)
  if (rowCount === 0) return
  if (seen.text === null && seen.busy) await backOff(ctx, wanted.host, seen.retryAfter)
  await conclude(ctx, wanted.poolId, wanted.leaseId)
}
