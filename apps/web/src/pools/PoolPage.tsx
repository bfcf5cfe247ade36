'use client'

import { useQuery } from '@tanstack/react-query'
import { Settings2 } from 'lucide-react'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { useTRPC } from '@/api/trpc.ts'
import type { Release } from '@/api/types.ts'
import { BackLink } from '@/components/BackLink.tsx'
import { PageHeader } from '@/components/PageHeader.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Card, CardContent, CardHeader, CardTitle } from '@/components/ui/card.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { ConsentTerms } from './ConsentTerms.tsx'
import { MyLicenses } from './MyLicenses.tsx'
import { PoolStats } from './PoolStats.tsx'
import { QualityCard } from './QualityCard.tsx'
import { ReleaseList } from './ReleaseList.tsx'
import { SampleCard } from './SampleCard.tsx'

const Offers = dynamic(() => import('./Offers.tsx').then((module) => module.Offers), {
  ssr: false,
  loading: () => <Skeleton className="h-40 rounded-card" />,
})

/** A pool as buyers see it: what it is, what may be done with it, how good it is, what it costs. */
export function PoolPage({ poolId }: { poolId: string }) {
  const t = useTranslations('pools')
  const trpc = useTRPC()
  const pool = useQuery(trpc.pool.get.queryOptions({ poolId }, { refetchInterval: 15_000 }))
  const releases = useQuery(trpc.release.list.queryOptions({ poolId }, { refetchInterval: 15_000 }))
  const newest = releases.data?.items
    .filter((one) => one.withdrawnAt === null)
    .reduce<Release | null>((best, one) => (best && best.version > one.version ? best : one), null)
  const back = <BackLink href="/pools">{t('title')}</BackLink>
  if (pool.error && !pool.data) {
    return (
      <>
        {back}
        <PageHeader title={t('poolTitle')} />
        <ProblemNotice error={pool.error} onRetry={() => pool.refetch()} />
      </>
    )
  }
  return (
    <>
      {back}
      <PageHeader
        title={pool.data?.name ?? <Skeleton className="h-8 w-64" />}
        action={
          pool.data?.mine && (
            <Button asChild>
              <Link href={`/requester/${poolId}`}>
                <Settings2 aria-hidden />
                {t('manage')}
              </Link>
            </Button>
          )
        }
      >
        {pool.data?.description && <p className="whitespace-pre-wrap">{pool.data.description}</p>}
      </PageHeader>
      <div
        aria-busy={pool.isPending}
        className="flex flex-col gap-5 lg:grid lg:grid-cols-[1fr_24rem] lg:items-start"
      >
        {/* On a phone the two columns become one, in the order a buyer reads. */}
        <div className="min-w-0 max-lg:contents lg:space-y-5">
          {pool.data ? (
            <Card aria-label={t('quality')} className="p-5 max-lg:order-1">
              <PoolStats pool={pool.data} className="grid-cols-2 sm:grid-cols-3" />
            </Card>
          ) : (
            <Skeleton className="h-28 rounded-card" />
          )}
          <div className="space-y-5 empty:hidden max-lg:order-3">
            {newest && <QualityCard release={newest} />}
            {newest && <SampleCard release={newest} />}
          </div>
          <div className="space-y-5 empty:hidden max-lg:order-4">
            <MyLicenses poolId={poolId} releases={releases.data?.items ?? []} />
          </div>
          <Card aria-label={t('releases')} className="max-lg:order-5">
            <CardHeader>
              <CardTitle>{t('releases')}</CardTitle>
            </CardHeader>
            <CardContent>
              {releases.error && <ProblemNotice error={releases.error} onRetry={() => releases.refetch()} />}
              {releases.isPending && <Skeleton className="h-16" />}
              {releases.data && <ReleaseList poolId={poolId} releases={releases.data.items} />}
            </CardContent>
          </Card>
        </div>
        <div className="min-w-0 max-lg:contents lg:space-y-5">
          <div className="empty:hidden max-lg:order-2">
            {pool.data && <Offers pool={pool.data} hasRelease={(releases.data?.items.length ?? 0) > 0} />}
          </div>
          <div className="empty:hidden max-lg:order-6">
            <ConsentTerms poolId={poolId} />
          </div>
        </div>
      </div>
    </>
  )
}
