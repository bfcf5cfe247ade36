import type { Ctx } from '@rowright/db'
import { type ClosedAs, closeTasks, leastAnswers, openMore, reviewersOf } from '../labeling/index.ts'
import { type Campaign, getCampaign } from '../pool/index.ts'
import { lastVoices } from './reliabilities.ts'
import { tryCampaign } from './store.ts'
import { believe } from './stream.ts'
import { answeredBy, type Undecided, undecidedTasks } from './undecided.ts'

export interface Decided {
  closed: number
  opened: number
  escalated: number
}

/**
 * Looks at the tasks of a campaign whose slots are all answered: who is sure is closed, who is not gets one more
 * slot, up to `overlap`; what is split then goes to reviewers, where there are any. [CNS-10, CNS-12, CNS-13]
 * Off the hot path, in batches; a second worker at the same time finds it taken and does nothing.
 * @param input.waiting look at tasks that wait for answers instead, and only close.
 */
export async function decide(
  ctx: Ctx,
  input: { poolId: string; campaignId: string; waiting?: boolean },
): Promise<Decided> {
  const campaign = await getCampaign(ctx, input.poolId, input.campaignId)
  const target = campaign.targetConfidencePpm
  if (target === null || !(await tryCampaign(ctx, input.poolId, input.campaignId)))
    return { closed: 0, opened: 0, escalated: 0 }
  const tasks = await undecidedTasks(ctx, campaign, input)
  if (tasks.length === 0) return { closed: 0, opened: 0, escalated: 0 }
  const voiceOf = await lastVoices(ctx, input.poolId, input.campaignId)
  const least = leastAnswers(campaign)

  const close: { taskId: string; as: ClosedAs }[] = []
  const more: string[] = []
  const split: string[] = []
  const moreReview: string[] = []
  for (const task of tasks) {
    const belief = believe(task.answers, campaign, voiceOf)
    const sure = belief && belief.answers >= least && belief.confidence * 1_000_000 >= target
    const room = mostSlots(campaign, task, belief?.answers ?? task.answers.length)
    if (sure && !task.audit) close.push({ taskId: task.id, as: task.escalated ? 'reviewed' : 'confident' })
    else if (input.waiting) continue
    else if (task.slots < room && !task.escalated) more.push(task.id)
    else if (sure || campaign.reviewSlots === 0) close.push({ taskId: task.id, as: 'all-answers' })
    else if (!task.escalated) split.push(task.id)
    else if (task.slots < room + campaign.reviewSlots) moreReview.push(task.id)
    else close.push({ taskId: task.id, as: 'reviewed' })
  }
  const { toReview, undecidable } = await withReviewers(ctx, campaign, [...split, ...moreReview])
  close.push(...undecidable.map((taskId) => ({ taskId, as: 'all-answers' as const })))
  await closeTasks(ctx, campaign, close)
  const opened = await openMore(ctx, campaign, more)
  const escalated = await openMore(ctx, campaign, toReview, { escalated: true })
  return { closed: close.length, opened: opened.length, escalated: escalated.length }
}

/** Slots a task may have before it goes to reviewers: answers that do not speak are made up for where others can. */
function mostSlots(campaign: Campaign, task: Undecided, speaking: number): number {
  if (task.listed !== null) return Math.min(task.listed, campaign.overlap)
  return campaign.overlap + task.answers.length - speaking
}

/** Tasks that a reviewer is there for who has not answered them, and the others. [CNS-13] */
async function withReviewers(ctx: Ctx, campaign: Campaign, taskIds: readonly string[]) {
  if (taskIds.length === 0) return { toReview: [], undecidable: [] }
  const reviewers = await reviewersOf(ctx, { poolId: campaign.poolId, campaignId: campaign.id })
  const had = await answeredBy(ctx, campaign.poolId, taskIds)
  const hasReviewer = (taskId: string) => reviewers.some((personId) => !had.get(taskId)?.has(personId))
  return {
    toReview: taskIds.filter(hasReviewer),
    undecidable: taskIds.filter((taskId) => !hasReviewer(taskId)),
  }
}
