import type { Question } from '../label/editors/editor.ts'
import { asColor, type LabelInput } from './labelInput.ts'
import { emptyQuestion, type QuestionInput, type TypeName } from './questionInput.ts'

const text = (value: unknown): string => (value === null || value === undefined ? '' : String(value))
/** Ppm as percent, as people type it. */
const percent = (ppm: unknown): string => String(Number(ppm ?? 0) / 10_000)

const labelInput = (
  { label, value, description, color, key }: Question['labels'][number],
  place: number,
) => ({
  key: place,
  label,
  value: value === label ? '' : value,
  description: description ?? '',
  color: asColor(color ?? ''),
  shortcut: key ?? '',
})

/** The form filled with what a campaign asks: `readQuestion` of it is the same question again. */
export function questionInputOf({ taskType, schema, labels }: Question): QuestionInput {
  const own = (schema.labels as Question['labels'] | undefined) ?? labels
  const filled = {
    ...emptyQuestion,
    type: taskType as TypeName,
    labels: own.map(labelInput) as LabelInput[],
  }
  switch (filled.type) {
    case 'single':
      return filled
    case 'multi':
      return {
        ...filled,
        chooseLeast: text(schema.least),
        chooseMost: text(schema.most),
        chooseTolerance: text(schema.tolerance ?? 0),
      }
    case 'spans':
      return { ...filled, spansTolerance: percent(schema.tolerancePpm) }
    case 'rating':
      return {
        ...filled,
        scaleLeast: text(schema.least),
        scaleMost: text(schema.most),
        leastMeans: text(schema.leastMeans),
        mostMeans: text(schema.mostMeans),
        scaleTolerance: text(schema.tolerance ?? 0),
      }
    case 'numeric':
      return {
        ...filled,
        numberLeast: text(schema.least),
        numberMost: text(schema.most),
        unit: text(schema.unit),
        decimals: text(schema.decimals ?? 0),
        numberTolerance: text(schema.tolerance ?? 0),
      }
    case 'pairwise':
      return { ...filled, criterion: text(schema.criterion), ties: schema.ties === true }
    case 'transcription':
      return {
        ...filled,
        language: text(schema.language),
        profile: schema.profile as QuestionInput['profile'],
        textTolerance: percent(schema.tolerancePpm),
        longest: text(schema.longest),
        suggest: (schema.suggest ?? 'given') as QuestionInput['suggest'],
      }
  }
}
