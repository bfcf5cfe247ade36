import { canonicalJson } from '@rowright/protocol'
import { z } from 'zod'
import { invalidPayload, invalidValue } from '../errors.ts'
import { nominalAlpha } from '../nominalAlpha.ts'
import { reliabilityBy, votesOf } from '../reliability.ts'
import type { Evidence, Outcome, Payload, Said, TaskResult, TaskType } from '../taskType.ts'
import { bradleyTerry, type Win } from './bradleyTerry.ts'

const schema = z.object({
  /** What the better one is better at. */
  criterion: z.string().max(200).default(''),
  ties: z.boolean().default(false),
})
type Schema = z.infer<typeof schema>
export type Side = 'left' | 'right' | 'tie'

const allowedSides = ({ ties }: Schema): Side[] => (ties ? ['left', 'right', 'tie'] : ['left', 'right'])

/** Which of two is better. The payload has `left` and `right`, texts or images. */
export const pairwise: TaskType<Schema, Side> = {
  name: 'pairwise',
  readsPayload: true,
  schema,
  checkPayload,
  parse(schema, input) {
    const found = allowedSides(schema).find((side) => side === input)
    if (found) return found
    throw invalidValue(
      'value',
      `"${String(input).slice(0, 80)}" is no side of this pair.`,
      `Answer with one of: ${allowedSides(schema).join(', ')}.`,
      { allowed: allowedSides(schema) },
    )
  },
  write: (value) => value,
  read: (text) => text,
  agrees: (_, value, truth) => value === truth,
  aggregate,
  alpha: (_, said) => nominalAlpha(said),
  exported: (_, value) => value,
  classes: allowedSides,
  nominal: true,
  chance: (schema) => 1 / allowedSides(schema).length,
}

function checkPayload(payload: Payload): void {
  for (const side of ['left', 'right'] as const) {
    if (typeof payload[side] === 'string' && payload[side].trim() !== '') continue
    throw invalidPayload(
      side,
      `a pair needs "${side}".`,
      'Fill "left" and "right" with a text or an image each.',
    )
  }
  if (payload.left === payload.right)
    throw invalidPayload('right', 'both sides are the same.', 'Compare two different things.')
}

/** How a candidate fared: its score, and in how many answers it was the better, the worse, or neither. */
export interface Rank {
  name: string
  score: number
  won: number
  lost: number
  tied: number
}

/**
 * Candidates of pairs by their Bradley–Terry score, the best first; the scores of all add up to 1.
 * @param pairs what each pair showed, and how many chose which side.
 */
export function rankPairs(pairs: readonly { payload: Payload; votes: Record<string, number> }[]): Rank[] {
  const ranks = new Map<string, Rank>()
  const wins: Win[] = []
  const of = (name: string) => {
    const found = ranks.get(name) ?? { name, score: 0, won: 0, lost: 0, tied: 0 }
    ranks.set(name, found)
    return found
  }
  for (const { payload, votes } of pairs) {
    const { left, right } = candidates('', payload)
    const { left: forLeft = 0, right: forRight = 0, tie = 0 } = votes
    const add = (one: Rank, won: number, lost: number) => {
      one.won += won
      one.lost += lost
      one.tied += tie
    }
    add(of(left), forLeft, forRight)
    add(of(right), forRight, forLeft)
    wins.push({ better: left, worse: right, weight: forLeft + tie / 2 })
    wins.push({ better: right, worse: left, weight: forRight + tie / 2 })
  }
  const scores = bradleyTerry(wins)
  const sum = [...scores.values()].reduce((total, score) => total + score, 0)
  return [...ranks.values()]
    .map((rank) => ({ ...rank, name: String(JSON.parse(rank.name)), score: scores.get(rank.name)! / sum }))
    .sort((a, b) => b.score - a.score || (a.name < b.name ? -1 : 1))
}

/** The start of the text that an answer chose; null of a tie, of a picture, and where the pair is not at hand. */
export function chosenText(value: string, payload: Payload | null): string | null {
  if (value !== 'left' && value !== 'right') return null
  const chosen = payload?.[value]
  return typeof chosen === 'string' && !chosen.startsWith('data:')
    ? [...chosen].slice(0, MOST_CHOSEN).join('')
    : null
}

const MOST_CHOSEN = 280

/** The two that a task compares. Where the payload is a file, its pair stands alone. */
function candidates(task: string, payload: Payload | undefined): { left: string; right: string } {
  if (!payload) return { left: `${task} left`, right: `${task} right` }
  const name = (side: 'left' | 'right') => canonicalJson(payload[`${side}Id`] ?? payload[side])
  return { left: name('left'), right: name('right') }
}

/** Bradley–Terry over the whole campaign: a pair goes to whom all comparisons, direct and indirect, speak for. */
function aggregate({ ties }: Schema, said: readonly Said<Side>[], { payloads }: Evidence): Outcome<Side> {
  const wins: Win[] = said.flatMap(({ task, value }) => {
    const { left, right } = candidates(task, payloads.get(task))
    if (value === 'left') return [{ better: left, worse: right, weight: 1 }]
    if (value === 'right') return [{ better: right, worse: left, weight: 1 }]
    return [
      { better: left, worse: right, weight: 0.5 },
      { better: right, worse: left, weight: 0.5 },
    ]
  })
  const scores = bradleyTerry(wins)
  const results = new Map<string, TaskResult<Side>>()
  const values = new Map<string, Side>()
  for (const [task, answers] of Map.groupBy(said, (one) => one.task)) {
    const { left, right } = candidates(task, payloads.get(task))
    const [a, b] = [scores.get(left)!, scores.get(right)!]
    const leftWins = a / (a + b)
    const votes = votesOf(answers, (side) => side)
    const tied = ties ? (votes.tie ?? 0) / answers.length : 0
    const posterior = {
      left: leftWins * (1 - tied),
      right: (1 - leftWins) * (1 - tied),
      ...(tied ? { tie: tied } : {}),
    }
    const [value, confidence] = Object.entries(posterior).reduce((best, one) =>
      one[1] > best[1] ? one : best,
    )
    results.set(task, { value: value as Side, confidence, posterior, votes })
    values.set(task, value as Side)
  }
  return {
    method: 'bradley-terry',
    version: 'bradley-terry/1',
    iterations: 0,
    results,
    labelers: reliabilityBy(said, values, (value, result) => value === result),
  }
}
