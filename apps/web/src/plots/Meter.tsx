'use client'

import { cn } from '@/components/ui/cn.ts'

interface MeterProps {
  label: string
  /** Parts of `max`, stacked from the left; each with its name for those who listen. */
  parts: readonly { label: string; value: number; className: string }[]
  max: number
  className?: string
}

/** One bar of stacked parts, for a budget. Its legend stands beside it; this says the same to a screen reader. */
export function Meter({ label, parts, max, className }: MeterProps) {
  const words = parts.map((part) => part.label).join(', ')
  return (
    <div
      role="img"
      aria-label={`${label}: ${words}`}
      className={cn('flex h-3 overflow-hidden rounded-full bg-sunken', className)}
    >
      {parts.map((part) => (
        <span
          key={part.label}
          className={cn('h-full transition-[width] duration-500', part.className)}
          style={{ width: `${max > 0 ? (part.value / max) * 100 : 0}%` }}
        />
      ))}
    </div>
  )
}
