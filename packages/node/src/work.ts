import type { Sentence } from '@rowright/collector'
import type { CollectResult, Hop, LeaseReturn, ReturnReason, SignedLease } from '@rowright/protocol'

interface OfLease {
  leaseId: string
  signed: SignedLease
  /** Requests made so far, redirects included; the next goes to `url`. */
  hops: Hop[]
  url: string
  /** Fetches of the page begun: a node that dies in each of them gives the lease back. */
  attempts: number
  /** Not before, in milliseconds of the node's clock. */
  dueAt: number
}

/** A lease on its way. Each state is written down before what it allows is done. */
export type Work =
  | (OfLease & { state: 'leased' })
  /** The page is being asked for: who finds this after a restart asks again. */
  | (OfLease & { state: 'fetching' })
  /** The result and its salt, before anybody is told: repeating the commitment repeats it exactly. */
  | (OfLease & { state: 'collected'; result: CollectResult; salt: string })
  | (OfLease & { state: 'committed'; result: CollectResult; salt: string })
  | (OfLease & { state: 'returning'; why: LeaseReturn; said?: Sentence | Sentence[] })
  | Done

/** What is kept of a finished lease: no text, only what happened. */
export interface Done {
  state: 'done'
  leaseId: string
  url: string
  /** `dropped`: never used, and the instance was told nothing (a forged lease) or knows already. */
  outcome: 'revealed' | 'returned' | 'dropped'
  reason: string
  /** The same as data; work of earlier versions has none. */
  said?: Sentence | Sentence[]
  /** Of a return. */
  why?: ReturnReason
  pay: string
  bytes: number
  title?: string
  words?: number
  at: string
}

/** A request for leases that was made and not answered: the same id gives the same leases again. */
export interface PendingAsk {
  requestId: string
  count: number
  campaignIds?: string[]
  hosts?: string[]
  exceptHosts?: string[]
}
