import { COLORS, type Color } from '../label/colors.ts'
import { HELP_KEY, REPORT_KEY, SKIP_KEY } from '../label/keys.ts'
import type { QuestionFault } from './questionFaults.ts'

export interface LabelInput {
  /** Of the row in the form, so that it keeps its focus when it moves. */
  key: number
  label: string
  /** What the results say; empty: the same as the label. */
  value: string
  /** When to choose it. */
  description: string
  /** Empty: by position. */
  color: Color | ''
  /** Key of the keyboard; empty: by position. */
  shortcut: string
}

export const blankLabel = (key: number, label = '', value = ''): LabelInput => ({
  key,
  label,
  value,
  description: '',
  color: '',
  shortcut: '',
})

export const asColor = (text: string): Color | '' => COLORS.find((one) => one === text) ?? ''

/** Labels as they are sent: what was left empty is left out. */
export const labelsOf = (labels: readonly LabelInput[]) =>
  labels.map(({ label, value, description, color, shortcut }) => ({
    label: label.trim(),
    value: value.trim() || label.trim(),
    ...(description.trim() ? { description: description.trim() } : {}),
    ...(color ? { color } : {}),
    ...(shortcut ? { key: shortcut } : {}),
  }))

/** Reads the labels, and says of each what is wrong with it. */
export function readLabels(
  input: readonly LabelInput[],
  least: number,
  faults: Map<string, QuestionFault>,
): ReturnType<typeof labelsOf> {
  const labels = labelsOf(input)
  if (labels.length < least) faults.set('labels', least === 1 ? 'labelsOne' : 'labelsFew')
  const values = new Set<string>()
  const keys = new Set<string>()
  for (const [i, { label, value, key }] of labels.entries()) {
    if (label === '') faults.set(`labels.${i}.label`, 'labelEmpty')
    else if (value === '__proto__') faults.set(`labels.${i}.value`, 'labelMagic')
    else if (values.has(value)) faults.set(`labels.${i}.value`, 'labelTwice')
    values.add(value)
    if (key === undefined) continue
    if (!/^[a-z0-9]$/.test(key) || [SKIP_KEY, REPORT_KEY, HELP_KEY].includes(key))
      faults.set(`labels.${i}.shortcut`, 'keyWrong')
    else if (keys.has(key)) faults.set(`labels.${i}.shortcut`, 'keyTwice')
    keys.add(key)
  }
  return labels
}
