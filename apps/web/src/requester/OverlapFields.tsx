'use client'

import { useTranslations } from 'next-intl'
import { Choice, Choices } from '@/components/ui/choice.tsx'
import { Field } from '@/components/ui/field.tsx'
import { Input } from '@/components/ui/input.tsx'
import type { CampaignInput, Fault } from './campaignInput.ts'

interface OverlapFieldsProps {
  input: CampaignInput
  fault: (name: Fault) => string | undefined
  onChange: (input: CampaignInput) => void
}

/** How many people answer each item: always as many, or until the answer is sure enough. */
export function OverlapFields({ input, fault, onChange }: OverlapFieldsProps) {
  const t = useTranslations('overlapForm')
  const sure = input.stopping === 'sure'
  const text = (key: 'overlap' | 'overlapMost' | 'overlapMin' | 'targetPercent' | 'reviewSlots') => ({
    value: input[key],
    onChange: ({ target }: { target: { value: string } }) => onChange({ ...input, [key]: target.value }),
  })
  return (
    <div className="space-y-4">
      <Choices legend={t('legend')} className="sm:grid-cols-2">
        {(['fixed', 'sure'] as const).map((one) => (
          <Choice
            key={one}
            type="radio"
            name="stopping"
            label={t(one)}
            hint={t(`${one}Hint`)}
            checked={input.stopping === one}
            onChange={() => onChange({ ...input, stopping: one })}
          />
        ))}
      </Choices>
      <div className="grid gap-5 sm:grid-cols-2">
        {sure && (
          <Field label={t('least')} hint={t('leastHint')} error={fault('overlapMin')}>
            {(control) => <Input {...control} inputMode="numeric" className="tnum" {...text('overlapMin')} />}
          </Field>
        )}
        <Field
          label={sure ? t('most') : t('each')}
          hint={sure ? t('mostHint') : t('eachHint')}
          error={fault('overlap')}
        >
          {(control) => (
            <Input
              {...control}
              inputMode="numeric"
              className="tnum"
              {...text(sure ? 'overlapMost' : 'overlap')}
            />
          )}
        </Field>
        {sure && (
          <Field label={t('target')} hint={t('targetHint')} error={fault('target')}>
            {(control) => (
              <Input {...control} inputMode="decimal" className="tnum" {...text('targetPercent')} />
            )}
          </Field>
        )}
        {sure && input.assignment === 'open' && (
          <Field label={t('review')} hint={t('reviewHint')} error={fault('review')}>
            {(control) => (
              <Input {...control} inputMode="numeric" className="tnum" {...text('reviewSlots')} />
            )}
          </Field>
        )}
      </div>
      {sure && <p className="text-soft text-sm">{t('auditNote')}</p>}
    </div>
  )
}
