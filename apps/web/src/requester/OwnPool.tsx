'use client'

import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { BackLink } from '@/components/BackLink.tsx'
import { PageHeader } from '@/components/PageHeader.tsx'
import { Badge } from '@/components/ui/badge.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { useMe } from '@/identity/session.ts'
import { JourneyCard } from './JourneyCard.tsx'
import type { JourneyStep } from './journey.ts'
import { OwnCampaigns } from './OwnCampaigns.tsx'
import { OwnReleases } from './OwnReleases.tsx'
import { PendingChange } from './PendingChange.tsx'
import { SignInFirst } from './SignInFirst.tsx'
import { StepLink } from './StepLink.tsx'
import { type Journey, useJourney } from './useJourney.ts'

const PutOnChain = dynamic(() => import('./PutOnChain.tsx').then((module) => module.PutOnChain), {
  ssr: false,
})
const OwnOffers = dynamic(() => import('./OwnOffers.tsx').then((module) => module.OwnOffers), { ssr: false })

/** A requester's pool: what comes next, its campaigns, releases and offers. */
export function OwnPool({ poolId }: { poolId: string }) {
  const t = useTranslations('requester')
  const me = useMe()
  const journey = useJourney(poolId)
  const back = <BackLink href="/requester">{t('title')}</BackLink>
  if (me.data === null) {
    return (
      <>
        {back}
        <PageHeader title={t('poolTitle')} />
        <SignInFirst />
      </>
    )
  }
  const error = me.error ?? journey.error
  if (error || !journey.data) {
    return (
      <>
        {back}
        <PageHeader title={error ? t('poolTitle') : <Skeleton className="h-8 w-64" />} />
        {error ? (
          <ProblemNotice error={error} onRetry={() => void journey.refetch()} />
        ) : (
          <div aria-busy className="space-y-5">
            <Skeleton className="h-44 rounded-card" />
            <Skeleton className="h-60 rounded-card" />
          </div>
        )}
      </>
    )
  }
  const found = journey.data
  const { pool } = found
  return (
    <>
      {back}
      <PageHeader
        title={
          <span className="flex flex-wrap items-center gap-3">
            {pool.name}
            <Badge tone={pool.chainPoolId ? 'good' : 'neutral'} className="tracking-normal">
              {pool.chainPoolId ? t(`poolStatus_${pool.status}`) : t('notOnChain')}
            </Badge>
          </span>
        }
        action={
          pool.chainPoolId && (
            <Button asChild>
              <Link href={`/pools/${poolId}`}>{t('seePublic')}</Link>
            </Button>
          )
        }
      >
        {pool.description && <p className="whitespace-pre-wrap">{pool.description}</p>}
      </PageHeader>
      <div className="space-y-8">
        {pool.mine ? (
          <>
            <PendingChange pool={pool} />
            <JourneyCard journey={found} action={(step) => stepAction(step, found)} />
            <OwnCampaigns pool={pool} campaigns={found.campaigns} />
            <OwnReleases pool={pool} releases={found.releases} />
            <OwnOffers pool={pool} offers={found.offers} />
          </>
        ) : (
          <Notice tone="warn" title={t('notYours')} />
        )}
      </div>
    </>
  )
}

function stepAction(step: JourneyStep, { pool, campaign }: Journey): ReactNode {
  if (step === 'chain') return <PutOnChain pool={pool} />
  if (step === 'release' || step === 'offer')
    return <StepLink step={step} campaign={campaign} href={`#${step}s`} />
  if (!campaign)
    return <StepLink step={step} campaign={campaign} href={`/requester/${pool.id}/campaigns/new`} />
  return (
    <StepLink
      step={step}
      campaign={campaign}
      href={`/requester/${pool.id}/campaigns/${campaign.id}#${step}`}
    />
  )
}
