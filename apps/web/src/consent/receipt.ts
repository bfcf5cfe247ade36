import type { Consent } from '../api/types.ts'

/**
 * Hands the receipt over as a file. With its secret anybody can end the consent, on the
 * page it names, at `POST /v1/pools/{poolId}/consents/{consentId}/revoke` or at the `Consents` contract: keep it like a key.
 */
export function downloadReceipt({ id, receipt }: Pick<Consent, 'id' | 'receipt'>): void {
  const endAt = `${window.location.origin}/end-consent`
  const url = URL.createObjectURL(
    new Blob([JSON.stringify({ ...receipt, endAt }, null, 2)], { type: 'application/json' }),
  )
  const link = document.createElement('a')
  link.href = url
  link.download = `rowright-consent-${id}.json`
  link.click()
  URL.revokeObjectURL(url)
}
