'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useFormatter, useTranslations } from 'next-intl'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { useTRPC } from '@/api/trpc.ts'
import type { Campaign } from '@/api/types.ts'
import { Time } from '@/components/Time.tsx'
import { Card, CardContent, CardHeader, CardTitle } from '@/components/ui/card.tsx'
import { Field } from '@/components/ui/field.tsx'
import { Select } from '@/components/ui/input.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { Money } from '@/money/Money.tsx'
import { daySeconds } from '@/requester/daySeconds.ts'
import { INTERVAL_NAMES, INTERVALS, type Interval } from './intervals.ts'

/** After how long a collection's pages are asked for again, what that costs, and what it found. [CLT-50] */
export function Freshness({ campaign }: { campaign: Campaign }) {
  const t = useTranslations('freshness')
  const format = useFormatter()
  const trpc = useTRPC()
  const queries = useQueryClient()
  const at = { poolId: campaign.poolId, campaignId: campaign.id }
  const found = useQuery(trpc.collection.freshness.queryOptions(at, { refetchInterval: 15_000 }))
  const set = useMutation(
    trpc.collection.change.mutationOptions({
      onSuccess: () => queries.invalidateQueries(trpc.collection.pathFilter()),
    }),
  )
  if (found.error) return <ProblemNotice error={found.error} onRetry={() => found.refetch()} />
  if (!found.data) return <Skeleton className="h-56 rounded-card" />
  const { refreshSeconds, pages, again, unchanged, changed, oldest, unchangedPay } = found.data
  const chosen = INTERVAL_NAMES.find((name) => INTERVALS[name] === refreshSeconds)
  const lines = [
    [t('pages'), format.number(pages)],
    [t('again'), format.number(again)],
    [t('unchanged'), format.number(unchanged)],
    [t('changed'), format.number(changed)],
    [t('oldest'), oldest ? <Time key="oldest" at={oldest} /> : '–'],
  ] as const
  return (
    <Card aria-label={t('title')}>
      <CardHeader>
        <div>
          <CardTitle>{t('title')}</CardTitle>
          <p className="mt-1 max-w-prose text-soft">
            {t.rich('text', { pay: () => <Money amount={unchangedPay} className="text-ink" /> })}
          </p>
        </div>
      </CardHeader>
      <CardContent className="space-y-5">
        <Field label={t('interval')} hint={t('intervalText')}>
          {(control) => (
            <Select
              {...control}
              className="block max-w-sm"
              disabled={campaign.status === 'closed' || set.isPending}
              value={chosen ?? 'other'}
              onChange={({ target }) =>
                set.mutate({ ...at, refreshSeconds: INTERVALS[target.value as Interval] })
              }
            >
              {INTERVAL_NAMES.map((name) => (
                <option key={name} value={name}>
                  {t(`every_${name}`)}
                </option>
              ))}
              {!chosen && (
                <option value="other" disabled>
                  {t('every_other', { days: Math.round((refreshSeconds ?? 0) / daySeconds) })}
                </option>
              )}
            </Select>
          )}
        </Field>
        <dl className="grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-5">
          {lines.map(([name, value]) => (
            <div key={name}>
              <dt className="text-soft text-sm">{name}</dt>
              <dd className="tnum font-medium">{value}</dd>
            </div>
          ))}
        </dl>
      </CardContent>
    </Card>
  )
}
