'use client'

import { useQuery } from '@tanstack/react-query'
import { ScanText } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { AnchoringCard } from '@/anchoring/AnchoringCard.tsx'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { useTRPC } from '@/api/trpc.ts'
import type { Person } from '@/api/types.ts'
import { Badge } from '@/components/ui/badge.tsx'
import { Card } from '@/components/ui/card.tsx'
import { Empty } from '@/components/ui/empty.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { Tabs, TabsContent, TabsList, TabsTrigger } from '@/components/ui/tabs.tsx'
import { Waiting } from '@/quarantine/Waiting.tsx'
import { ActionLog } from './ActionLog.tsx'
import { Canaries } from './Canaries.tsx'
import { Epochs } from './Epochs.tsx'
import { Flags } from './Flags.tsx'
import { Invoices } from './Invoices.tsx'
import { Jobs } from './Jobs.tsx'
import { Licenses } from './Licenses.tsx'
import { People } from './People.tsx'
import { TakeDowns } from './TakeDowns.tsx'
import { Tiles } from './Tiles.tsx'

/** How the instance is doing, and everything a steward may do about it. */
export function Desk({ me }: { me: Person }) {
  const t = useTranslations('steward')
  const quarantine = useTranslations('quarantine')
  const anchoring = useTranslations('anchoring')
  const canaries = useTranslations('canaries')
  const trpc = useTRPC()
  const overview = useQuery(trpc.steward.overview.queryOptions(undefined, { refetchInterval: 5_000 }))
  const flags = useQuery(trpc.steward.flags.queryOptions({ open: true }, { refetchInterval: 15_000 }))
  const waiting = useQuery(trpc.quarantine.waiting.queryOptions(undefined, { refetchInterval: 15_000 }))
  const takeDowns = useQuery(trpc.steward.takeDowns.queryOptions(undefined, { refetchInterval: 15_000 }))
  const invoices = useQuery(trpc.steward.invoices.queryOptions(undefined, { refetchInterval: 15_000 }))
  const owed = invoices.data?.items.length ?? 0
  if (overview.error && !overview.data) {
    return <ProblemNotice error={overview.error} onRetry={() => overview.refetch()} />
  }
  if (!overview.data) return <Skeleton className="h-72 rounded-card" />
  const open = flags.data?.items.length ?? 0
  const asked = takeDowns.data?.items.filter(({ state }) => state === 'waiting').length ?? 0
  return (
    <div className="space-y-6">
      <Tiles overview={overview.data} />
      <Tabs defaultValue="flags">
        <TabsList aria-label={t('title')}>
          <TabsTrigger value="flags">
            {t('flags')} {open > 0 && <Badge tone="warn">{open}</Badge>}
          </TabsTrigger>
          <TabsTrigger value="quarantine">
            {quarantine('waiting')}{' '}
            {waiting.data && waiting.data.total > 0 && <Badge tone="warn">{waiting.data.total}</Badge>}
          </TabsTrigger>
          <TabsTrigger value="takeDowns">
            {t('takeDowns')} {asked > 0 && <Badge tone="warn">{asked}</Badge>}
          </TabsTrigger>
          <TabsTrigger value="invoices">
            {t('invoices')} {owed > 0 && <Badge tone="warn">{owed}</Badge>}
          </TabsTrigger>
          <TabsTrigger value="licenses">{t('licenses')}</TabsTrigger>
          <TabsTrigger value="suggestions">{anchoring('steward')}</TabsTrigger>
          <TabsTrigger value="canaries">{canaries('tab')}</TabsTrigger>
          <TabsTrigger value="jobs">
            {t('jobs')}{' '}
            {overview.data.jobs.length > 0 && <Badge tone="bad">{overview.data.jobs.length}</Badge>}
          </TabsTrigger>
          <TabsTrigger value="people">{t('people')}</TabsTrigger>
          <TabsTrigger value="epochs">{t('epochs')}</TabsTrigger>
          <TabsTrigger value="log">{t('log')}</TabsTrigger>
        </TabsList>
        <TabsContent value="flags">
          <Flags />
        </TabsContent>
        <TabsContent value="quarantine">
          {waiting.error && <ProblemNotice error={waiting.error} onRetry={() => waiting.refetch()} />}
          {waiting.data && <Waiting {...waiting.data} />}
        </TabsContent>
        <TabsContent value="takeDowns">
          {takeDowns.error && <ProblemNotice error={takeDowns.error} onRetry={() => takeDowns.refetch()} />}
          {takeDowns.data && <TakeDowns items={takeDowns.data.items} />}
        </TabsContent>
        <TabsContent value="invoices">
          {invoices.error && <ProblemNotice error={invoices.error} onRetry={() => invoices.refetch()} />}
          {invoices.data && <Invoices items={invoices.data.items} />}
        </TabsContent>
        <TabsContent value="licenses">
          <Licenses />
        </TabsContent>
        <TabsContent value="suggestions">
          <Suggestions />
        </TabsContent>
        <TabsContent value="canaries">
          <Canaries canaries={overview.data.canaries} />
        </TabsContent>
        <TabsContent value="jobs">
          <Jobs jobs={overview.data.jobs} />
        </TabsContent>
        <TabsContent value="people">
          <People me={me} stewards={overview.data.stewards} />
        </TabsContent>
        <TabsContent value="epochs">
          <Epochs epochs={overview.data.epochs} />
        </TabsContent>
        <TabsContent value="log">
          <ActionLog stewards={overview.data.stewards} me={me} />
        </TabsContent>
      </Tabs>
    </div>
  )
}

/** Campaigns in which people see what a machine suggests: whether they still read. */
function Suggestions() {
  const t = useTranslations('anchoring')
  const trpc = useTRPC()
  const found = useQuery(trpc.steward.anchoring.queryOptions())
  if (found.error) return <ProblemNotice error={found.error} onRetry={() => found.refetch()} />
  if (!found.data) return <Skeleton className="h-40 rounded-card" />
  if (found.data.items.length === 0)
    return (
      <Card>
        <Empty icon={ScanText} title={t('noneAssisted')}>
          {t('noneAssistedText')}
        </Empty>
      </Card>
    )
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
      {found.data.items.map((one) => (
        <AnchoringCard key={one.campaignId} title={one.campaign} measured={one} />
      ))}
    </div>
  )
}
