'use client'

import { useLocale } from 'next-intl'

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['second', 60],
  ['minute', 60],
  ['hour', 24],
  ['day', 7],
]

function relative(ms: number, locale: string): string | null {
  let value = ms / 1000
  for (const [unit, next] of steps) {
    if (Math.abs(value) < next) {
      return new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' }).format(
        Math.round(value),
        unit,
      )
    }
    value /= next
  }
  return null
}

/** A moment: near ones relative ("2 minutes ago"), others as a date; the exact one on hover. Browser's zone. */
export function Time({ at, exact }: { at: string; exact?: boolean }) {
  const locale = useLocale()
  const date = new Date(at)
  const full = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(date)
  const short = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }).format(date)
  return (
    <time dateTime={at} title={full} className="tnum whitespace-nowrap">
      {exact ? full : (relative(date.getTime() - Date.now(), locale) ?? short)}
    </time>
  )
}
