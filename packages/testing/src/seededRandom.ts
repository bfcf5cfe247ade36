import { env } from './env.ts'

/**
 * A source of randomness for one test file, uniform in [0, 1): what `ctx.random` takes. Its seed is printed, and
 * `SEED=… npm test` repeats it.
 */
export function seededRandom(name: string): () => number {
  const seed = env.SEED === undefined ? Math.floor(Math.random() * 2 ** 32) : Number(env.SEED)
  if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32)
    throw new RangeError(`SEED=${env.SEED} is not usable; it must be a whole number below 2^32`)
  console.info(`${name}: SEED=${seed} repeats this run`)
  return mulberry32(seed)
}

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
