'use client'

import { useMutation } from '@tanstack/react-query'
import { CircleCheck } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useTRPC } from '@/api/trpc.ts'
import type { Overview } from '@/api/types.ts'
import { Time } from '@/components/Time.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Card } from '@/components/ui/card.tsx'
import { Empty } from '@/components/ui/empty.tsx'
import { useDone } from './useDone.ts'

/** Reactions that failed and wait to be tried again. */
export function Jobs({ jobs }: { jobs: Overview['jobs'] }) {
  const t = useTranslations('steward')
  const trpc = useTRPC()
  const done = useDone()
  const retry = useMutation(trpc.steward.retryJob.mutationOptions({ onSuccess: done('jobRetried') }))
  if (jobs.length === 0) {
    return (
      <Card>
        <Empty icon={CircleCheck} title={t('noJobs')}>
          {t('noJobsText')}
        </Empty>
      </Card>
    )
  }
  return (
    <Card>
      <ul className="divide-y divide-line">
        {jobs.map((job) => (
          <li key={job.id} className="flex flex-wrap items-start gap-x-5 gap-y-2 px-5 py-4">
            <div className="min-w-0 flex-[1_1_18rem]">
              <p className="font-medium">
                <code className="font-mono text-[0.9375rem]">{job.task}</code>{' '}
                <span className="font-normal text-soft text-sm">
                  {t('attempts', { count: job.attempts })} · <Time at={job.at} />
                </span>
              </p>
              {job.lastError && (
                <p className="mt-1 whitespace-pre-wrap break-words font-mono text-bad text-sm">
                  {job.lastError}
                </p>
              )}
            </div>
            <Button
              size="sm"
              className="h-10"
              aria-label={t('retryNamed', { task: job.task, id: job.id })}
              busy={retry.isPending && retry.variables?.id === job.id}
              onClick={() => retry.mutate({ id: job.id })}
            >
              {t('retryJob')}
            </Button>
          </li>
        ))}
      </ul>
    </Card>
  )
}
