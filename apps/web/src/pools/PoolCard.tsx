'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useTRPC } from '@/api/trpc.ts'
import type { Offer, Pool } from '@/api/types.ts'
import { Card } from '@/components/ui/card.tsx'
import { Money } from '@/money/Money.tsx'
import { PoolStats } from './PoolStats.tsx'

/** The lowest price among open offers, or null when nothing is for sale. */
export function lowestPrice(offers: readonly Offer[]): bigint | null {
  const prices = offers.filter(({ open }) => open).map(({ price }) => BigInt(price))
  return prices.reduce<bigint | null>(
    (least, price) => (least === null || price < least ? price : least),
    null,
  )
}

export function PoolCard({ pool }: { pool: Pool }) {
  const t = useTranslations('pools')
  const trpc = useTRPC()
  const offers = useQuery(trpc.license.offers.queryOptions({ poolId: pool.id }))
  const price = offers.data ? lowestPrice(offers.data.items) : null
  return (
    <Card
      aria-label={pool.name}
      className="relative flex w-full flex-col p-5 transition-colors hover:border-line-strong sm:p-6"
    >
      <div className="flex items-start justify-between gap-4">
        <h2 className="min-w-0 font-semibold text-lg">
          <Link href={`/pools/${pool.id}`} className="after:absolute after:inset-0 after:rounded-card">
            {pool.name}
          </Link>
        </h2>
        <p className="shrink-0 text-right">
          {price === null ? (
            <span className="text-soft text-sm">{offers.data ? t('notForSale') : '…'}</span>
          ) : (
            <>
              <span className="block text-soft text-sm">{t('from')}</span>
              <Money amount={price} className="font-semibold text-lg leading-6" />
            </>
          )}
        </p>
      </div>
      <p className="mt-1.5 mb-5 line-clamp-2 text-soft">{pool.description}</p>
      <PoolStats pool={pool} className="mt-auto grid-cols-2 sm:grid-cols-3" />
    </Card>
  )
}
