/** When claims are worth their gas. [SETTLE-9] */
export interface RelayPolicy {
  /** So many waiting claims go together. */
  batch: number
  /** A claim of at least so many times its gas goes at once. */
  timesGas: bigint
  /** Nobody waits longer, in seconds. 0: everything goes at once. */
  longestWait: number
  /** Base units of the reward token that one ether costs: what turns gas into the token's terms. */
  tokenPerEther: bigint
}

/** Everything goes at once: for tests and tries. */
export const EAGER: RelayPolicy = { batch: 100, timesGas: 20n, longestWait: 0, tokenPerEther: 3_000_000_000n }

/** Gas of one of many claims in a transaction, the account paid for the first time (`npm run bench -- gas`). */
const GAS_PER_CLAIM = 60_000n

/** What the gas of a claim costs, in base units of the token, rounded up. @param gasPrice in wei. */
export function gasInToken(gasPrice: bigint, { tokenPerEther }: RelayPolicy): bigint {
  const ether = 10n ** 18n
  return (GAS_PER_CLAIM * gasPrice * tokenPerEther + ether - 1n) / ether
}

/** Which of the waiting claims to send now: all, when they are many or one has waited long; else the large ones. */
export function toRelay<T extends { amount: bigint; since: Date }>(
  waiting: readonly T[],
  { now, gasPrice, policy }: { now: Date; gasPrice: bigint; policy: RelayPolicy },
): readonly T[] {
  const longest = Math.max(0, ...waiting.map((one) => now.getTime() - one.since.getTime()))
  if (waiting.length >= policy.batch || longest >= policy.longestWait * 1000) return waiting
  const least = policy.timesGas * gasInToken(gasPrice, policy)
  return waiting.filter((one) => one.amount >= least)
}
