'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { ChevronLeft, ChevronRight, TableProperties } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { useTRPC } from '@/api/trpc.ts'
import type { Campaign, Result } from '@/api/types.ts'
import { Button } from '@/components/ui/button.tsx'
import { Card } from '@/components/ui/card.tsx'
import { cn } from '@/components/ui/cn.ts'
import { Empty } from '@/components/ui/empty.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { Table, Td, Th } from '@/components/ui/table.tsx'
import { usePercent } from '@/components/usePercent.ts'
import type { LabelName } from '@/label/editors/editor.ts'
import { Said } from '@/label/Said.tsx'
import { useReadable } from '@/label/useReadable.ts'

const pageSize = 50

/** Whose answers are texts: they need room also on a phone. */
const ofText = new Set(['pairwise', 'spans', 'transcription'])

/** Current results, page by page: the answer, how sure, and who said what. */
export function ResultsTable({ campaign }: { campaign: Campaign }) {
  const t = useTranslations('results')
  const trpc = useTRPC()
  // The cursor each page began with, so that one can go back.
  const [cursors, setCursors] = useState<(string | undefined)[]>([undefined])
  const cursor = cursors.at(-1)
  const results = useQuery(
    trpc.campaign.results.queryOptions(
      { poolId: campaign.poolId, campaignId: campaign.id, limit: pageSize, ...(cursor ? { cursor } : {}) },
      { placeholderData: keepPreviousData, refetchInterval: 10_000 },
    ),
  )
  if (results.error) return <ProblemNotice error={results.error} onRetry={() => results.refetch()} />
  if (!results.data) return <Skeleton className="h-72 rounded-card" />
  if (results.data.items.length === 0 && cursors.length === 1) {
    return (
      <Card>
        <Empty icon={TableProperties} title={t('none')}>
          {t('noneText')}
        </Empty>
      </Card>
    )
  }
  const { items, nextCursor } = results.data
  return (
    <Card className={cn('overflow-hidden', results.isPlaceholderData && 'opacity-60')}>
      <Table aria-label={t('title')}>
        <thead>
          <tr>
            <Th>{t('item')}</Th>
            <Th>{t('result')}</Th>
            <Th numeric>{t('confidence')}</Th>
            <Th>{t('votes')}</Th>
            <Th numeric>{t('answers')}</Th>
            <Th className="hidden md:table-cell">{t('method')}</Th>
          </tr>
        </thead>
        <tbody>
          {items.map((result) => (
            <ResultRow key={result.taskId} result={result} campaign={campaign} />
          ))}
        </tbody>
      </Table>
      {(cursors.length > 1 || nextCursor) && (
        <nav
          aria-label={t('pages')}
          className="flex items-center justify-between gap-3 border-line border-t px-4 py-2.5"
        >
          <Button
            size="sm"
            className="h-10"
            disabled={cursors.length === 1}
            onClick={() => setCursors(cursors.slice(0, -1))}
          >
            <ChevronLeft aria-hidden />
            {t('previous')}
          </Button>
          <span className="tnum text-soft text-sm">{t('page', { page: cursors.length })}</span>
          <Button
            size="sm"
            className="h-10"
            disabled={!nextCursor || results.isPlaceholderData}
            onClick={() => nextCursor && setCursors([...cursors, nextCursor])}
          >
            {t('next')}
            <ChevronRight aria-hidden />
          </Button>
        </nav>
      )}
    </Card>
  )
}

function ResultRow({ result, campaign }: { result: Result; campaign: Campaign }) {
  const t = useTranslations('results')
  const percent = usePercent()
  const reads = useReadable(campaign)
  const labels = (campaign.schema.labels as LabelName[] | undefined) ?? campaign.labels
  // Votes on a set of labels are counted label by label.
  const name = (value: string) => labels.find((one) => one.value === value)?.label ?? reads(value)
  const votes = Object.entries(result.votes).sort(([, a], [, b]) => b - a)
  return (
    <tr>
      <Td className="max-w-52 truncate font-mono text-sm/[1.40625rem]" title={result.externalId}>
        {result.externalId}
      </Td>
      <Td
        className={cn(
          'max-w-md break-words font-medium sm:min-w-40',
          ofText.has(campaign.taskType) ? 'min-w-40' : 'min-w-24',
        )}
      >
        <Said said={{ taskType: campaign.taskType, answer: result.answer, chosen: result.chosen, labels }} />
      </Td>
      <Td numeric>{percent(result.confidencePpm)}</Td>
      <Td className="min-w-32 text-soft">
        {campaign.taskType === 'spans'
          ? t('differing', { count: votes.length })
          : votes.map(([value, count]) => `${name(value)} × ${count}`).join(', ')}
      </Td>
      <Td numeric>{result.annotations}</Td>
      <Td className="hidden whitespace-nowrap text-soft md:table-cell">{result.version}</Td>
    </tr>
  )
}
