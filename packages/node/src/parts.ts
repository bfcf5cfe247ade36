import type { Sentence } from '@rowright/collector'
import type { Lease } from '@rowright/protocol'
import type { Fetcher } from './fetcher.ts'
import type { Instance } from './instance.ts'
import type { Journal, Pairing } from './journal.ts'
import { leasePace } from './leaseTurns.ts'
import type { Pace } from './pace.ts'
import type { Site } from './permission.ts'
import type { Done, Work } from './work.ts'

export interface NodeParts {
  journal: Journal
  fetcher: Fetcher
  pace: Pace
  instance: Instance
  pairing: Pairing
  nodeKey: string
  /** `rowright-node/0.1.0`. */
  client: string
  now: () => number
  sleep: (milliseconds: number) => Promise<void>
  random: () => Uint8Array
  /** Hosts that this client may ask at all; undefined where every host may be asked. */
  permittedHosts: () => Promise<string[] | undefined>
  /** Leases whose page this very process is fetching: one that is not among them was left by a process that died. */
  fetching: Set<string>
  /** An amount in words, e.g. `0.0012 tUSD`. */
  money: (pay: string) => string
}

export type Active = Exclude<Work, Done>

/** What asking a site takes, for a lease. */
export function siteOf(node: NodeParts, lease: Lease): Site {
  const { fetcher, journal, now } = node
  const { hosts, delaySeconds } = lease
  return { fetcher, journal, pace: leasePace(node, lease), now, hosts, delaySeconds }
}

export const log = (
  node: NodeParts,
  work: Active,
  level: 'info' | 'refused' | 'problem',
  event: string,
  said: Sentence | Sentence[],
) => node.journal.log(node.now(), level, event, said, { leaseId: work.leaseId, url: work.url })
