import { onlinePosterior, uniformPosterior } from '@rowright/aggregate'
import type { ReleasedAnnotation, ReleaseRow } from './row.ts'

/** What a labeler without a measured skill is believed to be right in: between guessing and measured crowds. */
const UNMEASURED = 0.7
const METHOD = { method: 'recount', version: 'recount/1' }

/**
 * The result of a row over the annotations it still has, when some that stood behind it may no longer speak: each
 * one weighs by its labeler's published reliability (one-coin posterior). Rejected ones speak only where no other
 * does. Ties go to the value that comes first by code point, so that everybody who repeats it gets the same. [REL-9]
 */
export function recount(row: ReleaseRow): ReleaseRow {
  const speaking = row.annotations.filter((one) => one.verdict !== 'rejected')
  const heard = speaking.length > 0 ? speaking : row.annotations
  const values = [...new Set(heard.map((one) => one.value))].sort()
  const classes = new Set([...values, ...Object.keys(row.result.votes)]).size
  const posterior = heard.reduce(
    (belief, one) => onlinePosterior(belief, values.indexOf(one.value), reliabilityOf(one)),
    uniformPosterior(Math.max(2, classes)),
  )
  const best = values.reduce((top, _, i) => (posterior[i]! > posterior[top]! ? i : top), 0)
  const votes: Record<string, number> = {}
  for (const { value } of heard) votes[value] = (votes[value] ?? 0) + 1
  return {
    ...row,
    result: { value: values[best]!, confidence: Math.round(posterior[best]! * 1e6) / 1e6, votes, ...METHOD },
  }
}

const reliabilityOf = ({ reliability }: ReleasedAnnotation): number => reliability?.accuracy ?? UNMEASURED
