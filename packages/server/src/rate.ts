import type { Database } from '@rowright/db'
import { RowrightError } from '@rowright/protocol'

/** Requests per minute that one key may make, or bytes that it may be sent. */
export interface RateRule {
  name: string
  perMinute: number
  /** Bytes are counted in kilobytes. */
  unit?: 'kilobytes'
}

/** What is left of a limit, as `RateLimit` says it. */
export interface RateLeft {
  rule: RateRule
  most: number
  left: number
  /** Seconds until it is whole again. */
  reset: number
}

export const RULES = {
  signIn: { name: 'sign-in', perMinute: 60 },
  account: { name: 'account', perMinute: 1_200 },
  address: { name: 'address', perMinute: 6_000 },
  upload: { name: 'upload', perMinute: 60 },
  /** One read of a data frame is several requests, so downloads are counted in bytes: 30 GB a minute per license. */
  bytes: { name: 'bytes', perMinute: 30_000_000, unit: 'kilobytes' },
} satisfies Record<string, RateRule>

const WINDOW_SECONDS = 60

type Held = { left: number; window: number; over: boolean; count: number }

/**
 * Counts requests in Postgres, so that all processes share one count. A process takes a hundredth of the limit at a
 * time and spends it alone: the row that all requests of an address share is written once per many requests, and
 * the limit still holds exactly, because what was taken counts as used. [SRV-13]
 * @returns `limit(rule, key, cost)`. @throws RowrightError `request/too-many` with the seconds to wait.
 */
export function rateLimiter(database: Database, factor: number) {
  const taken = new Map<string, Held>()

  return async function limit(rule: RateRule, key: string, cost = 1): Promise<RateLeft> {
    const most = Math.ceil(rule.perMinute * factor)
    const id = `${rule.name}:${key}`
    const real = Date.now()
    const now = real + database.clockOffset(real)
    const window = Math.floor(now / 1000 / WINDOW_SECONDS)
    const held = taken.get(id)
    if (held?.window === window) {
      if (held.left >= cost) {
        held.left -= cost
        return leftOf(rule, most, held, now)
      }
      // Over is over until the window ends: no need to ask, and to write, again.
      if (held.over) throw tooMany(rule, most, window, now)
    }
    if (taken.size > 50_000) taken.clear()
    const chunk = Math.max(cost, Math.floor(most / 100))
    const { rows } = await database.pool.query<{ count: number }>(
      `insert into rate_window (key, "window", count) values ($1, to_timestamp($2), $3)
       on conflict (key, "window") do update set count = rate_window.count + $3 returning count`,
      [id, window * WINDOW_SECONDS, chunk],
    )
    const granted = Math.max(0, Math.min(chunk, most - (rows[0]!.count - chunk)))
    // Others of this process may have taken a share while this one waited: shares add up.
    const current = taken.get(id)
    const left = (current?.window === window ? current.left : 0) + granted
    const over = granted < chunk
    const next = { left: left >= cost ? left - cost : left, window, over, count: rows[0]!.count }
    taken.set(id, next)
    if (left < cost) throw tooMany(rule, most, window, now)
    return leftOf(rule, most, next, now)
  }
}

/** What other processes hold and have not spent counts as spent. */
function leftOf(rule: RateRule, most: number, held: Held, now: number): RateLeft {
  return {
    rule,
    most,
    left: Math.max(0, most - held.count) + held.left,
    reset: Math.ceil(((held.window + 1) * WINDOW_SECONDS * 1_000 - now) / 1_000),
  }
}

/** Limits as headers (draft-ietf-httpapi-ratelimit-headers-11): the policy, and what is left of it. [SRV-24] */
export function rateHeaders(limits: readonly RateLeft[]): Record<string, string> {
  const scale = ({ rule }: RateLeft) => (rule.unit === 'kilobytes' ? 1_000 : 1)
  const policy = (one: RateLeft) =>
    `"${one.rule.name}";q=${one.most * scale(one)};w=${WINDOW_SECONDS}${one.rule.unit ? ';qu="content-bytes"' : ''}`
  return {
    'ratelimit-policy': limits.map(policy).join(', '),
    ratelimit: limits.map((one) => `"${one.rule.name}";r=${one.left * scale(one)};t=${one.reset}`).join(', '),
  }
}

/** A limit that is used up. */
export class TooMany extends RowrightError {
  limit: RateLeft | undefined
}

function tooMany(rule: RateRule, most: number, window: number, now: number): RowrightError {
  const retryAfter = Math.max(1, Math.ceil(((window + 1) * WINDOW_SECONDS * 1000 - now) / 1000))
  const error = new TooMany(
    'request/too-many',
    rule.unit
      ? `Too many bytes: at most ${most / 1_000_000} GB a minute under one license.`
      : `Too many requests: at most ${most} a minute per ${rule.name}.`,
    { status: 429, retryable: true, retryAfter, hint: `Try again in ${retryAfter} s.` },
  )
  error.limit = { rule, most, left: 0, reset: retryAfter }
  return error
}

/** Forgets windows that are over. */
export async function sweepRateWindows(database: Database): Promise<void> {
  await database.pool.query(`delete from rate_window where "window" < now() - interval '10 minutes'`)
}
