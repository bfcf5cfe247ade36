'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { useTRPC } from '@/api/trpc.ts'
import { useProblemText } from '@/api/useProblemText.ts'
import { Button } from '@/components/ui/button.tsx'
import { Card } from '@/components/ui/card.tsx'
import { Field } from '@/components/ui/field.tsx'
import { Input, Textarea } from '@/components/ui/input.tsx'
import { useMe } from '@/identity/session.ts'
import { SignInFirst } from './SignInFirst.tsx'
import { TermsFields, type TermsInput } from './TermsFields.tsx'

const mostMonths = 24
const mostTreasuryPercent = 20

const within = (text: string, least: number, most: number): boolean =>
  /^\d+(\.\d{1,2})?$/.test(text.trim()) && Number(text) >= least && Number(text) <= most

/** Opens a pool: what it is, what contributors will be asked to allow, and the requester's share. */
export function OpenPool() {
  const t = useTranslations('requester')
  const me = useMe()
  const trpc = useTRPC()
  const queries = useQueryClient()
  const router = useRouter()
  const describe = useProblemText()
  const [name, setName] = useState('')
  const [description, setDescription] = useState('')
  const [treasury, setTreasury] = useState('0')
  const [terms, setTerms] = useState<TermsInput>({
    purposes: ['research', 'model-training', 'model-evaluation'],
    licenseeClass: 'anyone',
    months: '12',
    note: '',
  })
  const [tried, setTried] = useState(false)
  const open = useMutation(
    trpc.pool.open.mutationOptions({
      meta: { quiet: true },
      onSuccess: async (pool) => {
        await queries.invalidateQueries(trpc.pool.pathFilter())
        router.push(`/requester/${pool.id}`)
      },
    }),
  )
  if (me.data === null) return <SignInFirst />
  const errors = {
    name: name.trim() === '' ? t('nameNeeded') : undefined,
    purposes: terms.purposes.length === 0 ? t('purposeNeeded') : undefined,
    months:
      within(terms.months, 1, mostMonths) && Number.isInteger(Number(terms.months))
        ? undefined
        : t('monthsRange'),
    treasury: within(treasury, 0, mostTreasuryPercent) ? undefined : t('treasuryRange'),
  }
  const refused = open.error ? describe(open.error) : null
  const shown = (field: keyof typeof errors) => (tried ? errors[field] : undefined)
  return (
    <form
      className="max-w-2xl space-y-5"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (Object.values(errors).some(Boolean)) return
        open.mutate({
          name,
          description,
          treasuryBps: Math.round(Number(treasury) * 100),
          terms: {
            purposes: terms.purposes,
            licenseeClasses: [terms.licenseeClass],
            months: Number(terms.months),
            note: terms.note.trim(),
          },
        })
      }}
    >
      <Card className="space-y-5 p-5">
        <Field label={t('name')} hint={t('nameHint')} error={shown('name')}>
          {(control) => (
            <Input
              {...control}
              required
              maxLength={120}
              value={name}
              onChange={({ target }) => setName(target.value)}
            />
          )}
        </Field>
        <Field label={t('description')} hint={t('descriptionHint')}>
          {(control) => (
            <Textarea
              {...control}
              maxLength={4_000}
              value={description}
              onChange={({ target }) => setDescription(target.value)}
            />
          )}
        </Field>
      </Card>
      <TermsFields
        terms={terms}
        onChange={setTerms}
        errors={{ purposes: shown('purposes'), months: shown('months') }}
      />
      <Card className="p-5">
        <Field label={t('treasury')} hint={t('treasuryHint')} error={shown('treasury')}>
          {(control) => (
            <span className="flex items-center gap-2">
              <Input
                {...control}
                inputMode="decimal"
                className="tnum w-24"
                value={treasury}
                onChange={({ target }) => setTreasury(target.value)}
              />
              %
            </span>
          )}
        </Field>
      </Card>
      {refused && <ProblemNotice error={open.error} />}
      <Button type="submit" variant="primary" size="lg" className="w-full sm:w-auto" busy={open.isPending}>
        {t('open')}
      </Button>
    </form>
  )
}
