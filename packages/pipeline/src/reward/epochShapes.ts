import type { Transfer } from '../ledger/index.ts'
import type { Leaf } from './manifest.ts'

/** Everything an epoch depends on, as it was when it began to close. Amounts in base units. */
export interface Snapshot {
  number: number
  /** Points and stakes of persons, and what they keep back. */
  balances: { poolId: string; personId: string; points: bigint; stake: bigint; keep: bigint }[]
  /** Verdicts that no epoch lists yet. */
  lines: {
    poolId: string
    assignmentId: string
    personId: string
    price: bigint
    multiplierPpm: number
    accepted: boolean
  }[]
  /** Points and stakes held when the last epoch had closed. */
  carried: { poolId: string; personId: string; amount: bigint }[]
  /** Licenses to distribute, the oldest first. */
  licenses: {
    poolId: string
    licenseId: string
    releaseId: string
    rows: number
    /** The contributors' part of the price, and what the offer set aside for sources. */
    gross: bigint
    sources: bigint
  }[]
  weights: Map<string, { personId: string; weightPpm: bigint }[]>
  /** What hosts hold of each of these releases. */
  hosts: Map<string, { host: string; weightPpm: bigint }[]>
  /** Reserved for hosts so long that it goes to the contributors, the oldest first. */
  unclaimed: {
    poolId: string
    licenseId: string
    host: string
    releaseId: string
    rows: number
    amount: bigint
  }[]
  dust: Map<string, bigint>
  /** Entitlements of earlier epochs without an address. */
  waiting: { poolId: string; id: string; personId: string; amount: bigint }[]
  /** Final pay that turned out wrong and is not taken back yet, the oldest first. */
  corrections: { poolId: string; assignmentId: string; personId: string; amount: bigint }[]
  leaves: Map<`0x${string}`, bigint>
  /** Who each person is now. */
  survivors: Map<string, string>
  addresses: Map<string, `0x${string}`>
}

export interface Entitlement {
  poolId: string
  personId: string
  kind: 'work' | 'revenue'
  licenseId: string
  amount: bigint
  address: `0x${string}` | null
}

export interface Distribution {
  poolId: string
  licenseId: string
  releaseId: string
  gross: bigint
  carried: bigint
  distributed: bigint
  dust: bigint
}

/** What is reserved of a license for the owner of a host; without a host: of a release without collected rows. */
export interface Reservation {
  poolId: string
  licenseId: string
  releaseId: string
  host: string
  amount: bigint
}

/** A person's part of a license's money: floor(revenue × weightPpm / (rows × 10⁶)) > 0. */
export interface Share {
  poolId: string
  licenseId: string
  personId: string
  revenue: bigint
  rows: number
  weightPpm: bigint
}

/** What an address gained. */
export interface Gain {
  work: bigint
  revenue: bigint
  waited: bigint
  carriedIn: bigint
  carriedOut: bigint
  netted: bigint
}

export interface Plan {
  entitlements: Entitlement[]
  /** Waiting entitlements whose person has an address now. */
  entered: { poolId: string; id: string; address: `0x${string}` }[]
  transfers: Map<string, Transfer[]>
  distributions: Distribution[]
  shares: Share[]
  reserved: Reservation[]
  /** Wrong pay that this epoch takes back. */
  netted: Snapshot['corrections']
  carry: { poolId: string; personId: string; amount: bigint }[]
  gains: Map<`0x${string}`, Gain>
  /** What persons without an address gained together. */
  escrow: Gain
  leaves: Leaf[]
  changed: Leaf[]
  work: bigint
  revenue: bigint
  unassigned: { persons: number; amount: bigint }
}
