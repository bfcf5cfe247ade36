import { z } from 'zod'

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

/** Which of the operator's own rules stops new pages now, and at what. [NOD-10] */
export interface Pause {
  rule: 'off' | 'schedule' | 'hour-bytes' | 'day-bytes' | 'hour-pages' | 'day-pages'
  /** The cap, or when the schedule opens. */
  at: string
  text: string
}

export function pauseOf(settings: Settings, hour: Usage, day: Usage, local: Date): Pause | null {
  const { schedule, megabytesPerHour, megabytesPerDay, pagesPerHour, pagesPerDay } = settings
  const pause = (rule: Pause['rule'], at: string | number, text: string): Pause => ({
    rule,
    at: String(at),
    text,
  })
  if (!settings.on) return pause('off', '', 'The node is switched off.')
  if (schedule && !isOpen(schedule, local))
    return pause('schedule', schedule.from, `Outside the schedule (${schedule.from} to ${schedule.to}).`)
  if (hour.bytes >= megabytesPerHour * MEGABYTE)
    return pause('hour-bytes', megabytesPerHour, `This hour’s cap of ${megabytesPerHour} MB is used.`)
  if (day.bytes >= megabytesPerDay * MEGABYTE)
    return pause('day-bytes', megabytesPerDay, `Today’s cap of ${megabytesPerDay} MB is used.`)
  if (hour.pages >= pagesPerHour)
    return pause('hour-pages', pagesPerHour, `This hour’s cap of ${pagesPerHour} pages is used.`)
  if (day.pages >= pagesPerDay)
    return pause('day-pages', pagesPerDay, `Today’s cap of ${pagesPerDay} pages is used.`)
  return null
}

/** The same in words; null when nothing stops it. */
export const whyPaused = (settings: Settings, hour: Usage, day: Usage, local: Date): string | null =>
  pauseOf(settings, hour, day, local)?.text ?? null

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
const KIND_WORDS: Record<(typeof CATEGORIES)[number], string> = {
  government: 'governments',
  adult: 'sexual content',
  gambling: 'gambling',
  banks: 'banks and insurers',
}

/** Why the operator's rules keep a host out, in words; null when they do not. [NOD-11] */
export function whyHostBlocked(settings: Settings, host: string): string | null {
  const blocked = settings.blockedHosts.find((one) => host === one || host.endsWith(`.${one}`))
  if (blocked) return `You blocked ${blocked}.`
  const kind = settings.blockCategories.find((one) => NAMED[one].test(host))
  if (kind) return `You block sites of ${KIND_WORDS[kind]}; ${host} is one.`
  if (settings.mode === 'preview') return 'The node only previews.'
  if (settings.mode === 'approve' && !settings.approvedHosts.includes(host))
    return `You have not approved ${host}.`
  return null
}
