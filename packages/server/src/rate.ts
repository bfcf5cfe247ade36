import type { Database } from '@rowright/db'
import { RowrightError } from '@rowright/protocol'

/** Requests per minute that one key may make. */
export interface RateRule {
  name: string
  perMinute: number
}

export const RULES = {
  signIn: { name: 'sign-in', perMinute: 60 },
  account: { name: 'account', perMinute: 1_200 },
  address: { name: 'address', perMinute: 6_000 },
  upload: { name: 'upload', perMinute: 60 },
} satisfies Record<string, RateRule>

const WINDOW_SECONDS = 60

type Held = { left: number; window: number; over: boolean }

/**
 * Counts requests in Postgres, so that all processes share one count. A process takes a hundredth of the limit at a
 * time and spends it alone: the row that all requests of an address share is written once per many requests, and
 * the limit still holds exactly, because what was taken counts as used. [SRV-13]
 * @returns `limit(rule, key, cost)`. @throws RowrightError `request/too-many` with the seconds to wait.
 */
export function rateLimiter(database: Database, factor: number) {
  const taken = new Map<string, Held>()

  return async function limit(rule: RateRule, key: string, cost = 1): Promise<void> {
    const most = Math.ceil(rule.perMinute * factor)
    const id = `${rule.name}:${key}`
    const now = Date.now()
    const window = Math.floor(now / 1000 / WINDOW_SECONDS)
    const held = taken.get(id)
    if (held?.window === window) {
      if (held.left >= cost) {
        held.left -= cost
        return
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
    taken.set(id, { left: left >= cost ? left - cost : left, window, over })
    if (left < cost) throw tooMany(rule, most, window, now)
  }
}

function tooMany(rule: RateRule, most: number, window: number, now: number): RowrightError {
  const retryAfter = Math.max(1, Math.ceil(((window + 1) * WINDOW_SECONDS * 1000 - now) / 1000))
  return new RowrightError(
    'request/too-many',
    `Too many requests: at most ${most} a minute per ${rule.name}.`,
    { status: 429, retryable: true, retryAfter, hint: `Try again in ${retryAfter} s.` },
  )
}

/** Forgets windows that are over. */
export async function sweepRateWindows(database: Database): Promise<void> {
  await database.pool.query(`delete from rate_window where "window" < now() - interval '10 minutes'`)
}
