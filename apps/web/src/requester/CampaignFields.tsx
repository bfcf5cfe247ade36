'use client'

import { useTranslations } from 'next-intl'
import { Card } from '@/components/ui/card.tsx'
import { Choice, Choices } from '@/components/ui/choice.tsx'
import { Field } from '@/components/ui/field.tsx'
import { Input, Select, Textarea } from '@/components/ui/input.tsx'
import { Preview } from '@/question/Preview.tsx'
import { QuestionFields } from '@/question/QuestionFields.tsx'
import type { QuestionFaults } from '@/question/questionFaults.ts'
import { readQuestion } from '@/question/questionInput.ts'
import { TypePicker } from '@/question/TypePicker.tsx'
import type { CampaignInput, Fault } from './campaignInput.ts'
import { OverlapFields } from './OverlapFields.tsx'
import { QuotaFields } from './QuotaFields.tsx'

interface CampaignFieldsProps {
  input: CampaignInput
  faults: ReadonlySet<Fault>
  questionFaults: QuestionFaults
  symbol: string
  onChange: (input: CampaignInput) => void
}

const methods = ['ds', 'sds', 'majority'] as const

export function CampaignFields(props: CampaignFieldsProps) {
  const { input, faults, questionFaults, symbol, onChange } = props
  const { question } = input
  const t = useTranslations('campaignForm')
  const fault = (name: Fault) => (faults.has(name) ? t(`fault_${name}`) : undefined)
  const text = (
    key:
      | 'name'
      | 'guidelines'
      | 'price'
      | 'controlPercent'
      | 'stake'
      | 'leaseMinutes'
      | 'windowChecks'
      | 'windowFailAt'
      | 'appealHours',
  ) => ({
    value: input[key],
    onChange: ({ target }: { target: { value: string } }) => onChange({ ...input, [key]: target.value }),
  })
  return (
    <>
      <Card className="space-y-5 p-5">
        <Field label={t('question')} hint={t('questionHint')} error={fault('name')}>
          {(control) => <Input {...control} required maxLength={120} {...text('name')} />}
        </Field>
        <Field label={t('guidelines')} hint={t('guidelinesHint')}>
          {(control) => <Textarea {...control} maxLength={20_000} {...text('guidelines')} />}
        </Field>
        <TypePicker
          value={question.type}
          onChange={(type) => onChange({ ...input, question: { ...question, type } })}
        />
        <QuestionFields
          input={question}
          faults={questionFaults}
          onChange={(changed) => onChange({ ...input, question: changed })}
        />
      </Card>
      <Card className="p-5">
        <Preview question={readQuestion(question).question} />
      </Card>
      <Card className="space-y-5 p-5">
        <div className="grid gap-5 sm:grid-cols-2">
          <Field label={t('price', { symbol })} hint={t('priceHint')} error={fault('price')}>
            {(control) => <Input {...control} inputMode="decimal" className="tnum" {...text('price')} />}
          </Field>
          <Field label={t('control')} hint={t('controlHint')} error={fault('control')}>
            {(control) => (
              <Input {...control} inputMode="decimal" className="tnum" {...text('controlPercent')} />
            )}
          </Field>
        </div>
        <OverlapFields input={input} fault={fault} onChange={onChange} />
        <Choices legend={t('assignment')} className="sm:grid-cols-2">
          {(['open', 'list'] as const).map((one) => (
            <Choice
              key={one}
              type="radio"
              name="assignment"
              label={t(`assignment_${one}`)}
              hint={t(`assignment_${one}_hint`)}
              checked={input.assignment === one}
              onChange={() => onChange({ ...input, assignment: one })}
            />
          ))}
        </Choices>
        <details className="group">
          <summary className="w-fit py-1 font-medium text-[0.9375rem] text-accent">{t('more')}</summary>
          <div className="mt-4 grid gap-5 sm:grid-cols-2">
            {input.assignment === 'open' && (
              <>
                <Field label={t('windowChecks')} hint={t('windowChecksHint')} error={fault('windowChecks')}>
                  {(control) => (
                    <Input {...control} inputMode="numeric" className="tnum" {...text('windowChecks')} />
                  )}
                </Field>
                <Field label={t('windowFailAt')} hint={t('windowFailAtHint')} error={fault('windowFailAt')}>
                  {(control) => (
                    <Input {...control} inputMode="numeric" className="tnum" {...text('windowFailAt')} />
                  )}
                </Field>
              </>
            )}
            <Field
              label={input.assignment === 'open' ? t('stakeOfWindow', { symbol }) : t('stake', { symbol })}
              hint={input.assignment === 'open' ? t('stakeOfWindowHint') : t('stakeHint')}
              error={fault('stake')}
            >
              {(control) => <Input {...control} inputMode="decimal" className="tnum" {...text('stake')} />}
            </Field>
            <Field label={t('lease')} hint={t('leaseHint')} error={fault('lease')}>
              {(control) => (
                <Input {...control} inputMode="numeric" className="tnum" {...text('leaseMinutes')} />
              )}
            </Field>
            {input.assignment === 'open' && (
              <Field label={t('appealHours')} hint={t('appealHoursHint')} error={fault('hold')}>
                {(control) => (
                  <Input {...control} inputMode="decimal" className="tnum" {...text('appealHours')} />
                )}
              </Field>
            )}
            <Field label={t('method')} hint={t('methodHint')}>
              {(control) => (
                <Select
                  {...control}
                  className="w-full"
                  value={input.method}
                  onChange={({ target }) =>
                    onChange({ ...input, method: methods.find((one) => one === target.value) ?? 'ds' })
                  }
                >
                  {methods.map((one) => (
                    <option key={one} value={one}>
                      {t(`method_${one}`)}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
          </div>
          {input.assignment === 'open' && (
            <div className="mt-6">
              <QuotaFields
                quotas={input.quotas}
                error={fault('quotas')}
                onChange={(quotas) => onChange({ ...input, quotas })}
              />
            </div>
          )}
        </details>
      </Card>
    </>
  )
}
