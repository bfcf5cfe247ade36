export interface FlaggedAccounts {
  poolId: string
  persons: string[]
  pairs: { first: string; second: string; shared: number; agreement: number; z: number }[]
}

/** Accounts that a flag is about, with the pairs that say so; null for flags about something else. */
export function accountsIn(facts: Record<string, unknown>): FlaggedAccounts | null {
  const { poolId, persons, pairs } = facts
  if (typeof poolId !== 'string' || !Array.isArray(persons) || persons.length === 0) return null
  return { poolId, persons: persons.map(String), pairs: Array.isArray(pairs) ? pairs : [] }
}
