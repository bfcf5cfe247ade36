import { createHash } from 'node:crypto'
import { type Method, VERSIONS } from '@rowright/aggregate'
import type { Ctx } from '@rowright/db'
import { type Outcome, questionOf } from '@rowright/tasktype'
import { type Annotation, annotationsOf, badAccountsOf, leastAnswers } from '../labeling/index.ts'
import { type Campaign, getCampaign } from '../pool/index.ts'
import { type Audit, measureAudit } from './audit.ts'
import { carryOn, type Fitted } from './carryOn.ts'
import { type ChangedValue, changedValues, fallenResults, silenced } from './corrected.ts'
import { alphaPpm, asMethod, type FitInput, fit, toPpm } from './fit.ts'
import { type Reliability, voicesIn } from './reliabilities.ts'
import type { Answered } from './screen.ts'
import { flagSameHands, whoSpeaks } from './speaking.ts'
import {
  auditedTasks,
  insertRefit,
  insertResults,
  insertSkills,
  lastRefit,
  latestResults,
  lockCampaign,
  markRead,
  type NewResult,
  payloadsOf,
  readyTasks,
} from './store.ts'
import type { Said, VoiceOf } from './stream.ts'

export interface Refitted {
  /** Null when nothing had changed since the last refit. */
  refitId: string | null
  /** Results written. */
  results: number
  /** Tasks whose result has another value now; null: nobody stands behind one any more. */
  changed: ChangedValue[]
}

/**
 * Aggregates a campaign's annotations anew and writes a round for each decided task whose result changed. [CNS-3..CNS-7]
 * Two workers at once: the second waits, finds nothing changed and writes nothing.
 */
export async function refit(ctx: Ctx, input: { poolId: string; campaignId: string }): Promise<Refitted> {
  const { poolId, campaignId } = input
  const campaign = await getCampaign(ctx, poolId, campaignId)
  const method = asMethod(campaign.method)
  await lockCampaign(ctx, poolId, campaignId)

  const everything = await annotationsOf(ctx, poolId, campaignId)
  const bad = await badAccountsOf(ctx, poolId)
  const all = everything.filter((one) => !bad.has(one.personId))
  const { annotations: speaking, screened, groups } = await whoSpeaks(ctx, campaign, all)
  const ready = new Set(await readyTasks(ctx, campaign))
  const inputSha256 = digest(method, speaking, ready)
  const last = await lastRefit(ctx, poolId, campaignId)
  const latest = await latestResults(ctx, poolId, campaignId)
  const fallen = last ? fallenResults(latest, new Set(speaking.map((one) => one.taskId)), bad.size > 0) : []
  if (speaking.length === 0 || last?.input_sha256 === inputSha256) {
    if (last) {
      await markRead(ctx, poolId, last.id, everything.length)
      const { method, version } = last
      await insertResults(ctx, { poolId, campaignId, refitId: last.id, method, version }, fallen)
    }
    return { refitId: null, results: fallen.length, changed: changedValues(latest, fallen) }
  }

  const readsPayload = questionOf(campaign).type.readsPayload
  const payloads = readsPayload ? await payloadsOf(ctx, poolId, campaignId) : new Map()
  const asked: FitInput = { question: campaign, method, payloads }
  const fitted = fit(speaking, asked)
  const naming = { method: fitted.method, version: fitted.version }
  const measured = skills(fitted, speaking)
  const reliabilities = Object.fromEntries(
    measured.map((one): [string, Reliability] => [
      one.personId,
      [one.accuracyPpm, one.lowPpm, one.highPpm, one.annotations],
    ]),
  )
  const audit = await auditOf(ctx, campaign, all, fitted, voicesIn(reliabilities, screened, groups))
  await flagSameHands(ctx, campaign, all)
  const refitId = await insertRefit(ctx, {
    poolId,
    campaignId,
    ...naming,
    iterations: fitted.iterations,
    annotations: speaking.length,
    read: everything.length,
    inputSha256,
    inputs: Buffer.from(speaking.map((one) => one.assignmentId.replaceAll('-', '')).join(''), 'hex'),
    reliabilities,
    screened: [...screened, ...silenced(everything, bad)].sort(),
    collapsed: groups,
    alphaPpm: alphaPpm(all, asked),
    auditItems: audit.items,
    auditErrors: audit.errors,
  })
  const results = [...changedResults(fitted, speaking, ready, latest), ...fallen]
  await insertResults(ctx, { poolId, campaignId, refitId, ...naming }, results)
  // A list campaign is closed to everybody else: what it measures is nobody's skill. [CNS-7]
  if (campaign.assignment === 'open') await insertSkills(ctx, poolId, refitId, measured)
  if (campaign.status !== 'closed')
    await carryOn(ctx, campaign, { tasks: decidedTasks(fitted, speaking, ready), labelers: measured, audit })
  return { refitId, results: results.length, changed: changedValues(latest, results) }
}

/** Over everything a refit depends on: method and version, each annotation in order, and whether its task is decided. */
function digest(method: Method, annotations: readonly Answered[], ready: ReadonlySet<string>): string {
  const hash = createHash('sha256').update(VERSIONS[method])
  for (const { assignmentId, taskId, value } of annotations) {
    hash.update(`\n${assignmentId} ${ready.has(taskId) ? 1 : 0} ${JSON.stringify(value)}`)
  }
  return hash.digest('hex')
}

/** The refit's word on each decided task. */
function decidedTasks(
  { results }: Outcome<string>,
  annotations: readonly Answered[],
  ready: ReadonlySet<string>,
): Fitted[] {
  return [...Map.groupBy(annotations, (one) => one.taskId)].flatMap(([taskId, answers]) => {
    const { value, confidence } = results.get(taskId)!
    return ready.has(taskId) ? [{ taskId, value, confidencePpm: toPpm(confidence), answers }] : []
  })
}

/** How often the early stop would have been wrong in the audit sample. [CNS-12] */
async function auditOf(
  ctx: Ctx,
  campaign: Campaign,
  all: readonly Annotation[],
  { results }: Outcome<string>,
  voiceOf: VoiceOf,
): Promise<Audit> {
  const target = campaign.targetConfidencePpm
  if (target === null) return { items: 0, errors: 0 }
  const audited = new Set(await auditedTasks(ctx, campaign.poolId, campaign.id))
  const kept = Map.groupBy(
    all.filter((one) => audited.has(one.taskId)),
    (one) => one.taskId,
  )
  const answered = [...kept].flatMap(([taskId, answers]) => {
    const result = results.get(taskId)
    if (result === undefined) return []
    const inOrder = answers.toSorted((a, b) => a.submittedAt.getTime() - b.submittedAt.getTime())
    const said = inOrder.map((one): Said => [one.personId, one.value])
    return [{ answers: said, value: result.value }]
  })
  return measureAudit(answered, campaign, voiceOf, {
    least: leastAnswers(campaign),
    target: target / 1_000_000,
  })
}

function changedResults(
  { results }: Outcome<string>,
  annotations: readonly Answered[],
  ready: ReadonlySet<string>,
  latest: Map<string, { round: number; value: string; confidencePpm: number; annotations: string[] }>,
): NewResult[] {
  const contributing = Map.groupBy(annotations, (one) => one.taskId)
  const changed: NewResult[] = []
  for (const [taskId, answers] of contributing) {
    if (!ready.has(taskId)) continue
    const { value, confidence, posterior, votes } = results.get(taskId)!
    const row: NewResult = {
      taskId,
      round: (latest.get(taskId)?.round ?? 0) + 1,
      value,
      confidencePpm: toPpm(confidence),
      posteriorPpm: inPpm(posterior),
      votes,
      annotations: answers.map((one) => one.assignmentId).sort(),
    }
    const before = latest.get(taskId)
    const same =
      before?.value === row.value &&
      before.confidencePpm === row.confidencePpm &&
      before.annotations.join() === row.annotations.join()
    if (!same) changed.push(row)
  }
  return changed
}

/** Shares by answer in ppm, without the zeros. */
function inPpm(posterior: Record<string, number>): Record<string, number> {
  const ppm = Object.entries(posterior).map(([name, share]): [string, number] => [name, toPpm(share)])
  return Object.fromEntries(ppm.filter(([, n]) => n > 0))
}

function skills({ labelers }: Outcome<string>, annotations: readonly Answered[]) {
  const counts = new Map<string, number>()
  for (const { personId } of annotations) counts.set(personId, (counts.get(personId) ?? 0) + 1)
  return [...labelers].map(([personId, { accuracy, low, high }]) => ({
    personId,
    accuracyPpm: toPpm(accuracy),
    lowPpm: toPpm(low),
    highPpm: toPpm(high),
    annotations: counts.get(personId)!,
  }))
}
