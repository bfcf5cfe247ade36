import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { voicesOf } from './copying.ts'
import type { VoiceOf } from './stream.ts'

/** What is believed of labelers before a campaign's first refit. */
const UNKNOWN = 0.7

/** `[accuracy, low, high]` in ppm, and how many answers they come from. */
export type Reliability = [accuracyPpm: number, lowPpm: number, highPpm: number, answers: number]

/** Voices as the campaign's last refit left them: tasks close on these until the next. [CNS-10] */
export async function lastVoices(ctx: Ctx, poolId: string, campaignId: string): Promise<VoiceOf> {
  const { rows } = await ctx.tx.execute<{
    reliabilities: Record<string, Reliability>
    screened: string[]
    collapsed: string[][]
  }>(sql`
    select reliabilities, screened, collapsed from refit where pool_id = ${poolId} and campaign_id = ${campaignId}
    order by at desc, id desc limit 1`)
  return voicesIn(rows[0]?.reliabilities ?? {}, rows[0]?.screened ?? [], rows[0]?.collapsed ?? [])
}

/** Who is screened does not speak; a copying group speaks as its first; who is new is as reliable as the mean. */
export function voicesIn(
  reliabilities: Record<string, Reliability>,
  screened: readonly string[],
  groups: readonly (readonly string[])[],
): VoiceOf {
  const silent = new Set(screened)
  const nameOf = voicesOf(groups)
  const known = Object.values(reliabilities)
  const answers = known.reduce((sum, [, , , n]) => sum + n, 0)
  const mean =
    answers === 0 ? UNKNOWN : known.reduce((sum, [ppm, , , n]) => sum + ppm * n, 0) / answers / 1_000_000
  return (personId) => {
    if (silent.has(personId)) return null
    const name = nameOf(personId)
    const measured = reliabilities[name]
    return { name, reliability: measured ? measured[0] / 1_000_000 : mean }
  }
}
