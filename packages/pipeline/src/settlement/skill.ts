import { betaInterval } from '@rowright/aggregate'
import type { Ctx } from '@rowright/db'
import { MEASURED_FROM, multiplierPpm, REVIEWER_FROM_PPM } from '@rowright/protocol'
import { setMultiplier } from '../labeling/index.ts'
import { selvesOf } from '../people/index.ts'
import { checksInPool } from './windowStore.ts'

/** Share of a Beta distribution between the two bounds: 5 % lie below the lower one. */
const LEVEL = 0.9

export interface PoolSkill {
  checks: number
  right: number
  lowPpm: number
  meanPpm: number
  highPpm: number
  multiplierPpm: number
  reviewer: boolean
}

/** A labeler's skill in a pool. [SET-22] Rounded once; whole numbers from here on. */
export async function skillOf(ctx: Ctx, poolId: string, personId: string): Promise<PoolSkill> {
  const checks = await checksInPool(ctx, poolId, await selvesOf(ctx, personId))
  const right = checks.filter((check) => check.passed).length
  const wrong = checks.length - right
  const { low, high } = betaInterval(1 + right, 1 + wrong, LEVEL)
  const lowPpm = Math.floor(low * 1_000_000)
  return {
    checks: checks.length,
    right,
    lowPpm,
    meanPpm: Math.round(((1 + right) * 1_000_000) / (2 + checks.length)),
    highPpm: Math.ceil(high * 1_000_000),
    multiplierPpm: multiplierPpm(lowPpm, checks.length),
    reviewer: checks.length >= MEASURED_FROM && lowPpm >= REVIEWER_FROM_PPM,
  }
}

/** Writes what a reserve reads of a labeler's skill: the multiplier. [SET-22] */
export async function refreshSkill(
  ctx: Ctx,
  poolId: string,
  campaignId: string,
  personId: string,
): Promise<PoolSkill> {
  const skill = await skillOf(ctx, poolId, personId)
  await setMultiplier(ctx, { poolId, campaignId, personId, multiplierPpm: skill.multiplierPpm })
  return skill
}
