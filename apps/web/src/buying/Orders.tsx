'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { ProblemNotice } from '@/api/ProblemNotice.tsx'
import { useTRPC } from '@/api/trpc.ts'
import type { Order } from '@/api/types.ts'
import { Hash } from '@/components/Hash.tsx'
import { Time } from '@/components/Time.tsx'
import { Badge } from '@/components/ui/badge.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Card, CardContent, CardHeader, CardTitle } from '@/components/ui/card.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import { Money } from '@/money/Money.tsx'

/** Prices that were asked for, invoices among them, and how far each is. */
export function Orders() {
  const t = useTranslations('orders')
  const common = useTranslations('common')
  const trpc = useTRPC()
  const orders = useInfiniteQuery(
    trpc.purchase.orders.infiniteQueryOptions(
      { limit: 10 },
      { getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined, refetchInterval: 15_000 },
    ),
  )
  const items = orders.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Card id="orders" aria-label={t('title')} className="scroll-mt-24">
      <CardHeader>
        <div>
          <CardTitle>{t('title')}</CardTitle>
          <p className="text-soft text-sm">{t('text')}</p>
        </div>
      </CardHeader>
      <CardContent className="space-y-4">
        {orders.error && <ProblemNotice error={orders.error} onRetry={() => orders.refetch()} />}
        {orders.isPending && <Skeleton className="h-16" />}
        {orders.data && items.length === 0 && <p className="text-soft text-sm">{t('none')}</p>}
        {items.length > 0 && (
          <ul className="divide-y divide-line">
            {items.map((order) => (
              <li key={order.quoteId} className="py-3.5 first:pt-0 last:pb-0">
                <OrderLine order={order} />
              </li>
            ))}
          </ul>
        )}
        {orders.hasNextPage && (
          <Button
            className="mx-auto flex"
            busy={orders.isFetchingNextPage}
            onClick={() => orders.fetchNextPage()}
          >
            {common('more')}
          </Button>
        )}
      </CardContent>
    </Card>
  )
}

const tones = { open: 'warn', pending: 'warn', active: 'good', expired: 'neutral' } as const

function OrderLine({ order }: { order: Order }) {
  const t = useTranslations('orders')
  const { poolId, poolName, price, status, invoice, orderNumber, createdAt, expiresAt, transaction } = order
  return (
    <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
      <div className="min-w-0 flex-[1_1_18rem]">
        <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1 font-medium">
          <Link href={`/pools/${poolId}`} className="underline-offset-4 hover:underline">
            {poolName}
          </Link>
          <Badge tone={tones[status]}>{t(`is_${status}`)}</Badge>
          {invoice && <Badge tone="neutral">{t('invoice')}</Badge>}
        </p>
        <p className="text-[0.9375rem] text-soft">
          {orderNumber && <span className="break-words">{t('number', { number: orderNumber })} · </span>}
          <Time at={createdAt} />
        </p>
        {status === 'open' && (
          <p className="text-[0.9375rem] text-soft">
            {t.rich(invoice ? 'openInvoice' : 'openQuote', { when: () => <Time at={expiresAt} exact /> })}
          </p>
        )}
        {status === 'open' && invoice && (
          <p className="text-soft text-sm">
            {t('tell')} <Hash value={order.quoteId} copyLabel={t('copyNumber')} />
          </p>
        )}
        {status === 'pending' && <p className="text-[0.9375rem] text-soft">{t('pendingText')}</p>}
      </div>
      <div className="text-right max-sm:basis-full max-sm:text-left">
        <Money amount={price} className="font-semibold" />
        {transaction && (
          <p className="text-sm">
            <Hash value={transaction} copyLabel={t('copyTransaction')} />
          </p>
        )}
      </div>
    </div>
  )
}
