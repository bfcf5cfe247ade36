'use client'

import { useFormatter, useTranslations } from 'next-intl'
import type { LabelName, Question } from '@/label/editors/editor.ts'
import type { TypeName } from './questionInput.ts'

/** What a question asks for, in words: the kind, in short, and what it was set to. */
export function useQuestionFacts(question: Question): {
  type: string
  /** In a few words: "3 labels", "1 to 5"; empty where there is nothing to add. */
  short: string
  facts: (readonly [name: string, value: string])[]
} {
  const t = useTranslations('questionForm')
  const campaigns = useTranslations('campaigns')
  const format = useFormatter()
  const { taskType, schema, labels } = question
  const type = t(`type_${taskType as TypeName}`)
  const percent = (ppm: unknown) =>
    format.number(Number(ppm) / 1e6, { style: 'percent', maximumFractionDigits: 2 })
  const lines = (of: readonly LabelName[]) =>
    of
      .map(({ label, value, description }) =>
        [label === value ? label : `${label} (${value})`, description].filter(Boolean).join(': '),
      )
      .join(of.some(({ description }) => description) ? '\n' : ' · ')
  const choices = (of: readonly LabelName[]) => campaigns('choices', { count: of.length })
  switch (taskType) {
    case 'single':
      return { type, short: choices(labels), facts: [[t('labels'), lines(labels)]] }
    case 'multi':
    case 'spans': {
      const own = schema.labels as LabelName[]
      const more =
        taskType === 'multi'
          ? [
              [
                t('howMany'),
                t('fromTo', { least: String(schema.least), most: String(schema.most ?? own.length) }),
              ] as const,
              [t('chooseTolerance'), String(schema.tolerance ?? 0)] as const,
            ]
          : [[t('spansTolerance'), percent(schema.tolerancePpm ?? 0)] as const]
      return { type, short: choices(own), facts: [[t('labels'), lines(own)], ...more] }
    }
    case 'rating': {
      const end = (step: unknown, means: unknown) => (means ? `${step} (${means})` : String(step))
      const short = t('fromTo', { least: String(schema.least), most: String(schema.most) })
      const ends = { least: end(schema.least, schema.leastMeans), most: end(schema.most, schema.mostMeans) }
      return {
        type,
        short,
        facts: [
          [t('scale'), t('fromTo', ends)],
          [t('scaleTolerance'), String(schema.tolerance)],
        ],
      }
    }
    case 'numeric': {
      const short = String(schema.unit)
      const range = t('fromTo', { least: String(schema.least ?? '−∞'), most: String(schema.most ?? '∞') })
      return {
        type,
        short,
        facts: [
          [t('range'), [range, schema.unit].filter(Boolean).join(' ')],
          [t('decimals'), (10 ** -Number(schema.decimals)).toFixed(Number(schema.decimals))],
          [t('numberTolerance'), String(schema.tolerance)],
        ],
      }
    }
    case 'pairwise':
      return {
        type,
        short: '',
        facts: [
          [t('criterion'), String(schema.criterion || '–')],
          [t('ties'), schema.ties ? t('yes') : t('no')],
        ],
      }
    default:
      return {
        type,
        short: String(schema.language),
        facts: [
          [t('language'), String(schema.language)],
          [t('profile'), t(`profile_${String(schema.profile).slice(0, -2) as 'exact'}`)],
          [t('textTolerance'), percent(schema.tolerancePpm)],
          [t('suggest'), t(`suggest_${(schema.suggest ?? 'given') as 'given'}`)],
        ],
      }
  }
}
