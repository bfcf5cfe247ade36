import { wilson } from '@rowright/aggregate'
import type { Ctx } from '@rowright/db'
import { questionOf } from '@rowright/tasktype'
import { provenanceLevel } from './provenance.ts'
import { agreementOf, goldOf } from './qualityStore.ts'
import type { Questions } from './question.ts'
import type { ReleaseRow } from './row.ts'
import { type TextErrors, textErrorsOf } from './textErrors.ts'

/** What a buyer is told about a release before buying it. Shares and errors are ppm. [REL-10] */
export interface QualityStatement {
  /**
   * The share of rows whose result is wrong. `gold`: results of the control tasks in it against their known answers,
   * which no method has seen (95 % Wilson interval); labelers who failed them were heard nowhere, so it is slightly
   * kind. `confidence`: one minus the mean confidence, not checked against anything.
   */
  estimatedError: {
    basis: 'gold' | 'confidence'
    ppm: number
    lowPpm: number | null
    highPpm: number | null
    /** Control tasks compared. */
    tasks: number
  }
  /** Of transcriptions: error rates of results against the control tasks' known texts, per campaign. Absent in releases of before it was measured. */
  textErrors?: TextErrors[]
  /** Krippendorff's alpha per campaign, over all its answers; null where undefined. */
  agreement: { campaign: string; alphaPpm: number | null; annotations: number }[]
  annotationsPerRow: { mean: number; least: number; most: number }
  /** Rows by confidence, in ten equal bins. */
  confidenceBins: number[]
  /** How often each label is the result, of rows whose question has one label as its answer; absent without such. */
  labels?: { value: string; rows: number }[]
  methods: { method: string; version: string; rows: number }[]
  /** L0 told by the giver … L3 attested. */
  provenance: { level: string; rows: number; sharePpm: number }[]
  madeBy: { madeBy: string; annotations: number; sharePpm: number }[]
  /** Answers by persons whose consent held at the cut-off are in it, all others were left out. */
  consent: { annotations: number; leftOut: number }
}

/** Counts rows as they pass; nothing is kept per row but the results of control tasks' candidates. */
export interface QualityTally {
  add(taskId: string, row: ReleaseRow, leftOut: number): void
  results: Map<string, string>
  counts: {
    rows: number
    annotations: number
    leftOut: number
    least: number
    most: number
    confidence: number
    bins: number[]
    /** Rows by question and result, of the questions' first thousand results: texts are not counted one by one. */
    values: Map<string, Map<string, number>>
    methods: Map<string, { method: string; version: string; rows: number }>
    provenance: Map<string, number>
    madeBy: Map<string, number>
  }
}

const MOST_VALUES = 1_000

export function tallyQuality(): QualityTally {
  const results = new Map<string, string>()
  const counts: QualityTally['counts'] = {
    rows: 0,
    annotations: 0,
    leftOut: 0,
    least: 0,
    most: 0,
    confidence: 0,
    bins: new Array<number>(10).fill(0),
    values: new Map(),
    methods: new Map(),
    provenance: new Map(),
    madeBy: new Map(),
  }
  const count = (map: Map<string, number>, key: string) => map.set(key, (map.get(key) ?? 0) + 1)
  return {
    results,
    counts,
    add(taskId, { result, annotations, item, question }, leftOut) {
      results.set(taskId, result.value)
      counts.least = counts.rows === 0 ? annotations.length : Math.min(counts.least, annotations.length)
      counts.most = Math.max(counts.most, annotations.length)
      counts.rows++
      counts.annotations += annotations.length
      counts.leftOut += leftOut
      counts.confidence += result.confidence
      counts.bins[Math.min(9, Math.floor(result.confidence * 10))]!++
      const values = counts.values.get(question ?? '') ?? new Map<string, number>()
      counts.values.set(question ?? '', values)
      if (values.has(result.value) || values.size < MOST_VALUES) count(values, result.value)
      const { method, version } = result
      const rows = (counts.methods.get(version)?.rows ?? 0) + 1
      counts.methods.set(version, { method, version, rows })
      count(counts.provenance, provenanceLevel(item.provenance))
      for (const { madeBy } of annotations) count(counts.madeBy, madeBy)
    },
  }
}

/** States the quality of what was tallied. @param questions of the rows. */
export async function stateQuality(
  ctx: Ctx,
  poolId: string,
  tally: QualityTally,
  questions: Questions,
): Promise<QualityStatement> {
  const { counts, results } = tally
  const gold = (await goldOf(ctx, poolId)).filter((one) => results.has(one.taskId))
  const wrong = gold.filter(({ taskId, answer, question }) => {
    const { type, schema } = questionOf(question)
    return !type.agrees(schema, results.get(taskId)!, answer)
  }).length
  return {
    estimatedError: errorOf(counts, wrong, gold.length),
    textErrors: textErrorsOf(gold, results),
    agreement: await agreementOf(ctx, poolId),
    annotationsPerRow: {
      mean: counts.rows === 0 ? 0 : Math.round((counts.annotations / counts.rows) * 1000) / 1000,
      least: counts.least,
      most: counts.most,
    },
    confidenceBins: counts.bins,
    ...labelsOf(counts.values, questions),
    methods: [...counts.methods.values()].sort((a, b) => (a.version < b.version ? -1 : 1)),
    provenance: shares(counts.provenance, counts.rows).map(([level, rows, sharePpm]) => ({
      level,
      rows,
      sharePpm,
    })),
    madeBy: shares(counts.madeBy, counts.annotations).map(([madeBy, annotations, sharePpm]) => ({
      madeBy,
      annotations,
      sharePpm,
    })),
    consent: { annotations: counts.annotations, leftOut: counts.leftOut },
  }
}

/** Only of single labels: what else people answer may be a text of its own, which is for licensees. */
function labelsOf(
  values: QualityTally['counts']['values'],
  questions: Questions,
): Pick<QualityStatement, 'labels'> {
  const rows = new Map<string, number>()
  for (const [question, counted] of values)
    if (questions[question]?.taskType === 'single')
      for (const [value, n] of counted) rows.set(value, (rows.get(value) ?? 0) + n)
  if (rows.size === 0) return {}
  return { labels: shares(rows, 0).map(([value, n]) => ({ value, rows: n })) }
}

const ppm = (share: number) => Math.round(share * 1e6)

function errorOf(
  counts: QualityTally['counts'],
  wrong: number,
  tasks: number,
): QualityStatement['estimatedError'] {
  if (tasks === 0) {
    const unsure = counts.rows === 0 ? 1 : 1 - counts.confidence / counts.rows
    return { basis: 'confidence', ppm: ppm(unsure), lowPpm: null, highPpm: null, tasks }
  }
  const { low, high } = wilson(wrong, tasks)
  return { basis: 'gold', ppm: ppm(wrong / tasks), lowPpm: ppm(low), highPpm: ppm(high), tasks }
}

const shares = (counted: Map<string, number>, all: number): [string, number, number][] =>
  [...counted]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, n]) => [name, n, all === 0 ? 0 : ppm(n / all)])
