import { type Ctx, emit } from '@rowright/db'
import { eq, sql } from 'drizzle-orm'
import { person } from './people.sql.ts'

/**
 * Gives a person an address that proved itself. [PEO-2..PEO-4, PEO-9]
 * @returns the person who has it afterwards: the same one, or the one who had it before. `folded`: who was closed into
 * that person by it, if anybody; the caller moves their balances.
 */
export async function attachPayout(
  ctx: Ctx,
  input: { personId: string; address: string },
): Promise<{ personId: string; folded: string | null }> {
  const address = input.address.toLowerCase()
  const { rows } = await ctx.tx.execute<{ person_id: string; fresh: boolean }>(sql`
    insert into payout_method (address, person_id, attached_at) values (${address}, ${input.personId}, ${ctx.now()})
    on conflict (address) do update set address = excluded.address
    returning person_id, xmax = 0 as fresh`)
  const owner = rows[0]!.person_id
  const tookOver = owner !== input.personId && (await takeOver(ctx, owner, input.personId))
  if (rows[0]!.fresh || tookOver) await emit(ctx, 'address.attached', null, { personId: input.personId })
  if (owner === input.personId) return { personId: owner, folded: null }
  if (tookOver) return { personId: input.personId, folded: owner }
  await ctx.tx.execute(sql`
    update person set closed_at = ${ctx.now()}, closed_into = ${owner},
      cluster_id = (select cluster_id from person where id = ${owner}) where id = ${input.personId} and closed_at is null`)
  await ctx.tx.execute(sql`insert into device (person_id, public_key)
    select ${owner}, public_key from device d where person_id = ${input.personId}
    and not exists (select 1 from device e where e.person_id = ${owner} and e.public_key = d.public_key)`)
  return { personId: owner, folded: input.personId }
}

/**
 * Somebody who deleted their account comes back with its wallet: addresses and what is owed go to the new person. A
 * suspension goes along, so that nobody gets rid of one this way. [PEO-9] @returns false when the account is not deleted.
 */
async function takeOver(ctx: Ctx, from: string, to: string): Promise<boolean> {
  const { rowCount } = await ctx.tx.execute(sql`
    with old as (update person set closed_into = ${to} where id = ${from} and closed_at is not null and closed_into is null
      returning cluster_id, suspended_at, suspended_reason)
    update person p set cluster_id = old.cluster_id, suspended_at = coalesce(p.suspended_at, old.suspended_at),
      suspended_reason = coalesce(p.suspended_reason, old.suspended_reason) from old where p.id = ${to}`)
  if (rowCount !== 1) return false
  await ctx.tx.execute(sql`update payout_method set person_id = ${to} where person_id = ${from}`)
  return true
}

/** A person and everybody who was folded into them. */
export async function selvesOf(ctx: Ctx, personId: string): Promise<string[]> {
  const { rows } = await ctx.tx.execute<{ id: string }>(sql`
    with recursive mine(id) as (select ${personId}::uuid
      union select p.id from person p join mine m on p.closed_into = m.id) select id from mine`)
  return rows.map((row) => row.id)
}

/** Closes a person on their own wish. Addresses stay, so that money stays claimable. [PEO-5] */
export async function closePerson(ctx: Ctx, personId: string): Promise<void> {
  await ctx.tx.update(person).set({ closedAt: ctx.now(), name: null }).where(eq(person.id, personId))
  await ctx.tx.execute(sql`delete from role where person_id = ${personId}`)
  await ctx.tx.execute(
    sql`update api_key set revoked_at = ${ctx.now()} where person_id = ${personId} and revoked_at is null`,
  )
}

/** Who each person is now: themselves, or the one they were folded into. */
export async function survivor(ctx: Ctx, personIds: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await ctx.tx.execute<{ start: string; id: string }>(sql`
    with recursive walk(start, id, next) as (
      select id, id, closed_into from person where id = any(${sql.param([...personIds])}::uuid[])
      union all select w.start, p.id, p.closed_into from walk w join person p on p.id = w.next)
    select start, id from walk where next is null`)
  return new Map(rows.map((row) => [row.start, row.id]))
}

/** Where each person's money goes: the newest address of the one they are now; lower case. */
export async function payoutAddresses(
  ctx: Ctx,
  personIds: readonly string[],
): Promise<Map<string, `0x${string}`>> {
  const survivors = await survivor(ctx, personIds)
  const { rows } = await ctx.tx.execute<{ person_id: string; address: `0x${string}` }>(sql`
    select distinct on (person_id) person_id, address from payout_method
    where person_id = any(${sql.param([...new Set(survivors.values())])}::uuid[]) order by person_id, attached_at desc, address`)
  const byPerson = new Map(rows.map((row) => [row.person_id, row.address]))
  return new Map(
    [...survivors].flatMap(([from, to]) => (byPerson.has(to) ? [[from, byPerson.get(to)!] as const] : [])),
  )
}

/** All addresses of a person, newest first, lower case. */
export async function addressesOf(ctx: Ctx, personId: string): Promise<`0x${string}`[]> {
  const { rows } = await ctx.tx.execute<{ address: `0x${string}` }>(
    sql`select address from payout_method where person_id = ${personId} order by attached_at desc, address`,
  )
  return rows.map((row) => row.address)
}

/** The persons behind addresses, by lower-case address. */
export async function personsByAddress(ctx: Ctx, addresses: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await ctx.tx.execute<{ address: string; person_id: string }>(
    sql`select address, person_id from payout_method where address = any(${sql.param(addresses.map((a) => a.toLowerCase()))}::text[])`,
  )
  return new Map(rows.map((row) => [row.address, row.person_id]))
}
