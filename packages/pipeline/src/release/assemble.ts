import { createHash } from 'node:crypto'
import type { BlobStore, Ctx } from '@rowright/db'
import { validConsents } from '../consent/index.ts'
import { payloadOf } from '../item/index.ts'
import type { Pool } from '../pool/index.ts'
import { inOrder, pseudonym, type ReleasedAnnotation, type ReleaseRow, seal, splitRow } from './row.ts'
import {
  type AnswerRow,
  answerRows,
  labelersOf,
  latestSkills,
  resolvedTasks,
  type TaskRow,
  taskRows,
} from './store.ts'

/** Everything a release is made of, before anything is written. */
export interface Assembled {
  content: Uint8Array
  rowsSha256: string
  rows: { taskId: string; commitment: string; salt: string }[]
  weights: Map<string, { weightPpm: bigint; rows: number }>
  methods: { method: string; version: string }[]
  annotations: number
  labelers: number
  meanConfidencePpm: number
}

/** Tasks read at once: bounds what is in memory beside the finished lines. */
const PAGE = 1_000

/** Reads a pool's current rows as far as consents that hold at `cutoff` allow. [REL-1..REL-3] */
export async function assemble(ctx: Ctx, blobs: BlobStore, pool: Pool, cutoff: Date): Promise<Assembled> {
  const consents = await validConsents(ctx, pool.id, await labelersOf(ctx, pool.id), cutoff)
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
      reliability: skill
        ? { accuracy: skill.accuracy_ppm / 1e6, low: skill.low_ppm / 1e6, high: skill.high_ppm / 1e6 }
        : null,
      consent: consents.get(answer.person_id)!.bodyHash,
    }
  }

  const lines: Uint8Array[] = []
  const rows: Assembled['rows'] = []
  const weights: Assembled['weights'] = new Map()
  const methods = new Map<string, { method: string; version: string }>()
  const labelers = new Set<string>()
  let annotations = 0
  let confidence = 0
  const taskIds = await resolvedTasks(ctx, pool.id)
  for (let from = 0; from < taskIds.length; from += PAGE) {
    const page = taskIds.slice(from, from + PAGE)
    const tasks = await taskRows(ctx, pool.id, page)
    const answers = await answerRows(ctx, pool.id, page)
    let text = ''
    for (const taskId of page) {
      const task = tasks.get(taskId)!
      const allowed = (answers.get(taskId) ?? []).filter((answer) => consents.has(answer.person_id))
      if (allowed.length === 0) continue
      const row = toRow(
        task,
        await payloadOf(blobs, task),
        inOrder(allowed.map((answer) => released(task, answer))),
      )
      const sealed = seal(pool.pseudonymKey, taskId, row)
      text += sealed.line
      rows.push({ taskId, commitment: sealed.commitment, salt: sealed.salt })
      const accepted = allowed
        .filter((answer) => answer.verdict === 'accepted')
        .map((answer) => answer.person_id)
      addWeights(weights, splitRow(pool.rowSplitPpm, task.giver_id, accepted))
      methods.set(task.version, { method: task.method, version: task.version })
      for (const answer of allowed) labelers.add(answer.person_id)
      annotations += allowed.length
      confidence += task.confidence_ppm
    }
    lines.push(Buffer.from(text))
  }
  const content = Buffer.concat(lines)
  return {
    content,
    rowsSha256: createHash('sha256').update(content).digest('hex'),
    rows,
    weights,
    methods: [...methods.values()].sort((a, b) => (a.version < b.version ? -1 : 1)),
    annotations,
    labelers: labelers.size,
    meanConfidencePpm: rows.length === 0 ? 0 : Math.round(confidence / rows.length),
  }
}

function toRow(
  task: TaskRow,
  payload: Record<string, unknown>,
  annotations: ReleasedAnnotation[],
): ReleaseRow {
  return {
    id: task.external_id,
    item: { sha256: task.sha256, payload, provenance: task.provenance },
    result: {
      value: task.value,
      confidence: task.confidence_ppm / 1e6,
      method: task.method,
      version: task.version,
      votes: task.votes,
    },
    annotations,
    campaign: task.campaign,
    assignment: task.assignment,
    weight: 1,
  }
}

function addWeights(weights: Assembled['weights'], shares: Map<string, bigint>): void {
  for (const [personId, share] of shares) {
    if (share === 0n) continue
    const held = weights.get(personId) ?? { weightPpm: 0n, rows: 0 }
    weights.set(personId, { weightPpm: held.weightPpm + share, rows: held.rows + 1 })
  }
}
