import { daySeconds } from '../requester/daySeconds.ts'

/** After how many seconds pages are asked for again; null: never. */
export const INTERVALS = {
  never: null,
  day: daySeconds,
  week: 7 * daySeconds,
  month: 30 * daySeconds,
  year: 365 * daySeconds,
} as const
export type Interval = keyof typeof INTERVALS
export const INTERVAL_NAMES = Object.keys(INTERVALS) as Interval[]
