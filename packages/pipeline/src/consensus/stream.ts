import { questionOf } from '@rowright/tasktype'
import type { Campaign } from '../pool/index.ts'

/** Answers to one task, in the order in which they came. */
export type Said = readonly [personId: string, value: string]

export interface Belief {
  value: string
  confidence: number
  /** Answers that took part. */
  answers: number
}

/** In whose name a labeler speaks, and how reliable that is; null when their answers do not speak. */
export type VoiceOf = (personId: string) => { name: string; reliability: number } | null

/** What a campaign's answers to a task say so far: as its task type weighs them. Null before the first. [CNS-10] */
export function believe(
  answers: readonly Said[],
  campaign: Pick<Campaign, 'taskType' | 'schema' | 'labels'>,
  voiceOf: VoiceOf,
): Belief | null {
  const { type, schema } = questionOf(campaign)
  const heard = heardOf(answers, voiceOf)
  const belief = type.believe(schema, heard)
  return belief && { ...belief, answers: heard.length }
}

/** The belief at which a task would have been closed, or the last one; `early`: before its last answer. [CNS-10] */
export function stops(
  answers: readonly Said[],
  campaign: Pick<Campaign, 'taskType' | 'schema' | 'labels'>,
  voiceOf: VoiceOf,
  { least, target }: { least: number; target: number },
): { belief: Belief; early: boolean } | null {
  const { type, schema } = questionOf(campaign)
  const heard = heardOf(answers, voiceOf)
  let belief: Belief | null = null
  for (let n = 1; n <= heard.length; n++) {
    belief = { ...type.believe(schema, heard.slice(0, n))!, answers: n }
    if (n >= least && belief.confidence >= target)
      return { belief, early: heard[n - 1]!.place < answers.length - 1 }
  }
  return belief && { belief, early: false }
}

/** The first answer of each voice. */
function heardOf(answers: readonly Said[], voiceOf: VoiceOf) {
  const names = new Set<string>()
  return answers.flatMap(([personId, value], place) => {
    const voice = voiceOf(personId)
    if (voice === null || names.size === names.add(voice.name).size) return []
    return [{ value, reliability: voice.reliability, place }]
  })
}
