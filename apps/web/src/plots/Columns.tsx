'use client'

import { useFormatter } from 'next-intl'
import { useId } from 'react'
import { cn } from '@/components/ui/cn.ts'
import { type Bar, Plot } from './Plot.tsx'

interface ColumnsProps {
  title: string
  description: string
  bars: readonly Bar[]
  columns: readonly [label: string, value: string]
  /** What stands under the first and the last column. */
  ends: readonly [first: string, last: string]
  className?: string
}

const height = 96
const pitch = 10

/** Upright bars over an even axis: a histogram, or counts in time. */
export function Columns({ title, description, bars, columns, ends, className }: ColumnsProps) {
  const id = useId()
  const format = useFormatter()
  const most = Math.max(1, ...bars.map(({ value }) => value))
  const width = bars.length * pitch
  return (
    <Plot
      title={title}
      description={description}
      bars={bars}
      columns={columns}
      format={(value) => format.number(value)}
    >
      <div className={cn('relative', className)}>
        <span aria-hidden className="tnum absolute -top-0.5 right-0 text-soft text-xs">
          {format.number(most)}
        </span>
        <svg
          role="img"
          aria-labelledby={`${id}-title ${id}-desc`}
          viewBox={`0 0 ${width} ${height}`}
          preserveAspectRatio="none"
          className="block h-28 w-full border-line border-b pt-4"
        >
          <title id={`${id}-title`}>{title}</title>
          <desc id={`${id}-desc`}>{description}</desc>
          {bars.map(({ label, value }, i) => (
            <rect
              key={label}
              x={i * pitch + 1}
              width={pitch - 2}
              y={height - (value / most) * height}
              height={(value / most) * height}
              className="fill-accent"
            />
          ))}
        </svg>
        <p aria-hidden className="tnum mt-1 flex justify-between text-soft text-xs">
          <span>{ends[0]}</span>
          <span>{ends[1]}</span>
        </p>
      </div>
    </Plot>
  )
}
