import type { Ctx } from '@rowright/db'
import { accounts, balanceOf, transferMany } from '@rowright/pipeline/ledger'
import { attachPayout, join } from '@rowright/pipeline/people'
import { sql } from 'drizzle-orm'

/** The person of a sign-in user, made when there is none yet. */
export async function ensurePerson(ctx: Ctx, userId: string): Promise<string> {
  const { rows } = await ctx.tx.execute<{ person_id: string | null }>(
    sql`select person_id from auth_user where id = ${userId} for update`,
  )
  const known = rows[0]?.person_id
  if (known) return known
  const personId = await join(ctx)
  await ctx.tx.execute(sql`update auth_user set person_id = ${personId} where id = ${userId}`)
  return personId
}

/**
 * After a wallet proved itself. A guest keeps their person and everything they own; a wallet that already has a
 * person takes the guest in: their users, devices and balances move over, and the guest is closed. The wallet of a
 * deleted account is as good as new, and brings along what that account is owed.
 */
export async function linkWallet(
  ctx: Ctx,
  input: { userId: string; guestUserId: string | null; address: string },
): Promise<string> {
  const { rows } = await ctx.tx.execute<{ id: string; person_id: string | null; guest: boolean }>(sql`
    select u.id, u.person_id, not exists (select 1 from payout_method m where m.person_id = u.person_id) as guest
    from auth_user u where u.id in (${input.userId}, ${input.guestUserId ?? input.userId}) order by u.id for update`)
  const wallet = rows.find((row) => row.id === input.userId)!
  const current = rows.find((row) => row.id === input.guestUserId)
  const { rows: owners } = await ctx.tx.execute<{ person_id: string; deleted: boolean }>(sql`
    select m.person_id, p.closed_at is not null as deleted from payout_method m join person p on p.id = m.person_id
    where m.address = ${input.address.toLowerCase()}`)
  const deleted = owners[0]?.deleted === true
  const owner = deleted ? undefined : owners[0]?.person_id

  // A wallet person who signs in with a wallet of somebody else just changes seats; only guests are taken in.
  const start =
    current?.person_id && (current.guest || !owner)
      ? current.person_id
      : (owner ?? (deleted ? null : wallet.person_id) ?? (await join(ctx)))
  const attached = await attachPayout(ctx, { personId: start, address: input.address })
  await ctx.tx.execute(sql`update auth_user set person_id = ${attached.personId} where id = ${input.userId}`)
  if (attached.folded) {
    await ctx.tx.execute(
      sql`update auth_user set person_id = ${attached.personId} where person_id = ${attached.folded}`,
    )
    await moveBalances(ctx, attached.folded, attached.personId)
  }
  return attached.personId
}

/** Moves what one person holds in every pool to another. [PEO-4] */
async function moveBalances(ctx: Ctx, from: string, to: string): Promise<void> {
  const { rows } = await ctx.tx.execute<{ pool_id: string }>(sql`select distinct pool_id from balance
    where account in (${accounts.points(from)}, ${accounts.stake(from)}, ${accounts.reward(from)}) and amount > 0`)
  for (const { pool_id: poolId } of rows) {
    for (const account of [accounts.points, accounts.stake, accounts.reward]) {
      const amount = await balanceOf(ctx, poolId, account(from))
      if (amount === 0n) continue
      await transferMany(ctx, poolId, [
        {
          debit: account(from),
          credit: account(to),
          amount,
          reason: 'folded',
          cause: `${account(from)}:${ctx.now().getTime()}`,
        },
      ])
    }
  }
}
