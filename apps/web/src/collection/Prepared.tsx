'use client'

import { useQuery } from '@tanstack/react-query'
import { useFormatter, useTranslations } from 'next-intl'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { useTRPC } from '@/api/trpc.ts'
import type { Campaign, Preparation } from '@/api/types.ts'
import { Hash } from '@/components/Hash.tsx'
import { Card, CardTitle } from '@/components/ui/card.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { Table, Td, Th } from '@/components/ui/table.tsx'

const rules = [
  'encoding',
  'nfc',
  'units',
  'dates',
  'schema',
  'undecodable',
  'language',
  'words',
  'word-length',
  'symbols',
  'bullet-lines',
  'ellipsis-lines',
  'letter-words',
  'stop-words',
  'sentence-lines',
  'short-lines',
  'repeated-characters',
  'missing-title',
  'missing-language',
  'missing-publishedAt',
  'duplicates',
] as const

/** What each rule of a collection's recipe did to its documents. [ITM-13] */
export function Prepared({ campaign: { poolId, id: campaignId } }: { campaign: Campaign }) {
  const trpc = useTRPC()
  const found = useQuery(
    trpc.collection.preparation.queryOptions({ poolId, campaignId }, { refetchInterval: 15_000 }),
  )
  if (found.error) return <ProblemNotice error={found.error} onRetry={() => found.refetch()} />
  if (!found.data) return <Skeleton className="h-96 rounded-card" />
  return <Counts {...found.data} />
}

function Counts({ sha256, rules: counts }: Preparation) {
  const t = useTranslations('prepared')
  const format = useFormatter()
  const came = counts[0]?.before ?? 0
  return (
    <Card aria-label={t('title')}>
      <div className="space-y-1 p-5">
        <CardTitle>{t('title')}</CardTitle>
        <p className="max-w-prose text-soft">{t('text')}</p>
        <p className="flex flex-wrap items-center gap-2 pt-1 text-soft text-sm">
          {t('recipe')} <Hash value={sha256} copyLabel={t('copyRecipe')} />
        </p>
      </div>
      {came === 0 ? (
        <p className="border-line border-t p-5 text-soft">{t('none')}</p>
      ) : (
        <Table>
          <thead>
            <tr>
              <Th>{t('rule')}</Th>
              <Th numeric>{t('before')}</Th>
              <Th numeric>{t('changed')}</Th>
              <Th numeric>{t('dropped')}</Th>
              <Th numeric>{t('after')}</Th>
            </tr>
          </thead>
          <tbody>
            {counts.map(({ rule, before, changed, after }) => {
              const known = rules.find((one) => one === rule)
              return (
                <tr key={rule}>
                  <Td>{known ? t(known) : rule}</Td>
                  <Td numeric>{format.number(before)}</Td>
                  <Td numeric className={changed === 0 ? 'text-soft' : ''}>
                    {format.number(changed)}
                  </Td>
                  <Td numeric className={before === after ? 'text-soft' : 'font-medium'}>
                    {format.number(before - after)}
                  </Td>
                  <Td numeric>{format.number(after)}</Td>
                </tr>
              )
            })}
          </tbody>
        </Table>
      )}
    </Card>
  )
}
