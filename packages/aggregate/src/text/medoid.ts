import { assertCount, assertIndex } from '../errors.ts'
import { type ShareRight, shareRight } from '../shareRight.ts'
import { editDistance, graphemes } from './edit.ts'
import { normalizeText, type TextProfile } from './profile.ts'

export interface TextAnswer {
  task: number
  labeler: number
  text: string
}

export interface TextResult {
  /** An answer as it was typed: the one nearest to all, weighed by their chance to be right. Null without answers. */
  text: string | null
  /** Chance that `text`, under the profile, is exactly right; 0 without answers. */
  confidence: number
  /** Whether another text is as near (within 1e-9). The one first in code-unit order is taken. */
  tie: boolean
  /** Different texts under the profile, in code-unit order, with how many gave them and their chance to be right. */
  candidates: { text: string; votes: number; probability: number }[]
  /** Mean edit similarity of the answers to `text`, 0…1. */
  similarity: number
}

/** Reliabilities: share of answers that are exactly right under the profile. */
export interface TextAggregation extends ShareRight {
  method: 'medoid'
  version: string
  profile: TextProfile
  iterations: number
  results: TextResult[]
}

export interface TextOptions {
  taskCount: number
  labelerCount: number
  profile?: TextProfile
}

const VERSION = 'medoid/1'
/** Wrong texts as likely as any that was given: how seldom two wrong answers are the same by chance. */
const UNSEEN = 20
const ITERATIONS = 5
const FLOOR = 1e-6
const SAME = 1e-9

/** A task's answers. A form is a text under the profile; forms are in code-unit order. */
interface Work {
  forms: string[]
  said: { labeler: number; form: number; text: string }[]
  /** Chance of each form to be right; what is missing to 1 is that of a text nobody gave. */
  chance: number[]
}

/**
 * Transcriptions of each task become one: of all answers the one with the least expected edit distance to the
 * right text. A labeler is exactly right with p, else gives one of many wrong texts; p leans by 5 on the pool's
 * mean. Equal answers speak for each other; where all differ the medoid is left.
 * @throws aggregate/bad-count, aggregate/index-out-of-range, aggregate/malformed-text, aggregate/unknown-profile,
 *   aggregate/text-too-long
 */
export function aggregateTexts(answers: readonly TextAnswer[], options: TextOptions): TextAggregation {
  const { labelerCount, profile = 'reading/1' } = options
  const tasks = group(answers, options, profile)
  let accuracy: Float64Array = new Float64Array(labelerCount).fill(0.5)
  for (let pass = 0; pass < ITERATIONS; pass++) {
    for (const work of tasks) believe(work, accuracy)
    accuracy = measure(tasks, labelerCount).reliability
  }
  return {
    method: 'medoid',
    version: VERSION,
    profile,
    iterations: ITERATIONS,
    results: tasks.map(choose),
    ...measure(tasks, labelerCount),
  }
}

function group(answers: readonly TextAnswer[], options: TextOptions, profile: TextProfile): Work[] {
  const { taskCount, labelerCount } = options
  assertCount('taskCount', taskCount)
  assertCount('labelerCount', labelerCount)
  const byTask: Map<string, Work['said']>[] = Array.from({ length: taskCount }, () => new Map())
  for (const [n, { task, labeler, text }] of answers.entries()) {
    assertIndex(`answers.${n}.task`, task, taskCount)
    assertIndex(`answers.${n}.labeler`, labeler, labelerCount)
    const form = normalizeText(text, profile, `answers.${n}.text`)
    const said = byTask[task]!.get(form)
    if (said === undefined) byTask[task]!.set(form, [{ labeler, form: 0, text }])
    else if (!said.some((one) => one.labeler === labeler)) said.push({ labeler, form: 0, text })
  }
  return byTask.map((found) => {
    const forms = [...found.keys()].sort()
    const said = forms.flatMap((name, form) => found.get(name)!.map((one) => ({ ...one, form })))
    said.sort((a, b) => a.labeler - b.labeler || a.form - b.form)
    return { forms, said, chance: forms.map(() => 0) }
  })
}

/** E-step: odds of each form against "none of these", a wrong labeler giving each of `UNSEEN` texts alike. */
function believe({ forms, said, chance }: Work, accuracy: Float64Array): void {
  const odds = forms.map(() => 1 / UNSEEN)
  for (const { labeler, form } of said) {
    const p = Math.min(1 - FLOOR, Math.max(FLOOR, accuracy[labeler]!))
    odds[form] = Math.min(1e250, (odds[form]! * p * UNSEEN) / (1 - p))
  }
  const sum = odds.reduce((total, one) => total + one, 1)
  for (const [form, one] of odds.entries()) chance[form] = one / sum
}

/** A task with a single answer says nothing of its labeler. */
function measure(tasks: readonly Work[], labelerCount: number): ShareRight {
  const right = new Float64Array(labelerCount)
  const checked = new Float64Array(labelerCount)
  for (const { said, chance } of tasks) {
    if (said.length < 2) continue
    for (const { labeler, form } of said) {
      checked[labeler]! += 1
      right[labeler]! += chance[form]!
    }
  }
  return shareRight(right, checked, 1 / (UNSEEN + 1))
}

/** The form of least expected distance; its most frequent spelling, of equals the first in code-unit order. */
function choose({ forms, said, chance }: Work): TextResult {
  if (forms.length === 0) return { text: null, confidence: 0, tie: false, candidates: [], similarity: 0 }
  const votes = forms.map((_, form) => said.filter((one) => one.form === form).length)
  const parts = forms.map(graphemes)
  const between = forms.map(() => new Float64Array(forms.length))
  for (let one = 0; one < forms.length; one++) {
    for (let other = one + 1; other < forms.length; other++) {
      const distance = editDistance(parts[one]!, parts[other]!)
      between[one]![other] = distance
      between[other]![one] = distance
    }
  }
  const expected = between.map((row) =>
    row.reduce((sum, distance, form) => sum + distance * chance[form]!, 0),
  )
  const least = Math.min(...expected)
  const near = [...expected.keys()].filter((form) => expected[form]! <= least + SAME)
  const best = near[0]!
  const similar = ({ form }: { form: number }) => {
    const longer = Math.max(parts[form]!.length, parts[best]!.length)
    return longer === 0 ? 1 : 1 - between[best]![form]! / longer
  }
  return {
    text: mostFrequent(said.filter((one) => one.form === best).map((one) => one.text)),
    confidence: chance[best]!,
    tie: near.length > 1,
    candidates: forms.map((text, form) => ({ text, votes: votes[form]!, probability: chance[form]! })),
    similarity: said.reduce((sum, one) => sum + similar(one), 0) / said.length,
  }
}

function mostFrequent(texts: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1)
  const top = Math.max(...counts.values())
  return [...counts.keys()].filter((text) => counts.get(text) === top).sort()[0]!
}
