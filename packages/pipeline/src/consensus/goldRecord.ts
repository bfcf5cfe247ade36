import type { Ctx } from '@rowright/db'
import { goldAnswers } from './store.ts'

/** A labeler's answers to the gold of one campaign. */
export interface GoldRecord {
  answered: number
  failed: number
}

/** The gold records of a campaign's labelers, by person id; labelers who met no gold are absent. */
export async function goldRecords(
  ctx: Ctx,
  poolId: string,
  campaignId: string,
): Promise<Map<string, GoldRecord>> {
  const rows = await goldAnswers(ctx, poolId, campaignId)
  return new Map(rows.map((row) => [row.person_id, { answered: row.answered, failed: row.failed }]))
}

/**
 * Whether a labeler failed the control tasks: at least 3 failed, and more than half of those answered. [CNS-2]
 * One rule for pay and for results: an answer that is not accepted does not speak.
 */
export function failedControlTasks(record: GoldRecord | undefined): boolean {
  return record !== undefined && record.failed >= 3 && record.failed * 2 > record.answered
}
