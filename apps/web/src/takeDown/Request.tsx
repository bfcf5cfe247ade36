'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { useTRPC } from '@/api/trpc.ts'
import type { TakeDownRequest } from '@/api/types.ts'
import { CopyButton } from '@/components/CopyButton.tsx'
import { Time } from '@/components/Time.tsx'
import { Badge } from '@/components/ui/badge.tsx'
import { Card } from '@/components/ui/card.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { Money } from '@/money/Money.tsx'

const tones = { waiting: 'warn', accepted: 'good', refused: 'bad' } as const

export function TakeDownState({ state }: { state: TakeDownRequest['state'] }) {
  const t = useTranslations('takeDown')
  return <Badge tone={tones[state]}>{t(state)}</Badge>
}

/** What became of a request, for whoever has its number. */
export function Request({ id }: { id: string }) {
  const t = useTranslations('takeDown')
  const trpc = useTRPC()
  const found = useQuery(trpc.takeDown.get.queryOptions({ id }, { refetchInterval: 15_000 }))
  if (found.error) return <ProblemNotice error={found.error} onRetry={() => found.refetch()} />
  if (!found.data) return <Skeleton className="h-56 rounded-card" />
  const one = found.data
  return (
    <Card className="space-y-5 p-5 sm:p-6">
      <h2 className="flex flex-wrap items-center gap-2.5 font-semibold text-lg">
        <span className="min-w-0 break-all">{one.host}</span>
        <TakeDownState state={one.state} />
      </h2>
      <p className="max-w-prose">{t(`${one.state}Text`, { purged: one.purged })}</p>
      {one.answer && (
        <blockquote className="whitespace-pre-wrap border-line-strong border-l-2 pl-4">
          {one.answer}
        </blockquote>
      )}
      <dl className="grid gap-x-6 gap-y-2 text-sm sm:grid-cols-[max-content_1fr]">
        {one.urls.length > 0 && (
          <>
            <dt className="text-soft">{t('pages')}</dt>
            <dd className="min-w-0 space-y-1 break-all">
              {one.urls.map((url) => (
                <p key={url}>{url}</p>
              ))}
            </dd>
          </>
        )}
        <dt className="text-soft">{t('asked')}</dt>
        <dd>
          <Time at={one.askedAt} />
        </dd>
        <dt className="text-soft">{t('reserved')}</dt>
        <dd>
          <Money amount={one.reserved} /> <span className="text-soft">{t('reservedText')}</span>
        </dd>
        <dt className="self-center text-soft">{t('number')}</dt>
        <dd className="flex min-w-0 items-center gap-1">
          <span className="min-w-0 break-all font-mono text-[0.8125rem]">{one.id}</span>
          <CopyButton text={one.id} label={t('copyNumber')} />
        </dd>
      </dl>
      {one.state === 'waiting' && <p className="text-soft text-sm">{t('keep')}</p>}
    </Card>
  )
}
