'use client'

import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { type ReactNode, useEffect, useState } from 'react'
import { CampaignAnchoring } from '@/anchoring/AnchoringCard.tsx'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import type { Campaign } from '@/api/types.ts'
import { BackLink } from '@/components/BackLink.tsx'
import { PageHeader } from '@/components/PageHeader.tsx'
import { Badge } from '@/components/ui/badge.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Card, CardTitle } from '@/components/ui/card.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { Tabs, TabsContent, TabsList, TabsTrigger } from '@/components/ui/tabs.tsx'
import { useMe } from '@/identity/session.ts'
import { Aside, useAside } from '@/quarantine/Aside.tsx'
import { Budget, budgetOf } from './Budget.tsx'
import { CampaignDetails } from './CampaignDetails.tsx'
import { CampaignStatus } from './CampaignStatus.tsx'
import { ChangeQuestion } from './ChangeQuestion.tsx'
import { CloseCampaign, Controls, useCampaignStates } from './Controls.tsx'
import { Coverage } from './Coverage.tsx'
import { Freshness } from './Freshness.tsx'
import { ItemsUpload } from './ItemsUpload.tsx'
import { JourneyCard } from './JourneyCard.tsx'
import { type JourneyStep, nextStep } from './journey.ts'
import { ListUpload } from './ListUpload.tsx'
import { StepLink } from './OwnPool.tsx'
import { Prepared } from './Prepared.tsx'
import { ProgressView } from './ProgressView.tsx'
import { Remainder } from './Remainder.tsx'
import { ResultsTable } from './ResultsTable.tsx'
import { Seeds } from './Seeds.tsx'
import { SignInFirst } from './SignInFirst.tsx'
import { type Journey, useJourney } from './useJourney.ts'

const FundForm = dynamic(() => import('./FundForm.tsx').then((module) => module.FundForm), { ssr: false })

const tabs = ['progress', 'results', 'coverage', 'items', 'money', 'details'] as const
type Tab = (typeof tabs)[number]
const tabOf: Partial<Record<JourneyStep, Tab>> = { items: 'items', fund: 'money', start: 'money' }

/** One campaign of the requester's: fill it, fund it, start it, watch it, close it. */
export function OwnCampaign({ poolId, campaignId }: { poolId: string; campaignId: string }) {
  const t = useTranslations('requester')
  const me = useMe()
  const journey = useJourney(poolId, campaignId)
  const [chosen, setChosen] = useState<Tab | null>(null)
  useEffect(() => {
    // A link may name the step it leads to: …#fund opens the money.
    const asked = tabOf[location.hash.slice(1) as JourneyStep]
    if (asked) setChosen(asked)
  }, [])
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
  const found = journey.data
  const { pool, campaign, progress } = found
  if (!campaign || !progress) return frame(t('campaignTitle'), <p>{t('noSuchCampaign')}</p>)
  if (campaign.taskType === 'collect')
    return frame(
      <CampaignTitle campaign={campaign} />,
      <div className="space-y-5">
        <Card className="space-y-6 p-5">
          <Budget campaign={campaign} progress={progress} />
          {campaign.status === 'closed' && <Remainder campaign={campaign} />}
        </Card>
        <Seeds campaign={campaign} />
        <Freshness campaign={campaign} />
        <Prepared campaign={campaign} />
      </div>,
    )
  const next = nextStep(found)
  const tab = chosen ?? (next && tabOf[next]) ?? (campaign.status === 'draft' ? 'items' : 'progress')
  const { lacking } = budgetOf(campaign, progress)
  return (
    <>
      <BackLink href={`/requester/${poolId}`}>{pool.name}</BackLink>
      <PageHeader title={<CampaignTitle campaign={campaign} />} action={<Controls campaign={campaign} />} />
      <JourneyCard
        journey={found}
        action={(step) => <StepAction step={step} journey={found} tab={tab} onTab={setChosen} />}
      />
      <Tabs value={tab} onValueChange={(value) => setChosen(value as Tab)} className="mt-6">
        <TabsList aria-label={campaign.name}>
          {tabs.map((value) => (
            <TabsTrigger key={value} value={value}>
              {t(`tab_${value}`)} {value === 'items' && <AsideCount campaign={campaign} />}
            </TabsTrigger>
          ))}
        </TabsList>
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
          <Card className="space-y-6 p-5">
            <Budget campaign={campaign} progress={progress} />
            {campaign.status === 'closed' ? (
              <Remainder campaign={campaign} />
            ) : (
              <FundForm pool={pool} campaign={campaign} lacking={lacking} />
            )}
          </Card>
        </TabsContent>
        <TabsContent value="details" className="space-y-5">
          <CampaignDetails campaign={campaign} />
          <ChangeQuestion campaign={campaign} />
        </TabsContent>
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

/** How many items wait for somebody, beside the tab's name. */
function AsideCount({ campaign }: { campaign: Campaign }) {
  const waits =
    useAside(campaign).data?.items.filter(
      (item) => item.as === 'quarantined' || item.as === 'payload-missing',
    ).length ?? 0
  return waits > 0 && <Badge tone="warn">{waits}</Badge>
}

interface StepActionProps {
  step: JourneyStep
  journey: Journey
  tab: Tab
  onTab: (tab: Tab) => void
}

function StepAction({ step, journey: { pool, campaign }, tab, onTab }: StepActionProps) {
  const t = useTranslations('journey')
  const { start } = useCampaignStates()
  const [closing, setClosing] = useState(false)
  if (!campaign) return null
  // Nothing where one is already: what is to be done stands below.
  const open = (wanted: Tab) =>
    wanted !== tab && (
      <Button variant="primary" size="lg" onClick={() => onTab(wanted)}>
        {t(`go_${step}`)}
      </Button>
    )
  if (step === 'items') return open('items')
  if (step === 'fund') return open('money')
  if (step === 'watch') return open('progress')
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
        {t('go_start')}
      </Button>
    )
  }
  if (step === 'close') {
    if (campaign.status === 'closed') return null // it is settling; the card says so
    return (
      <>
        <Button variant="primary" size="lg" onClick={() => setClosing(true)}>
          {t('go_close')}
        </Button>
        <CloseCampaign campaign={campaign} open={closing} onOpenChange={setClosing} />
      </>
    )
  }
  const anchor = step === 'release' || step === 'offer' ? `#${step}s` : ''
  return <StepLink step={step} href={`/requester/${pool.id}${anchor}`} />
}
