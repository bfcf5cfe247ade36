import { signTicket } from '@rowright/pipeline/export'
import type { System } from './system.ts'

const DAY = 86_400

/**
 * The address of a file, good for a day without any header, as data frames and Delta Sharing clients need it; they
 * never ask for a new one while they read. It dies at once with the license, the account or the file.
 */
export function blobUrl(
  config: System['config'],
  of: { sha256: string; licenseId: string; now: Date },
): { url: string; expiresAt: Date } {
  // To the hour: the same file has the same address for a while, which caches like.
  const expires = Math.floor(of.now.getTime() / 3_600_000) * 3_600 + DAY + 3_600
  const query = new URLSearchParams({
    license: of.licenseId,
    expires: String(expires),
    signature: signTicket(config.authSecret, { sha256: of.sha256, licenseId: of.licenseId, expires }),
  })
  return { url: `${config.publicUrl}/v1/blobs/${of.sha256}?${query}`, expiresAt: new Date(expires * 1000) }
}
