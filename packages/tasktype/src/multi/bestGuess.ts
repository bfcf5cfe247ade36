/** Sizes of sets that are looked at from the least on: who may choose many labels mostly chooses few. */
const SIZES = 6

interface Sets {
  least: number
  most: number | null
  /** Labels by which two sets may differ and still agree. */
  tolerance: number
}

/**
 * How often the best of all fixed sets of n labels agrees with a random one, where each size that is allowed is equally
 * frequent: with slack enough the same few labels, or none, are right every time. 0 without slack. [TYP-16]
 */
export function bestGuess(n: number, { least, most, tolerance }: Sets): number {
  if (tolerance === 0) return 0
  const sizes = Array.from({ length: SIZES }, (_, i) => least + i).filter(
    (size) => size <= (most ?? n) && size <= n,
  )
  const agreeing = (guess: number, size: number) => {
    let ways = 0
    for (let both = Math.max(0, guess + size - n); both <= Math.min(guess, size); both++) {
      if (guess + size - 2 * both <= tolerance) ways += choose(guess, both) * choose(n - guess, size - both)
    }
    return ways / choose(n, size)
  }
  const shares = sizes.map(
    (guess) => sizes.reduce((sum, size) => sum + agreeing(guess, size), 0) / sizes.length,
  )
  // Binomial coefficients of a few hundred labels leave the range of a number; so many are not chosen at once.
  return Math.max(0, ...shares.filter(Number.isFinite))
}

/** Binomial coefficient. */
function choose(n: number, k: number): number {
  let ways = 1
  for (let i = 1; i <= k; i++) ways = (ways * (n - k + i)) / i
  return ways
}
