import {
  ESCROW,
  LEASES_PER_HOUR,
  leasesAtOnce,
  type Node,
  type NodeView,
  TRUSTED_AFTER,
} from '@rowright/pipeline/collect'

const sums = ({ pending, final }: { pending: bigint; final: bigint }) => ({
  pending: String(pending),
  final: String(final),
})

/** What a node is told of itself, in the words of the wire format. */
export function nodeAnswer(node: Node, { standing, all, today, campaigns, clips, recent }: NodeView) {
  return {
    nodeId: node.id,
    name: node.name,
    pausedBecause: standing.dismissed
      ? 'Checks of this account failed too often: it was dismissed from the pool. A steward can look at it again.'
      : null,
    // As `GET /v1/instance` says it.
    token: { symbol: 'tUSD', decimals: 6 },
    earned: { today: sums(today), all: sums(all) },
    escrow: { held: String(all.pending), timesPay: Number(ESCROW) },
    limits: { leasesAtOnce: leasesAtOnce(standing), leasesPerHour: LEASES_PER_HOUR },
    trust: { valid: Math.min(standing.inRow, TRUSTED_AFTER), needed: TRUSTED_AFTER },
    campaigns: campaigns.map((one) => ({ ...one, pay: String(one.pay) })),
    clips: clips.map((one) => ({ ...one, at: one.at.toISOString() })),
    recent: recent.map((one) => ({ ...one, pay: String(one.pay), at: one.at.toISOString() })),
  }
}
