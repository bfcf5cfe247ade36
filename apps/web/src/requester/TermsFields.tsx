'use client'

import { LICENSEE_CLASSES, PURPOSES } from '@rowright/protocol'
import { useTranslations } from 'next-intl'
import { Card, CardTitle } from '@/components/ui/card.tsx'
import { Choice, Choices } from '@/components/ui/choice.tsx'
import { Field } from '@/components/ui/field.tsx'
import { Input, Textarea } from '@/components/ui/input.tsx'
import { useTermNames } from '@/consent/useTermNames.ts'

export interface TermsInput {
  purposes: (typeof PURPOSES)[number][]
  licenseeClass: (typeof LICENSEE_CLASSES)[number]
  months: string
  note: string
}

interface TermsFieldsProps {
  terms: TermsInput
  onChange: (terms: TermsInput) => void
  errors: { purposes: string | undefined; months: string | undefined }
}

/** What contributors are asked to allow. It never changes once the pool is open. */
export function TermsFields({ terms, onChange, errors }: TermsFieldsProps) {
  const t = useTranslations('requester')
  const names = useTermNames()
  return (
    <Card className="space-y-5 p-5">
      <div className="space-y-1">
        <CardTitle>{t('terms')}</CardTitle>
        <p className="text-soft">{t('termsText')}</p>
      </div>
      <Choices legend={t('purposes')} error={errors.purposes} className="sm:grid-cols-3">
        {PURPOSES.map((purpose) => (
          <Choice
            key={purpose}
            type="checkbox"
            label={names.purpose(purpose)}
            checked={terms.purposes.includes(purpose)}
            onChange={({ target }) =>
              onChange({
                ...terms,
                purposes: PURPOSES.filter((one) =>
                  one === purpose ? target.checked : terms.purposes.includes(one),
                ),
              })
            }
          />
        ))}
      </Choices>
      <Choices legend={t('who')} className="sm:grid-cols-3">
        {LICENSEE_CLASSES.map((one) => (
          <Choice
            key={one}
            type="radio"
            name="licensee-class"
            label={names.licenseeClass(one)}
            hint={t(`class_${one}`)}
            checked={terms.licenseeClass === one}
            onChange={() => onChange({ ...terms, licenseeClass: one })}
          />
        ))}
      </Choices>
      <Field label={t('months')} hint={t('monthsHint')} error={errors.months}>
        {(control) => (
          <Input
            {...control}
            inputMode="numeric"
            className="tnum w-24"
            value={terms.months}
            onChange={({ target }) => onChange({ ...terms, months: target.value })}
          />
        )}
      </Field>
      <Field label={t('note')} hint={t('noteHint')}>
        {(control) => (
          <Textarea
            {...control}
            maxLength={2_000}
            value={terms.note}
            onChange={({ target }) => onChange({ ...terms, note: target.value })}
          />
        )}
      </Field>
    </Card>
  )
}
