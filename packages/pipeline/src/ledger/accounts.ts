/** Names of ledger accounts. 1 point = 1 base unit of the pool's reward token. */
export const accounts = {
  /** Where money comes from and goes to: the chain. */
  world: 'world',
  /** Funded on chain for a campaign and not yet earned. */
  budget: (campaignId: string) => `budget:${campaignId}`,
  /** Of a campaign: pay of answers whose window waits (appeal, or the labeler's next campaign); no refund touches it. */
  held: (campaignId: string) => `held:${campaignId}`,
  /** Of a node's account: pay of leases that is held back until it is final. */
  pending: (personId: string) => `pending:${personId}`,
  /** Accepted and not yet cashed out. */
  points: (personId: string) => `points:${personId}`,
  /** Locked on assignments. */
  stake: (personId: string) => `stake:${personId}`,
  /** In a closed epoch: owed on chain, or escrowed until there is an address. */
  reward: (personId: string) => `reward:${personId}`,
  /** Left the platform. */
  paid: (personId: string) => `paid:${personId}`,
  /** License money not yet distributed. */
  revenue: 'revenue',
  /** License money for the owners of collected pages, until an epoch reserves it for their hosts. */
  sources: 'sources',
  /** Reserved for the owner of a host; `source:` alone is of licenses without collected rows. */
  source: (host: string) => `source:${host}`,
  /** Remainders of distributions, carried to the pool's next epoch. */
  dust: 'dust',
} as const

/** Whether an account keeps a balance row. */
export const hasBalance = (account: string) => /^(points|stake|reward|pending):/.test(account)
