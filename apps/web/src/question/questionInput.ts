import { PROFILES, TASK_TYPES, type TaskTypeName } from '@rowright/tasktype'
import { type LabelInput, readLabels } from './labelInput.ts'
import type { QuestionFault, QuestionFaults } from './questionFaults.ts'

/** The kinds of question, in the order in which they are offered. */
export const TYPES = TASK_TYPES
export type TypeName = TaskTypeName
export { PROFILES }
export const SUGGEST = ['none', 'given', 'machine'] as const

/** What stands in the form about the question: texts, until they are sent. What a type does not use is kept for the others. */
export interface QuestionInput {
  type: TypeName
  labels: LabelInput[]
  /** Of `multi`: least and most labels of an answer; most may be empty. */
  chooseLeast: string
  chooseMost: string
  /** Of `multi`: labels by which an answer may differ from a known one. */
  chooseTolerance: string
  /** Of `spans`: percent of the marked characters that may differ from a known answer. */
  spansTolerance: string
  scaleLeast: string
  scaleMost: string
  leastMeans: string
  mostMeans: string
  /** Steps by which a rating may miss a known one. */
  scaleTolerance: string
  numberLeast: string
  numberMost: string
  unit: string
  decimals: string
  numberTolerance: string
  criterion: string
  ties: boolean
  language: string
  profile: (typeof PROFILES)[number]
  /** Percent of characters that may differ from a known text. */
  textTolerance: string
  longest: string
  /** Suggestions that are shown with a picture. */
  suggest: (typeof SUGGEST)[number]
}

export const emptyQuestion: QuestionInput = {
  type: 'single',
  labels: [0, 1].map((key) => ({ key, label: '', value: '', description: '', color: '', shortcut: '' })),
  chooseLeast: '0',
  chooseMost: '',
  chooseTolerance: '0',
  spansTolerance: '0',
  scaleLeast: '1',
  scaleMost: '5',
  leastMeans: '',
  mostMeans: '',
  scaleTolerance: '0',
  numberLeast: '0',
  numberMost: '',
  unit: '',
  decimals: '0',
  numberTolerance: '0',
  criterion: '',
  ties: false,
  language: 'en',
  profile: 'reading/1',
  textTolerance: '5',
  longest: '2000',
  suggest: 'given',
}

/** Fewest labels that make a question. */
export const leastLabels = (type: TypeName): number => (type === 'spans' ? 1 : 2)
export const hasLabels = (type: TypeName): boolean => ['single', 'multi', 'spans'].includes(type)

const LANGUAGE = /^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$/

/** The question to send, and what is wrong with the texts; what is wrong has a stand-in, so that it can be shown. */
export function readQuestion(input: QuestionInput) {
  const faults = new Map<string, QuestionFault>()
  const { labels, schema } = read(input, faults)
  return { faults: faults as QuestionFaults, question: { taskType: input.type, labels, schema } }
}

function read(input: QuestionInput, faults: Map<string, QuestionFault>) {
  const whole = (field: keyof QuestionInput & QuestionFault, least: number, most: number): number => {
    const text = String(input[field]).trim()
    const value = Number(text)
    if (/^-?\d+$/.test(text) && value >= least && value <= most) return value
    faults.set(field, field)
    return Math.max(0, least)
  }
  /** Percent, at most half, as ppm. */
  const share = (field: 'spansTolerance' | 'textTolerance'): number => {
    const percent = decimal(input[field])
    if (percent === null || percent < 0 || percent > 50) faults.set(field, field)
    return Math.round((percent ?? 0) * 10_000)
  }
  const labels = hasLabels(input.type) ? readLabels(input.labels, leastLabels(input.type), faults) : []
  switch (input.type) {
    case 'single':
      return { labels, schema: {} }
    case 'spans':
      return { labels: [], schema: { labels, tolerancePpm: share('spansTolerance') } }
    case 'multi': {
      const least = whole('chooseLeast', 0, Math.max(1, labels.length))
      const most = input.chooseMost.trim() === '' ? null : whole('chooseMost', Math.max(1, least), 10_000)
      const tolerance = whole('chooseTolerance', 0, Math.max(0, labels.length - 1))
      return { labels: [], schema: { labels, least, most, tolerance } }
    }
    case 'rating': {
      const least = whole('scaleLeast', -1_000, 1_000)
      const most = whole('scaleMost', least + 1, least + 100)
      const tolerance = whole('scaleTolerance', 0, most - least)
      const means = { leastMeans: input.leastMeans.trim(), mostMeans: input.mostMeans.trim() }
      return { labels: [], schema: { least, most, ...means, tolerance } }
    }
    case 'numeric':
      return { labels: [], schema: readNumbers(input, faults) }
    case 'pairwise':
      return { labels: [], schema: { criterion: input.criterion.trim(), ties: input.ties } }
    case 'transcription': {
      const language = input.language.trim()
      if (!LANGUAGE.test(language)) faults.set('language', 'language')
      const tolerancePpm = share('textTolerance')
      const longest = whole('longest', 1, 20_000)
      const { profile, suggest } = input
      return { labels: [], schema: { profile, tolerancePpm, longest, language, suggest } }
    }
  }
}

function readNumbers(input: QuestionInput, faults: Map<string, QuestionFault>) {
  const bound = (field: 'numberLeast' | 'numberMost') => {
    if (input[field].trim() === '') return null
    const value = decimal(input[field])
    if (value === null) faults.set(field, 'number')
    return value
  }
  const [least, most] = [bound('numberLeast'), bound('numberMost')]
  if (least !== null && most !== null && least >= most) faults.set('numberMost', 'numberOrder')
  const tolerance = decimal(input.numberTolerance)
  if (tolerance === null || tolerance < 0) faults.set('numberTolerance', 'numberTolerance')
  return {
    least,
    most,
    unit: input.unit.trim(),
    decimals: Number(input.decimals),
    tolerance: Math.max(0, tolerance ?? 0),
  }
}

/** A decimal number as people type it, with a point or a comma. */
function decimal(text: string): number | null {
  const plain = text.trim().replace(',', '.')
  return /^-?\d{1,15}(\.\d{1,9})?$/.test(plain) ? Number(plain) : null
}
