'use client'

import { ChevronRight, Plus, Tags } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { Campaign, Pool } from '@/api/types.ts'
import { Button } from '@/components/ui/button.tsx'
import { Card, CardHeader, CardTitle } from '@/components/ui/card.tsx'
import { Empty } from '@/components/ui/empty.tsx'
import { Money } from '@/money/Money.tsx'
import { useQuestionFacts } from '@/question/useQuestionFacts.ts'
import { CampaignStatus } from './CampaignStatus.tsx'

export function OwnCampaigns({ pool, campaigns }: { pool: Pool; campaigns: Campaign[] }) {
  const t = useTranslations('requester')
  const add = (
    <Button asChild>
      <Link href={`/requester/${pool.id}/campaigns/new`}>
        <Plus aria-hidden />
        {t('newCampaign')}
      </Link>
    </Button>
  )
  return (
    <Card aria-label={t('campaigns')}>
      <CardHeader className="items-center pb-4">
        <CardTitle>{t('campaigns')}</CardTitle>
        {campaigns.length > 0 && add}
      </CardHeader>
      {campaigns.length === 0 ? (
        <Empty icon={Tags} title={t('noCampaigns')} action={add} className="pt-4">
          {t('noCampaignsText')}
        </Empty>
      ) : (
        <ul className="divide-y divide-line border-line border-t">
          {campaigns.map((campaign) => (
            <li
              key={campaign.id}
              className="relative flex items-center gap-4 px-5 py-4 transition-colors last:rounded-b-card hover:bg-sunken/60"
            >
              <div className="min-w-0 flex-1">
                <p className="flex flex-wrap items-center gap-2.5 font-medium">
                  <Link
                    href={`/requester/${pool.id}/campaigns/${campaign.id}`}
                    className="after:absolute after:inset-0"
                  >
                    {campaign.name}
                  </Link>
                  <CampaignStatus campaign={campaign} />
                </p>
                <CampaignLine campaign={campaign} />
              </div>
              <ChevronRight aria-hidden className="size-5 shrink-0 text-soft" />
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}

function CampaignLine({ campaign }: { campaign: Campaign }) {
  const t = useTranslations('requester')
  return (
    <p className="mt-0.5 text-soft text-sm">
      {campaign.taskType !== 'collect' && <TypeOf campaign={campaign} />}
      {t.rich(campaign.taskType === 'collect' ? 'campaignLinePages' : 'campaignLine', {
        price: () => <Money amount={campaign.price} />,
        funded: () => <Money amount={campaign.funded} />,
        overlap: campaign.overlap,
      })}
    </p>
  )
}

const TypeOf = ({ campaign }: { campaign: Campaign }) => <>{useQuestionFacts(campaign).type} · </>
