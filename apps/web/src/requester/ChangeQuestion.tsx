'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Pencil } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { toast } from 'sonner'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { useTRPC } from '@/api/trpc.ts'
import type { Campaign } from '@/api/types.ts'
import { Button } from '@/components/ui/button.tsx'
import { Card, CardTitle } from '@/components/ui/card.tsx'
import { Field } from '@/components/ui/field.tsx'
import { Textarea } from '@/components/ui/input.tsx'
import { Preview } from '@/question/Preview.tsx'
import { QuestionFields } from '@/question/QuestionFields.tsx'
import { readQuestion } from '@/question/questionInput.ts'
import { questionInputOf } from '@/question/questionInputOf.ts'
import { EconomyCard } from './EconomyCard.tsx'
import { economyOfCampaign } from './economyOf.ts'

/** Guidelines and answers of a campaign, to be changed while nobody answers: before it starts, or while it is paused. */
export function ChangeQuestion({ campaign }: { campaign: Campaign }) {
  const t = useTranslations('changeQuestion')
  const [open, setOpen] = useState(false)
  const { status } = campaign
  if (status === 'closed') return null
  const still = status === 'draft' || status === 'paused'
  return open && still ? (
    <ChangeForm campaign={campaign} onDone={() => setOpen(false)} />
  ) : (
    <Card className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 p-5">
      <div className="min-w-0 flex-[1_1_20rem]">
        <CardTitle>{t('title')}</CardTitle>
        <p className="text-soft text-sm">{t(still ? 'text' : 'whenPaused')}</p>
      </div>
      <Button disabled={!still} onClick={() => setOpen(true)}>
        <Pencil aria-hidden />
        {t('open')}
      </Button>
    </Card>
  )
}

function ChangeForm({ campaign, onDone }: { campaign: Campaign; onDone: () => void }) {
  const t = useTranslations('changeQuestion')
  const form = useTranslations('campaignForm')
  const common = useTranslations('common')
  const trpc = useTRPC()
  const queries = useQueryClient()
  const [guidelines, setGuidelines] = useState(campaign.guidelines)
  const [input, setInput] = useState(() => questionInputOf(campaign))
  const [tried, setTried] = useState(false)
  const { faults, question } = readQuestion(input)
  const economy = economyOfCampaign({ ...campaign, ...question })
  const change = useMutation(
    trpc.campaign.change.mutationOptions({
      meta: { quiet: true },
      onSuccess: async () => {
        toast.success(t('changed'))
        await queries.invalidateQueries(trpc.campaign.pathFilter())
        onDone()
      },
    }),
  )
  return (
    <Card className="p-5">
      <form
        noValidate
        aria-label={t('title')}
        className="space-y-5"
        onSubmit={(event) => {
          event.preventDefault()
          setTried(true)
          const { poolId, id: campaignId } = campaign
          const { labels, schema } = question
          if (faults.size === 0)
            change.mutate({ poolId, campaignId, guidelines: guidelines.trim(), labels, schema })
        }}
      >
        <div>
          <CardTitle>{t('title')}</CardTitle>
          <p className="text-soft text-sm">{t('text')}</p>
        </div>
        <Field label={form('guidelines')} hint={form('guidelinesHint')}>
          {(control) => (
            <Textarea
              {...control}
              maxLength={20_000}
              value={guidelines}
              onChange={({ target }) => setGuidelines(target.value)}
            />
          )}
        </Field>
        <QuestionFields input={input} faults={tried ? faults : new Map()} onChange={setInput} />
        <Preview question={question} />
        {economy && (
          <div className="max-w-md">
            <EconomyCard economy={economy} fixed />
          </div>
        )}
        {change.error && <ProblemNotice error={change.error} />}
        {tried && faults.size > 0 && (
          <p role="alert" className="text-bad">
            {form('faults', { count: faults.size })}
          </p>
        )}
        <div className="flex flex-wrap gap-3">
          <Button type="submit" variant="primary" busy={change.isPending}>
            {t('save')}
          </Button>
          <Button onClick={onDone}>{common('cancel')}</Button>
        </div>
      </form>
    </Card>
  )
}
