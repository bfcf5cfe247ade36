'use client'

import { useFormatter } from 'next-intl'
import { Money } from '@/money/Money.tsx'

interface CostLinesProps {
  lines: readonly (readonly [label: string, count: number, amount: bigint])[]
  totalLabel: string
  total: bigint
}

/** What a campaign comes to: how many of what, what each line costs, and what all of it does. */
export function CostLines({ lines, totalLabel, total }: CostLinesProps) {
  const format = useFormatter()
  return (
    <dl className="space-y-2 text-[0.9375rem]">
      {lines.map(([label, count, amount]) => (
        <div key={label} className="flex items-baseline justify-between gap-4">
          <dt className="text-soft">
            {label} <span className="tnum text-ink">= {format.number(count)}</span>
          </dt>
          <dd>
            <Money amount={amount} />
          </dd>
        </div>
      ))}
      <div className="flex items-baseline justify-between gap-4 border-line border-t pt-3">
        <dt className="font-medium">{totalLabel}</dt>
        <dd aria-live="polite" className="font-semibold text-xl">
          <Money amount={total} />
        </dd>
      </div>
    </dl>
  )
}
