import { sequentialGoldTest } from '@rowright/aggregate'
import type { Ctx } from '@rowright/db'
import { questionOf } from '@rowright/tasktype'
import { type Campaign, getCampaign } from '../pool/index.ts'
import { goldAnswers } from './store.ts'

/** A labeler's answers to the gold of one campaign. */
export interface GoldRecord {
  answered: number
  failed: number
  /** Whether each was right, in the order in which they were answered. */
  checks: boolean[]
  /** The answers that were wrong, in that order. */
  wrong: { taskId: string; assignmentId: string }[]
}

/** The gold records of a campaign's labelers, by person id; labelers who met no gold are absent. What is void does not count. */
export async function goldRecords(
  ctx: Ctx,
  poolId: string,
  campaignId: string,
): Promise<Map<string, GoldRecord>> {
  const { type, schema } = questionOf(await getCampaign(ctx, poolId, campaignId))
  const records = new Map<string, GoldRecord>()
  for (const { person_id, task_id, assignment_id, value, answer } of await goldAnswers(
    ctx,
    poolId,
    campaignId,
  )) {
    const record = records.get(person_id) ?? { answered: 0, failed: 0, checks: [], wrong: [] }
    const right = type.agrees(schema, value, answer)
    record.answered++
    if (!right) {
      record.failed++
      record.wrong.push({ taskId: task_id, assignmentId: assignment_id })
    }
    record.checks.push(right)
    records.set(person_id, record)
  }
  return records
}

/** Beyond it random answers look too much like honest ones (85 %) for the sequential test. */
const MOST_CHANCE = 0.75

/**
 * Whether a labeler's answers are left out of results. [CNS-2] In an open campaign by Wald's sequential test of honest
 * (85 %) against random, which fits its gold: drawn of each class alike, and early. A list campaign's gold is what its
 * labelers happen to be listed for; there failing most of it decides (on `web` 87.1 % right instead of 85.4 %).
 */
export function failsScreen(campaign: Campaign, record: GoldRecord): boolean {
  const { type, schema } = questionOf(campaign)
  const chance = type.chance(schema)
  if (campaign.assignment === 'list' || chance > MOST_CHANCE) return failedControlTasks(record)
  return sequentialGoldTest(record.checks, { chance }).verdict === 'fail'
}

/**
 * Whether a labeler failed the control tasks: at least 3 failed, and more than half of those answered. [CNS-2] */
export function failedControlTasks(record: Pick<GoldRecord, 'answered' | 'failed'> | undefined): boolean {
  return record !== undefined && record.failed >= 3 && record.failed * 2 > record.answered
}
