/** Shares that an offer keeps, in 1/10,000. */
interface Shares {
  treasuryBps: number
  /** Of what the treasury leaves. */
  sourceBps: number
}

/** The sources' part of what the treasury leaves of one license. */
export const sourcesOf = (rest: bigint, sourceBps: number): bigint => (rest * BigInt(sourceBps)) / 10_000n

/**
 * How one license's price is split, to the base unit as `Licenses.distribute` does: per license, the treasury's share
 * floored first, then the sources' of the rest. The three parts sum to the price. [LIC-12]
 */
export function splitPrice(
  price: bigint,
  { treasuryBps, sourceBps }: Shares,
): { treasury: bigint; sources: bigint; contributors: bigint } {
  const treasury = (price * BigInt(treasuryBps)) / 10_000n
  const sources = sourcesOf(price - treasury, sourceBps)
  return { treasury, sources, contributors: price - treasury - sources }
}
