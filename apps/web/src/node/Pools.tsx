'use client'

import { useQuery } from '@tanstack/react-query'
import { Check } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { useTRPC } from '@/api/trpc.ts'
import type { OpenCollection } from '@/api/types.ts'
import { Badge } from '@/components/ui/badge.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Card, CardContent, CardHeader, CardTitle } from '@/components/ui/card.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { ConsentPanel } from '@/consent/ConsentPanel.tsx'
import { useMe } from '@/identity/session.ts'
import { useMoney } from '@/money/Money.tsx'
import { Visitor } from './Visitor.tsx'

/** Pools that collect now: for each its terms are agreed to once, before a node fetches anything for it. [CLT-37] */
export function Pools() {
  const t = useTranslations('node')
  const me = useMe()
  const card = useRef<HTMLDivElement>(null)
  const ready = !me.isPending
  useEffect(() => {
    // The card grows after the page has come: a node's link lands on it all the same.
    if (ready && window.location.hash === '#pools') card.current?.scrollIntoView()
  }, [ready])
  return (
    <Card id="pools" ref={card} aria-label={t('poolsTitle')} className="scroll-mt-20">
      <CardHeader>
        <div>
          <CardTitle>{t('poolsTitle')}</CardTitle>
          <p className="text-soft text-sm">{t('poolsText')}</p>
        </div>
      </CardHeader>
      <CardContent className="space-y-4">
        {me.error && <ProblemNotice error={me.error} onRetry={() => me.refetch()} />}
        {me.isPending && <Skeleton className="h-24" />}
        {me.data === null && <Visitor />}
        {me.data && <PoolList personId={me.data.id} />}
      </CardContent>
    </Card>
  )
}

function PoolList({ personId }: { personId: string }) {
  const t = useTranslations('node')
  const trpc = useTRPC()
  const open = useQuery(trpc.collection.open.queryOptions())
  if (open.error) return <ProblemNotice error={open.error} onRetry={() => open.refetch()} />
  if (!open.data) return <Skeleton className="h-24" />
  const pools = Map.groupBy(open.data.items, (one) => one.poolId)
  if (pools.size === 0) return <p className="text-soft text-sm">{t('poolsNone')}</p>
  return (
    <ul className="divide-y divide-line">
      {[...pools.values()].map((campaigns) => (
        <PoolRow
          key={campaigns[0]!.poolId}
          campaigns={campaigns}
          personId={personId}
          onGranted={() => void open.refetch()}
        />
      ))}
    </ul>
  )
}

interface PoolRowProps {
  campaigns: OpenCollection[]
  personId: string
  onGranted: () => void
}

function PoolRow({ campaigns, personId, onGranted }: PoolRowProps) {
  const t = useTranslations('node')
  const money = useMoney()
  const [reading, setReading] = useState(false)
  const { poolId, poolName, agreed } = campaigns[0]!
  return (
    <li className="space-y-2 py-3 first:pt-0 last:pb-0">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <Link href={`/pools/${poolId}`} className="min-w-0 break-words font-medium underline">
          {poolName}
        </Link>
        {agreed ? (
          <Badge tone="good">
            <Check aria-hidden className="size-3.5" /> {t('poolAgreed')}
          </Badge>
        ) : (
          !reading && (
            <Button variant="primary" onClick={() => setReading(true)}>
              {t('poolRead')}
            </Button>
          )
        )}
      </div>
      <ul className="space-y-1 text-soft text-sm">
        {campaigns.map(({ campaignId, name, pay, hosts, anyPublicSite }) => (
          <li key={campaignId} className="break-words">
            {t('poolCampaign', { name, pay: money(pay) })}{' '}
            {anyPublicSite ? t('poolAnySite') : hosts.join(', ')}
          </li>
        ))}
      </ul>
      {reading && !agreed && (
        <ConsentPanel
          title={t('poolConsent', { pool: poolName })}
          poolId={poolId}
          personId={personId}
          onGranted={onGranted}
        />
      )}
    </li>
  )
}
