'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { RotateCcw } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { useTRPC } from '@/api/trpc.ts'
import type { AppealCase } from '@/api/types.ts'
import { Time } from '@/components/Time.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Card, CardTitle } from '@/components/ui/card.tsx'
import { EditorBox } from '@/label/EditorBox.tsx'

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

function CaseCard({ found }: { found: AppealCase }) {
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
  const takeBack = (taskId: string) => {
    const { [taskId]: _, ...rest } = answers
    setAnswers(rest)
  }
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
      <ol className="grid gap-4 lg:grid-cols-2">
        {found.tasks.map((task, i) => (
          <li key={task.taskId} className="space-y-2">
            <p className="flex min-h-9 items-center justify-between gap-3 text-soft text-sm">
              {t('itemOf', { number: i + 1, total: found.tasks.length })}
              {answers[task.taskId] !== undefined && (
                <Button size="sm" variant="quiet" onClick={() => takeBack(task.taskId)}>
                  <RotateCcw aria-hidden />
                  {t('change')}
                </Button>
              )}
            </p>
            <EditorBox
              key={answers[task.taskId] === undefined ? `again ${task.taskId}` : task.taskId}
              label={t('itemOf', { number: i + 1, total: found.tasks.length })}
              question={found}
              payload={task.payload}
              answer={answers[task.taskId] ?? null}
              onAnswer={(answer) => setAnswers({ ...answers, [task.taskId]: answer })}
            />
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
