'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Banknote } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { toast } from 'sonner'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { useTRPC } from '@/api/trpc.ts'
import type { Earnings } from '@/api/types.ts'
import { Time } from '@/components/Time.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Card } from '@/components/ui/card.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { Stat } from '@/components/ui/stat.tsx'
import { Money } from '@/money/Money.tsx'
import { useEarnings } from './useEarnings.ts'

type PoolLine = Earnings['pools'][number]

const total = (pools: readonly PoolLine[], key: 'undecided' | 'points' | 'staked' | 'escrowed'): bigint =>
  pools.reduce((sum, pool) => sum + BigInt(pool[key]), 0n)

/** Where the money stands, from the answer just sent to the wallet, and the one button for it. */
export function Summary({ guest }: { guest: boolean }) {
  const t = useTranslations('work')
  const earnings = useEarnings()
  const trpc = useTRPC()
  const queries = useQueryClient()
  const cashOut = useMutation(
    trpc.me.cashOut.mutationOptions({
      meta: { quiet: true },
      onSuccess: async () => {
        toast.success(t('cashOutStarted'))
        await queries.invalidateQueries(trpc.me.earnings.queryFilter())
      },
    }),
  )
  if (earnings.error) return <ProblemNotice error={earnings.error} onRetry={() => earnings.refetch()} />
  if (!earnings.data) return <Skeleton className="h-44 rounded-card" />
  const { pools, claimable, pending, paid, nextEpochAt } = earnings.data
  const escrowed = total(pools, 'escrowed')
  const nothing = BigInt(claimable) === 0n
  return (
    <Card className="overflow-hidden">
      <div className="flex flex-wrap items-center justify-between gap-x-8 gap-y-4 p-5 sm:p-6">
        <div aria-live="polite" className="flex-[1_1_18rem]">
          <p className="text-soft">{t('cashOutTitle')}</p>
          <p className="mt-0.5 font-semibold text-3xl tracking-tight">
            <Money amount={claimable} />
          </p>
          <p className="mt-1 text-[0.9375rem] text-soft">
            {nothing ? t('cashOutNothing') : t('cashOutFree')}
            {nextEpochAt && (
              <span className="block">
                {t.rich('nextEpoch', { when: () => <Time key="when" at={nextEpochAt} /> })}
              </span>
            )}
          </p>
        </div>
        <Button
          variant="primary"
          size="lg"
          className="w-full sm:w-auto"
          disabled={nothing || guest}
          busy={cashOut.isPending}
          onClick={() => cashOut.mutate()}
        >
          <Banknote aria-hidden />
          {t('cashOut')}
        </Button>
        {cashOut.error && <ProblemNotice error={cashOut.error} className="w-full" />}
      </div>
      <dl className="-mr-px grid grid-cols-2 gap-px border-line border-t bg-line sm:grid-cols-5 [&>div]:bg-surface [&>div]:p-4 sm:[&>div]:px-6 max-sm:[&>div:last-child]:col-span-2">
        <Stat
          label={t('waiting')}
          value={<Money amount={total(pools, 'undecided')} />}
          hint={t('waitingHint')}
        />
        <Stat label={t('points')} value={<Money amount={total(pools, 'points')} />} hint={t('pointsHint')} />
        <Stat label={t('staked')} value={<Money amount={total(pools, 'staked')} />} />
        {escrowed > 0n ? (
          <Stat label={t('escrowed')} value={<Money amount={escrowed} />} hint={t('escrowedHint')} />
        ) : (
          <Stat label={t('pending')} value={<Money amount={pending} />} hint={t('pendingHint')} />
        )}
        <Stat label={t('paid')} value={<Money amount={paid} />} hint={t('paidHint')} />
      </dl>
    </Card>
  )
}
