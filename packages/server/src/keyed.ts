import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import type { Database } from '@rowright/db'
import { canonicalJson, type Json, RowrightError, sha256Hex } from '@rowright/protocol'

/** An answer as it goes out. */
export interface Answered {
  status: number
  headers: Record<string, string>
  /** JSON. */
  body: string
}

export interface Keyed {
  personId: string
  key: string
  method: string
  path: string
  body: Record<string, unknown>
  /** Answers are kept under it: some hold a key that is shown once. */
  secret: string
  /** Purchases are remembered for ever, all else for a day. */
  forEver: boolean
}

/** Seconds after which a request that nobody finished may be sent again: its process was killed. */
const HELD_SECONDS = 60
const MOST_LENGTH = 255

/**
 * Does a request once per `Idempotency-Key` of an account: sent again, it gets the same answer; with another body it is
 * refused, so that a key never means two things. What failed, or is not decided yet (202), may be sent again and is
 * done again; verbs are idempotent. [SRV-22] (draft-ietf-httpapi-idempotency-key-header-07)
 * @throws RowrightError `request/key-reused`, `request/in-flight`, `request/bad-key`.
 */
export async function once(
  database: Database,
  keyed: Keyed,
  run: () => Promise<Answered>,
): Promise<Answered> {
  if (keyed.key.length > MOST_LENGTH || !/^[\x21-\x7e]+$/.test(keyed.key)) throw badKey()
  const sha256 = sha256Hex(`${keyed.method} ${keyed.path}\n${canonicalJson(keyed.body as Json)}`)
  const of = [keyed.personId, keyed.key]
  const { rows: taken } = await database.pool.query(
    `insert into keyed_request (person_id, key, sha256, for_ever, held_until)
     values ($1, $2, $3, $4, now() + make_interval(secs => $5))
     on conflict (person_id, key) do update set held_until = excluded.held_until
       where keyed_request.status is null and keyed_request.held_until <= now() and keyed_request.sha256 = excluded.sha256
     returning xmax`,
    [...of, sha256, keyed.forEver, HELD_SECONDS],
  )
  if (taken.length === 0) return known(database, keyed, sha256)
  const letGo = `update keyed_request set held_until = now() where person_id = $1 and key = $2`
  try {
    const answer = await run()
    if (answer.status === 202) await database.pool.query(letGo, of)
    else {
      await database.pool.query(
        `update keyed_request set status = $3, answer = $4, headers = $5 where person_id = $1 and key = $2`,
        [...of, answer.status, seal(keyed.secret, answer.body), JSON.stringify(answer.headers)],
      )
    }
    return answer
  } catch (error) {
    // Nothing was done: the key is free again, unless it stands for an order.
    await database.pool.query(
      keyed.forEver ? letGo : 'delete from keyed_request where person_id = $1 and key = $2',
      of,
    )
    throw error
  }
}

async function known(
  database: Database,
  { personId, key, secret }: Keyed,
  sha256: string,
): Promise<Answered> {
  const { rows } = await database.pool.query<{
    sha256: string
    status: number | null
    answer: string
    headers: Record<string, string>
  }>('select sha256, status, answer, headers from keyed_request where person_id = $1 and key = $2', [
    personId,
    key,
  ])
  const [before] = rows
  if (before && before.sha256 !== sha256) throw keyReused()
  if (before?.status == null) throw inFlight()
  return {
    status: before.status,
    headers: { ...before.headers, 'idempotency-replayed': 'true' },
    body: open(secret, before.answer),
  }
}

const CIPHER = 'aes-256-gcm'
const keyOf = (secret: string) => createHash('sha256').update(`rowright.answer.v1:${secret}`).digest()

function seal(secret: string, text: string): string {
  const iv = randomBytes(12)
  const cipher = createCipheriv(CIPHER, keyOf(secret), iv)
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64')
}

function open(secret: string, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64')
  const decipher = createDecipheriv(CIPHER, keyOf(secret), bytes.subarray(0, 12))
  decipher.setAuthTag(bytes.subarray(12, 28))
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
}

/** Forgets what is over a day old and no purchase. */
export async function sweepKeyedRequests(database: Database): Promise<void> {
  await database.pool.query(`delete from keyed_request where not for_ever and at < now() - interval '1 day'`)
}

const field = 'idempotency-key'
export const keyMissing = () =>
  new RowrightError('request/key-missing', 'This request needs an Idempotency-Key.', {
    status: 400,
    field,
    hint: 'Send the header Idempotency-Key with one value per purchase, and the same value when you send it again.',
  })
const badKey = () =>
  new RowrightError('request/bad-key', 'This Idempotency-Key cannot be used.', {
    status: 400,
    field,
    hint: `Send 1 to ${MOST_LENGTH} printable ASCII characters without spaces, for example a UUID.`,
  })
const keyReused = () =>
  new RowrightError('request/key-reused', 'This Idempotency-Key was sent with another request before.', {
    status: 422,
    field,
    hint: 'Take a new key for a new request, or send the first one again unchanged.',
  })
const inFlight = () =>
  new RowrightError('request/in-flight', 'The request with this Idempotency-Key is being answered.', {
    status: 409,
    field,
    retryable: true,
    retryAfter: 1,
    hint: 'Send it again in a second; it is done once.',
  })
