'use client'

import dynamic from 'next/dynamic'
import { Card } from '@/components/ui/card.tsx'
import { Budget, budgetOf } from './Budget.tsx'
import type { CampaignJourney } from './CampaignTabs.tsx'
import { Remainder } from './Remainder.tsx'

const FundForm = dynamic(() => import('./FundForm.tsx').then((module) => module.FundForm), { ssr: false })

/** Where a campaign's money is, and more of it; of a closed one what goes back. */
export function CampaignMoney({ pool, campaign, progress }: CampaignJourney) {
  return (
    <Card className="space-y-6 p-5">
      <Budget campaign={campaign} progress={progress} />
      {campaign.status === 'closed' ? (
        <Remainder campaign={campaign} />
      ) : (
        <FundForm pool={pool} campaign={campaign} lacking={budgetOf(campaign, progress).lacking} />
      )}
    </Card>
  )
}
