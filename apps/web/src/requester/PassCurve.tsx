'use client'

import { useFormatter } from 'next-intl'
import { useId } from 'react'
import { Plot } from '@/plots/Plot.tsx'

interface PassCurveProps {
  title: string
  description: string
  /** Chance of passing for somebody right this often, 0 to 1. */
  passes: (accuracy: number) => number
  marks: readonly { label: string; accuracy: number }[]
  columns: readonly [label: string, value: string]
}

const width = 240
const height = 80
const steps = Array.from({ length: 41 }, (_, i) => i / 40)
const tenths = Array.from({ length: 11 }, (_, i) => i / 10)

/** How likely a window passes, over how often its labeler is right. */
export function PassCurve({ title, description, passes, marks, columns }: PassCurveProps) {
  const id = useId()
  const format = useFormatter()
  const percent = (share: number) => format.number(share, { style: 'percent' })
  const x = (accuracy: number) => accuracy * width
  const y = (share: number) => height - share * height
  const line = steps.map((p) => `${x(p).toFixed(1)},${y(passes(p)).toFixed(1)}`).join(' ')
  return (
    <Plot
      title={title}
      description={description}
      bars={tenths.map((p) => ({ label: percent(p), value: passes(p) }))}
      columns={columns}
      format={percent}
    >
      <svg
        role="img"
        aria-labelledby={`${id}-title ${id}-desc`}
        viewBox={`-4 -6 ${width + 8} ${height + 12}`}
        className="block w-full"
      >
        <title id={`${id}-title`}>{title}</title>
        <desc id={`${id}-desc`}>{description}</desc>
        <line x1="0" x2={width} y1={height} y2={height} className="stroke-line" />
        <polyline points={line} fill="none" strokeWidth="2" className="stroke-accent" />
        {marks.map(({ label, accuracy }) => (
          <g key={label}>
            <line
              x1={x(accuracy)}
              x2={x(accuracy)}
              y1={0}
              y2={height}
              strokeDasharray="2 3"
              className="stroke-soft"
            />
            <circle cx={x(accuracy)} cy={y(passes(accuracy))} r="4" className="fill-accent" />
          </g>
        ))}
      </svg>
      <p aria-hidden className="tnum relative mt-1 h-4 text-soft text-xs">
        {marks.map(({ label, accuracy }) => (
          <span
            key={label}
            className="absolute -translate-x-1/2 whitespace-nowrap"
            style={{ left: `${Math.min(86, Math.max(14, accuracy * 100))}%` }}
          >
            {label}
          </span>
        ))}
      </p>
    </Plot>
  )
}
