import { hmacHex, sha256Hex } from '@rowright/protocol'

/** What is published before a period begins: the hash of its seed. [CLT-11] */
export const commitSeed = (seed: string): string => sha256Hex(`rowright.audit.v1:${seed}`)

/** A lease's draw, uniform in [0, 1): the first 48 bits of an HMAC under the period's seed. */
export const drawOf = (seed: string, leaseId: string): number =>
  Number.parseInt(hmacHex(Buffer.from(seed, 'hex'), `audit:${leaseId}`).slice(0, 12), 16) / 2 ** 48

/** Whether a contribution is checked. [CLT-11] */
export const isDrawn = (seed: string, leaseId: string, ratePpm: number): boolean =>
  drawOf(seed, leaseId) * 1_000_000 < ratePpm

/** Whether the platform looks itself rather than a witness: another, independent draw. [CLT-9] */
export const platformLooks = (seed: string, leaseId: string): boolean => drawOf(seed, `${leaseId}:who`) < 0.5

/** Leases that go to a canary: drawn before they are handed out, from the same seed. [CLT-61] */
export const CANARY_PPM = 10_000
export const isCanary = (seed: string, leaseId: string, ppm = CANARY_PPM): boolean =>
  isDrawn(seed, `${leaseId}:canary`, ppm)
