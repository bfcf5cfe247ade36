import { RELAYER_LOW_WEI } from '@rowright/chain'
import type { Ctx } from '@rowright/db'
import { canaryCounts } from '@rowright/pipeline/collect'
import { imbalance } from '@rowright/pipeline/ledger'
import { flag, stewardAction } from '@rowright/pipeline/people'
import { desc, isNull, sql } from 'drizzle-orm'
import { createPublicClient, http } from 'viem'
import type { z } from 'zod'
import type * as contract from '../stewardContract.ts'
import type { System } from '../system.ts'
import { epochViews } from './epochs.ts'

/** How the instance is doing. */
export async function stewardOverview(
  ctx: Ctx,
  system: System,
): Promise<z.infer<typeof contract.stewardOverview>> {
  const { rows } = await ctx.tx.execute<{
    people: number
    active: number
    answers: number
    waiting: number
    followed: string | null
  }>(sql`
    select (select count(*)::int from person where closed_at is null) as people,
      (select count(distinct person_id)::int from annotation where submitted_at > now() - interval '1 hour') as active,
      (select count(*)::int from annotation where submitted_at > now() - interval '1 hour') as answers,
      (select count(*)::int from outbox where handled_at is null) as waiting,
      (select max(b.number) from chain_block b join (select genesis_hash from chain_deployment order by id desc limit 1) d using (genesis_hash)) as followed`)
  const { rows: stewards } = await ctx.tx.execute<{
    id: string
    name: string | null
    addresses: string[] | null
  }>(sql`
    select p.id, p.name, (select array_agg(address order by attached_at desc) from payout_method m where m.person_id = p.id) as addresses
    from role r join person p on p.id = r.person_id where r.role = 'steward' order by r.granted_at`)
  const counts = rows[0]!
  const followed = counts.followed === null ? null : Number(counts.followed)
  const { paid, ...canaries } = await canaryCounts(ctx)
  const edge = await lookAtChain(system)
  return {
    people: counts.people,
    labelersActive: counts.active,
    answersLastHour: counts.answers,
    chain: {
      reachable: edge.head !== null,
      head: edge.head,
      followed,
      lagBlocks: edge.head === null || followed === null ? null : Math.max(0, edge.head - followed),
    },
    relayer: {
      address: system.config.relayer,
      balanceWei: edge.balance === null ? null : String(edge.balance),
      low: edge.balance !== null && edge.balance < RELAYER_LOW_WEI,
    },
    jobs: await failedJobs(ctx),
    outboxPending: counts.waiting,
    ledgerImbalance: String(await imbalance(ctx)),
    epochs: (await epochViews(ctx)).slice(0, 20),
    canaries: { ...canaries, paid: String(paid) },
    stewards: stewards.map((row) => ({ personId: row.id, name: row.name, addresses: row.addresses ?? [] })),
  }
}

async function lookAtChain(system: System): Promise<{ head: number | null; balance: bigint | null }> {
  const client = createPublicClient({
    transport: http(system.config.rpcUrl, { retryCount: 0, timeout: 2_000 }),
  })
  try {
    const head = Number(await client.getBlockNumber())
    return {
      head,
      balance: system.config.relayer ? await client.getBalance({ address: system.config.relayer }) : null,
    }
  } catch {
    // The page says that the chain cannot be reached; that is all there is to do about it here.
    return { head: null, balance: null }
  }
}

async function failedJobs(ctx: Ctx): Promise<z.infer<typeof contract.stewardOverview>['jobs']> {
  const { rows } = await ctx.tx.execute<{
    id: string
    topic: string
    attempts: string
    last_error: string | null
    at: string
  }>(sql`
    select id, topic, attempts, last_error, at from outbox where handled_at is null and attempts > 0 order by id limit 50`)
  return rows.map((row) => ({
    id: row.id,
    task: row.topic,
    attempts: Number(row.attempts),
    lastError: row.last_error,
    at: new Date(row.at).toISOString(),
  }))
}

export async function flagViews(ctx: Ctx, open: boolean): Promise<z.infer<typeof contract.flag>[]> {
  const rows = await ctx.tx
    .select()
    .from(flag)
    .where(open ? isNull(flag.resolvedAt) : undefined)
    .orderBy(desc(flag.at))
    .limit(200)
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    subject: row.subject,
    evidence: row.evidence as Record<string, unknown>,
    at: row.at.toISOString(),
    resolvedAt: row.resolvedAt?.toISOString() ?? null,
  }))
}

/** The newest actions of stewards, newest first. */
export async function actionViews(ctx: Ctx): Promise<z.infer<typeof contract.stewardAction>[]> {
  const rows = await ctx.tx.select().from(stewardAction).orderBy(desc(stewardAction.id)).limit(200)
  const undone = new Map(rows.filter((row) => row.undoes !== null).map((row) => [row.undoes!, row.id]))
  return rows.map((row) => ({
    id: String(row.id),
    at: row.at.toISOString(),
    actor: row.actor ?? 'system',
    action: row.action,
    detail: row.detail as Record<string, unknown>,
    undoneBy: undone.has(row.id) ? String(undone.get(row.id)) : null,
  }))
}
