'use client'

import type { ReactNode } from 'react'
import { Card } from '@/components/ui/card.tsx'
import { Progress as ProgressBar } from '@/components/ui/progress.tsx'
import { usePercent } from '@/components/usePercent.ts'

interface ProgressCardProps {
  /** How far it is, in words. */
  title: string
  /** What the bar is called. */
  bar: string
  done: number
  total: number
  /** `Stat`s, in rows of four. */
  children: ReactNode
}

/** How far a campaign is, and its figures. */
export function ProgressCard({ title, bar, done, total, children }: ProgressCardProps) {
  const percent = usePercent()
  return (
    <Card className="overflow-hidden">
      <div className="p-5">
        <p className="mb-2.5 flex flex-wrap items-baseline justify-between gap-x-4">
          <span className="font-semibold text-2xl tracking-tight">{title}</span>
          <span className="tnum text-soft">{percent(total ? (done / total) * 1_000_000 : 0)}</span>
        </p>
        <ProgressBar label={bar} value={done} max={Math.max(1, total)} />
      </div>
      <dl className="-mr-px grid grid-cols-2 gap-px border-line border-t bg-line sm:grid-cols-4 [&>div]:bg-surface [&>div]:p-4 sm:[&>div]:px-5">
        {children}
      </dl>
    </Card>
  )
}
