'use client'

import { Plus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button.tsx'
import { labelKeys } from '@/label/keys.ts'
import { LabelRow } from './LabelRow.tsx'
import { blankLabel, type LabelInput, labelsOf } from './labelInput.ts'
import type { QuestionFaults } from './questionFaults.ts'
import { leastLabels, type TypeName } from './questionInput.ts'

interface LabelsEditorProps {
  type: TypeName
  labels: LabelInput[]
  faults: QuestionFaults
  onChange: (labels: LabelInput[]) => void
}

const most = 200
const digits = '0123456789'

/** The answers to choose from, in the order of their keys. */
export function LabelsEditor({ type, labels, faults, onChange }: LabelsEditorProps) {
  const t = useTranslations('questionForm')
  const keys = labelKeys(labelsOf(labels))
  const move = (from: number, to: number) => {
    const next = [...labels]
    next.splice(to, 0, ...next.splice(from, 1))
    onChange(next)
  }
  const nextKey = Math.max(-1, ...labels.map(({ key }) => key)) + 1
  const untouched = labels.every(({ label, value }) => label === '' && value === '')
  const fault = faults.get('labels')
  const use = (texts: readonly (readonly [label: string, value: string])[]) =>
    onChange(texts.map(([label, value], key) => blankLabel(key, label, value)))
  const presets =
    {
      single: [
        { name: t('useDigits'), texts: [...digits].map((digit) => [digit, ''] as const) },
        { name: t('useYesNo'), texts: [[t('yes'), 'yes'] as const, [t('no'), 'no'] as const] },
      ],
      spans: [
        {
          name: t('useNames'),
          texts: (['person', 'place', 'organization'] as const).map((name) => [t(name), name] as const),
        },
      ],
    }[type as string] ?? []
  return (
    <fieldset className="min-w-0">
      <legend className="font-medium text-[0.9375rem]">{t('labels')}</legend>
      <p className="mb-3 text-soft text-sm">{t(type === 'spans' ? 'labelsHint_spans' : 'labelsHint')}</p>
      <ol className="space-y-2.5">
        {labels.map((label, i) => (
          <LabelRow
            key={label.key}
            label={label}
            index={i}
            shortcut={keys[i] ?? null}
            colored={type === 'spans'}
            fault={(field) => faults.get(`labels.${i}.${field}`)}
            onChange={(changed) => onChange(labels.map((one) => (one.key === label.key ? changed : one)))}
            onUp={i > 0 ? () => move(i, i - 1) : null}
            onDown={i < labels.length - 1 ? () => move(i, i + 1) : null}
            onRemove={
              labels.length > leastLabels(type)
                ? () => onChange(labels.filter(({ key }) => key !== label.key))
                : null
            }
          />
        ))}
      </ol>
      <div className="mt-3 flex flex-wrap gap-2">
        <Button
          size="sm"
          className="h-10"
          disabled={labels.length >= most}
          onClick={() => onChange([...labels, blankLabel(nextKey)])}
        >
          <Plus aria-hidden />
          {t('addLabel')}
        </Button>
        {untouched &&
          presets.map(({ name, texts }) => (
            <Button key={name} size="sm" variant="quiet" className="h-10" onClick={() => use(texts)}>
              {name}
            </Button>
          ))}
      </div>
      {fault && (
        <p role="alert" className="mt-2 text-bad text-sm">
          {t(`fault_${fault}`)}
        </p>
      )}
    </fieldset>
  )
}
