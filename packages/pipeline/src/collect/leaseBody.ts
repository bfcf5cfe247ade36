import type { Lease } from '@rowright/protocol'
import type { lease } from './contribution.sql.ts'

export type LeaseRow = typeof lease.$inferSelect

const MOST_HOPS = 5

/** A lease as it is signed; the same row gives the same bytes. A witness cannot be told from the first. [CLT-25] */
export const leaseBody = (row: LeaseRow): Lease => ({
  kind: 'rowright.lease.v1',
  leaseId: row.id,
  poolId: row.poolId,
  campaignId: row.campaignId,
  nodeKey: row.nodeKey,
  url: row.url,
  hosts: row.hosts,
  pay: String(row.pay),
  ...(row.unchangedPay === null ? {} : { unchangedPay: String(row.unchangedPay) }),
  ...(row.etag === null ? {} : { etag: row.etag }),
  ...(row.lastModified === null ? {} : { modifiedSince: row.lastModified }),
  issuedAt: row.issuedAt.toISOString(),
  notBefore: row.notBefore.toISOString(),
  turns: row.turns,
  notAfter: row.notAfter.toISOString(),
  delaySeconds: row.delaySeconds,
  maxBytes: row.maxBytes,
  maxHops: MOST_HOPS,
})
