'use client'

import { useTranslations } from 'next-intl'
import { Card } from '@/components/ui/card.tsx'
import { Choice } from '@/components/ui/choice.tsx'
import { Field } from '@/components/ui/field.tsx'
import { Input, Select, Textarea } from '@/components/ui/input.tsx'
import type { CollectionFault, CollectionInput } from './collectionInput.ts'
import { INTERVAL_NAMES } from './intervals.ts'

interface CollectionFieldsProps {
  input: CollectionInput
  faults: ReadonlySet<CollectionFault>
  /** The first line that names no host. */
  strange: string | null
  symbol: string
  onChange: (input: CollectionInput) => void
}

/** What stands under “More settings”: opened where it is wrong. */
const rarely = ['delay', 'size', 'share'] as const

type Text = 'name' | 'hosts' | 'tags' | 'price' | 'documents' | 'delaySeconds' | 'megabytes' | 'sharePercent'

export function CollectionFields({ input, faults, strange, symbol, onChange }: CollectionFieldsProps) {
  const t = useTranslations('collectionForm')
  const freshness = useTranslations('freshness')
  const text = (key: Text) => ({
    value: input[key],
    onChange: ({ target }: { target: { value: string } }) => onChange({ ...input, [key]: target.value }),
  })
  const fault = (...names: CollectionFault[]) => {
    const found = names.find((name) => faults.has(name))
    return found && t(`fault_${found}`, { host: strange ?? '' })
  }
  const number = (
    key: Text,
    label: string,
    hint: string,
    wrong: CollectionFault,
    inputMode: 'decimal' | 'numeric' = 'decimal',
  ) => (
    <Field label={label} hint={hint} error={fault(wrong)}>
      {(control) => <Input {...control} inputMode={inputMode} className="tnum" {...text(key)} />}
    </Field>
  )
  return (
    <>
      <Card className="space-y-5 p-5">
        <Field label={t('name')} hint={t('nameHint')} error={fault('name')}>
          {(control) => <Input {...control} required maxLength={120} {...text('name')} />}
        </Field>
        <Field label={t('hosts')} hint={t('hostsHint')} error={fault('host', 'noHosts', 'manyHosts')}>
          {(control) => (
            <Textarea
              {...control}
              rows={3}
              spellCheck={false}
              className="font-mono text-sm"
              placeholder="news.example"
              {...text('hosts')}
            />
          )}
        </Field>
        <Choice
          type="checkbox"
          label={t('anySite')}
          hint={t('anySiteHint')}
          checked={input.anyPublicSite}
          onChange={({ target }) => onChange({ ...input, anyPublicSite: target.checked })}
        />
        <Field label={t('tags')} hint={t('tagsHint')} error={fault('tags')}>
          {(control) => <Input {...control} {...text('tags')} />}
        </Field>
      </Card>
      <Card className="space-y-5 p-5">
        <div className="grid gap-5 sm:grid-cols-2">
          {number('price', t('price', { symbol }), t('priceHint'), 'price')}
          {number('documents', t('documents'), t('documentsHint'), 'documents', 'numeric')}
        </div>
        <Field label={freshness('interval')} hint={t('againHint')}>
          {(control) => (
            <Select
              {...control}
              className="block max-w-sm"
              value={input.again}
              onChange={({ target }) =>
                onChange({ ...input, again: INTERVAL_NAMES.find((one) => one === target.value) ?? 'never' })
              }
            >
              {INTERVAL_NAMES.map((name) => (
                <option key={name} value={name}>
                  {freshness(`every_${name}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <details className="group" open={rarely.some((name) => faults.has(name)) || undefined}>
          <summary className="w-fit py-1 font-medium text-[0.9375rem] text-accent">{t('more')}</summary>
          <div className="mt-4 grid gap-5 sm:grid-cols-2">
            {number('delaySeconds', t('delay'), t('delayHint'), 'delay', 'numeric')}
            {number('megabytes', t('size'), t('sizeHint'), 'size')}
            {number('sharePercent', t('share'), t('shareHint'), 'share')}
          </div>
        </details>
      </Card>
    </>
  )
}
