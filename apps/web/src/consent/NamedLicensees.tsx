'use client'

import { ChevronDown } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Choice, Choices } from '@/components/ui/choice.tsx'
import { Field } from '@/components/ui/field.tsx'
import { Textarea } from '@/components/ui/input.tsx'
import type { Names, NamesInput } from './readNames.ts'

interface NamedLicenseesProps {
  input: NamesInput
  read: Names
  onChange: (input: NamesInput) => void
}

/** Who may or may not license it, by name: closed until somebody wants it. */
export function NamedLicensees({ input, read, onChange }: NamedLicenseesProps) {
  const t = useTranslations('named')
  const { allowed, denied } = read.licensees
  const list = (name: 'allowed' | 'denied') => {
    const wrong = read.problems[name]
    // That somebody has to be named is not said before anybody could be.
    const said = wrong && (wrong.problem !== 'nobody' || input[name] !== '')
    return (
      <Field
        label={t(name === 'allowed' && input.only ? 'onlyThese' : name)}
        hint={t('addresses')}
        error={said && t(wrong.problem, { name: shortened(wrong.name) })}
      >
        {(control) => (
          <Textarea
            {...control}
            spellCheck={false}
            autoCapitalize="none"
            autoComplete="off"
            placeholder="0x…"
            className="min-h-16 font-mono md:text-sm"
            value={input[name]}
            onChange={({ target }) => onChange({ ...input, [name]: target.value })}
          />
        )}
      </Field>
    )
  }
  return (
    <details className="group rounded-card border border-line bg-surface px-4">
      <summary className="flex min-h-12 list-none items-center justify-between gap-3 font-medium [&::-webkit-details-marker]:hidden">
        <span>{t('title')}</span>
        <span className="flex items-center gap-2 font-normal text-soft text-sm">
          {t('count', { count: allowed.length + denied.length })}
          <ChevronDown aria-hidden className="size-4 transition-transform group-open:rotate-180" />
        </span>
      </summary>
      <div className="space-y-5 pt-1 pb-5">
        <Choices legend={t('who')}>
          <Choice
            type="radio"
            name="named-who"
            label={t('sentence')}
            hint={t('sentenceHint')}
            checked={!input.only}
            onChange={() => onChange({ ...input, only: false })}
          />
          <Choice
            type="radio"
            name="named-who"
            label={t('only')}
            hint={t('onlyHint')}
            checked={input.only}
            onChange={() => onChange({ ...input, only: true })}
          />
        </Choices>
        {input.only ? (
          list('allowed')
        ) : (
          <>
            {list('denied')}
            {list('allowed')}
          </>
        )}
      </div>
    </details>
  )
}

const shortened = (name: string) => (name.length > 20 ? `${name.slice(0, 8)}…${name.slice(-6)}` : name)
