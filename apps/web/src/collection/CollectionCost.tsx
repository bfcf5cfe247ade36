'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { useTRPC } from '@/api/trpc.ts'
import { Card, CardTitle } from '@/components/ui/card.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { useMoney } from '@/money/Money.tsx'
import { CostLines } from '@/requester/CostLines.tsx'

interface CollectionCostProps {
  pay: string
  documents: number
  /** Pages are fetched more than once. */
  again: boolean
}

/** What a collection comes to at most, as the instance quotes it. [CLT-72] */
export function CollectionCost({ pay, documents, again }: CollectionCostProps) {
  const t = useTranslations('collectionForm')
  const money = useMoney()
  const trpc = useTRPC()
  const asked = BigInt(pay) > 0n && documents > 0
  const quote = useQuery(
    trpc.collection.quote.queryOptions(
      { pay, documents },
      { enabled: asked, placeholderData: keepPreviousData },
    ),
  )
  const price = BigInt(pay)
  const cost = asked ? quote.data : undefined
  return (
    <Card aria-label={t('cost')} className="space-y-4 p-5">
      <div>
        <CardTitle>{t('cost')}</CardTitle>
        <p className="text-soft text-sm">{t('costText')}</p>
      </div>
      {quote.error && <ProblemNotice error={quote.error} onRetry={() => quote.refetch()} />}
      {!asked && <p className="text-soft text-sm">{t('costNone')}</p>}
      {asked && !cost && !quote.error && <Skeleton className="h-28" />}
      {cost && (
        <>
          <CostLines
            lines={[
              [t('costPages'), cost.documents, BigInt(cost.documents) * price],
              [t('costLooks'), cost.looks, BigInt(cost.looks) * price],
              ...(cost.canaries > 0
                ? ([[t('costCanaries'), cost.canaries, BigInt(cost.canaries) * price]] as const)
                : []),
            ]}
            totalLabel={t('total')}
            total={BigInt(cost.total)}
          />
          <div className="space-y-2 text-soft text-sm">
            <p>{t('costLooksText')}</p>
            <p>{t('costMost')}</p>
            {again && (
              <p>{t('costAgain', { least: money(cost.again.least), most: money(cost.again.most) })}</p>
            )}
            <p>{t('costEscrow')}</p>
          </div>
        </>
      )}
    </Card>
  )
}
