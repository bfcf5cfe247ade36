import { wilson } from '@rowright/aggregate'
import type { Ctx } from '@rowright/db'
import { questionOf } from '@rowright/tasktype'
import { sql } from 'drizzle-orm'
import type { Campaign } from '../pool/index.ts'

/** Of wrong suggestions that somebody was shown: how many were sent as they were. */
export interface Anchored {
  wrong: number
  unchanged: number
  /** Share of `unchanged`, and its 95 % interval (Wilson); null without any. */
  share: { ppm: number; lowPpm: number; highPpm: number } | null
}

export interface Anchoring {
  /** Answers given with a suggestion in view, and suggestions in view whose truth is known or decided. */
  assisted: number
  judged: number
  /** Against known answers: nothing that anybody said has a part in them. */
  known: Anchored
  /** Against results, which the same answers made: too low where many kept the same wrong suggestion. */
  byResult: Anchored
  /** By labeler, known answers and results together; those who kept most first. */
  labelers: (Anchored & { personId: string; assisted: number })[]
}

const anchored = (wrong: number, unchanged: number): Anchored => {
  if (wrong === 0) return { wrong, unchanged, share: null }
  const { low, high } = wilson(unchanged, wrong)
  const ppm = (share: number) => Math.round(share * 1_000_000)
  return { wrong, unchanged, share: { ppm: ppm(unchanged / wrong), lowPpm: ppm(low), highPpm: ppm(high) } }
}

/**
 * How far suggestions pull answers after them in a campaign. [CNS-20] A suggestion is wrong when it says something else
 * than the known answer, or else the result; kept when the answer says the same as it.
 */
export async function anchoring(ctx: Ctx, campaign: Campaign): Promise<Anchoring> {
  const { type, schema } = questionOf(campaign)
  const { rows } = await ctx.tx.execute<{
    person_id: string
    value: string
    suggested: string
    known: string | null
    decided: string | null
  }>(sql`
    select n.person_id, n.value, s.value as suggested, g.answer as known, r.value as decided
    from annotation n join assignment a on a.pool_id = n.pool_id and a.id = n.assignment_id
    join suggestion s on s.pool_id = a.pool_id and s.id = a.suggestion_id
    left join gold g on g.pool_id = n.pool_id and g.task_id = n.task_id
    left join lateral (select r.value from result r where r.pool_id = n.pool_id and r.task_id = n.task_id order by r.round desc limit 1) r on true
    where n.pool_id = ${campaign.poolId} and n.campaign_id = ${campaign.id}`)
  const said = rows.map((row) => {
    // Kept as it is shown; answers are kept in the type's form.
    const suggested = type.parseValue(schema, row.suggested, null)
    const truth = row.known ?? row.decided
    const wrong = truth !== null && !type.same(schema, suggested, truth)
    return {
      personId: row.person_id,
      judged: truth !== null,
      known: row.known !== null,
      wrong,
      unchanged: wrong && type.same(schema, row.value, suggested),
    }
  })
  const tally = (of: typeof said): Anchored =>
    anchored(of.filter((one) => one.wrong).length, of.filter((one) => one.unchanged).length)
  const labelers = [...Map.groupBy(said, (one) => one.personId)].map(([personId, theirs]) => ({
    personId,
    assisted: theirs.length,
    ...tally(theirs),
  }))
  return {
    assisted: said.length,
    judged: said.filter((one) => one.judged).length,
    known: tally(said.filter((one) => one.known)),
    byResult: tally(said.filter((one) => one.judged && !one.known)),
    labelers: labelers.sort(
      (a, b) => (b.share?.lowPpm ?? -1) - (a.share?.lowPpm ?? -1) || (a.personId < b.personId ? -1 : 1),
    ),
  }
}
