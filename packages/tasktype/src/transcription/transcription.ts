import { editSimilarity, errorRate, normalizeText, type TextProfile } from '@rowright/aggregate'
import { z } from 'zod'
import { invalidValue } from '../errors.ts'
import { checkImageOrText } from '../payload.ts'
import { sumUp } from '../sumUp.ts'
import { OPEN_CHANCE, type Outcome, type Said, type TaskType } from '../taskType.ts'

/**
 * Named ways of telling whether two texts are the same (`packages/aggregate`). The name is kept with the campaign: a
 * profile never changes, a better one gets a new name.
 */
export const PROFILES = ['exact/1', 'reading/1', 'words/1'] as const satisfies readonly TextProfile[]

const schema = z.object({
  /** How texts are compared. */
  profile: z.enum(PROFILES).default('reading/1'),
  /** ppm of graphemes that may differ from a known text for it to agree: a slip is no failed control task. */
  tolerancePpm: z.int().min(0).max(500_000).default(50_000),
  longest: z.int().min(1).max(20_000).default(2_000),
  /** BCP 47 tag of the texts: fonts, spelling and suggestions go by it. */
  language: z
    .string()
    .regex(/^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$/, 'a language tag like "hi" or "zh-Hant"')
    .default('en'),
  /** Suggestions that are shown: none, those that come with the items, or what tesseract.js reads in the picture. */
  suggest: z.enum(['none', 'given', 'machine']).default('given'),
})
type Schema = z.infer<typeof schema>

/** The text that an image (or a sound, a scan) shows. */
export const transcription: TaskType<Schema, string> = {
  name: 'transcription',
  schema,
  checkPayload: checkImageOrText,
  parse({ longest }, input) {
    if (typeof input !== 'string' || input.trim() === '')
      throw invalidValue('value', 'There is no text.', 'Type what you read, or skip.')
    const text = input.normalize('NFC').trim()
    if (text.length > longest)
      throw invalidValue('value', `The text is over ${longest} characters.`, 'Type only what is shown.')
    return text
  },
  // A text that happens to be JSON ("12", "true") is a text all the same.
  input: (text) => text,
  agrees: ({ profile, tolerancePpm }, value, truth) =>
    editSimilarity(value, truth, profile) >= 1 - tolerancePpm / 1e6,
  same: ({ profile }, a, b) => normalizeText(a, profile) === normalizeText(b, profile),
  // Campaigns drafted before there were suggestions say nothing of them.
  suggests: ({ suggest = 'given' }) => suggest,
  aggregate,
  alpha,
  exported: (_, value) => value,
  parts: () => [],
  errors({ profile }, pairs) {
    const texts = pairs.map(({ value, truth }) => ({ answer: value, truth }))
    return { cer: errorRate(texts, { profile }), wer: errorRate(texts, { profile, unit: 'word' }) }
  },
  classes: () => null,
  chance: () => OPEN_CHANCE,
  together: ({ profile }, values) => medoid(values, profile),
}

/** The answer closest to all others; confident as far as its labelers, and how many agree with it, allow. */
function aggregate(schema: Schema, said: readonly Said<string>[]): Outcome<string> {
  const { profile } = schema
  const results = new Map(
    [...Map.groupBy(said, (one) => one.task)].map(([task, answers]) => [
      task,
      medoid(
        answers.map((one) => one.value),
        profile,
      ),
    ]),
  )
  const naming = { method: 'medoid', version: `medoid/2+${profile}`, name: (text: string) => text }
  return sumUp(transcription, schema, said, results, naming)
}

/** Similarity of texts that are normalized already. */
const similar = (one: string, other: string): number =>
  one === other ? 1 : editSimilarity(one, other, 'exact/1')

/** The text closest to all others by grapheme; of equals the first by code unit. */
function medoid(values: readonly string[], profile: TextProfile): string {
  const texts = values.map((value) => ({ value, plain: normalizeText(value, profile) }))
  texts.sort((a, b) => (a.plain + a.value < b.plain + b.value ? -1 : 1))
  const closeness = texts.map(({ plain }) => texts.reduce((sum, one) => sum + similar(plain, one.plain), 0))
  return texts[closeness.reduce((top, one, i) => (one > closeness[top]! ? i : top), 0)]!.value
}

/** Texts that chance is measured on: every pair of them is compared. */
const MOST_PAIRED = 150

/** Krippendorff's alpha with the distance 1 − edit similarity. Chance: evenly drawn answers, each pair compared. */
function alpha({ profile }: Schema, said: readonly Said<string>[]): number | null {
  const tasks = [...Map.groupBy(said, (one) => one.task).values()]
    .filter((answers) => answers.length > 1)
    .map((answers) => answers.map((one) => normalizeText(one.value, profile)))
  const all = tasks.flat()
  if (tasks.length < 2) return null
  const observed = tasks.reduce((sum, texts) => sum + (meanDistance(texts) * texts.length) / all.length, 0)
  const step = Math.max(1, Math.ceil(all.length / MOST_PAIRED))
  const expected = meanDistance(all.sort().filter((_, i) => i % step === 0))
  return expected === 0 ? null : 1 - observed / expected
}

function meanDistance(texts: readonly string[]): number {
  let sum = 0
  for (const [i, one] of texts.entries())
    for (const other of texts.slice(i + 1)) sum += 1 - similar(one, other)
  return (2 * sum) / (texts.length * (texts.length - 1))
}
