'use client'

import { useQuery } from '@tanstack/react-query'
import { useFormatter, useTranslations } from 'next-intl'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { useTRPC } from '@/api/trpc.ts'
import type { Campaign, CollectionProgress as Found, Progress } from '@/api/types.ts'
import { Card } from '@/components/ui/card.tsx'
import { Notice } from '@/components/ui/notice.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { Stat } from '@/components/ui/stat.tsx'
import { useMoney } from '@/money/Money.tsx'
import { Budget } from '@/requester/Budget.tsx'
import { ProgressCard } from '@/requester/ProgressCard.tsx'
import { OUTCOMES, useWhy } from './whyNot.ts'

/** How far a collection is, what came of it, and where its money is. [CLT-74] */
export function CollectionProgress({ campaign, progress }: { campaign: Campaign; progress: Progress }) {
  const t = useTranslations('collection')
  const format = useFormatter()
  const money = useMoney()
  const trpc = useTRPC()
  const found = useQuery(
    trpc.collection.progress.queryOptions(
      { poolId: campaign.poolId, campaignId: campaign.id },
      { refetchInterval: 5_000 },
    ),
  )
  if (found.error) return <ProblemNotice error={found.error} onRetry={() => found.refetch()} />
  if (!found.data) return <Skeleton className="h-72 rounded-card" />
  const { documents, pages, contributions, people, items, pending, final } = found.data
  const n = (value: number | undefined) => format.number(value ?? 0)
  const all = Object.values(pages).reduce((sum, one) => sum + one, 0)
  const left = (pages.refused ?? 0) + (pages.gone ?? 0)
  const sure = (contributions.confirmed ?? 0) + (contributions.trusted ?? 0)
  return (
    <>
      <ProgressCard
        title={t('brought', { done: n(pages.done), total: n(progress.tasks) })}
        bar={t('bar')}
        done={pages.done ?? 0}
        total={progress.tasks}
      >
        <Stat label={t('found')} value={n(all)} hint={t('waitingHint', { count: pages.waiting ?? 0 })} />
        <Stat label={t('queued')} value={n(pages.queued)} hint={t('queuedHint')} />
        <Stat label={t('leased')} value={n(pages.leased)} hint={t('leasedHint')} />
        <Stat label={t('left')} value={n(left)} hint={t('leftHint')} />
        <Stat
          label={t('accepted')}
          value={n(sure)}
          hint={t('checking', { count: contributions.checking ?? 0 })}
        />
        <Stat label={t('items')} value={n(items)} hint={t('itemsHint')} />
        <Stat label={t('final')} value={money(final)} hint={t('pending', { amount: money(pending) })} />
        <Stat label={t('people')} value={n(people)} hint={t('peopleHint')} />
      </ProgressCard>
      {campaign.status === 'open' && documents !== null && all - left < documents && (
        <Notice title={t('moreWanted', { count: documents - (all - left) })}>{t('moreWantedText')}</Notice>
      )}
      <Card className="p-5">
        <h2 className="mb-3 font-medium text-[0.9375rem]">{t('money')}</h2>
        <Budget campaign={campaign} progress={progress} />
      </Card>
      <Outcomes found={found.data} />
    </>
  )
}

/** What came of what nodes brought, and why pages were left out. */
function Outcomes({ found: { contributions, refused } }: { found: Found }) {
  const t = useTranslations('collection')
  const why = useWhy()
  const came = OUTCOMES.filter((state) => contributions[state])
  const reasons = Object.entries(refused).sort(([, a], [, b]) => b - a)
  return (
    <div className="grid gap-5 lg:grid-cols-2">
      <Tally
        title={t('outcomes')}
        text={t(came.length === 0 ? 'outcomesNone' : 'outcomesText')}
        lines={came.map((state) => [t(`outcome_${state}`), contributions[state]!])}
      />
      <Tally
        title={t('reasons')}
        text={t(reasons.length === 0 ? 'reasonsNone' : 'reasonsText')}
        lines={reasons.map(([reason, count]) => [why(reason), count])}
      />
    </div>
  )
}

interface TallyProps {
  title: string
  text: string
  lines: readonly (readonly [label: string, count: number])[]
}

function Tally({ title, text, lines }: TallyProps) {
  const format = useFormatter()
  return (
    <Card aria-label={title} className="p-5">
      <h2 className="font-medium text-[0.9375rem]">{title}</h2>
      <p className="text-soft text-sm">{text}</p>
      {lines.length > 0 && (
        <dl className="mt-3 divide-y divide-line border-line border-t text-[0.9375rem]">
          {lines.map(([label, count]) => (
            <div key={label} className="flex items-baseline justify-between gap-4 py-2 last:pb-0">
              <dt>{label}</dt>
              <dd className="tnum font-medium">{format.number(count)}</dd>
            </div>
          ))}
        </dl>
      )}
    </Card>
  )
}
