'use client'

import { Receipt } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import type { Earnings } from '@/api/types.ts'
import { CopyButton } from '@/components/CopyButton.tsx'
import { Time } from '@/components/Time.tsx'
import { Badge, type Tone } from '@/components/ui/badge.tsx'
import { Card } from '@/components/ui/card.tsx'
import { Empty } from '@/components/ui/empty.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { Money } from '@/money/Money.tsx'
import { useEarnings } from './useEarnings.ts'

const tones: Record<Earnings['cashOuts'][number]['status'], Tone> = {
  queued: 'neutral',
  sent: 'warn',
  paid: 'good',
  failed: 'bad',
}

export function Payouts() {
  const t = useTranslations('work')
  const earnings = useEarnings()
  if (earnings.error) return <ProblemNotice error={earnings.error} onRetry={() => earnings.refetch()} />
  if (!earnings.data) return <Skeleton className="h-48 rounded-card" />
  const { cashOuts } = earnings.data
  return (
    <Card>
      {cashOuts.length === 0 ? (
        <Empty icon={Receipt} title={t('noPayouts')}>
          {t('noPayoutsText')}
        </Empty>
      ) : (
        <ul className="divide-y divide-line">
          {cashOuts.map(({ id, amount, status, transaction, at }) => (
            <li key={id} className="flex flex-wrap items-center gap-x-5 gap-y-1 p-4 sm:px-5">
              <Money amount={amount} className="font-semibold text-lg" />
              <Badge tone={tones[status]}>{t(`payout_${status}`)}</Badge>
              <span className="text-soft text-sm">
                <Time at={at} />
              </span>
              {transaction && (
                <span className="flex min-w-0 items-center gap-1 text-soft text-sm sm:ml-auto">
                  {t('transaction')}
                  <code className="truncate font-mono">{`${transaction.slice(0, 10)}…${transaction.slice(-8)}`}</code>
                  <CopyButton text={transaction} label={t('copyTransaction')} />
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
