import { wilson } from '@rowright/aggregate'
import { questionOf } from '@rowright/tasktype'
import type { Campaign } from '../pool/index.ts'
import { type Said, stops, type VoiceOf } from './stream.ts'

export interface Audit {
  /** Tasks with all their answers that would have stopped early, and those of them that stopped at another value. */
  items: number
  errors: number
}

/** Fewer say nothing. */
const FEWEST = 50

/** How often the early stop is wrong, on the tasks that were kept going. [CNS-12] @param tasks answers and final value. */
export function measureAudit(
  tasks: readonly { answers: readonly Said[]; value: string }[],
  campaign: Pick<Campaign, 'taskType' | 'schema' | 'labels'>,
  voiceOf: VoiceOf,
  rule: { least: number; target: number },
): Audit {
  const { type, schema } = questionOf(campaign)
  let items = 0
  let errors = 0
  for (const { answers, value } of tasks) {
    const stop = stops(answers, campaign, voiceOf, rule)
    if (!stop?.early) continue
    items++
    if (!type.agrees(schema, stop.belief.value, value)) errors++
  }
  return { items, errors }
}

/** Whether tasks must get more answers: surely wrong more than twice as often as the target allows. [CNS-12] */
export const wrongTooOften = ({ items, errors }: Audit, target: number): boolean =>
  items >= FEWEST && wilson(errors, items).low > 2 * (1 - target)
