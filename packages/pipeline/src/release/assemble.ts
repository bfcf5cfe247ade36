import type { BlobStore, Ctx } from '@rowright/db'
import { validConsents } from '../consent/index.ts'
import { payloadIfThere } from '../item/index.ts'
import { payloadGone } from '../labeling/index.ts'
import type { Pool } from '../pool/index.ts'
import { type QualityTally, tallyQuality } from './quality.ts'
import { gatherQuestions, type Questions } from './question.ts'
import { recount } from './recount.ts'
import {
  inOrder,
  pseudonym,
  type ReleasedAnnotation,
  type ReleaseRow,
  seal,
  sourceOf,
  splitRow,
} from './row.ts'
import {
  type AnswerRow,
  answerRows,
  giversOf,
  labelersOf,
  latestSkills,
  resolvedTasks,
  type TaskRow,
  taskRows,
} from './store.ts'

/** What somebody holds of a release: ppm summed over its rows. */
type Holders = Map<string, { weightPpm: bigint; rows: number }>

/** Everything a release is made of; its lines are in the blob store already, under their hash. */
export interface Assembled {
  rowsSha256: string
  bytes: number
  rows: { taskId: string; commitment: string; salt: string }[]
  weights: Holders
  /** What hosts of collected rows hold, by name. */
  sources: Holders
  methods: { method: string; version: string }[]
  /** The consents it stands on, by id. */
  consents: Map<string, { personId: string; bodyHash: string }>
  quality: QualityTally
  questions: Questions
  annotations: number
  labelers: number
  meanConfidencePpm: number
}

/** Tasks read at once: bounds what is in memory, for lines go to the blob store as they are made. */
const PAGE = 1_000

/** Reads a pool's current rows as far as consents that hold at `cutoff` allow. [REL-1..REL-3, REL-8, REL-9, LAB-20] */
export async function assemble(ctx: Ctx, blobs: BlobStore, pool: Pool, cutoff: Date): Promise<Assembled> {
  const contributors = [...(await labelersOf(ctx, pool.id)), ...(await giversOf(ctx, pool.id))]
  const consents = await validConsents(ctx, pool.id, contributors, cutoff)
  const skills = new Map(
    (await latestSkills(ctx, pool.id)).map((row) => [`${row.campaign_id} ${row.person_id}`, row]),
  )
  // Once per labeler, not per annotation: an HMAC takes 30 µs.
  const pseudonyms = new Map(
    [...consents.keys()].map((personId) => [personId, pseudonym(pool.pseudonymKey, personId)]),
  )
  const released = (task: TaskRow, answer: AnswerRow): ReleasedAnnotation => {
    const skill = skills.get(`${task.campaign_id} ${answer.person_id}`)
    return {
      labeler: pseudonyms.get(answer.person_id)!,
      value: answer.value,
      verdict: answer.verdict,
      madeBy: answer.made_by,
      ...(answer.suggestion && { suggestion: answer.suggestion }),
      reliability: skill
        ? { accuracy: skill.accuracy_ppm / 1e6, low: skill.low_ppm / 1e6, high: skill.high_ppm / 1e6 }
        : null,
      consent: consents.get(answer.person_id)!.bodyHash,
    }
  }

  const { questions, ask } = gatherQuestions()
  const rows: Assembled['rows'] = []
  const weights: Holders = new Map()
  const sources: Holders = new Map()
  const methods = new Map<string, { method: string; version: string }>()
  const labelers = new Set<string>()
  const used: Assembled['consents'] = new Map()
  const use = (personId: string) => {
    const { consentId, bodyHash } = consents.get(personId)!
    used.set(consentId, { personId, bodyHash })
  }
  const quality = tallyQuality()
  const gone: string[] = []
  let annotations = 0
  let confidence = 0
  const taskIds = await resolvedTasks(ctx, pool.id)
  async function* lines(): AsyncGenerator<Uint8Array> {
    for (let from = 0; from < taskIds.length; from += PAGE) {
      const page = taskIds.slice(from, from + PAGE)
      const tasks = await taskRows(ctx, pool.id, page)
      const answers = await answerRows(ctx, pool.id, page)
      let text = ''
      for (const taskId of page) {
        const task = tasks.get(taskId)!
        const given = answers.get(taskId) ?? []
        const allowed = given.filter((answer) => consents.has(answer.person_id))
        // The requester's own items are theirs to license; anybody else's need a consent that holds.
        const byOther = task.giver_id !== pool.requesterId
        if (allowed.length === 0 || (byOther && !consents.has(task.giver_id))) continue
        const dropped = given.filter((answer) => !consents.has(answer.person_id))
        // Too few are left to stand for a result: the row goes, as its tombstone says. [REL-15]
        if (dropped.length > 0 && allowed.length < task.overlap_min) continue
        const payload = await payloadIfThere(blobs, task)
        if (payload === null) {
          gone.push(taskId)
          continue
        }
        const contributing = new Set(task.contributing)
        const whole = toRow(
          task,
          payload,
          inOrder(allowed.map((answer) => released(task, answer))),
          byOther ? consents.get(task.giver_id)!.bodyHash : undefined,
          ask(task.campaign_id, { ...task, taskType: task.task_type }),
        )
        const row = dropped.some((answer) => contributing.has(answer.assignment_id))
          ? recount(whole, questions)
          : whole
        const sealed = seal(pool.pseudonymKey, taskId, row)
        text += sealed.line
        rows.push({ taskId, commitment: sealed.commitment, salt: sealed.salt })
        const accepted = allowed
          .filter((answer) => answer.verdict === 'accepted')
          .map((answer) => answer.person_id)
        const source = sourceOf(task.provenance)
        if (source) addWeights(sources, new Map([[source.host, BigInt(source.sharePpm)]]))
        addWeights(weights, splitRow(pool.rowSplitPpm, task.giver_id, accepted, source?.sharePpm))
        const { method, version } = row.result
        methods.set(version, { method, version })
        for (const answer of allowed) {
          labelers.add(answer.person_id)
          use(answer.person_id)
        }
        if (byOther) use(task.giver_id)
        quality.add(taskId, row, dropped.length)
        annotations += allowed.length
        confidence += Math.round(row.result.confidence * 1e6)
      }
      yield Buffer.from(text)
    }
  }
  const { key, size } = await blobs.write(lines())
  await payloadGone(ctx, pool.id, gone)
  return {
    rowsSha256: key,
    bytes: size,
    rows,
    weights,
    sources,
    methods: [...methods.values()].sort((a, b) => (a.version < b.version ? -1 : 1)),
    consents: used,
    quality,
    questions,
    annotations,
    labelers: labelers.size,
    meanConfidencePpm: rows.length === 0 ? 0 : Math.round(confidence / rows.length),
  }
}

function toRow(
  task: TaskRow,
  payload: Record<string, unknown>,
  annotations: ReleasedAnnotation[],
  consent: string | undefined,
  question: string,
): ReleaseRow {
  return {
    id: task.external_id,
    item: {
      sha256: task.sha256,
      payload,
      provenance: task.provenance,
      ...(consent === undefined ? {} : { consent }),
    },
    result: {
      value: task.value,
      confidence: task.confidence_ppm / 1e6,
      method: task.method,
      version: task.version,
      votes: task.votes,
    },
    annotations,
    campaign: task.campaign,
    question,
    assignment: task.assignment,
    weight: 1,
  }
}

function addWeights(weights: Holders, shares: Map<string, bigint>): void {
  for (const [personId, share] of shares) {
    if (share === 0n) continue
    const held = weights.get(personId) ?? { weightPpm: 0n, rows: 0 }
    weights.set(personId, { weightPpm: held.weightPpm + share, rows: held.rows + 1 })
  }
}
