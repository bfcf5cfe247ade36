import type { Ctx } from '@rowright/db'
import { defaultFailAt, defaultStake, type Economy, refusal } from '@rowright/protocol'
import type { Question } from '@rowright/tasktype'
import { sql } from 'drizzle-orm'
import { countWantedSlots } from '../labeling/index.ts'
import type { Campaign } from '../pool/index.ts'
import { classesForQuestion } from './classesOf.ts'
import { needsControlTasks, unsoundEconomy } from './errors.ts'

/** Checks of a window where the requester names none. */
export const WINDOW_CHECKS = 20

export interface EconomyInput extends Question {
  price: bigint
  goldRatePpm: number
  windowChecks: number
  /** Null: by how often a random answer is right. */
  windowFailAt: number | null
  /** Null: a fifth above the least. */
  stake: bigint | null
}

/**
 * The window rule and stake of a campaign, with what was not named filled in.
 * @throws RowrightError `settlement/unsound-economy` naming the field, when a clicker would profit or honest people lose.
 */
export function soundEconomy(input: EconomyInput): {
  windowChecks: number
  windowFailAt: number
  stake: bigint
} {
  const classes = classesForQuestion(input)
  const checks = input.windowChecks
  const failAt = input.windowFailAt ?? defaultFailAt(checks, classes)
  const of = { price: input.price, classes, goldRatePpm: input.goldRatePpm, checks, failAt }
  const economy: Economy = { ...of, stake: input.stake ?? defaultStake(of) }
  const refused = refusal(economy)
  if (refused) throw unsoundEconomy(refused)
  return { windowChecks: checks, windowFailAt: failAt, stake: economy.stake }
}

/** Answers by anybody up to which a campaign may go without checks: a trial. */
const TRIAL_ANSWERS = 200
const LEAST_GOLDS = 5

/**
 * Refuses to start an open campaign in which nobody could tell work from clicking.
 * @throws RowrightError `settlement/needs-control-tasks`.
 */
export async function assertChecked(ctx: Ctx, campaign: Campaign): Promise<void> {
  if (campaign.assignment === 'list') return
  const slots = await countWantedSlots(ctx, campaign)
  if (slots <= TRIAL_ANSWERS) return
  const { rows } = await ctx.tx.execute<{ n: number }>(sql`
    select count(*)::int as n from gold g join task t on t.pool_id = g.pool_id and t.id = g.task_id
    where g.pool_id = ${campaign.poolId} and t.campaign_id = ${campaign.id} and t.track <> 'practice'`)
  const golds = rows[0]!.n
  if (campaign.windowChecks === null || golds < LEAST_GOLDS) throw needsControlTasks(slots, golds)
}
