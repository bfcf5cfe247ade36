import { fingerprint } from '@rowright/collector/fingerprint'
import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { samePage } from './agreement.ts'
import { CANARY_PPM } from './audit.ts'
import { canaryHosts } from './canaryHosts.ts'
import { type CanaryPage, canaryPage } from './canaryPage.ts'
import { invalidCanaryHost } from './errors.ts'
import type { LeaseRow } from './leaseBody.ts'
import type { Outcome } from './verify.ts'

/** Writes down which hosts serve canaries: those of the operator's settings, and no others. [CLT-60] */
export async function keepCanaryHosts(
  ctx: Ctx,
  origins: readonly string[],
  sharePpm = CANARY_PPM,
): Promise<void> {
  const hosts = origins.map((origin) => ({ origin, name: nameOf(origin) }))
  await ctx.tx.execute(
    sql`delete from canary_host where name <> all(${sql.param(hosts.map(({ name }) => name))}::text[])`,
  )
  for (const { name, origin } of hosts) {
    await ctx.tx.execute(sql`insert into canary_host (name, origin, share_ppm) values (${name}, ${origin}, ${sharePpm})
      on conflict (name) do update set origin = excluded.origin, share_ppm = excluded.share_ppm`)
    await ctx.tx.execute(sql`insert into host (name) values (${name}) on conflict do nothing`)
  }
}

function nameOf(origin: string): string {
  const url = URL.parse(origin)
  if (
    !url ||
    !/^https?:$/.test(url.protocol) ||
    url.port !== '' ||
    url.origin !== origin ||
    !url.hostname.includes('.')
  )
    throw invalidCanaryHost(origin)
  return url.hostname
}

/**
 * Somebody asks a canary's server for an address: notes it, then gives the page. [CLT-60, CLT-63] @returns null: there is
 * nothing there.
 */
export async function askedForCanary(
  ctx: Ctx,
  { url, agent }: { url: string; agent: string },
): Promise<CanaryPage | null> {
  const { rows } = await ctx.tx.execute<{ seed: string }>(sql`
    update canary set asked_at = coalesce(asked_at, ${ctx.now()}), agent = coalesce(agent, ${agent.slice(0, 300)})
    where url = ${url} returning seed`)
  return rows[0] ? canaryPage(rows[0].seed) : null
}

/** What a canary says of who revealed this text for it. [CLT-62] */
export async function judgeCanary(
  ctx: Ctx,
  row: LeaseRow,
  text: string,
): Promise<{ outcome: Outcome | 'proof'; reason: string | null }> {
  const { rows } = await ctx.tx.execute<{ seed: string; asked: boolean }>(sql`
    select seed, asked_at is not null as asked from canary where pool_id = ${row.poolId} and lease_id = ${row.id}`)
  const { seed, asked } = rows[0]!
  if (!asked) return { outcome: 'proof', reason: 'The server of this page was never asked for it.' }
  if (samePage(fingerprint(text), fingerprint(canaryPage(seed).paragraphs.join('\n'))))
    return { outcome: 'pass', reason: null }
  return { outcome: 'fail', reason: 'This is not what the server of the page answered.' }
}

export interface CanaryCounts {
  hosts: string[]
  /** Leases of the last thirty days, and the canaries among them. */
  leases: number
  canaries: number
  /** Of those: asked for at their server, and what came of them. */
  asked: number
  passed: number
  failed: number
  /** Revealed without having been asked for. */
  proofs: number
  /** What passed ones pay, base units. */
  paid: bigint
}

const DAYS = 30

/** What canaries found and cost lately, over all pools. */
export async function canaryCounts(ctx: Ctx): Promise<CanaryCounts> {
  const { rows } = await ctx.tx.execute<{
    leases: number
    canaries: number
    asked: number
    passed: number
    failed: number
    proofs: number
    paid: string
  }>(sql`
    select count(*)::int as leases, count(c.lease_id)::int as canaries, count(c.asked_at)::int as asked,
      count(*) filter (where k.canary and k.state = 'confirmed')::int as passed,
      count(*) filter (where k.canary and k.state = 'failed' and c.asked_at is not null)::int as failed,
      count(*) filter (where k.canary and k.state = 'failed' and c.asked_at is null)::int as proofs,
      coalesce(sum(k.pay) filter (where k.canary and k.state = 'confirmed'), 0) as paid
    from lease l left join canary c on c.pool_id = l.pool_id and c.lease_id = l.id
    left join contribution k on k.pool_id = l.pool_id and k.lease_id = l.id
    where l.issued_at > ${ctx.now()}::timestamptz - make_interval(days => ${DAYS})`)
  const { paid, ...counts } = rows[0]!
  return { hosts: await canaryHosts(ctx), ...counts, paid: BigInt(paid) }
}
