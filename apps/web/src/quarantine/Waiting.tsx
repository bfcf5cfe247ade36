'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ShieldCheck } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { toast } from 'sonner'
import { useTRPC } from '@/api/trpc.ts'
import type { WaitingItem } from '@/api/types.ts'
import { Button } from '@/components/ui/button.tsx'
import { Card } from '@/components/ui/card.tsx'
import { Empty } from '@/components/ui/empty.tsx'
import { HeldItem, StateBadge } from './HeldItem.tsx'

/** The steward's list: sensitive items, each with what its requester says of it. */
export function Waiting({ total, items }: { total: number; items: WaitingItem[] }) {
  const t = useTranslations('quarantine')
  if (items.length === 0)
    return (
      <Card>
        <Empty icon={ShieldCheck} title={t('noneWaits')}>
          {t('noneWaitsText')}
        </Empty>
      </Card>
    )
  return (
    <Card aria-label={t('waiting')}>
      <p className="max-w-prose p-5 text-soft">{t('waitingText')}</p>
      <ul className="divide-y divide-line border-line border-t">
        {items.map((item) => (
          <li key={item.itemId}>
            <HeldItem item={item} badge={<StateBadge state="steward" />} place={<>{item.poolName} · </>}>
              {!item.statement && <p className="text-soft text-sm">{t('nothingSaid')}</p>}
              <Decide item={item} />
            </HeldItem>
          </li>
        ))}
      </ul>
      {items.length < total && (
        <p className="border-line border-t px-5 py-3 text-soft text-sm">
          {t('more', { count: total - items.length })}
        </p>
      )}
    </Card>
  )
}

function Decide({ item }: { item: WaitingItem }) {
  const t = useTranslations('quarantine')
  const trpc = useTRPC()
  const queries = useQueryClient()
  const decide = useMutation(
    trpc.quarantine.decide.mutationOptions({
      onSuccess: async (_, { decision }) => {
        toast.success(decision === 'released' ? t('released') : t('withdrew', { count: 1 }))
        await Promise.all([
          queries.invalidateQueries(trpc.quarantine.pathFilter()),
          queries.invalidateQueries(trpc.steward.pathFilter()),
        ])
      },
    }),
  )
  const by = (decision: 'released' | 'withdrawn') => () =>
    decide.mutate({ poolId: item.poolId, itemIds: [item.itemId], decision })
  return (
    <div className="flex flex-wrap gap-2 pt-1">
      <Button size="sm" busy={decide.isPending} onClick={by('released')}>
        {t('release')}
      </Button>
      <Button size="sm" variant="danger" disabled={decide.isPending} onClick={by('withdrawn')}>
        {t('withdraw')}
      </Button>
    </div>
  )
}
