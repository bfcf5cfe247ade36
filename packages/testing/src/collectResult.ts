import { fingerprint } from '@rowright/collector/fingerprint'
import { type CollectResult, encodeMinhash } from '@rowright/protocol'

/** What an honest node returns for a lease of which the page says `text`. */
export function collectResult(
  lease: { id: string; nodeKey: string; url: string; seenAt: string },
  text: string,
): CollectResult {
  const prints = fingerprint(text)
  return {
    kind: 'rowright.result.v1',
    leaseId: lease.id,
    nodeKey: lease.nodeKey,
    client: 'test/1',
    hops: [{ url: lease.url, status: 200 }],
    headers: [['content-type', 'text/html']],
    decision: { allowed: true, reason: 'Nothing refuses.', evidence: [] },
    bytes: 2_000,
    observedAt: lease.seenAt,
    document: {
      url: lease.url,
      text,
      authors: [],
      licenses: [],
      links: [],
      personalData: {},
      fingerprints: { ...prints, minhash: encodeMinhash(prints.minhash) },
    },
  }
}
