import type { Sentence } from '@rowright/collector'
import { z } from 'zod'
import { sentence } from './words/sentences.ts'

const clockTime = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'a time like 22:30')
const host = z.string().max(253)

export const CATEGORIES = ['government', 'adult', 'gambling', 'banks'] as const

/** What an operator decides. Everything is off until they say otherwise. */
export const settingsSchema = z.strictObject({
  on: z.boolean().default(false),
  /**
   * `preview` shows what there would be and fetches nothing; `approve` fetches from hosts approved one by one;
   * `automatic` from every host of the campaigns.
   */
  mode: z.enum(['preview', 'approve', 'automatic']).default('preview'),
  approvedHosts: z.array(host).max(500).default([]),
  /** With everything below them. */
  blockedHosts: z.array(host).max(500).default([]),
  /** Kinds of sites that are left out, told by their names. */
  blockCategories: z.array(z.enum(CATEGORIES)).default([...CATEGORIES]),
  /** Null: all that the account may work on. */
  campaignIds: z.array(z.uuid()).max(50).nullable().default(null),
  megabytesPerDay: z.number().min(0).max(100_000).default(200),
  megabytesPerHour: z.number().min(0).max(100_000).default(50),
  pagesPerDay: z.int().min(0).max(100_000).default(1000),
  pagesPerHour: z.int().min(0).max(10_000).default(120),
  /** Hours of the operator's own clock, over midnight where `from` is later than `to`. Null: always. */
  schedule: z
    .strictObject({ from: clockTime, to: clockTime, days: z.array(z.int().min(0).max(6)) })
    .nullable()
    .default(null),
  /** Not while the line is metered or the device saves data. */
  pauseOnMetered: z.boolean().default(true),
  pauseOnBattery: z.boolean().default(true),
  /** Leases held at once. */
  atOnce: z.int().min(1).max(20).default(3),
})
export type Settings = z.infer<typeof settingsSchema>
export const DEFAULT_SETTINGS: Settings = settingsSchema.parse({})

/** Pages and bytes of an hour or a day. */
export interface Usage {
  pages: number
  bytes: number
}

const MEGABYTE = 1_000_000

/** What is left until the first cap is reached. */
export function bytesLeft(settings: Settings, hour: Usage, day: Usage): number {
  return Math.max(
    0,
    Math.min(
      settings.megabytesPerHour * MEGABYTE - hour.bytes,
      settings.megabytesPerDay * MEGABYTE - day.bytes,
    ),
  )
}

/** Which of the operator's own rules stops new pages now; null when none does. [NOD-10] */
export function whyPaused(settings: Settings, hour: Usage, day: Usage, local: Date): Sentence | null {
  const { schedule, megabytesPerHour, megabytesPerDay, pagesPerHour, pagesPerDay } = settings
  if (!settings.on) return sentence('pauseOff')
  if (schedule && !isOpen(schedule, local)) return sentence('pauseSchedule', schedule.from, schedule.to)
  if (hour.bytes >= megabytesPerHour * MEGABYTE) return sentence('pauseHourBytes', megabytesPerHour)
  if (day.bytes >= megabytesPerDay * MEGABYTE) return sentence('pauseDayBytes', megabytesPerDay)
  if (hour.pages >= pagesPerHour) return sentence('pauseHourPages', pagesPerHour)
  if (day.pages >= pagesPerDay) return sentence('pauseDayPages', pagesPerDay)
  return null
}

function isOpen({ from, to, days }: NonNullable<Settings['schedule']>, local: Date): boolean {
  const minutes = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3))
  const now = local.getHours() * 60 + local.getMinutes()
  const [start, end] = [minutes(from), minutes(to)]
  // Over midnight the hours after it belong to the day before.
  const overnight = start > end
  const inside = overnight ? now >= start || now < end : now >= start && now < end
  const day = overnight && now < end ? (local.getDay() + 6) % 7 : local.getDay()
  return inside && days.includes(day)
}

/** Second-level names of governments (gov.uk, gouv.fr) and top-level domains that ICANN gave to one trade. */
const NAMED: Record<(typeof CATEGORIES)[number], RegExp> = {
  government: /(?:^|\.)(?:gov|mil|gouv|gob|govt|gub)(?:\.[a-z]{2})?$/,
  adult: /\.(?:xxx|adult|porn|sex|sexy|cam)$/,
  gambling: /\.(?:bet|casino|poker|bingo|lotto)$/,
  banks: /\.(?:bank|insurance|creditunion)$/,
}
const YOU_BLOCK = {
  government: 'youBlockGovernment',
  adult: 'youBlockAdult',
  gambling: 'youBlockGambling',
  banks: 'youBlockBanks',
} as const satisfies Record<(typeof CATEGORIES)[number], string>

/** Why the operator's rules keep a host out; null when they do not. [NOD-11] */
export function whyHostBlocked(settings: Settings, host: string): Sentence | null {
  const blocked = settings.blockedHosts.find((one) => host === one || host.endsWith(`.${one}`))
  if (blocked) return sentence('youBlocked', blocked)
  const kind = settings.blockCategories.find((one) => NAMED[one].test(host))
  if (kind) return sentence(YOU_BLOCK[kind], host)
  if (settings.mode === 'preview') return sentence('onlyPreviews')
  if (settings.mode === 'approve' && !settings.approvedHosts.includes(host))
    return sentence('notApproved', host)
  return null
}
