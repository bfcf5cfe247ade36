'use client'

import { useTranslations } from 'next-intl'
import { type ReactNode, useEffect, useState } from 'react'
import type { Campaign } from '@/api/types.ts'
import { BackLink } from '@/components/BackLink.tsx'
import { PageHeader } from '@/components/PageHeader.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Tabs, TabsList, TabsTrigger } from '@/components/ui/tabs.tsx'
import { CampaignStatus } from './CampaignStatus.tsx'
import { CloseCampaign, Controls, useCampaignStates } from './Controls.tsx'
import { JourneyCard } from './JourneyCard.tsx'
import { type JourneyStep, nextStep } from './journey.ts'
import { StepLink } from './StepLink.tsx'
import type { Journey } from './useJourney.ts'
import { useJourneyWords } from './useJourneyWords.ts'

type Tab = 'progress' | 'results' | 'coverage' | 'items' | 'sources' | 'documents' | 'money' | 'details'

/** A journey with its campaign in focus. */
export type CampaignJourney = Journey & {
  campaign: NonNullable<Journey['campaign']>
  progress: NonNullable<Journey['progress']>
}

interface CampaignTabsProps {
  journey: CampaignJourney
  tabs: readonly Tab[]
  /** Where the first step of filling the campaign is done. */
  fill: Tab
  badge?: (tab: Tab) => ReactNode
  children: ReactNode
}

/** A campaign's page, whatever its kind: name and state, what comes next, and its parts. */
export function CampaignTabs({ journey, tabs, fill, badge, children }: CampaignTabsProps) {
  const t = useTranslations('requester')
  const { pool, campaign } = journey
  const leads: Partial<Record<JourneyStep, Tab>> = {
    items: fill,
    fund: 'money',
    start: 'money',
    watch: 'progress',
  }
  const next = nextStep(journey)
  // Where the next step is done; what was opened stays, so that what a step brought can be looked at.
  const [tab, setTab] = useState<Tab>(
    (next && leads[next]) ?? (campaign.status === 'draft' ? fill : 'progress'),
  )
  useEffect(() => {
    // A link may name the step it leads to: …#fund opens the money.
    const step = location.hash.slice(1)
    if (step === 'items') setTab(fill)
    if (step === 'fund' || step === 'start') setTab('money')
  }, [fill])
  return (
    <>
      <BackLink href={`/requester/${pool.id}`}>{pool.name}</BackLink>
      <PageHeader title={<CampaignTitle campaign={campaign} />} action={<Controls campaign={campaign} />} />
      <JourneyCard
        journey={journey}
        action={(step) => <StepAction step={step} journey={journey} leads={leads} tab={tab} onTab={setTab} />}
      />
      <Tabs value={tab} onValueChange={(value) => setTab(value as Tab)} className="mt-6">
        <TabsList aria-label={campaign.name}>
          {tabs.map((value) => (
            <TabsTrigger key={value} value={value}>
              {t(`tab_${value}`)} {badge?.(value)}
            </TabsTrigger>
          ))}
        </TabsList>
        {children}
      </Tabs>
    </>
  )
}

const CampaignTitle = ({ campaign }: { campaign: Campaign }) => (
  <span className="flex flex-wrap items-center gap-3">
    {campaign.name}
    <CampaignStatus campaign={campaign} />
  </span>
)

interface StepActionProps {
  step: JourneyStep
  journey: CampaignJourney
  leads: Partial<Record<JourneyStep, Tab>>
  tab: Tab
  onTab: (tab: Tab) => void
}

function StepAction({ step, journey: { pool, campaign }, leads, tab, onTab }: StepActionProps) {
  const words = useJourneyWords(campaign)
  const { start } = useCampaignStates(campaign)
  const [closing, setClosing] = useState(false)
  if (step === 'start') {
    return (
      <Button
        variant="primary"
        size="lg"
        busy={start.isPending}
        onClick={() =>
          start.mutate({ poolId: pool.id, campaignId: campaign.id }, { onSuccess: () => onTab('progress') })
        }
      >
        {words('go_start')}
      </Button>
    )
  }
  const wanted = leads[step]
  if (wanted) {
    // Nothing where one is already: what is to be done stands below.
    if (wanted === tab) return null
    return (
      <Button variant="primary" size="lg" onClick={() => onTab(wanted)}>
        {words(`go_${step}`)}
      </Button>
    )
  }
  if (step === 'close') {
    if (campaign.status === 'closed') return null // it is settling; the card says so
    return (
      <>
        <Button variant="primary" size="lg" onClick={() => setClosing(true)}>
          {words('go_close')}
        </Button>
        <CloseCampaign campaign={campaign} open={closing} onOpenChange={setClosing} />
      </>
    )
  }
  const anchor = step === 'release' || step === 'offer' ? `#${step}s` : ''
  return <StepLink step={step} campaign={campaign} href={`/requester/${pool.id}${anchor}`} />
}
