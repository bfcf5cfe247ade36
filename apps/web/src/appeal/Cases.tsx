'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { useTRPC } from '@/api/trpc.ts'
import { Time } from '@/components/Time.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Card, CardTitle } from '@/components/ui/card.tsx'
import { Payload } from '@/label/Payload.tsx'

/** Cases that wait for this reviewer: tasks to answer, and nothing about whose they are. */
export function Cases() {
  const t = useTranslations('appeal')
  const trpc = useTRPC()
  const cases = useQuery(trpc.appeal.cases.queryOptions(undefined, { refetchInterval: 30_000 }))
  if (!cases.data || cases.data.items.length === 0) return null
  return (
    <section aria-label={t('cases')} className="space-y-4">
      <div>
        <h2 className="font-semibold text-lg">{t('cases')}</h2>
        <p className="text-soft">{t('casesText')}</p>
      </div>
      {cases.data.items.map((one) => (
        <CaseCard key={one.appealId} found={one} />
      ))}
    </section>
  )
}

interface CaseTasks {
  appealId: string
  poolId: string
  poolName: string
  question: string
  guidelines: string
  labels: { value: string; label: string }[]
  decideBy: string
  tasks: { taskId: string; payload: Record<string, unknown> }[]
}

function CaseCard({ found }: { found: CaseTasks }) {
  const t = useTranslations('appeal')
  const trpc = useTRPC()
  const queries = useQueryClient()
  const [answers, setAnswers] = useState<Record<string, string>>({})
  const vote = useMutation(
    trpc.appeal.vote.mutationOptions({
      meta: { quiet: true },
      onSuccess: () => queries.invalidateQueries(trpc.appeal.cases.pathFilter()),
    }),
  )
  const left = found.tasks.filter((task) => !answers[task.taskId]).length
  return (
    <Card aria-label={found.question} className="space-y-4 p-5">
      <div>
        <CardTitle>{found.question}</CardTitle>
        <p className="text-soft text-sm">
          {found.poolName} · {t('decideBy')} <Time at={found.decideBy} />
        </p>
        {found.guidelines && <p className="mt-2 whitespace-pre-wrap text-soft">{found.guidelines}</p>}
      </div>
      <ol className="grid gap-4 sm:grid-cols-2">
        {found.tasks.map((task) => (
          <li key={task.taskId} className="space-y-3 rounded-card border border-line p-3">
            <div className="grid h-40 place-items-center overflow-hidden">
              <Payload payload={task.payload} />
            </div>
            <fieldset className="flex flex-wrap gap-2">
              <legend className="sr-only">{found.question}</legend>
              {found.labels.map(({ value, label }) => (
                <Button
                  key={value}
                  size="sm"
                  variant={answers[task.taskId] === value ? 'primary' : 'quiet'}
                  aria-pressed={answers[task.taskId] === value}
                  onClick={() => setAnswers({ ...answers, [task.taskId]: value })}
                >
                  {label}
                </Button>
              ))}
            </fieldset>
          </li>
        ))}
      </ol>
      {vote.error && <ProblemNotice error={vote.error} />}
      <Button
        variant="primary"
        disabled={left > 0}
        busy={vote.isPending}
        onClick={() => vote.mutate({ poolId: found.poolId, appealId: found.appealId, answers })}
      >
        {left > 0 ? t('left', { count: left }) : t('send')}
      </Button>
    </Card>
  )
}
