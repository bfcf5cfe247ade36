import { isTrusted, type Standing } from './credibility.ts'

/** Rewards that stay pending beside each one: 1 / 5 % − 1. */
export const ESCROW = 19n
/** After this long what is pending becomes final: an account may stop. */
export const ESCROW_SECONDS = 30 * 24 * 3_600

export interface Pending {
  id: string
  /** Base units. */
  amount: bigint
  /** Seconds since it was verified or accepted. */
  ageSeconds: number
}

/** Which pending pay becomes final. [CLT-12] @param pending the oldest first. */
export function releasable(standing: Standing, pending: readonly Pending[]): Pending[] {
  if (standing.dismissed) return []
  let newer = pending.reduce((sum, one) => sum + one.amount, 0n)
  const escrowed = isTrusted(standing) && standing.suspicion === 0
  return pending.filter((one) => {
    newer -= one.amount
    return one.ageSeconds >= ESCROW_SECONDS || (escrowed && newer >= ESCROW * one.amount)
  })
}
