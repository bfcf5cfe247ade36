import { createPublicKey, verify as verifyBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { emit, folderBlobStore } from '@rowright/db'
import { revoke } from '@rowright/pipeline/consent'
import { auditLines } from '@rowright/pipeline/people'
import { changesOf, numberChanges } from '@rowright/pipeline/release'
import {
  addEndpoint,
  enableEndpoint,
  endpointsOf,
  keysOf,
  messagesOf,
  queueNews,
  resend,
  rotateKeys,
  sendMessages,
} from '@rowright/pipeline/webhook'
import { othersDone, testDatabase } from '@rowright/testing'
import { newPerson } from '@rowright/testing/factories'
import { newSale, type Sale } from '@rowright/testing/sale'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'

const SECRET = 'a secret for tests only, 32 characters or more'
const database = testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'rowright-hooks-'))
const blobs = folderBlobStore(folder)

interface Got {
  headers: Record<string, string>
  body: string
}
let got: Got[]
let answer: number
let server: Server
let url: string
beforeAll(async () => {
  server = createServer(async (request: IncomingMessage, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    got.push({ headers: request.headers as Record<string, string>, body })
    response.writeHead(answer, { location: 'http://127.0.0.1:9/' }).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
})
beforeEach(() => {
  got = []
  answer = 204
  Object.assign(database.clock, { ahead: 0, standsAt: undefined })
})
afterAll(() => {
  server.close()
  rmSync(folder, { recursive: true, force: true })
})

/** A buyer with an endpoint, and a pool that is about to have news. */
async function listening(): Promise<Sale & { endpointId: string }> {
  const sale = await database.tx((ctx) => newSale(ctx, blobs, { items: ['a', 'b'], labelers: 2 }))
  await settle()
  await database.pool.query('update webhook_message set next_at = null')
  const endpoint = await database.tx((ctx) =>
    addEndpoint(ctx, {
      ...{ personId: sale.buyer.id, url, local: true },
      events: ['release.published', 'consent.revoked'],
    }),
  )
  return { ...sale, endpointId: endpoint.id }
}
/** Everything that has happened is numbered and made news. */
async function settle() {
  await othersDone(database)
  while ((await database.tx((ctx) => numberChanges(ctx, { deleteAfterSeconds: 3_600 }))) > 0);
  while ((await database.tx((ctx) => queueNews(ctx))) > 0);
}
const send = () => sendMessages(database.database, { secret: SECRET, local: true })
async function endConsent({ people, pool }: Sale, which: number): Promise<void> {
  const person = people[which]!
  const actor = { kind: 'person', personId: person.id, steward: false } as const
  await database.tx((ctx) => revoke(ctx, { poolId: pool.id, consentId: person.consentId }), actor)
  await settle()
}
const newest = async (of: Sale & { endpointId: string }) => {
  const asked = { personId: of.buyer.id, endpointId: of.endpointId, limit: 9 }
  const found = await database.tx((ctx) => messagesOf(ctx, asked))
  return found.find(({ type }) => type === 'consent.revoked')!
}
/** Only ended consents: a release may be news too, by the clock. */
const revocations = () => got.filter(({ body }) => body.includes('consent.revoked'))

/** Ed25519 as Standard Webhooks describes it; its reader for Node knows the shared secret only. */
function verified(publicKey: string, { headers, body }: Got): boolean {
  const raw = Buffer.from(publicKey.replace('whpk_', ''), 'base64')
  const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), raw])
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' })
  const content = Buffer.from(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`)
  return headers['webhook-signature']!.split(' ')
    .filter((one) => one.startsWith('v1a,'))
    .some((one) => verifyBytes(null, content, key, Buffer.from(one.slice(4), 'base64')))
}

test('[HOOK-1, HOOK-2, HOOK-3, HOOK-4] who holds a license hears of a revocation, thin and signed, once', async () => {
  const of = await listening()
  const eve = await database.tx(async (ctx) => {
    const { id: personId } = await newPerson(ctx, 'eve')
    return addEndpoint(ctx, { personId, url, events: ['consent.revoked'], local: true })
  })
  await endConsent(of, 0)
  await settle()
  await send()
  expect(await send(), 'once').toBe(0)
  expect(revocations()).toHaveLength(1)
  const { headers, body } = revocations()[0]!
  const said = JSON.parse(body) as { type: string; data: Record<string, unknown> }
  expect(said).toMatchObject({ type: 'consent.revoked', data: { poolId: of.pool.id, rows: 2 } })
  expect(body.length).toBeLessThan(1_000)
  for (const person of of.people) expect(body).not.toContain(person.id)
  const keys = keysOf(SECRET, of.endpointId, 1)
  expect(new Webhook(keys.sharedSecret).verify(body, headers), "the standard's own reader").toEqual(said)
  expect(() => new Webhook(keysOf(SECRET, eve.id, 1).sharedSecret).verify(body, headers)).toThrow()
  expect(verified(keys.publicKey, { headers, body })).toBe(true)
  expect(verified(keys.publicKey, { headers, body: body.replace('revoked', 'revokes') })).toBe(false)
  expect(await newest(of)).toMatchObject({ attempts: 1, lastStatus: 204, lastError: null, nextAt: null })
})

test('[HOOK-5] what is refused is tried again, later each time; after the last try the endpoint is off and says why', async () => {
  const of = await listening()
  await endConsent(of, 0)
  await database.pool.query(`delete from webhook_message where type <> 'consent.revoked'`)
  database.clock.standsAt = Date.now()
  answer = 302
  const waits: number[] = []
  for (let tries = 1; tries <= 10; tries++) {
    expect(await send(), `try ${tries}`).toBe(1)
    expect(await send(), 'not at once').toBe(0)
    const message = await newest(of)
    expect(message).toMatchObject({
      attempts: tries,
      lastStatus: 302,
      lastError: 'answered 302',
      deliveredAt: null,
    })
    if (message.nextAt === null) break
    const now = await database.tx(async (ctx) => ctx.now())
    const wait = (message.nextAt.getTime() - now.getTime()) / 1_000
    waits.push(Math.round(wait / 60))
    database.clock.ahead += wait + 1
  }
  expect(got, 'redirects are not followed').toHaveLength(10)
  expect(waits, 'minutes').toEqual([0, 5, 30, 120, 300, 600, 840, 1_200, 1_440])
  const [off] = await database.tx((ctx) => endpointsOf(ctx, of.buyer.id))
  expect(off).toMatchObject({ disabledReason: 'failing', disabledAt: expect.any(Date) })
  const record = await database.tx((ctx) => auditLines(ctx, { personId: of.buyer.id, after: 0, limit: 99 }))
  expect(record.at(-1)).toMatchObject({
    action: 'webhook.disabled',
    detail: { endpointId: of.endpointId, reason: 'failing' },
  })
  answer = 200
  expect(await send()).toBe(0)
  await database.tx((ctx) => enableEndpoint(ctx, { personId: of.buyer.id, endpointId: of.endpointId }))
  expect(await send(), 'what waited goes out').toBe(1)
})

test('[HOOK-5] 410 ends it at once; a receiver that is not there is tried again', async () => {
  const of = await listening()
  answer = 410
  await endConsent(of, 0)
  await send()
  const [off] = await database.tx((ctx) => endpointsOf(ctx, of.buyer.id))
  expect(off).toMatchObject({ disabledReason: 'gone' })
  const other = await listening()
  const away = `update webhook_endpoint set url = 'http://127.0.0.1:9/' where id = $1`
  await database.pool.query(away, [other.endpointId])
  await endConsent(other, 0)
  await send()
  const message = await newest(other)
  expect(message).toMatchObject({ lastStatus: null, lastError: 'ECONNREFUSED', attempts: 1 })
  expect(message.nextAt).not.toBeNull()
})

test('[HOOK-4, HOOK-7] after a rotation both keys sign for a day; a message can be sent again', async () => {
  const of = await listening()
  await endConsent(of, 0)
  await send()
  const me = { personId: of.buyer.id, endpointId: of.endpointId }
  await database.tx((ctx) => rotateKeys(ctx, me))
  const message = await newest(of)
  const again = async () => {
    await database.tx((ctx) => resend(ctx, { ...me, messageId: message.id }))
    await send()
    return revocations().at(-1)!
  }
  const [old, fresh] = [keysOf(SECRET, of.endpointId, 1), keysOf(SECRET, of.endpointId, 2)]
  const both = await again()
  expect(both.headers['webhook-id'], 'the receiver knows it').toBe(message.id)
  expect([verified(old.publicKey, both), verified(fresh.publicKey, both)]).toEqual([true, true])
  database.clock.ahead += 25 * 3_600
  const later = await again()
  expect([verified(old.publicKey, later), verified(fresh.publicKey, later)]).toEqual([false, true])
})

test('[HOOK-6] on a public instance nothing is sent to this machine, whatever was written down', async () => {
  const of = await listening()
  await endConsent(of, 0)
  for (const [target, error] of [
    [url, 'Nothing is sent to this address: it is not an https address.'],
    [url.replace('http:', 'https:'), 'Nothing is sent to this address: it is not on the public internet.'],
  ]) {
    await database.pool.query('update webhook_endpoint set url = $2 where id = $1', [of.endpointId, target])
    await database.pool.query(
      `update webhook_message set next_at = now() - interval '1 second', attempts = 0 where endpoint_id = $1`,
      [of.endpointId],
    )
    await sendMessages(database.database, { secret: SECRET, local: false })
    expect(await newest(of)).toMatchObject({ lastStatus: null, lastError: error })
  }
  expect(got).toEqual([])
})

test('[HOOK-8] rows that turn out wrong are news of their own, with how many and where to read on', async () => {
  const of = await listening()
  await database.pool.query(`update webhook_endpoint set events = '{rows.corrected}' where id = $1`, [
    of.endpointId,
  ])
  const { rows } = await database.pool.query<{ task_id: string }>(
    'select task_id from release_row where pool_id = $1 order by task_id limit 1',
    [of.pool.id],
  )
  const tasks = [{ taskId: rows[0]!.task_id, now: 'something else' }]
  await database.tx((ctx) => emit(ctx, 'results.corrected', of.pool.id, { tasks }))
  await settle()
  await settle()
  await send()
  const heard = got.filter(({ body }) => body.includes('rows.corrected'))
  expect(heard).toHaveLength(1)
  const { data } = JSON.parse(heard[0]!.body) as { data: { rows: number; since: number } }
  expect(data).toMatchObject({ poolId: of.pool.id, rows: 1 })
  const next = await database.tx((ctx) => changesOf(ctx, { poolId: of.pool.id, since: data.since, limit: 1 }))
  expect(next[0]).toMatchObject({ kind: 'erratum', corrected: 'something else' })
})
