import type { Ctx } from '@rowright/db'
import { canonicalJson, sha256Hex } from '@rowright/protocol'
import { and, eq, sql } from 'drizzle-orm'
import { unknownChange } from './errors.ts'
import { erasureAck } from './license.sql.ts'
import { getMyLicense } from './myLicenses.ts'
import { licenseeAddresses } from './quote.ts'

/** Signs text as a wallet signs a message (EIP-191). */
export type SignText = (text: string) => Promise<{ signer: string; signature: string }>

export interface ErasureReceipt {
  /** Canonical JSON, the text that is signed. */
  receipt: string
  signer: string
  signature: string
}

/**
 * A licensee says that they deleted or replaced every row that the changes of the pool named, up to a number, and gets a
 * signed receipt of it. Saying it again gives the same receipt. [LIC-13]
 * @param input.through number of the last change it covers.
 * @throws RowrightError `license/unknown-license`; `license/unknown-change`: there is no change with that number yet.
 */
export async function ackErasure(
  ctx: Ctx,
  input: { licenseId: string; personId: string; through: number },
  sign: SignText,
): Promise<ErasureReceipt> {
  const { licenseId, through } = input
  const addresses = await licenseeAddresses(ctx, input.personId)
  const { poolId, licensee } = await getMyLicense(ctx, { licenseId, addresses, at: ctx.now() })
  const of = { poolId, licenseId, through }
  const known = await receiptOf(ctx, of)
  if (known) return known
  const { rows } = await ctx.tx.execute<{ last: string; row_ids: string[] }>(sql`
    select coalesce(max(seq), 0) as last,
      coalesce(array_agg(distinct row_id) filter (where row_id is not null and seq <= ${through}), '{}') as row_ids
    from change where pool_id = ${poolId}`)
  const { last, row_ids: rowIds } = rows[0]!
  if (through > Number(last)) throw unknownChange(through, Number(last))
  const receipt = canonicalJson({
    kind: 'rowright.erasure-receipt.v1',
    poolId,
    licenseId,
    licensee,
    through,
    rows: rowIds.length,
    rowsSha256: sha256Hex(rowIds.sort().join('\n')),
    at: ctx.now().toISOString(),
  })
  await ctx.tx
    .insert(erasureAck)
    .values({ ...of, receipt, ...(await sign(receipt)), at: ctx.now() })
    .onConflictDoNothing()
  return (await receiptOf(ctx, of))!
}

async function receiptOf(
  ctx: Ctx,
  of: { poolId: string; licenseId: string; through: number },
): Promise<ErasureReceipt | undefined> {
  const { receipt, signer, signature } = erasureAck
  const [found] = await ctx.tx
    .select({ receipt, signer, signature })
    .from(erasureAck)
    .where(
      and(
        eq(erasureAck.poolId, of.poolId),
        eq(erasureAck.licenseId, of.licenseId),
        eq(erasureAck.through, of.through),
      ),
    )
  return found
}
