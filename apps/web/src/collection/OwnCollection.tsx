'use client'

import { TabsContent } from '@/components/ui/tabs.tsx'
import { CampaignMoney } from '@/requester/CampaignMoney.tsx'
import { type CampaignJourney, CampaignTabs } from '@/requester/CampaignTabs.tsx'
import { CollectionProgress } from './CollectionProgress.tsx'
import { CollectionTerms } from './CollectionTerms.tsx'
import { Freshness } from './Freshness.tsx'
import { LeftOut } from './LeftOut.tsx'
import { Prepared } from './Prepared.tsx'
import { Seeds } from './Seeds.tsx'
import { WantedPages } from './WantedPages.tsx'

const tabs = ['progress', 'sources', 'documents', 'money', 'details'] as const

/** A campaign that collects pages. */
export function OwnCollection({ journey }: { journey: CampaignJourney }) {
  const { campaign, progress } = journey
  return (
    <CampaignTabs journey={journey} tabs={tabs} fill="sources">
      <TabsContent value="progress" className="space-y-5">
        <CollectionProgress campaign={campaign} progress={progress} />
      </TabsContent>
      <TabsContent value="sources" className="space-y-5">
        <Seeds campaign={campaign} />
        {campaign.status === 'draft' && <LeftOut />}
      </TabsContent>
      <TabsContent value="documents">
        <Prepared campaign={campaign} />
      </TabsContent>
      <TabsContent value="money">
        <CampaignMoney {...journey} />
      </TabsContent>
      <TabsContent value="details" className="space-y-5">
        <WantedPages campaign={campaign} />
        <Freshness campaign={campaign} />
        <CollectionTerms campaign={campaign} />
      </TabsContent>
    </CampaignTabs>
  )
}
