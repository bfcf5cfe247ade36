import { env } from './env.ts'

/**
 * The seed of a run: every test draws the same in each run, so that what fails once fails always. `SEED=7 npm test`
 * draws anew, to see whether a test holds for other draws than these.
 */
export const runSeed = Number(env.SEED ?? 1)
if (!Number.isInteger(runSeed) || runSeed < 0 || runSeed >= 2 ** 32)
  throw new RangeError(`SEED=${env.SEED} is not usable; it must be a whole number below 2^32`)

/** A source of randomness of its own for each name, uniform in [0, 1): what `ctx.random` takes. */
export function seededRandom(name: string): () => number {
  return mulberry32([...`${runSeed} ${name}`].reduce((hash, letter) => mix(hash, letter.codePointAt(0)!), 0))
}

/** A step of FNV-1a. */
const mix = (hash: number, code: number) => Math.imul((hash ^ code) >>> 0, 0x01000193)

/** Tommy Ettinger's mulberry32: 32 bits of state, passes gjrand; good for tests, not for secrets. */
function mulberry32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}
