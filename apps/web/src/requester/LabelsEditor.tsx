'use client'

import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button.tsx'
import { Input } from '@/components/ui/input.tsx'
import { labelKeys } from '@/label/keys.ts'
import { type LabelInput, labelsOf } from './campaignInput.ts'

interface LabelsEditorProps {
  labels: LabelInput[]
  error: string | undefined
  onChange: (labels: LabelInput[]) => void
}

const most = 200
const digits = '0123456789'

/** The answers to choose from, in the order of their keys. */
export function LabelsEditor({ labels, error, onChange }: LabelsEditorProps) {
  const t = useTranslations('campaignForm')
  const keys = labelKeys(labelsOf(labels))
  const set = (key: number, change: Partial<LabelInput>) =>
    onChange(labels.map((label) => (label.key === key ? { ...label, ...change } : label)))
  const move = (from: number, to: number) => {
    const next = [...labels]
    next.splice(to, 0, ...next.splice(from, 1))
    onChange(next)
  }
  const nextKey = Math.max(-1, ...labels.map(({ key }) => key)) + 1
  const untouched = labels.every(({ label, value }) => label === '' && value === '')
  return (
    <fieldset>
      <legend className="font-medium text-[0.9375rem]">{t('labels')}</legend>
      <p className="mb-3 text-soft text-sm">{t('labelsHint')}</p>
      <ol className="space-y-2">
        {labels.map((label, i) => (
          <li
            key={label.key}
            className="grid grid-cols-[2.25rem_1fr_auto] items-center gap-x-2 gap-y-1.5 sm:grid-cols-[2.25rem_3fr_2fr_auto]"
          >
            <span
              title={keys[i] ? t('key', { key: keys[i] }) : t('noKey')}
              className="tnum grid h-9 place-items-center rounded-lg bg-sunken font-mono text-soft text-sm"
            >
              {keys[i] ?? '–'}
            </span>
            <Input
              aria-label={t('labelAt', { number: i + 1 })}
              placeholder={t('labelPlaceholder')}
              maxLength={200}
              value={label.label}
              onChange={({ target }) => set(label.key, { label: target.value })}
            />
            <Input
              aria-label={t('valueAt', { number: i + 1 })}
              placeholder={label.label.trim() || t('valuePlaceholder')}
              maxLength={200}
              className="font-mono max-sm:col-start-2 max-sm:row-start-2 md:text-sm"
              value={label.value}
              onChange={({ target }) => set(label.key, { value: target.value })}
            />
            <span className="flex max-sm:row-span-2 max-sm:flex-col">
              <Button
                variant="quiet"
                size="icon"
                className="size-9"
                aria-label={t('up', { number: i + 1 })}
                disabled={i === 0}
                onClick={() => move(i, i - 1)}
              >
                <ArrowUp aria-hidden />
              </Button>
              <Button
                variant="quiet"
                size="icon"
                className="size-9"
                aria-label={t('down', { number: i + 1 })}
                disabled={i === labels.length - 1}
                onClick={() => move(i, i + 1)}
              >
                <ArrowDown aria-hidden />
              </Button>
              <Button
                variant="quiet"
                size="icon"
                className="size-9"
                aria-label={t('remove', { number: i + 1 })}
                disabled={labels.length <= 2}
                onClick={() => onChange(labels.filter(({ key }) => key !== label.key))}
              >
                <Trash2 aria-hidden />
              </Button>
            </span>
          </li>
        ))}
      </ol>
      <div className="mt-3 flex flex-wrap gap-2">
        <Button
          size="sm"
          className="h-10"
          disabled={labels.length >= most}
          onClick={() => onChange([...labels, { key: nextKey, label: '', value: '' }])}
        >
          <Plus aria-hidden />
          {t('addLabel')}
        </Button>
        {untouched && (
          <>
            <Button
              size="sm"
              variant="quiet"
              className="h-10"
              onClick={() => onChange([...digits].map((label, key) => ({ key, label, value: '' })))}
            >
              {t('useDigits')}
            </Button>
            <Button
              size="sm"
              variant="quiet"
              className="h-10"
              onClick={() =>
                onChange([
                  { key: 0, label: t('yes'), value: 'yes' },
                  { key: 1, label: t('no'), value: 'no' },
                ])
              }
            >
              {t('useYesNo')}
            </Button>
          </>
        )}
      </div>
      {error && (
        <p role="alert" className="mt-2 text-bad text-sm">
          {error}
        </p>
      )}
    </fieldset>
  )
}
