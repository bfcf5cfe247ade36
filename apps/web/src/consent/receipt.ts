import type { Consent } from '../api/types.ts'
import { readLocal } from '../identity/database.ts'

/** The secret that ends a consent, when it was given in this browser. */
export const receiptSecret = (consentId: string): Promise<string | undefined> =>
  readLocal<string>('receipts', consentId)

/**
 * Hands the receipt over as a file. With its secret anybody can end the consent, at
 * `POST /v1/pools/{poolId}/consents/{consentId}/revoke` or at the `Consents` contract: keep it like a key.
 * @returns whether the secret was in it.
 */
export async function downloadReceipt(consent: Consent): Promise<boolean> {
  const secret = await receiptSecret(consent.id)
  const receipt = {
    ...consent.receipt,
    consentId: consent.id,
    poolId: consent.poolId,
    ...(secret ? { secret } : {}),
  }
  const url = URL.createObjectURL(new Blob([JSON.stringify(receipt, null, 2)], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `rowright-consent-${consent.id}.json`
  link.click()
  URL.revokeObjectURL(url)
  return secret !== undefined
}
