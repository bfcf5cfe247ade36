'use client'

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { Database } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useDeferredValue, useState } from 'react'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { useTRPC } from '@/api/trpc.ts'
import { Button } from '@/components/ui/button.tsx'
import { Card } from '@/components/ui/card.tsx'
import { Empty } from '@/components/ui/empty.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { CatalogFilter, type Narrowed } from './CatalogFilter.tsx'
import { PoolCard } from './PoolCard.tsx'

/** Every pool that is on chain, newest first. */
export function Catalog() {
  const t = useTranslations('pools')
  const common = useTranslations('common')
  const trpc = useTRPC()
  const [wanted, setWanted] = useState<Narrowed>({ text: '', purpose: '', taskType: '' })
  const { purpose, taskType } = wanted
  const q = useDeferredValue(wanted.text.trim())
  const pools = useInfiniteQuery(
    trpc.pool.list.infiniteQueryOptions(
      {
        mine: false,
        ...(q ? { q } : {}),
        ...(purpose ? { purpose } : {}),
        ...(taskType ? { taskType } : {}),
      },
      { getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined, placeholderData: keepPreviousData },
    ),
  )
  if (pools.error) return <ProblemNotice error={pools.error} onRetry={() => pools.refetch()} />
  const items = pools.data?.pages.flatMap((page) => page.items)
  const narrowed = q !== '' || purpose !== '' || taskType !== ''
  if (items?.length === 0 && !narrowed) {
    return (
      <Card>
        <Empty icon={Database} title={t('empty')}>
          {t('emptyText')}
        </Empty>
      </Card>
    )
  }
  return (
    <>
      <CatalogFilter narrowed={wanted} onChange={setWanted} facets={pools.data?.pages[0]?.facets} />
      {items?.length === 0 && (
        <Card>
          <Empty icon={Database} title={t('noneFound')}>
            {t('noneFoundText')}
          </Empty>
        </Card>
      )}
      <ul aria-busy={pools.isPending} className="grid gap-4 md:grid-cols-2">
        {items
          ? items.map((pool) => (
              <li key={pool.id} className="flex">
                <PoolCard pool={pool} />
              </li>
            ))
          : [0, 1].map((i) => (
              <li key={i}>
                <Skeleton className="h-64 rounded-card" />
              </li>
            ))}
      </ul>
      {pools.hasNextPage && (
        <Button
          className="mx-auto mt-6 flex"
          busy={pools.isFetchingNextPage}
          onClick={() => pools.fetchNextPage()}
        >
          {common('more')}
        </Button>
      )}
    </>
  )
}
