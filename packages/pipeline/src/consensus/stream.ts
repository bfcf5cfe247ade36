import { onlinePosterior, uniformPosterior } from '@rowright/aggregate'

/** An answer as a stream reads it: who, what. In the order in which they came. */
export type Said = readonly [personId: string, value: string]

export interface Belief {
  value: string
  confidence: number
  /** Answers that took part. */
  answers: number
}

/** In whose name a labeler speaks, and how reliable that is; null when their answers do not speak. */
export type VoiceOf = (personId: string) => { name: string; reliability: number } | null

/** What the answers to a task say so far: one coin per labeler, uniform class prior. Null before the first. [CNS-10] */
export function believe(
  answers: readonly Said[],
  classes: readonly string[],
  voiceOf: VoiceOf,
): Belief | null {
  return stops(answers, classes, voiceOf, { least: Number.POSITIVE_INFINITY, target: 1 })?.belief ?? null
}

/** The belief at which a task would have been closed, or the last one; `early`: before its last answer. [CNS-10] */
export function stops(
  answers: readonly Said[],
  classes: readonly string[],
  voiceOf: VoiceOf,
  { least, target }: { least: number; target: number },
): { belief: Belief; early: boolean } | null {
  let posterior = uniformPosterior(classes.length)
  let belief: Belief | null = null
  const heard = new Set<string>()
  for (const [place, [personId, value]] of answers.entries()) {
    const voice = voiceOf(personId)
    const label = classes.indexOf(value)
    if (voice === null || label < 0 || heard.size === heard.add(voice.name).size) continue
    posterior = onlinePosterior(posterior, label, voice.reliability)
    const confidence = Math.max(...posterior)
    belief = {
      value: classes[posterior.indexOf(confidence)]!,
      confidence,
      answers: heard.size,
    }
    if (heard.size >= least && confidence >= target) return { belief, early: place < answers.length - 1 }
  }
  return belief && { belief, early: false }
}
