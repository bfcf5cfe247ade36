import { type Ctx, markNumbered } from '@rowright/db'
import { sql } from 'drizzle-orm'
import type { ChangedValue } from '../consensus/index.ts'
import { noteErrata } from './errata.ts'

/** Events that become changes. */
const TOPICS = ['release.published', 'consent.revoked', 'results.corrected', 'source.taken-down']
const MOST = 200

type Event = {
  id: string
  pool_id: string
  topic: string
  payload: {
    releaseId?: string
    consentId?: string
    tasks?: ChangedValue[]
    takeDownId?: string
    itemIds?: string[]
  }
  at: string
}

/**
 * Gives the changes of all pools their numbers, as the one publisher: it holds a lock, and reads only events of
 * transactions below `pg_snapshot_xmin`, so that none with an earlier place can still appear behind a reader's
 * cursor. Another process that holds the lock does the work. [REL-11, REL-12]
 * @param input.deleteAfterSeconds how long holders of a withdrawn release have to replace it.
 * @returns how many events.
 */
export async function numberChanges(ctx: Ctx, input: { deleteAfterSeconds: number }): Promise<number> {
  if (!(await takeTurn(ctx))) return 0
  const { rows } = await ctx.tx.execute<Event>(sql`
    select id, pool_id, topic, payload, at from outbox
    where numbered_at is null and topic = any(${sql.param(TOPICS)}::text[]) and topic in ('release.published', 'consent.revoked', 'results.corrected', 'source.taken-down')
      and xid < pg_snapshot_xmin(pg_current_snapshot())
    order by xid, id limit ${MOST}`)
  for (const event of rows) {
    if (event.topic === 'release.published') await noteRelease(ctx, event.pool_id, event.payload.releaseId!)
    else if (event.topic === 'results.corrected') await noteErrata(ctx, event)
    else if (event.topic === 'source.taken-down') await withdrawItems(ctx, event, input)
    else
      await withdraw(ctx, {
        poolId: event.pool_id,
        consentId: event.payload.consentId!,
        reason: 'consent-ended',
        effectiveAt: new Date(event.at),
        ...input,
      })
    await markNumbered(ctx, event.id)
  }
  return rows.length
}

/** Withdraws the releases that stand on consents which have expired. [REL-12] @returns how many consents. */
export async function withdrawExpired(ctx: Ctx, input: { deleteAfterSeconds: number }): Promise<number> {
  if (!(await takeTurn(ctx))) return 0
  const { rows } = await ctx.tx.execute<{ pool_id: string; consent_id: string; expires_at: string }>(sql`
    select distinct k.pool_id, k.consent_id, c.expires_at from release_consent k
    join release r on r.pool_id = k.pool_id and r.id = k.release_id and r.withdrawn_at is null
    join consent c on c.pool_id = k.pool_id and c.id = k.consent_id
    where c.expires_at <= ${ctx.now()} limit ${MOST}`)
  for (const row of rows) {
    await withdraw(ctx, {
      poolId: row.pool_id,
      consentId: row.consent_id,
      reason: 'consent-expired',
      effectiveAt: new Date(row.expires_at),
      ...input,
    })
  }
  return rows.length
}

async function takeTurn(ctx: Ctx): Promise<boolean> {
  const { rows } = await ctx.tx.execute<{ got: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtextextended('rowright changes', 0)) as got`,
  )
  return rows[0]!.got
}

/** The number before the next change of a pool; only the publisher asks. */
const lastSeq = (poolId: string) => sql`(select coalesce(max(seq), 0) from change where pool_id = ${poolId})`

async function noteRelease(ctx: Ctx, poolId: string, releaseId: string): Promise<void> {
  await ctx.tx.execute(sql`
    insert into change (pool_id, seq, kind, release_id, effective_at)
    select pool_id, ${lastSeq(poolId)} + 1, 'release', id, published_at from release
    where pool_id = ${poolId} and id = ${releaseId}
    on conflict (pool_id, release_id) where kind = 'release' do nothing`)
}

/** Takes rows out of every release whose item's source was taken down, and withdraws those releases. [REL-17] */
async function withdrawItems(ctx: Ctx, event: Event, input: { deleteAfterSeconds: number }): Promise<void> {
  const poolId = event.pool_id
  const { takeDownId, itemIds = [] } = event.payload
  const deleteBy = new Date(new Date(event.at).getTime() + input.deleteAfterSeconds * 1000)
  const items = sql`t.item_id = any(${sql.param(itemIds)}::uuid[])`
  await ctx.tx.execute(sql`
    insert into change (pool_id, seq, kind, row_id, action, reason, take_down_id, effective_at, delete_by)
    select ${poolId}, ${lastSeq(poolId)} + row_number() over (order by row_id), 'tombstone', row_id, 'delete', 'source-taken-down',
      ${takeDownId}, ${event.at}, ${deleteBy}
    from (
      select distinct left(encode(sha256(convert_to('rowright.row:' || w.salt, 'UTF8')), 'hex'), 32) as row_id
      from release_row w join task t on t.pool_id = w.pool_id and t.id = w.task_id
      where w.pool_id = ${poolId} and ${items}) gone
    on conflict (pool_id, take_down_id, row_id) where kind = 'tombstone' do nothing`)
  await ctx.tx.execute(sql`
    update release r set withdrawn_at = ${ctx.now()}, delete_by = ${deleteBy}
    where r.pool_id = ${poolId} and r.withdrawn_at is null and exists (select 1 from release_row w
      join task t on t.pool_id = w.pool_id and t.id = w.task_id
      where w.pool_id = r.pool_id and w.release_id = r.id and ${items})`)
}

/**
 * Ends what stands on a consent: every row of it in any release gets a tombstone, and the releases are withdrawn. A
 * row goes when its item's giver ended the consent, or when fewer may still be heard than its campaign's least overlap; otherwise it
 * comes back in the next version without that answer.
 */
async function withdraw(
  ctx: Ctx,
  input: {
    poolId: string
    consentId: string
    reason: 'consent-ended' | 'consent-expired'
    effectiveAt: Date
    deleteAfterSeconds: number
  },
): Promise<void> {
  const { poolId, consentId, reason, effectiveAt } = input
  const deleteBy = new Date(effectiveAt.getTime() + input.deleteAfterSeconds * 1000)
  // Sets, not a question per row: one consent may stand behind 200,000 rows, whose holders wait to hear of it.
  await ctx.tx.execute(sql`
    with ended as materialized (select person_id from release_consent
      where pool_id = ${poolId} and consent_id = ${consentId} limit 1),
    holding as materialized (select distinct c.person_id from consent c
      where c.pool_id = ${poolId} and c.granted_at <= ${ctx.now()} and c.expires_at > ${ctx.now()} and not exists (
        select 1 from revocation x where x.pool_id = c.pool_id and x.consent_id = c.id and x.revoked_at <= ${ctx.now()})),
    given as materialized (select t.id as task_id from item i join task t on t.pool_id = i.pool_id and t.item_id = i.id
      where i.pool_id = ${poolId} and i.giver_id = (select person_id from ended)),
    answered as materialized (select distinct n.task_id from annotation n
      where n.pool_id = ${poolId} and n.person_id = (select person_id from ended)),
    heard as materialized (select o.task_id, count(distinct o.person_id) as people from answered a
      join annotation o on o.pool_id = ${poolId} and o.task_id = a.task_id
      join holding h on h.person_id = o.person_id
      where o.person_id <> (select person_id from ended) group by o.task_id)
    insert into change (pool_id, seq, kind, row_id, action, reason, consent_id, effective_at, delete_by)
    select ${poolId}, ${lastSeq(poolId)} + row_number() over (order by row_id), 'tombstone', row_id, action, ${reason},
      ${consentId}, ${effectiveAt}, ${deleteBy}
    from (
      select distinct on (w.task_id) left(encode(sha256(convert_to('rowright.row:' || w.salt, 'UTF8')), 'hex'), 32) as row_id,
        case when v.task_id is null and h.people >= greatest(1, g.overlap_min) then 'replace' else 'delete' end as action
      from (select task_id from given union select task_id from answered) a
      join task t on t.pool_id = ${poolId} and t.id = a.task_id
      join campaign g on g.pool_id = t.pool_id and g.id = t.campaign_id
      join release_row w on w.pool_id = ${poolId} and w.task_id = a.task_id
      join release_consent k on k.pool_id = w.pool_id and k.release_id = w.release_id and k.consent_id = ${consentId}
      left join given v on v.task_id = a.task_id
      left join heard h on h.task_id = a.task_id
      order by w.task_id
    ) affected
    on conflict (pool_id, consent_id, row_id) where kind = 'tombstone' do nothing`)
  await ctx.tx.execute(sql`
    update release r set withdrawn_at = ${ctx.now()}, delete_by = ${deleteBy}
    where r.pool_id = ${poolId} and r.withdrawn_at is null and exists (select 1 from release_consent k
      where k.pool_id = r.pool_id and k.release_id = r.id and k.consent_id = ${consentId})`)
}
