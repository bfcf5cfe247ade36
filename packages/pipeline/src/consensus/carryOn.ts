import { type Ctx, emit } from '@rowright/db'
import { questionOf } from '@rowright/tasktype'
import {
  closedTasks,
  leastAnswers,
  openMore,
  openSlots,
  setReviewers,
  toGold,
  undecidedLeft,
} from '../labeling/index.ts'
import { clustersOf } from '../people/index.ts'
import { type Campaign, raiseLeast } from '../pool/index.ts'
import { type Audit, wrongTooOften } from './audit.ts'
import type { Answered } from './screen.ts'
import { freshGold, insertGold } from './store.ts'

/** Reviewers are right at least so often, at the lower bound of their interval, over at least so many answers. [CNS-13] */
const REVIEWER = { lowPpm: 800_000, answers: 30 }
/** What a result must be to become gold: sure, by labelers who have nothing to do with each other. [CNS-14] */
const GOLD = { confidencePpm: 995_000, labelers: 5 }
/** Gold tasks that still have answers to give; below it new ones are made, a few at a time. */
const FRESH = 50
const MINTED_AT_ONCE = 10

/** What a refit says of a task. */
export interface Fitted {
  taskId: string
  value: string
  confidencePpm: number
  answers: readonly Answered[]
}

/** What follows from a refit while a campaign runs: more answers where they are needed, reviewers, new gold. */
export async function carryOn(
  ctx: Ctx,
  campaign: Campaign,
  found: {
    tasks: readonly Fitted[]
    labelers: readonly { personId: string; lowPpm: number; annotations: number }[]
    audit: Audit
  },
): Promise<void> {
  const running = await raise(ctx, campaign, found.audit)
  await reopen(ctx, running, found.tasks)
  if (campaign.assignment === 'list') return
  // With windows of checks settlement says who reviews, by skill in the pool.
  if (campaign.windowChecks === null) await chooseReviewers(ctx, campaign, found.labelers)
  await mint(ctx, running, found.tasks)
}

/** Labelers who are surely good by this refit review. [CNS-13] */
async function chooseReviewers(
  ctx: Ctx,
  campaign: Campaign,
  labelers: readonly { personId: string; lowPpm: number; annotations: number }[],
): Promise<void> {
  const skilled = labelers.filter(
    (one) => one.lowPpm >= REVIEWER.lowPpm && one.annotations >= REVIEWER.answers,
  )
  await setReviewers(
    ctx,
    { poolId: campaign.poolId, campaignId: campaign.id },
    skilled.map((one) => one.personId),
  )
}

/** One more answer at least when the audit says that early stops are wrong too often. [CNS-12] */
async function raise(ctx: Ctx, campaign: Campaign, audit: Audit): Promise<Campaign> {
  const target = campaign.targetConfidencePpm
  if (target === null || leastAnswers(campaign) >= campaign.overlap) return campaign
  if (!wrongTooOften(audit, target / 1_000_000)) return campaign
  const raised = await raiseLeast(ctx, campaign)
  await emit(ctx, 'campaign.raised', campaign.poolId, {
    campaignId: campaign.id,
    least: leastAnswers(raised),
    ...audit,
  })
  await openSlots(ctx, raised)
  return raised
}

/**
 * Closed tasks that the refit is not sure of get one more slot, and those with fewer answers than are needed now. Only
 * when nothing else is open: until then each refit knows the labelers better, and would change its mind. [CNS-12]
 */
async function reopen(ctx: Ctx, campaign: Campaign, tasks: readonly Fitted[]): Promise<void> {
  const target = campaign.targetConfidencePpm
  if (target === null || (await undecidedLeft(ctx, campaign))) return
  const least = leastAnswers(campaign)
  const unsure = tasks.filter((task) => task.confidencePpm < target || task.answers.length < least)
  const room = await closedTasks(
    ctx,
    campaign,
    unsure.map((task) => task.taskId),
  )
  await openMore(ctx, campaign, room)
}

/** Makes gold of results, of the rarest classes first, while too few gold tasks have answers left to give. [CNS-14] */
async function mint(ctx: Ctx, campaign: Campaign, tasks: readonly Fitted[]): Promise<void> {
  if (campaign.goldRatePpm === 0) return
  const fresh = await freshGold(ctx, campaign.poolId, campaign.id)
  const lacking = Math.min(MINTED_AT_ONCE, FRESH - [...fresh.values()].reduce((sum, n) => sum + n, 0))
  if (lacking <= 0) return
  const { type, schema } = questionOf(campaign)
  const sure = tasks.filter(
    (task) =>
      task.confidencePpm >= GOLD.confidencePpm &&
      task.answers.length >= GOLD.labelers &&
      task.answers.every((answer) => type.agrees(schema, answer.value, task.value)),
  )
  const clusters = await clustersOf(
    ctx,
    sure.flatMap((task) => task.answers.map((answer) => answer.personId)),
  )
  const independent = sure.filter(
    (task) => new Set(task.answers.map((one) => clusters.get(one.personId))).size >= GOLD.labelers,
  )
  const minted: Fitted[] = []
  for (let n = 0; n < lacking; n++) {
    const left = independent.filter((task) => !minted.includes(task))
    const rarest = left.toSorted((a, b) => (fresh.get(a.value) ?? 0) - (fresh.get(b.value) ?? 0))[0]
    if (!rarest) break
    minted.push(rarest)
    fresh.set(rarest.value, (fresh.get(rarest.value) ?? 0) + 1)
  }
  const rows = await toGold(
    ctx,
    campaign.poolId,
    minted.map((task) => ({ taskId: task.taskId, goldClass: task.value })),
  )
  if (rows.length === 0) return
  const answers = new Map(minted.map((task) => [task.taskId, task.value]))
  await insertGold(
    ctx,
    campaign.poolId,
    rows.map((taskId) => ({ taskId, answer: answers.get(taskId)!, since: ctx.now() })),
  )
  await openSlots(ctx, campaign)
}
