'use client'

import { useFormatter, useTranslations } from 'next-intl'
import { useId } from 'react'
import { type Bar, Plot } from './Plot.tsx'

interface RowsProps {
  title: string
  description: string
  bars: readonly Bar[]
  columns: readonly [label: string, value: string]
}

const shown = 12

/** Lying bars with their names: how often each label was the result. The longest twelve; the table has all. */
export function Rows({ title, description, bars, columns }: RowsProps) {
  const id = useId()
  const t = useTranslations('plots')
  const format = useFormatter()
  const most = Math.max(1, ...bars.map(({ value }) => value))
  const top = bars.length > shown ? [...bars].sort((a, b) => b.value - a.value).slice(0, shown) : bars
  return (
    <Plot
      title={title}
      description={description}
      bars={bars}
      columns={columns}
      format={(value) => format.number(value)}
    >
      <div role="img" aria-labelledby={`${id}-title`} className="space-y-1.5">
        <span id={`${id}-title`} className="sr-only">
          {title}. {description}
        </span>
        {top.map(({ label, value }) => (
          <div
            key={label}
            aria-hidden
            className="grid grid-cols-[minmax(2rem,30%)_1fr_3.5rem] items-center gap-3 text-sm"
          >
            <span className="truncate" title={label}>
              {label}
            </span>
            <span className="h-3 overflow-hidden rounded-sm bg-sunken">
              <span
                className="block h-full rounded-sm bg-accent"
                style={{ width: `${(value / most) * 100}%` }}
              />
            </span>
            <span className="tnum text-right text-soft">{format.number(value)}</span>
          </div>
        ))}
        {bars.length > shown && (
          <p className="text-soft text-sm">{t('more', { count: bars.length - shown })}</p>
        )}
      </div>
    </Plot>
  )
}
