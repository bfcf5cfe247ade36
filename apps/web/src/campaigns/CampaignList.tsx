'use client'

import { Inbox } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { Card } from '@/components/ui/card.tsx'
import { Empty } from '@/components/ui/empty.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { CampaignCard } from './CampaignCard.tsx'
import { useCampaigns } from './useCampaigns.ts'

export function CampaignList() {
  const t = useTranslations('campaigns')
  const campaigns = useCampaigns()
  if (campaigns.error) return <ProblemNotice error={campaigns.error} onRetry={() => campaigns.refetch()} />
  if (campaigns.data?.items.length === 0) {
    return (
      <Card>
        <Empty icon={Inbox} title={t('empty')}>
          {t('emptyText')}
        </Empty>
      </Card>
    )
  }
  return (
    <ul aria-busy={campaigns.isPending} className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
      {campaigns.isPending
        ? [0, 1, 2].map((i) => (
            <li key={i}>
              <Skeleton className="h-52 rounded-card" />
            </li>
          ))
        : campaigns.data.items.map((campaign) => (
            <li key={campaign.id} className="flex">
              <CampaignCard campaign={campaign} />
            </li>
          ))}
    </ul>
  )
}
