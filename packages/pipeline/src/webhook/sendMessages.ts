import { type Ctx, type Database, withTx } from '@rowright/db'
import { sql } from 'drizzle-orm'
import { audit } from '../people/index.ts'
import { keysOf } from './keys.ts'
import { post } from './post.ts'

const SYSTEM = { kind: 'system', name: 'webhooks' } as const
const [SECOND, MINUTE, HOUR] = [1, 60, 3_600]
/** Seconds between one try and the next (Standard Webhooks 1.0, "Deliverability and reliability"). */
const WAITS = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
]
/** Seconds that a try is held: when its process is killed, another makes it. */
const HELD = 60
const AT_ONCE = 8

type Due = {
  id: string
  endpoint_id: string
  url: string
  payload: object
  attempts: number
  key_version: number
  old_keys: boolean
}

export interface Sending {
  /** The instance's secret, which endpoints' keys are derived from. */
  secret: string
  /** A local instance may send to itself. */
  local: boolean
}

/** Sends what is due, eight at a time. Any number of workers may. [HOOK-5] @returns how many were tried. */
export async function sendMessages(database: Database, sending: Sending): Promise<number> {
  const due = await withTx(database, SYSTEM, take)
  await Promise.all(
    due.map(async (message) => {
      const { at, headers, body } = await withTx(database, SYSTEM, async (ctx) =>
        signed(ctx, sending, message),
      )
      const came = await post(message.url, body, headers, sending.local)
      await withTx(database, SYSTEM, (ctx) => note(ctx, message, at, came))
    }),
  )
  return due.length
}

/** Takes messages and holds them, so that no other worker sends them meanwhile. */
async function take(ctx: Ctx): Promise<Due[]> {
  const { rows } = await ctx.tx.execute<Due>(sql`
    update webhook_message m set attempts = m.attempts + 1, next_at = ${ctx.now()}::timestamptz + make_interval(secs => ${HELD})
    from webhook_endpoint e
    where e.id = m.endpoint_id and m.id in (
      select m.id from webhook_message m join webhook_endpoint e on e.id = m.endpoint_id
      where m.next_at <= ${ctx.now()} and e.disabled_at is null and e.removed_at is null
      order by m.next_at limit ${AT_ONCE} for update of m skip locked)
    returning m.id, m.endpoint_id, e.url, m.payload, m.attempts, e.key_version,
      coalesce(e.previous_until > ${ctx.now()}, false) as old_keys`)
  return rows
}

function signed(ctx: Ctx, { secret }: Sending, message: Due) {
  const at = ctx.now()
  const body = JSON.stringify(message.payload)
  const seconds = Math.floor(at.getTime() / 1_000)
  const versions = [message.key_version, ...(message.old_keys ? [message.key_version - 1] : [])]
  const signatures = versions.flatMap((version) =>
    keysOf(secret, message.endpoint_id, version).sign(`${message.id}.${seconds}.${body}`),
  )
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'rowright-webhooks/1',
    'webhook-id': message.id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': signatures.join(' '),
  }
  return { at, body, headers }
}

async function note(
  ctx: Ctx,
  message: Due,
  at: Date,
  came: { status: number | null; error: string | null },
): Promise<void> {
  const wait = WAITS[message.attempts - 1]
  const gone = came.status === 410
  const next =
    came.error === null || gone || wait === undefined ? null : new Date(at.getTime() + wait * 1_000)
  await ctx.tx.execute(sql`update webhook_message set last_status = ${came.status}, last_error = ${came.error},
    next_at = ${next}, delivered_at = ${came.error === null ? at : null} where id = ${message.id}`)
  if (came.error === null || (!gone && wait !== undefined)) return
  const reason = gone ? 'gone' : 'failing'
  const { rows } = await ctx.tx.execute<{ person_id: string }>(sql`
    update webhook_endpoint set disabled_at = ${at}, disabled_reason = ${reason}
    where id = ${message.endpoint_id} and disabled_at is null returning person_id`)
  // A program that only reads its account's log hears of it there too.
  for (const { person_id: personId } of rows)
    await audit(ctx, {
      personId,
      action: 'webhook.disabled',
      detail: { endpointId: message.endpoint_id, url: message.url, reason },
    })
}
