'use client'

import { useQuery } from '@tanstack/react-query'
import { BriefcaseBusiness, ChevronRight } from 'lucide-react'
import Link from 'next/link'
import { useFormatter, useTranslations } from 'next-intl'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { useTRPC } from '@/api/trpc.ts'
import type { Pool } from '@/api/types.ts'
import { Badge } from '@/components/ui/badge.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Card } from '@/components/ui/card.tsx'
import { Empty } from '@/components/ui/empty.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { useMe } from '@/identity/session.ts'
import { Money } from '@/money/Money.tsx'
import { SignInFirst } from './SignInFirst.tsx'

export function MyPools() {
  const t = useTranslations('requester')
  const trpc = useTRPC()
  const me = useMe()
  const pools = useQuery(
    trpc.pool.list.queryOptions({ mine: true }, { enabled: Boolean(me.data), refetchInterval: 15_000 }),
  )
  const error = me.error ?? pools.error
  if (error) return <ProblemNotice error={error} onRetry={() => void (me.error ? me : pools).refetch()} />
  if (me.data === null) return <SignInFirst />
  if (!pools.data) {
    return (
      <div aria-busy className="grid gap-4">
        <Skeleton className="h-28 rounded-card" />
        <Skeleton className="h-28 rounded-card" />
      </div>
    )
  }
  if (pools.data.items.length === 0) {
    return (
      <Card>
        <Empty
          icon={BriefcaseBusiness}
          title={t('none')}
          action={
            <Button asChild>
              <Link href="/requester/new">{t('open')}</Link>
            </Button>
          }
        >
          {t('noneText')}
        </Empty>
      </Card>
    )
  }
  return (
    <ul className="grid gap-4">
      {pools.data.items.map((pool) => (
        <li key={pool.id}>
          <PoolLine pool={pool} />
        </li>
      ))}
    </ul>
  )
}

function PoolLine({ pool }: { pool: Pool }) {
  const t = useTranslations('requester')
  const format = useFormatter()
  const { stats, status, chainPoolId } = pool
  const facts = [
    [t('statCampaigns'), format.number(stats.campaigns)],
    [t('statTasks'), format.number(stats.tasks)],
    [t('statResults'), format.number(stats.results)],
    [t('statReleases'), format.number(stats.releases)],
    [t('statRevenue'), <Money key="revenue" amount={stats.revenue} />],
  ] as const
  return (
    <Card className="relative flex items-center gap-4 p-5 transition-colors hover:border-line-strong">
      <div className="min-w-0 flex-1 space-y-3">
        <h2 className="flex flex-wrap items-center gap-2.5 font-semibold text-lg">
          <Link href={`/requester/${pool.id}`} className="after:absolute after:inset-0 after:rounded-card">
            {pool.name}
          </Link>
          <Badge tone={status === 'open' ? 'good' : 'neutral'}>
            {chainPoolId ? t(`poolStatus_${status}`) : t('notOnChain')}
          </Badge>
        </h2>
        <dl className="flex flex-wrap gap-x-8 gap-y-2">
          {facts.map(([label, value]) => (
            <div key={label}>
              <dt className="text-soft text-sm">{label}</dt>
              <dd className="tnum font-medium">{value}</dd>
            </div>
          ))}
        </dl>
      </div>
      <ChevronRight aria-hidden className="size-5 shrink-0 text-soft" />
    </Card>
  )
}
