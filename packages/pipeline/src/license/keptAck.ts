import type { Ctx } from '@rowright/db'
import { and, eq, sql } from 'drizzle-orm'
import { nothingToAcknowledge, notKept } from './errors.ts'
import { keptAck, quote } from './license.sql.ts'
import { getMyLicense } from './myLicenses.ts'
import { licenseeAddresses } from './quote.ts'

/** `AckRevocations` of the contract, to be signed (EIP-712) by the address kept for a quote. */
export interface AckToSign {
  quoteId: string
  licenseId: bigint
  epoch: bigint
  /** Seconds since 1970. */
  deadline: bigint
}
export type SignAck = (ack: AckToSign) => Promise<`0x${string}`>

/** A signed acknowledgment that the chain does not show yet. */
export interface DueAck {
  licenseId: bigint
  epoch: number
  deadline: bigint
  signature: `0x${string}`
}

/** A relayer has so long to send it. */
const STANDS_SECONDS = 30 * 86_400

/**
 * The holder of a license by invoice says that they have removed the rows of the newest revocation epoch and all before
 * it: the address that is kept for them signs, and a relayer sends it. Saying it again changes nothing. [LIC-15]
 * @throws RowrightError `license/unknown-license`, `license/not-kept`, `license/nothing-to-acknowledge`.
 */
export async function acknowledgeKept(
  ctx: Ctx,
  input: { licenseId: string; personId: string },
  sign: SignAck,
): Promise<{ epoch: number; askedAt: Date }> {
  const addresses = await licenseeAddresses(ctx, input.personId)
  const license = await getMyLicense(ctx, { licenseId: input.licenseId, addresses, at: ctx.now() })
  const [order] = await ctx.tx
    .select({ id: quote.id })
    .from(quote)
    .where(and(eq(quote.licensee, license.licensee), eq(quote.kept, true)))
  if (!order) throw notKept(license.id)
  if (!license.acknowledge) throw nothingToAcknowledge(license.id)
  const { epoch } = license.acknowledge
  const of = { poolId: license.poolId, licenseId: license.id, epoch }
  const now = Math.floor(ctx.now().getTime() / 1_000)
  const known = await asked(ctx, of)
  if (known && known.deadline > now) return { epoch, askedAt: known.askedAt }
  const deadline = now + STANDS_SECONDS
  const signature = await sign({
    quoteId: order.id,
    ...{ licenseId: BigInt(license.id), epoch: BigInt(epoch), deadline: BigInt(deadline) },
  })
  const row = { deadline, signature, askedAt: ctx.now() }
  await ctx.tx
    .insert(keptAck)
    .values({ ...of, ...row })
    .onConflictDoUpdate({ target: [keptAck.poolId, keptAck.licenseId, keptAck.epoch], set: row })
  return { epoch, askedAt: row.askedAt }
}

async function asked(ctx: Ctx, of: { poolId: string; licenseId: string; epoch: number }) {
  const [row] = await ctx.tx
    .select()
    .from(keptAck)
    .where(
      and(eq(keptAck.poolId, of.poolId), eq(keptAck.licenseId, of.licenseId), eq(keptAck.epoch, of.epoch)),
    )
  return row
}

/** What a relayer has to send: signed, in time, and neither this epoch nor a later one acknowledged on chain. [LIC-15] */
export async function dueAcks(ctx: Ctx): Promise<DueAck[]> {
  const now = Math.floor(ctx.now().getTime() / 1_000)
  const { rows } = await ctx.tx.execute<{
    license_id: string
    epoch: number
    deadline: string
    signature: `0x${string}`
  }>(sql`
    select distinct on (k.pool_id, k.license_id) k.license_id, k.epoch, k.deadline, k.signature from kept_ack k
    join license l on l.pool_id = k.pool_id and l.id = k.license_id and l.orphaned_at is null
    where k.deadline > ${now} and not exists (select 1 from license_ack a
      where a.pool_id = k.pool_id and a.license_id = k.license_id and a.epoch >= k.epoch)
    order by k.pool_id, k.license_id, k.epoch desc`)
  return rows.map((row) => ({
    licenseId: BigInt(row.license_id),
    epoch: row.epoch,
    deadline: BigInt(row.deadline),
    signature: row.signature,
  }))
}

/** For which licenses an acknowledgment of their newest epoch is on its way, and since when. */
export async function acksAsked(ctx: Ctx, licenseIds: readonly string[]): Promise<Map<string, Date>> {
  const { rows } = await ctx.tx.execute<{ key: string; asked_at: string }>(sql`
    select license_id || ' ' || epoch as key, asked_at from kept_ack where license_id = any(${sql.param([...licenseIds])}::text[])`)
  return new Map(rows.map((row) => [row.key, new Date(row.asked_at)]))
}

/** Which of these licenses belong to addresses that this instance keeps. [LIC-9] */
export async function keptAmong(ctx: Ctx, addresses: readonly string[]): Promise<Set<string>> {
  const { rows } = await ctx.tx.execute<{ licensee: string }>(
    sql`select licensee from quote where kept and licensee = any(${sql.param([...addresses])}::text[])`,
  )
  return new Set(rows.map((row) => row.licensee))
}
