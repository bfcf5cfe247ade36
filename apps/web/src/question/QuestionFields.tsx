'use client'

import { useTranslations } from 'next-intl'
import { Choice, Choices } from '@/components/ui/choice.tsx'
import { Field } from '@/components/ui/field.tsx'
import { Input, Select } from '@/components/ui/input.tsx'
import { LabelsEditor } from './LabelsEditor.tsx'
import type { QuestionFaults } from './questionFaults.ts'
import { hasLabels, PROFILES, type QuestionInput, SUGGEST } from './questionInput.ts'

interface QuestionFieldsProps {
  input: QuestionInput
  faults: QuestionFaults
  onChange: (input: QuestionInput) => void
}

type TextKey = {
  [K in keyof QuestionInput]: QuestionInput[K] extends string ? K : never
}[keyof QuestionInput]

/** The settings of the chosen kind of question. */
export function QuestionFields({ input, faults, onChange }: QuestionFieldsProps) {
  const t = useTranslations('questionForm')
  const set = (change: Partial<QuestionInput>) => onChange({ ...input, ...change })
  const field = (
    key: Exclude<TextKey, 'type' | 'profile' | 'suggest'>,
    kind: 'text' | 'number' = 'text',
    hinted = true,
  ) => {
    const fault = faults.get(key)
    return (
      <Field
        label={t(key)}
        hint={hinted ? t(`${key}_hint` as 'unit_hint') : undefined}
        error={fault && t(`fault_${fault}`)}
      >
        {(control) => (
          <Input
            {...control}
            maxLength={200}
            {...(kind === 'number' ? { inputMode: 'decimal', className: 'tnum' } : {})}
            value={input[key]}
            onChange={({ target }) => set({ [key]: target.value })}
          />
        )}
      </Field>
    )
  }
  return (
    <>
      {hasLabels(input.type) && (
        <LabelsEditor
          type={input.type}
          labels={input.labels}
          faults={faults}
          onChange={(labels) => set({ labels })}
        />
      )}
      {input.type !== 'single' && input.type !== 'pairwise' && (
        <div className="grid gap-5 sm:grid-cols-2">
          {input.type === 'multi' && (
            <>
              {field('chooseLeast', 'number')}
              {field('chooseMost', 'number')}
              {field('chooseTolerance', 'number')}
            </>
          )}
          {input.type === 'spans' && field('spansTolerance', 'number')}
          {input.type === 'rating' && (
            <>
              {field('scaleLeast', 'number', false)}
              {field('leastMeans', 'text', false)}
              {field('scaleMost', 'number', false)}
              {field('mostMeans', 'text', false)}
              {field('scaleTolerance', 'number')}
            </>
          )}
          {input.type === 'numeric' && (
            <>
              {field('numberLeast', 'number')}
              {field('numberMost', 'number')}
              {field('unit')}
              <Field label={t('decimals')} hint={t('decimals_hint')}>
                {(control) => (
                  <Select
                    {...control}
                    className="w-full"
                    value={input.decimals}
                    onChange={({ target }) => set({ decimals: target.value })}
                  >
                    {[...'0123456789'].map((digits) => (
                      <option key={digits} value={digits}>
                        {digits === '0' ? t('wholeNumbers') : (10 ** -Number(digits)).toFixed(Number(digits))}
                      </option>
                    ))}
                  </Select>
                )}
              </Field>
              {field('numberTolerance', 'number')}
            </>
          )}
          {input.type === 'transcription' && (
            <>
              {field('language')}
              {field('longest', 'number')}
              {field('textTolerance', 'number')}
            </>
          )}
        </div>
      )}
      {input.type === 'pairwise' && (
        <div className="space-y-4">
          {field('criterion')}
          <Choice
            type="checkbox"
            label={t('ties')}
            hint={t('ties_hint')}
            checked={input.ties}
            onChange={({ target }) => set({ ties: target.checked })}
          />
        </div>
      )}
      {input.type === 'transcription' && (
        <Choices legend={t('suggest')} hint={t('suggest_hint')}>
          {SUGGEST.map((suggest) => (
            <Choice
              key={suggest}
              type="radio"
              name="suggest"
              label={t(`suggest_${suggest}`)}
              hint={t(`suggest_${suggest}_hint`)}
              checked={input.suggest === suggest}
              onChange={() => set({ suggest })}
            />
          ))}
        </Choices>
      )}
      {input.type === 'transcription' && (
        <Choices legend={t('profile')} hint={t('profile_hint')}>
          {PROFILES.map((profile) => (
            <Choice
              key={profile}
              type="radio"
              name="profile"
              label={t(`profile_${nameOf(profile)}`)}
              hint={t(`profile_${nameOf(profile)}_hint`)}
              checked={input.profile === profile}
              onChange={() => set({ profile })}
            />
          ))}
        </Choices>
      )}
    </>
  )
}

/** Profiles without their version, by which the words for them are found. */
const nameOf = (profile: QuestionInput['profile']) => profile.slice(0, -2) as 'exact' | 'reading' | 'words'
