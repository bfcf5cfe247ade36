'use client'

import { useTranslations } from 'next-intl'
import { CampaignAnchoring } from '@/anchoring/AnchoringCard.tsx'
import type { Campaign } from '@/api/types.ts'
import { Badge } from '@/components/ui/badge.tsx'
import { Card, CardTitle } from '@/components/ui/card.tsx'
import { TabsContent } from '@/components/ui/tabs.tsx'
import { Aside, useAside } from '@/quarantine/Aside.tsx'
import { CampaignDetails } from './CampaignDetails.tsx'
import { CampaignMoney } from './CampaignMoney.tsx'
import { type CampaignJourney, CampaignTabs } from './CampaignTabs.tsx'
import { ChangeQuestion } from './ChangeQuestion.tsx'
import { Coverage } from './Coverage.tsx'
import { ItemsUpload } from './ItemsUpload.tsx'
import { ListUpload } from './ListUpload.tsx'
import { ProgressView } from './ProgressView.tsx'
import { ResultsTable } from './ResultsTable.tsx'

const tabs = ['progress', 'results', 'coverage', 'items', 'money', 'details'] as const

/** A campaign that asks a question. */
export function OwnLabelCampaign({ journey }: { journey: CampaignJourney }) {
  const t = useTranslations('requester')
  const { campaign, progress } = journey
  return (
    <CampaignTabs
      journey={journey}
      tabs={tabs}
      fill="items"
      badge={(tab) => tab === 'items' && <AsideCount campaign={campaign} />}
    >
      <TabsContent value="progress" className="space-y-5">
        <ProgressView campaign={campaign} progress={progress} />
        <CampaignAnchoring campaign={campaign} />
      </TabsContent>
      <TabsContent value="results">
        <ResultsTable campaign={campaign} />
      </TabsContent>
      <TabsContent value="coverage">
        <Coverage campaign={campaign} />
      </TabsContent>
      <TabsContent value="items" className="space-y-5">
        <Card className="space-y-4 p-5">
          <div>
            <CardTitle>{t('items', { count: progress.tasks, gold: progress.goldTasks })}</CardTitle>
            <p className="mt-1 max-w-prose text-soft">{t('itemsText')}</p>
          </div>
          {campaign.status !== 'closed' && <ItemsUpload campaign={campaign} />}
        </Card>
        <Aside campaign={campaign} />
        {campaign.assignment === 'list' && campaign.status !== 'closed' && (
          <Card className="space-y-4 p-5">
            <div>
              <CardTitle>{t('list')}</CardTitle>
              <p className="mt-1 max-w-prose text-soft">{t('listText')}</p>
            </div>
            <ListUpload campaign={campaign} />
          </Card>
        )}
      </TabsContent>
      <TabsContent value="money">
        <CampaignMoney {...journey} />
      </TabsContent>
      <TabsContent value="details" className="space-y-5">
        <CampaignDetails campaign={campaign} />
        <ChangeQuestion campaign={campaign} />
      </TabsContent>
    </CampaignTabs>
  )
}

/** How many items wait for somebody, beside the tab's name. */
function AsideCount({ campaign }: { campaign: Campaign }) {
  const waits =
    useAside(campaign).data?.items.filter(
      (item) => item.as === 'quarantined' || item.as === 'payload-missing',
    ).length ?? 0
  return waits > 0 && <Badge tone="warn">{waits}</Badge>
}
