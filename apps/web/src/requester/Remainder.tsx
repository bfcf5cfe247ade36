'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { useTRPC } from '@/api/trpc.ts'
import type { Campaign } from '@/api/types.ts'
import { Time } from '@/components/Time.tsx'
import { Button } from '@/components/ui/button.tsx'
import { CardTitle } from '@/components/ui/card.tsx'
import { Money } from '@/money/Money.tsx'

/** What a closed campaign left over, when it can go back, and the button that sends it. */
export function Remainder({ campaign }: { campaign: Campaign }) {
  const t = useTranslations('remainder')
  const trpc = useTRPC()
  const queries = useQueryClient()
  const where = { poolId: campaign.poolId, campaignId: campaign.id }
  const { data, error, refetch } = useQuery(
    trpc.remainder.get.queryOptions(where, {
      // The chain moves by itself until nothing is left to wait for.
      refetchInterval: ({ state }) => {
        const at = state.data?.state
        return at === 'refunded' || at === 'nothing' || at === 'ready' ? false : 3_000
      },
    }),
  )
  const refund = useMutation(
    trpc.remainder.refund.mutationOptions({
      onSuccess: () => queries.invalidateQueries(trpc.remainder.get.queryFilter(where)),
    }),
  )
  // Of a collection nobody appeals, and nodes earn.
  const words = (state: NonNullable<typeof data>['state']) =>
    campaign.taskType === 'collect' && (state === 'working' || state === 'waiting' || state === 'settling')
      ? (`${state}Pages` as const)
      : state
  if (error) return <ProblemNotice error={error} onRetry={() => void refetch()} />
  if (!data) return null
  const amount = data.state === 'refunded' ? data.refunded : data.amount
  return (
    <section className="space-y-3 border-line border-t pt-5" aria-label={t('title')}>
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <CardTitle>{t('title')}</CardTitle>
          {data.state !== 'nothing' && data.state !== 'working' && (
            <p className="mt-1 font-semibold text-2xl">
              <Money amount={amount} />
            </p>
          )}
          <p className="mt-1 max-w-prose text-soft">
            {t.rich(data.state === 'appealable' && data.at ? 'appealableUntil' : words(data.state), {
              when: () => (data.at ? <Time at={data.at} /> : null),
            })}
          </p>
        </div>
        {data.state === 'ready' && (
          <Button
            variant="primary"
            size="lg"
            className="w-full sm:w-auto"
            busy={refund.isPending}
            onClick={() => refund.mutate(where)}
          >
            {t('send')}
          </Button>
        )}
      </div>
      {refund.error && <ProblemNotice error={refund.error} />}
    </section>
  )
}
