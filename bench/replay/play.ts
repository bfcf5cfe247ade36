import { randomUUID } from 'node:crypto'

import { type Account, type Site, signIn } from './account.ts'
import { accuracyOf, failedWorkers, majorityAccuracyOf, measured } from './accuracy.ts'
import { callerOf, type Out } from './api.ts'
import { buy, exportRelease, publishAndOffer, untilDistributed } from './buyer.ts'
import type { Dataset } from './dataset.ts'
import { ReplayError } from './errors.ts'
import {
  brokenCommitments,
  contentSha256,
  countLost,
  countOverCollected,
  type Manifest,
  readRows,
} from './exported.ts'
import { type Http, openHttp } from './http.ts'
import { answerAll, joinLabelers, LANES, type Submitted } from './labelers.ts'
import { fundedOnChain, ledgerImbalance, owedForWork, owedOfRevenue } from './money.ts'
import { drawGold, namesOf } from './names.ts'
import type { Moment } from './options.ts'
import type { Reporter } from './progress.ts'
import { type Findings, type Report, violations } from './report.ts'
import {
  closeAndSettle,
  fundAndStart,
  openOrder,
  readVerdicts,
  uploadWork,
  type Verdicts,
} from './requester.ts'
import { cashOutAll, sumOf, untilClaimable } from './rewards.ts'
import { tally } from './tally.ts'
import { answerInTurns } from './turns.ts'

export interface Play {
  /** Addresses of the api processes of one system. */
  urls: readonly string[]
  dataset: Dataset
  seed: string
  /** Tasks close when they are sure, instead of getting every recorded answer. */
  adaptive: boolean
  reporter: Reporter
  signal: AbortSignal
  /** Told once at each moment, in their order. */
  reached?: (moment: Moment) => void
}

export interface Played {
  report: Report
  /** What is not as it must be, one sentence each. */
  violations: string[]
  /** What each worker was paid for work, by the dataset's name. */
  earned: Map<string, bigint>
}

/** Plays a dataset from the first account to the last payout, over HTTP only, and measures what came of it. */
export async function play({
  urls,
  dataset,
  seed,
  adaptive,
  reporter,
  signal,
  reached,
}: Play): Promise<Played> {
  const began = performance.now()
  const http = openHttp(urls, signal)
  const site: Site = {
    http,
    signal,
    instance: await findInstance(urls, signal),
    keySeed: `${seed} ${randomUUID()}`,
  }
  const gold = drawGold([...dataset.truth.keys()], seed)
  const workers = [...dataset.byWorker.keys()]

  const requester = await signIn(site, 'requester')
  const order = await reporter.step('Pool opened by the requester', () =>
    openOrder(site, requester, dataset, adaptive),
  )
  const labelers = await reporter.count('Labelers signed in, consent given', workers.length, (done) =>
    joinLabelers(site, order, workers, done),
  )
  await reporter.step(
    'Items uploaded',
    () => uploadWork(order, dataset, gold, labelers),
    () => `${dataset.tasks.length} tasks, ${gold.size} of them gold`,
  )
  await reporter.step('Funded on chain and started', () => fundAndStart(site, order, dataset.answers.length))

  const submitted: Submitted[] = []
  // With adaptive overlap about half of the answers are never asked for.
  const half = Math.ceil(dataset.answers.length / (adaptive ? 4 : 2))
  const answer = adaptive ? answerInTurns : answerAll
  const answersBegan = performance.now()
  await reporter.count('Answers submitted', dataset.answers.length, (done) =>
    answer(site, order, dataset, labelers, (one) => {
      done(submitted.push(one))
      if (submitted.length === half) reached?.('answers')
    }),
  )
  const answerSeconds = (performance.now() - answersBegan) / 1_000

  reached?.('verdicts')
  await reporter.step('Campaign closed and settled', () => closeAndSettle(site, order))
  const { slots } = await requester.get<Out['campaign']['progress']>(`${order.path}/progress`)
  const verdicts = await reporter.step(
    'Verdicts read by each labeler',
    () => readVerdicts(order, [...labelers.values()], LANES),
    (read) => `${read.accepted.size} accepted, ${read.rejected.size} rejected`,
  )
  const owed = owedForWork(submitted, verdicts.accepted, labelers)
  const work = await payOut('work', 'epoch', owed, BigInt(order.at.block) + 1n)

  const { release, offerId } = await reporter.step(
    'Release published and offered',
    () => publishAndOffer(site, order),
    (made) => `${made.release.rows} rows`,
  )
  const revenueFrom = (await order.wallet.getBlockNumber({ cacheTime: 0 })) + 1n
  const purchase = await reporter.step('License bought on chain', () => buy(site, offerId))
  const exported = await reporter.step('Release exported', () => exportRelease(site, purchase, release))
  reached?.('revenue')
  const distribution = await reporter.step('Revenue distributed', () => untilDistributed(site, purchase))
  const contributors = BigInt(purchase.license.contributors)
  const shares = owedOfRevenue(contributors, order, submitted, verdicts.accepted, labelers)
  const revenue = await payOut('revenue', null, shares, revenueFrom)

  const manifest = JSON.parse(
    await requester.text(`/v1/pools/${order.pool.id}/releases/${release.id}/manifest`),
  ) as Manifest
  const rows = readRows(exported.lines)
  const taskText = namesOf(dataset.tasks).text
  const labelText = namesOf(dataset.labels).text
  const results = new Map(
    rows.map(({ id, result }) => [taskText.get(id)!, labelText.get(result.value) ?? result.value]),
  )
  const taskNames = dataset.answers.map((answer) => order.taskName.get(answer.task)!)
  const judgedOn = measured(dataset, gold)
  const [rewardsOwed, rewardsPaid] = [sumOf(owed.values()), sumOf(work.values())]
  const revenueOut = sumOf(revenue.values())
  const imbalance = await ledgerImbalance(site, order, {
    funded: await fundedOnChain(order.wallet, order.at, order),
    workAccepted: rewardsOwed,
    contributors,
    paid: rewardsPaid + revenueOut,
    dust: BigInt(distribution.dust),
  })
  const seconds = (performance.now() - began) / 1_000
  const report: Report = {
    dataset: dataset.name,
    tasks: dataset.tasks.length,
    workers: workers.length,
    answers: dataset.rows,
    conflicting: dataset.conflicting,
    accuracy: accuracyOf(judgedOn, dataset.truth, results),
    majorityAccuracy: majorityAccuracyOf(judgedOn, dataset.truth, dataset.answers),
    overCollected: countOverCollected(rows, tally(taskNames)),
    lost: countLost(rows, submitted, order),
    ledgerImbalance: Number(imbalance),
    rewardsOwed: Number(rewardsOwed),
    rewardsPaid: Number(rewardsPaid),
    accountsPaid: [...work.values()].filter((amount) => amount > 0n).length,
    revenueIn: Number(purchase.price),
    revenueOut: Number(revenueOut),
    dust: Number(distribution.dust),
    paidAnswers: verdicts.accepted.size,
    exportedRows: rows.length,
    exportSha256: contentSha256(rows),
    seconds: Number(seconds.toFixed(1)),
    answersPerSecond: Number((submitted.length / answerSeconds).toFixed(1)),
  }
  const findings: Findings = {
    submitted: submitted.length,
    adaptive,
    wronglyPaidWork: differing(owed, work),
    wronglyPaidRevenue: differing(shares, revenue),
    accountsWithPay: [...owed.values()].filter((amount) => amount > 0n).length,
    wrongVerdicts: wrongVerdicts(dataset.truth, gold, submitted, verdicts),
    brokenCommitments: brokenCommitments(rows, exported.sha256, manifest),
    slots,
  }
  // No invariant: on a handful of answers any method may lose to the majority by a task or two.
  if (report.accuracy !== null && report.accuracy < report.majorityAccuracy!)
    reporter.note(`  the results are less often right than the majority`)
  if (http.retries() > 0) reporter.note(`  ${http.retries()} requests had to be sent again`)
  const earned = new Map([...labelers].map(([worker, account]) => [worker, work.get(account) ?? 0n]))
  return { report, violations: violations(report, findings), earned }

  /** Waits for the epoch, then everybody cashes out. */
  async function payOut(
    what: 'work' | 'revenue',
    moment: Moment | null,
    amounts: ReadonlyMap<Account, bigint>,
    fromBlock: bigint,
  ): Promise<Map<Account, bigint>> {
    const due = [...amounts].filter(([, amount]) => amount > 0n)
    if (moment) reached?.(moment)
    await reporter.step(`Epoch with the ${what} active on chain`, async () => {
      for (const [account, amount] of due) await untilClaimable(site, account, amount)
    })
    if (moment) reached?.('cash-out')
    return reporter.count(`Cashed out: ${what}`, due.length, (done) =>
      cashOutAll(site, order, amounts, fromBlock, done),
    )
  }
}

/** How long nobody may answer at first: a wrong address should not take minutes to be noticed. */
const FIRST_CONTACT_MS = 5_000

async function findInstance(urls: readonly string[], signal: AbortSignal): Promise<Site['instance']> {
  const http: Http = openHttp(urls, signal, FIRST_CONTACT_MS)
  const instance = await callerOf(http).get<Out['instance']['get']>('/v1/instance')
  if (instance.chain === null)
    throw new ReplayError(`${instance.publicUrl} has no contracts yet; try again in a minute.`)
  return { ...instance, chain: instance.chain }
}

/** Accounts that received another amount than they are owed. */
function differing(owed: ReadonlyMap<Account, bigint>, paid: ReadonlyMap<Account, bigint>): number {
  return [...owed].filter(([account, amount]) => (paid.get(account) ?? 0n) !== amount).length
}

/** Answers without exactly the verdict that the rule of the control tasks gives them. */
function wrongVerdicts(
  truth: Dataset['truth'],
  gold: ReadonlySet<string>,
  submitted: readonly Submitted[],
  verdicts: Verdicts,
): number {
  const failed = failedWorkers(submitted, truth, gold)
  return submitted.filter(({ worker, assignmentId }) => {
    const expected = failed.has(worker) ? verdicts.rejected : verdicts.accepted
    return !expected.has(assignmentId)
  }).length
}
