import type { Ctx } from '@rowright/db'
import { RowrightError } from '@rowright/protocol'
import { questionOf } from '@rowright/tasktype'
import { sql } from 'drizzle-orm'
import { type Campaign, checkQuestion, type Label, setQuestion, wrongStatus } from '../pool/index.ts'
import { answersInvalidated, stillAnswered } from './errors.ts'

/** What of a question may change: never its task type. Absent: as it was. */
export interface QuestionChange {
  guidelines?: string | undefined
  labels?: Label[] | undefined
  schema?: Record<string, unknown> | undefined
}

/**
 * Changes what a campaign asks while nobody is answering: paused, or not started yet. [CNS-21]
 * @throws RowrightError `pool/invalid-campaign`, `pool/wrong-status`, `consensus/still-answered`,
 *   `consensus/answers-invalidated` naming the setting that answers already given do not fit.
 */
export async function changeQuestion(ctx: Ctx, campaign: Campaign, change: QuestionChange): Promise<void> {
  const labels = change.labels ?? campaign.labels
  const schema = change.schema ?? (campaign.schema as Record<string, unknown>)
  const read = checkQuestion({ taskType: campaign.taskType, labels, schema })
  const at = sql`pool_id = ${campaign.poolId} and campaign_id = ${campaign.id}`
  const { rows: now } = await ctx.tx.execute<{ status: string; answering: boolean }>(sql`
    select status, exists (select 1 from assignment where ${at} and state = 'reserved' and expires_at > ${ctx.now()}) as answering
    from campaign where pool_id = ${campaign.poolId} and id = ${campaign.id} for update`)
  const { status, answering } = now[0]!
  if (status !== 'draft' && status !== 'paused') throw wrongStatus(status, 'draft or paused')
  if (answering) throw stillAnswered()

  const { rows } = await ctx.tx.execute<{ value: string; answers: number }>(sql`
    select value, count(*)::int as answers from (
      select value from annotation where ${at}
      union all select g.answer from gold g join task t on t.pool_id = g.pool_id and t.id = g.task_id
        where t.pool_id = ${campaign.poolId} and t.campaign_id = ${campaign.id}) given
    group by value order by value collate "C"`)
  const asked = questionOf({ ...read, labels })
  const lost = rows.flatMap(({ value, answers }) => {
    const why = refused(() => asked.type.exported(asked.schema, value, null))
    return why ? [{ value, answers, why }] : []
  })
  if (lost.length > 0) {
    const answers = lost.reduce((sum, one) => sum + one.answers, 0)
    throw answersInvalidated(changedField(campaign, labels, read.schema), answers, lost[0]!)
  }
  const guidelines = change.guidelines ?? campaign.guidelines
  await setQuestion(ctx, campaign, { labels, schema: read.schema, guidelines })
}

/** Why a stored answer is none of the changed question, or null. */
function refused(look: () => unknown): string | null {
  try {
    look()
    return null
  } catch (error) {
    if (error instanceof RowrightError && error.code === 'labeling/invalid-value') return error.message
    throw error
  }
}

/** The first setting that is another one than before. */
function changedField(campaign: Campaign, labels: readonly Label[], schema: unknown): string {
  const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)
  if (!same(campaign.labels, labels)) return 'labels'
  const before = campaign.schema as Record<string, unknown>
  const changed = Object.entries(schema as Record<string, unknown>).find(
    ([key, value]) => !same(before[key], value),
  )
  return `schema.${changed?.[0] ?? ''}`
}
