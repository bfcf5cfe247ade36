'use client'

import { Plus, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button.tsx'
import { Field } from '@/components/ui/field.tsx'
import { Input, Select } from '@/components/ui/input.tsx'
import { type QuotaInput, STRATA } from './quotaInput.ts'

interface QuotaFieldsProps {
  quotas: QuotaInput[]
  error: string | undefined
  onChange: (quotas: QuotaInput[]) => void
}

/** Most of a campaign that one value of a field may be: a row for each. */
export function QuotaFields({ quotas, error, onChange }: QuotaFieldsProps) {
  const t = useTranslations('quotaForm')
  const change = (key: number, part: Partial<QuotaInput>) =>
    onChange(quotas.map((quota) => (quota.key === key ? { ...quota, ...part } : quota)))
  const add = () =>
    onChange([
      ...quotas,
      {
        key: Math.max(-1, ...quotas.map(({ key }) => key)) + 1,
        stratum: 'language',
        value: '',
        percent: '50',
      },
    ])
  return (
    <fieldset className="min-w-0 space-y-3">
      <legend className="font-medium text-[0.9375rem]">{t('legend')}</legend>
      <p className="text-soft text-sm">{t('hint')}</p>
      {quotas.map(({ key, stratum, value, percent }) => (
        <div key={key} className="grid grid-cols-2 items-end gap-3 sm:grid-cols-[1fr_1.4fr_7rem_auto]">
          <Field label={t('field')}>
            {(control) => (
              <Select
                {...control}
                className="w-full"
                value={stratum}
                onChange={({ target }) =>
                  change(key, { stratum: STRATA.find((one) => one === target.value) ?? 'language' })
                }
              >
                {STRATA.map((one) => (
                  <option key={one} value={one}>
                    {t(`stratum_${one}`)}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Field label={t('value')}>
            {(control) => (
              <Input
                {...control}
                maxLength={100}
                placeholder={t('any')}
                value={value}
                onChange={({ target }) => change(key, { value: target.value })}
              />
            )}
          </Field>
          <Field label={t('percent')}>
            {(control) => (
              <Input
                {...control}
                inputMode="decimal"
                className="tnum"
                value={percent}
                onChange={({ target }) => change(key, { percent: target.value })}
              />
            )}
          </Field>
          <Button
            variant="quiet"
            className="justify-self-end"
            aria-label={t('remove')}
            onClick={() => onChange(quotas.filter((quota) => quota.key !== key))}
          >
            <X aria-hidden className="size-4" />
          </Button>
        </div>
      ))}
      {error && (
        <p role="alert" className="text-bad text-sm">
          {error}
        </p>
      )}
      <Button onClick={add}>
        <Plus aria-hidden className="size-4" />
        {t('add')}
      </Button>
    </fieldset>
  )
}
