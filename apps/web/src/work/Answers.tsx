'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { Inbox } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { useTRPC } from '@/api/trpc.ts'
import type { WorkLine } from '@/api/types.ts'
import { Button } from '@/components/ui/button.tsx'
import { Card } from '@/components/ui/card.tsx'
import { Empty } from '@/components/ui/empty.tsx'
import { Select } from '@/components/ui/input.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { AnswerLine } from './AnswerLine.tsx'
import { useEarnings } from './useEarnings.ts'

const states = ['submitted', 'accepted', 'rejected', 'skipped'] as const
type State = WorkLine['state'] | 'all'

/** Every answer, what became of it and why; the newest first. */
export function Answers() {
  const t = useTranslations('work')
  const common = useTranslations('common')
  const trpc = useTRPC()
  const [state, setState] = useState<State>('all')
  const [poolId, setPoolId] = useState('all')
  const pools = useEarnings().data?.pools ?? []
  const work = useInfiniteQuery(
    trpc.me.work.infiniteQueryOptions(
      { limit: 50, ...(poolId === 'all' ? {} : { poolId }) },
      { getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined, refetchInterval: 10_000 },
    ),
  )
  if (work.error) return <ProblemNotice error={work.error} onRetry={() => work.refetch()} />
  const all = work.data?.pages.flatMap(({ items }) => items) ?? []
  const lines = all.filter((line) => state === 'all' || line.state === state)
  return (
    <div className="space-y-4">
      <div className="flex flex-wrap gap-2">
        <Select
          aria-label={t('filterState')}
          className="w-40"
          value={state}
          onChange={({ target }) => setState(target.value as State)}
        >
          <option value="all">{t('allStates')}</option>
          {states.map((each) => (
            <option key={each} value={each}>
              {t(`state_${each}`)}
            </option>
          ))}
        </Select>
        {pools.length > 1 && (
          <Select
            aria-label={t('filterPool')}
            className="w-56"
            value={poolId}
            onChange={({ target }) => setPoolId(target.value)}
          >
            <option value="all">{t('allPools')}</option>
            {pools.map((pool) => (
              <option key={pool.poolId} value={pool.poolId}>
                {pool.poolName}
              </option>
            ))}
          </Select>
        )}
      </div>
      <Card aria-busy={work.isPending}>
        {work.isPending ? (
          <Skeleton className="h-64 rounded-card" />
        ) : lines.length === 0 ? (
          <Empty icon={Inbox} title={t('noAnswers')}>
            {all.length === 0 ? t('noAnswersText') : t('noFiltered')}
          </Empty>
        ) : (
          <ul className="divide-y divide-line">
            {lines.map((line) => (
              <AnswerLine key={line.assignmentId} line={line} />
            ))}
          </ul>
        )}
      </Card>
      {work.hasNextPage && (
        <Button className="w-full" busy={work.isFetchingNextPage} onClick={() => work.fetchNextPage()}>
          {common('more')}
        </Button>
      )}
    </div>
  )
}
