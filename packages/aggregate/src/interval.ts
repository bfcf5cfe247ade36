import { malformed } from './errors.ts'

/** A range of probabilities, 0…1. */
export interface Interval {
  low: number
  high: number
}

/** Standard normal quantile of a two-sided 95 % interval. */
const Z95 = 1.959963984540054

/**
 * Wilson score interval of a share (Wilson 1927): `successes` of `trials`, `z` standard deviations (95 %).
 * No trial says nothing: 0…1. Counts may be fractional (sums of probabilities).
 * @throws aggregate/bad-count
 */
export function wilson(successes: number, trials: number, z = Z95): Interval {
  if (!(trials >= 0 && trials < Infinity && successes >= 0 && successes <= trials)) {
    const message = `${successes} of ${trials} is no share.`
    throw malformed('bad-count', 'successes', message, 'Give counts from 0, successes up to trials.')
  }
  if (trials === 0) return { low: 0, high: 1 }
  const share = successes / trials
  const width = (z / trials) * Math.sqrt(successes * (1 - share) + (z * z) / 4)
  const center = share + (z * z) / (2 * trials)
  const scale = 1 + (z * z) / trials
  return {
    low: successes === 0 ? 0 : Math.max(0, (center - width) / scale),
    high: successes === trials ? 1 : Math.min(1, (center + width) / scale),
  }
}

/**
 * Equal-tailed interval of a Beta(a, b) distribution that holds `level` of it; a, b > 0.
 * @throws aggregate/bad-count, aggregate/bad-share
 */
export function betaInterval(a: number, b: number, level = 0.95): Interval {
  for (const [field, count] of Object.entries({ a, b })) {
    if (count > 0 && count < Infinity) continue
    throw malformed('bad-count', field, `${field} is ${count}.`, 'Give a number above 0.')
  }
  if (!(level > 0 && level < 1)) {
    throw malformed('bad-share', 'level', `level is ${level}.`, 'Give a share between 0 and 1.')
  }
  const tail = (1 - level) / 2
  return { low: betaQuantile(tail, a, b), high: betaQuantile(1 - tail, a, b) }
}

/** x at which the regularized incomplete beta function is p, to 1e-12: Newton steps kept inside a bisection. */
function betaQuantile(p: number, a: number, b: number): number {
  const scale = logGamma(a + b) - logGamma(a) - logGamma(b)
  let low = 0
  let high = 1
  let x = a / (a + b)
  for (let step = 0; step < 100; step++) {
    const error = betaShare(x, a, b, scale) - p
    if (error > 0) high = x
    else low = x
    const density = Math.exp(scale + (a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x))
    let next = x - error / density
    if (!(next > low && next < high)) next = (low + high) / 2
    if (Math.abs(next - x) <= 1e-12) return next
    x = next
  }
  return x
}

/** Regularized incomplete beta function I_x(a, b): Lentz's continued fraction (DLMF 8.17.22). */
function betaShare(x: number, a: number, b: number, scale: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  if (x > (a + 1) / (a + b + 2)) return 1 - betaShare(1 - x, b, a, scale)
  const tiny = 1e-300
  let c = 1
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1), tiny)
  let fraction = d
  for (let m = 1; m <= 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / nonZero(1 + even * d, tiny)
    c = nonZero(1 + even / c, tiny)
    fraction *= c * d
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / nonZero(1 + odd * d, tiny)
    c = nonZero(1 + odd / c, tiny)
    fraction *= c * d
    if (Math.abs(c * d - 1) < 1e-14) break
  }
  return (Math.exp(scale + a * Math.log(x) + b * Math.log1p(-x)) / a) * fraction
}

const nonZero = (value: number, tiny: number): number => (Math.abs(value) < tiny ? tiny : value)

/** Lanczos, g = 7, 9 terms; relative error below 1e-14 for x > 0. */
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
]

function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x)
  let sum = LANCZOS[0]!
  for (let i = 1; i < LANCZOS.length; i++) sum += LANCZOS[i]! / (x - 1 + i)
  const t = x + 6.5
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum)
}
