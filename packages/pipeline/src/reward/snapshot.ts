import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { accounts } from '../ledger/index.ts'
import { payoutAddresses, survivor } from '../people/index.ts'
import type { Snapshot } from './epochShapes.ts'

const POINTS = accounts.points('')
const STAKE = accounts.stake('')

/**
 * Reads what an epoch depends on. The caller holds the epoch lock, so no verdict comes in between; points are locked
 * here, so nobody stakes what is about to become reward.
 */
export async function readSnapshot(ctx: Ctx, previous: number): Promise<Snapshot> {
  await ctx.tx.execute(sql`select 1 from balance where starts_with(account, ${POINTS}) and amount > 0
    order by pool_id, account for update`)
  const balances = await readBalances(ctx)
  const lines = await readLines(ctx)
  const carried = await readCarried(ctx, previous)
  const licenses = await readLicenses(ctx)
  const unclaimed = await readUnclaimed(ctx)
  const releases = [...new Set([...licenses, ...unclaimed].map((one) => one.releaseId))]
  const weights = await readWeights(ctx, releases)
  const waiting = await readWaiting(ctx)
  const corrections = await readCorrections(ctx)
  const persons = new Set<string>()
  for (const list of [balances, lines, carried, waiting, corrections, ...weights.values()]) {
    for (const one of list) persons.add(one.personId)
  }
  const survivors = await survivor(ctx, [...persons])
  return {
    number: previous + 1,
    balances,
    lines,
    carried,
    licenses,
    weights,
    hosts: await readHosts(ctx, releases),
    unclaimed,
    dust: await readDust(ctx, [...new Set([...licenses, ...unclaimed].map((one) => one.poolId))]),
    waiting,
    corrections,
    leaves: await readLeaves(ctx, previous),
    survivors,
    addresses: await payoutAddresses(ctx, [...new Set([...persons, ...survivors.values()])]),
  }
}

async function readBalances(ctx: Ctx): Promise<Snapshot['balances']> {
  const { rows } = await ctx.tx.execute<{
    pool_id: string
    person_id: string
    points: string
    stake: string
    keep: string
  }>(sql`
    select b.pool_id, b.person_id, b.points, b.stake, coalesce(k.amount, 0) as keep from (
      select pool_id, split_part(account, ':', 2)::uuid as person_id,
        coalesce(sum(amount) filter (where starts_with(account, ${POINTS})), 0) as points,
        coalesce(sum(amount) filter (where starts_with(account, ${STAKE})), 0) as stake
      from balance where amount > 0 and (starts_with(account, ${POINTS}) or starts_with(account, ${STAKE})) group by 1, 2) b
    left join keep k on k.pool_id = b.pool_id and k.person_id = b.person_id
    order by b.pool_id, b.person_id`)
  return rows.map((row) => ({
    poolId: row.pool_id,
    personId: row.person_id,
    points: BigInt(row.points),
    stake: BigInt(row.stake),
    keep: BigInt(row.keep),
  }))
}

/** Verdicts, stakes that changed hands (what was slashed is a line below zero), and final pay of leases. [REW-16] */
async function readLines(ctx: Ctx): Promise<Snapshot['lines']> {
  const { rows } = await ctx.tx.execute<{
    pool_id: string
    assignment_id: string
    person_id: string
    price: string
    multiplier_ppm: number
    accepted: boolean
  }>(sql`
    select v.pool_id, v.assignment_id, v.person_id, v.price, v.multiplier_ppm, (v.decision = 'accepted' and v.reversed_at is null) as accepted from verdict v
    where not exists (select 1 from epoch_line l where l.pool_id = v.pool_id and l.assignment_id = v.assignment_id)
    union all
    select s.pool_id, s.id, s.person_id, case s.kind when 'slashed' then -s.amount else s.amount end, 1000000, true from slash s
    where not exists (select 1 from epoch_line l where l.pool_id = s.pool_id and l.assignment_id = s.id)
    union all
    select p.pool_id, p.lease_id, p.person_id, p.amount, 1000000, true from lease_pay p where p.state = 'final'
      and not exists (select 1 from epoch_line l where l.pool_id = p.pool_id and l.assignment_id = p.lease_id)`)
  return rows.map((row) => ({
    poolId: row.pool_id,
    assignmentId: row.assignment_id,
    personId: row.person_id,
    price: BigInt(row.price),
    multiplierPpm: row.multiplier_ppm,
    accepted: row.accepted,
  }))
}

async function readCarried(ctx: Ctx, epoch: number): Promise<Snapshot['carried']> {
  const { rows } = await ctx.tx.execute<{ pool_id: string; person_id: string; amount: string }>(
    sql`select pool_id, person_id, amount from carry where epoch = ${epoch}`,
  )
  return rows.map((row) => ({ poolId: row.pool_id, personId: row.person_id, amount: BigInt(row.amount) }))
}

/** Licenses with money and a release, their own or else the pool's newest by now, that no epoch distributed. */
async function readLicenses(ctx: Ctx): Promise<Snapshot['licenses']> {
  const { rows } = await ctx.tx.execute<{
    pool_id: string
    id: string
    release_id: string
    rows: number
    gross: string
    sources: string
  }>(sql`
    select l.pool_id, l.id, r.id as release_id, r.rows, l.contributors as gross, l.sources from license l
    join lateral (select id, rows from release r where r.pool_id = l.pool_id and (l.release_id is null or r.id = l.release_id)
      order by r.version desc limit 1) r on true
    where l.orphaned_at is null and l.contributors > 0
      and not exists (select 1 from distribution d where d.pool_id = l.pool_id and d.license_id = l.id)
    order by l.pool_id, l.bought_at, length(l.id), l.id`)
  return rows.map((row) => ({
    poolId: row.pool_id,
    licenseId: row.id,
    releaseId: row.release_id,
    rows: row.rows,
    gross: BigInt(row.gross),
    sources: BigInt(row.sources),
  }))
}

/** Months for which the owner of a host may claim what is reserved for it. [REW-18] */
const CLAIM_MONTHS = 24

/** What hosts did not claim in time, the oldest first. */
async function readUnclaimed(ctx: Ctx): Promise<Snapshot['unclaimed']> {
  const { rows } = await ctx.tx.execute<{
    pool_id: string
    license_id: string
    host: string
    release_id: string
    rows: number
    amount: string
  }>(sql`
    select s.pool_id, s.license_id, s.host, s.release_id, r.rows, s.amount from source_share s
    join release r on r.pool_id = s.pool_id and r.id = s.release_id
    where s.released_epoch is null and s.reserved_at + make_interval(months => ${CLAIM_MONTHS}) <= ${ctx.now()}
    order by s.reserved_at, s.pool_id, s.license_id, s.host for update of s`)
  return rows.map((row) => ({
    poolId: row.pool_id,
    licenseId: row.license_id,
    host: row.host,
    releaseId: row.release_id,
    rows: row.rows,
    amount: BigInt(row.amount),
  }))
}

async function readHosts(ctx: Ctx, releaseIds: readonly string[]): Promise<Snapshot['hosts']> {
  const { rows } = await ctx.tx.execute<{ release_id: string; host: string; weight_ppm: string }>(sql`
    select release_id, host, weight_ppm from release_source where release_id = any(${sql.param([...releaseIds])}::uuid[])
    order by release_id, host`)
  const held = rows.map((row) => ({
    releaseId: row.release_id,
    host: row.host,
    weightPpm: BigInt(row.weight_ppm),
  }))
  return Map.groupBy(held, (row) => row.releaseId)
}

async function readWeights(ctx: Ctx, releaseIds: readonly string[]): Promise<Snapshot['weights']> {
  const { rows } = await ctx.tx.execute<{ release_id: string; person_id: string; weight_ppm: string }>(sql`
    select release_id, person_id, weight_ppm from release_weight where release_id = any(${sql.param([...releaseIds])}::uuid[])
    order by release_id, person_id`)
  const weights = rows.map((row) => ({
    releaseId: row.release_id,
    personId: row.person_id,
    weightPpm: BigInt(row.weight_ppm),
  }))
  return Map.groupBy(weights, (row) => row.releaseId)
}

async function readDust(ctx: Ctx, poolIds: readonly string[]): Promise<Map<string, bigint>> {
  const { rows } = await ctx.tx.execute<{ pool_id: string; amount: string }>(sql`
    select pool_id, sum(case when credit = ${accounts.dust} then amount else -amount end) as amount from transfer
    where pool_id = any(${sql.param([...poolIds])}::uuid[]) and (credit = ${accounts.dust} or debit = ${accounts.dust}) group by 1`)
  return new Map(rows.map((row) => [row.pool_id, BigInt(row.amount)]))
}

async function readWaiting(ctx: Ctx): Promise<Snapshot['waiting']> {
  const { rows } = await ctx.tx.execute<{ pool_id: string; id: string; person_id: string; amount: string }>(
    sql`select pool_id, id, person_id, amount from entitlement where entered_epoch is null`,
  )
  return rows.map((row) => ({
    poolId: row.pool_id,
    id: row.id,
    personId: row.person_id,
    amount: BigInt(row.amount),
  }))
}

/** Pay to take back that earlier epochs could not take back in full, the oldest first. */
async function readCorrections(ctx: Ctx): Promise<Snapshot['corrections']> {
  const { rows } = await ctx.tx.execute<{
    pool_id: string
    assignment_id: string
    person_id: string
    amount: string
  }>(sql`
    select pool_id, assignment_id, person_id, amount - netted as amount from correction where netted < amount
    order by at, assignment_id for update`)
  return rows.map((row) => ({
    poolId: row.pool_id,
    assignmentId: row.assignment_id,
    personId: row.person_id,
    amount: BigInt(row.amount),
  }))
}

/** The leaves of an epoch's tree: the newest of each address up to it. */
export async function readLeaves(ctx: Ctx, epoch: number): Promise<Map<`0x${string}`, bigint>> {
  const { rows } = await ctx.tx.execute<{ address: `0x${string}`; cumulative: string }>(sql`
    select distinct on (address) address, cumulative from leaf where epoch <= ${epoch} order by address, epoch desc`)
  return new Map(rows.map((row) => [row.address, BigInt(row.cumulative)]))
}
