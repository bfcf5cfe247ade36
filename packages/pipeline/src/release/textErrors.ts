import { questionOf } from '@rowright/tasktype'
import type { Gold } from './qualityStore.ts'

/** Edits ÷ length of the true texts, in ppm, with a 95 % interval. */
interface Rate {
  ppm: number
  lowPpm: number
  highPpm: number
}

/** How far the transcribed texts of a campaign are from the known ones, by character and by word. */
export interface TextErrors {
  campaign: string
  /** Control tasks compared. */
  texts: number
  cer: Rate
  wer: Rate
}

/** Error rates of results against known texts, for the campaigns whose task type measures them. [REL-10, TYP-10] */
export function textErrorsOf(gold: readonly Gold[], results: ReadonlyMap<string, string>): TextErrors[] {
  return [...Map.groupBy(gold, (one) => one.campaignId).values()].flatMap((known) => {
    const [{ campaign, question }] = known as [Gold]
    const { type, schema } = questionOf(question)
    const pairs = known.map(({ taskId, answer }) => ({ value: results.get(taskId)!, truth: answer }))
    const found = type.errors(schema, pairs)
    return found ? [{ campaign, texts: pairs.length, cer: inPpm(found.cer), wer: inPpm(found.wer) }] : []
  })
}

const inPpm = ({ rate, low, high }: { rate: number; low: number; high: number }): Rate => ({
  ppm: Math.round(rate * 1e6),
  lowPpm: Math.round(low * 1e6),
  highPpm: Math.round(high * 1e6),
})
