import type { Consent } from '../api/types.ts'
import { saveText } from '../pools/saveText.ts'

/**
 * Hands the receipt over as a file. With its secret anybody can end the consent, on the
 * page it names, at `POST /v1/pools/{poolId}/consents/{consentId}/revoke` or at the `Consents` contract: keep it like a key.
 */
export function downloadReceipt({ id, receipt }: Pick<Consent, 'id' | 'receipt'>): void {
  const endAt = `${window.location.origin}/end-consent`
  saveText(`rowright-consent-${id}.json`, JSON.stringify({ ...receipt, endAt }, null, 2))
}
