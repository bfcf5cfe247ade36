'use client'

import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { OwnCollection } from '@/collection/OwnCollection.tsx'
import { BackLink } from '@/components/BackLink.tsx'
import { PageHeader } from '@/components/PageHeader.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { useMe } from '@/identity/session.ts'
import { OwnLabelCampaign } from './OwnLabelCampaign.tsx'
import { SignInFirst } from './SignInFirst.tsx'
import { useJourney } from './useJourney.ts'

/** One campaign of the requester's: fill it, fund it, start it, watch it, close it. */
export function OwnCampaign({ poolId, campaignId }: { poolId: string; campaignId: string }) {
  const t = useTranslations('requester')
  const me = useMe()
  const journey = useJourney(poolId, campaignId)
  const frame = (title: ReactNode, content: ReactNode) => (
    <>
      <BackLink href={`/requester/${poolId}`}>{journey.data?.pool.name ?? t('title')}</BackLink>
      <PageHeader title={title} />
      {content}
    </>
  )
  if (me.data === null) return frame(t('campaignTitle'), <SignInFirst />)
  const error = me.error ?? journey.error
  if (error) {
    return frame(t('campaignTitle'), <ProblemNotice error={error} onRetry={() => void journey.refetch()} />)
  }
  if (!journey.data) {
    return frame(<Skeleton className="h-8 w-64" />, <Skeleton className="h-96 rounded-card" />)
  }
  const { campaign, progress } = journey.data
  if (!campaign || !progress) return frame(t('campaignTitle'), <p>{t('noSuchCampaign')}</p>)
  const found = { ...journey.data, campaign, progress }
  return campaign.taskType === 'collect' ? (
    <OwnCollection journey={found} />
  ) : (
    <OwnLabelCampaign journey={found} />
  )
}
