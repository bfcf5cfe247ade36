'use client'

import { Coins } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import type { Earnings } from '@/api/types.ts'
import { Card } from '@/components/ui/card.tsx'
import { Empty } from '@/components/ui/empty.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { Stat } from '@/components/ui/stat.tsx'
import { Money } from '@/money/Money.tsx'
import { KeepForm } from './KeepForm.tsx'
import { useEarnings } from './useEarnings.ts'

/** Points, stakes and revenue, pool by pool: balances of different pools never mix. */
export function PoolEarnings() {
  const t = useTranslations('work')
  const earnings = useEarnings()
  if (earnings.error) return <ProblemNotice error={earnings.error} onRetry={() => earnings.refetch()} />
  if (!earnings.data) return <Skeleton className="h-48 rounded-card" />
  if (earnings.data.pools.length === 0) {
    return (
      <Card>
        <Empty icon={Coins} title={t('noPools')}>
          {t('noPoolsText')}
        </Empty>
      </Card>
    )
  }
  return (
    <div className="grid gap-4">
      {earnings.data.pools.map((pool) => (
        <PoolCard key={pool.poolId} pool={pool} />
      ))}
    </div>
  )
}

function PoolCard({ pool }: { pool: Earnings['pools'][number] }) {
  const t = useTranslations('work')
  const money = [
    [t('waiting'), pool.undecided],
    [t('points'), pool.points],
    [t('staked'), pool.staked],
    [t('escrowed'), pool.escrowed],
    [t('revenue'), pool.revenue],
  ] as const
  return (
    <Card aria-label={pool.poolName} className="p-5 sm:p-6">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <h2 className="font-semibold text-lg">{pool.poolName}</h2>
        <p className="tnum text-[0.9375rem] text-soft">
          {t('colAccepted')} {pool.accepted} · {t('colRejected')} {pool.rejected}
        </p>
      </div>
      <dl className="my-5 grid grid-cols-2 gap-4 sm:grid-cols-5">
        {money.map(([label, amount]) => (
          <Stat key={label} label={label} value={<Money amount={amount} className="text-lg" />} />
        ))}
      </dl>
      <KeepForm poolId={pool.poolId} keep={pool.keep} />
    </Card>
  )
}
