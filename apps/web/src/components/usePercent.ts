'use client'

import { useFormatter } from 'next-intl'

/** Formats parts per million as a percentage: `usePercent()(934_210)` is `93.4%`; a dash for what is not known. */
export function usePercent(digits = 1): (ppm: number | null) => string {
  const format = useFormatter()
  return (ppm) =>
    ppm === null ? '–' : format.number(ppm / 1_000_000, { style: 'percent', maximumFractionDigits: digits })
}
