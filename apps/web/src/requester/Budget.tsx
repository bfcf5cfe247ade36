'use client'

import { useTranslations } from 'next-intl'
import type { Campaign, Progress } from '@/api/types.ts'
import { cn } from '@/components/ui/cn.ts'
import { Money, useMoney } from '@/money/Money.tsx'
import { Meter } from '@/plots/Meter.tsx'

/** What all wanted answers cost together, and what of it is still missing. */
export function budgetOf(campaign: Campaign, progress: Progress) {
  const wanted = BigInt(progress.wantedSlots) * BigInt(campaign.price)
  const funded = BigInt(progress.funded)
  return { wanted, funded, lacking: wanted > funded ? wanted - funded : 0n }
}

/** Where the money of a campaign is: paid out, promised to open slots, free, missing; once settled, what is held and what is left over. */
export function Budget({ campaign, progress }: { campaign: Campaign; progress: Progress }) {
  const t = useTranslations('fund')
  const money = useMoney()
  const { funded, lacking: wanting } = budgetOf(campaign, progress)
  const lacking = campaign.status === 'closed' ? 0n : wanting
  const spent = BigInt(progress.spent)
  const promised = BigInt(progress.committed) > spent ? BigInt(progress.committed) - spent : 0n
  const free = funded - spent - promised
  const held = campaign.settled ? BigInt(progress.held) : 0n
  const left = promised + (free > 0n ? free : 0n) - held
  const parts = [
    { key: 'spent', amount: spent, className: 'bg-accent' },
    ...(campaign.settled
      ? ([
          ...(held > 0n ? [{ key: 'held', amount: held, className: 'bg-accent/45' } as const] : []),
          { key: 'left', amount: left > 0n ? left : 0n, className: 'bg-accent/15' },
        ] as const)
      : ([
          { key: 'promised', amount: promised, className: 'bg-accent/45' },
          { key: 'free', amount: free > 0n ? free : 0n, className: 'bg-accent/15' },
        ] as const)),
  ] as const
  return (
    <div className="space-y-3">
      <Meter
        label={t('budget')}
        max={Number(funded + lacking)}
        parts={parts.map(({ key, amount, className }) => ({
          label: `${t(key)} ${money(amount)}`,
          value: Number(amount),
          className,
        }))}
      />
      <dl className="grid grid-cols-2 gap-x-6 gap-y-3 sm:grid-cols-4">
        {parts.map(({ key, amount, className }) => (
          <div key={key}>
            <dt className="flex items-center gap-2 text-soft text-sm">
              <span aria-hidden className={cn('size-2.5 rounded-full', className)} />
              {t(key)}
            </dt>
            <dd className="font-semibold text-lg">
              <Money amount={amount} />
            </dd>
          </div>
        ))}
        {campaign.status !== 'closed' && (
          <div>
            <dt className="flex items-center gap-2 text-soft text-sm">
              <span aria-hidden className="size-2.5 rounded-full border border-line-strong bg-sunken" />
              {t('lacking')}
            </dt>
            <dd className="font-semibold text-lg">
              <Money amount={lacking} />
            </dd>
          </div>
        )}
      </dl>
    </div>
  )
}
