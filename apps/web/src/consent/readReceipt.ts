import type { ConsentBody } from '@rowright/protocol'

/** A downloaded receipt, as far as ending its consent needs it. */
export interface Receipt {
  consentId: string
  /** Absent in receipts from before it was in them. */
  poolName?: string
  body: ConsentBody
  secret: `0x${string}`
}

export type ReceiptProblem = 'notJson' | 'notReceipt' | 'damaged' | 'noSecret' | 'wrongSecret'

/** Reads what was dropped or pasted; says which of the things that can be wrong with it is. */
export async function readReceipt(text: string): Promise<Receipt | ReceiptProblem> {
  const { consentBodySchema, revocationLock } = await import('@rowright/protocol')
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return 'notJson'
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return 'notReceipt'
  const { kind, consentId, poolName, body, secret } = json as Record<string, unknown>
  if (kind !== 'rowright.consent-receipt.v1') return 'notReceipt'
  const read = consentBodySchema.safeParse(body)
  if (!read.success || typeof consentId !== 'string' || !/^[0-9a-f-]{36}$/.test(consentId)) return 'damaged'
  if (secret === undefined) return 'noSecret'
  if (typeof secret !== 'string' || !/^0x[0-9a-f]{64}$/.test(secret)) return 'damaged'
  if (revocationLock(secret as `0x${string}`) !== read.data.revocationLock) return 'wrongSecret'
  return {
    consentId,
    ...(typeof poolName === 'string' && { poolName }),
    body: read.data,
    secret: secret as `0x${string}`,
  }
}
