import { type Ctx, emit } from '@rowright/db'
import { buildMerkleTree } from '@rowright/protocol'
import { sql } from 'drizzle-orm'
import { bytesToHex, encodeAbiParameters, type Hex, keccak256, stringToBytes } from 'viem'
import { unseal } from './seal.ts'

/** Type tag of a consent leaf. */
const CONSENT_LEAF_TAG = keccak256(stringToBytes('rowright.consent.v1'))

/** A consent that stands behind an accepted answer and is not anchored yet. */
export interface WaitingConsent {
  poolId: string
  consentId: string
  /** SHA-256 of the signed body, 64 hex digits. */
  bodyHash: string
  lock: Hex
}

const leafOf = ({ bodyHash, lock }: WaitingConsent): Hex =>
  keccak256(
    keccak256(
      encodeAbiParameters(
        [{ type: 'bytes32' }, { type: 'bytes32' }, { type: 'bytes32' }],
        [CONSENT_LEAF_TAG, `0x${bodyHash}`, lock],
      ),
    ),
  )

/** The root over a batch of consents. [CON-7] */
export const consentBatch = (batch: readonly WaitingConsent[]): Hex => buildMerkleTree(batch.map(leafOf)).root

/** Records that a batch was anchored. Repeating it changes nothing. */
export async function markAnchored(
  ctx: Ctx,
  batch: readonly WaitingConsent[],
  anchored: { root: Hex; transaction: string; blockNumber: number },
): Promise<void> {
  await ctx.tx.execute(sql`
    insert into consent_anchor (pool_id, consent_id, root, transaction, block_number, at)
    select pool_id, consent_id, ${anchored.root}, ${anchored.transaction}, ${anchored.blockNumber}, ${ctx.now()}
    from unnest(${sql.param(batch.map((one) => one.poolId))}::uuid[], ${sql.param(batch.map((one) => one.consentId))}::uuid[])
      as u(pool_id, consent_id) on conflict do nothing`)
}

/** Secrets of anchored consents that have ended and are not public on chain yet, as far as their keys still exist. [CON-8] */
export async function revocationsToSend(
  ctx: Ctx,
  limit: number,
): Promise<{ consentId: string; secret: Hex }[]> {
  const { rows } = await ctx.tx.execute<{ id: string; sealed_secret: Buffer; key: Buffer }>(sql`
    select c.id, c.sealed_secret, k.key from revocation r
    join consent c on c.pool_id = r.pool_id and c.id = r.consent_id
    join consent_anchor a on a.pool_id = r.pool_id and a.consent_id = r.consent_id
    join consent_key k on k.person_id = c.person_id
    where r.transaction is null and c.sealed_secret is not null order by r.revoked_at limit ${limit}`)
  return rows.map((row) => ({ consentId: row.id, secret: bytesToHex(unseal(row.key, row.sealed_secret)) }))
}

/** When a batch was anchored last, or null. */
export async function lastAnchoredAt(ctx: Ctx): Promise<Date | null> {
  const { rows } = await ctx.tx.execute<{ at: string | null }>(sql`select max(at) as at from consent_anchor`)
  return rows[0]?.at ? new Date(rows[0].at) : null
}

/** Records `ConsentRevoked`: whoever opened the lock on chain has ended the consent here. [CON-8] */
export async function recordChainRevocation(
  ctx: Ctx,
  event: { lock: string; transaction: string; blockNumber: number },
): Promise<void> {
  const { rows } = await ctx.tx.execute<{ pool_id: string; consent_id: string; fresh: boolean }>(sql`
    insert into revocation (pool_id, consent_id, revoked_at, via, transaction, block_number)
    select pool_id, id, ${ctx.now()}, 'chain', ${event.transaction}, ${event.blockNumber} from consent where lock = ${event.lock.toLowerCase()}
    on conflict (pool_id, consent_id) do update set
      transaction = coalesce(revocation.transaction, excluded.transaction),
      block_number = coalesce(revocation.block_number, excluded.block_number)
    returning pool_id, consent_id, via = 'chain' and xmax = 0 as fresh`)
  for (const row of rows)
    if (row.fresh) await emit(ctx, 'consent.revoked', row.pool_id, { consentId: row.consent_id })
}

/**
 * Forgets what stood in blocks that are gone, `fromBlock` and later: those consents are anchored again, those ends are
 * shown again. An end stays an end. @returns how many anchors.
 */
export async function orphanAnchors(ctx: Ctx, fromBlock: number): Promise<number> {
  const { rowCount } = await ctx.tx.execute(
    sql`delete from consent_anchor where block_number >= ${fromBlock}`,
  )
  await ctx.tx.execute(
    sql`update revocation set transaction = null, block_number = null where block_number >= ${fromBlock}`,
  )
  await ctx.tx.execute(sql`delete from revocation_epoch where block_number >= ${fromBlock}`)
  return rowCount ?? 0
}
