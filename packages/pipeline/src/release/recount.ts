import { taskType } from '@rowright/tasktype'
import type { Questions, ReleasedQuestion } from './question.ts'
import type { ReleasedAnnotation, ReleaseRow } from './row.ts'

/** What a labeler without a measured skill is believed to be right in: between guessing and measured crowds. */
const UNMEASURED = 0.7
const METHOD = { method: 'recount', version: 'recount/2' }

/** Rows of before there were questions: their answers are classes, of as many as were seen. */
const CLASSES = (row: ReleaseRow): ReleasedQuestion => {
  const seen = new Set([...Object.keys(row.result.votes), ...row.annotations.map((one) => one.value)])
  const values = seen.size < 2 ? [...seen, ''] : [...seen]
  return { taskType: 'single', schema: { labels: values.map((value) => ({ value, label: value })) } }
}

/**
 * The result of a row over the annotations it still has, when some that stood behind it may no longer speak: as its
 * task type adds up the answers to one task, each labeler believed as the row says they are reliable. Rejected ones
 * speak only where no other does. Everything it needs is in the row and the manifest, so that everybody who repeats it
 * gets the same. [REL-9]
 */
export function recount(row: ReleaseRow, questions: Questions): ReleaseRow {
  const speaking = row.annotations.filter((one) => one.verdict !== 'rejected')
  const heard = speaking.length > 0 ? speaking : row.annotations
  const { taskType: name, schema } = questions[row.question ?? ''] ?? CLASSES(row)
  const voices = heard.map((one) => ({ value: one.value, reliability: reliabilityOf(one) }))
  const { value, confidence } = taskType(name).recount(schema, voices, row.item.payload)!
  const votes: Record<string, number> = {}
  for (const one of heard) votes[one.value] = (votes[one.value] ?? 0) + 1
  return {
    ...row,
    result: { value, confidence: Math.round(confidence * 1e6) / 1e6, votes, ...METHOD },
  }
}

const reliabilityOf = ({ reliability }: ReleasedAnnotation): number => reliability?.accuracy ?? UNMEASURED
