import { gzipSync } from 'node:zlib'
import {
  authorizeCall,
  type CollectResult,
  commitmentOf,
  type KeyPair,
  leasesOutput,
  NODE_CALLS,
  type NodeCall,
  type SignedLease,
  type Signer,
  signerOf,
} from '@rowright/protocol'
import { testDatabase } from '@rowright/testing'
import { collectResult } from '@rowright/testing/collectResult'
import { newCollection } from '@rowright/testing/collectScene'
import { consentFor, newPerson, newPool } from '@rowright/testing/factories'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answer, openDoor, type Sent, type TestDoor } from './testDoor.ts'

const db = testDatabase()
let door: TestDoor
let eve: Signer
const HOST = 'news.example'
const SALT = '07'.repeat(32)
const now = () => new Date(Date.now() + db.clock.ahead * 1_000)
const newKey = async (): Promise<Signer> =>
  signerOf((await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])) as KeyPair)
let codeOfEve: () => Promise<string>

beforeAll(async () => {
  door = await openDoor(db)
  const session = await door.guest()
  await db.tx(async (ctx) => {
    const pool = await newPool(ctx, await newPerson(ctx, 'ada'))
    const urls = Array.from({ length: 60 }, (_, n) => `https://${HOST}/${n}`)
    await newCollection(ctx, pool.id, [HOST], urls)
    await consentFor(ctx, pool, session.personId)
  })
  codeOfEve = async () =>
    (
      await door.send<{ code: string }>('POST', '/v1/me/node-codes', {
        token: session.token,
        json: {},
      })
    ).json.code
  eve = await newKey()
  const answer = await call('pair', { code: await codeOfEve(), name: 'laptop', client: 'test/1' })
  expect(answer.status, answer.text).toBe(200)
})
afterAll(async () => {
  await door.close()
  expect(door.faults, 'what was refused was refused on purpose').toEqual([])
})

/** A call signed over `input`; `sent` replaces what is sent of it. */
async function call(name: NodeCall, input: Record<string, unknown>, sent: Sent = {}, key = eve) {
  const authorization = await authorizeCall(key, name, input, now().toISOString())
  const { leaseId, ...json } = input
  const { method, path } = NODE_CALLS[name]
  const headers = { authorization, ...sent.headers }
  const body = sent.body === undefined ? { json } : { body: sent.body }
  return door.send(method, path.replace('{leaseId}', String(leaseId)), { ...body, headers })
}
const saidOf = ({ status, json }: Answer) => [status, json.code, json.field]

async function leased(): Promise<SignedLease> {
  db.clock.ahead += 30
  const answer = await call('leases', { requestId: crypto.randomUUID(), count: 1 })
  return leasesOutput.parse(answer.json).leases[0]!
}
const giveBack = (leaseId: string, more: Record<string, unknown> = {}) =>
  call('return', {
    ...{ leaseId, reason: 'operator', detail: '', hops: [], observedAt: now().toISOString() },
    ...more,
  })
type Bent = (result: CollectResult & { document: NonNullable<CollectResult['document']> }) => void
/** What is said of a result that was bent after it was made, committed to and revealed. */
async function revealed({ lease }: SignedLease, bend: Bent) {
  const { leaseId, nodeKey, url, notBefore } = lease
  const text = 'The page says that water is wet today.'
  const result = collectResult({ id: leaseId, nodeKey, url, seenAt: notBefore! }, text)
  bend(result as Parameters<Bent>[0])
  const { status } = await call('commit', { leaseId, commitment: commitmentOf(SALT, result) })
  expect(status).toBe(200)
  return saidOf(await call('reveal', { leaseId, salt: SALT, result }))
}
const evidence = (where: string) => ({ signal: 'x', stance: 'permits' as const, where, text: '', reason: '' })
const INVALID = [422, 'request/invalid']
const FOREIGN = [422, 'collect/not-of-the-lease']

test('[CLT-28] a result that no honest node sends is refused by field, and the lease is still good', async () => {
  const signed = await leased()
  const bent: [Bent, unknown[]][] = [
    [(r) => (r.document.text = 'a\0b'), [...INVALID, 'result.document.text']],
    [(r) => (r.document.title = 'a\ud800b'), [...INVALID, 'result.document.title']],
    [(r) => (r.document.text = 'broken \ufffd bytes'), [...INVALID, 'result.document.text']],
    [(r) => r.decision.evidence.push(evidence('\0')), [...INVALID, 'result.decision.evidence.0.where']],
    [
      (r) => (r.document.licenses = [{ url: 'https://a\udfff', where: 'x' }]),
      [...INVALID, 'result.document.licenses.0.url'],
    ],
    [(r) => (r.headers = [['etag', '"a\0"']]), [...INVALID, 'result.headers.0.1']],
    ...[
      'https://nеws.example/1', // a Cyrillic e
      'https://news.example@evil.example/1',
      'https://eve:secret@news.example/1',
      'https://news.example:8443/1',
      'ftp://news.example/1',
      'no address',
    ].map((url): [Bent, unknown[]] => [
      (r) => r.hops.push({ url, status: 200 }),
      [...FOREIGN, 'result.hops.1.url'],
    ]),
    ...[404, 500, 302].map((status): [Bent, unknown[]] => [
      (r) => (r.hops[0]!.status = status),
      [...FOREIGN, 'result.hops'],
    ]),
    [(r) => (r.bytes = Number.MAX_SAFE_INTEGER), [...FOREIGN, 'result.bytes']],
    [(r) => (r.observedAt = '9999-12-31T23:59:59Z'), [...FOREIGN, 'result.observedAt']],
    [(r) => (r.observedAt = '0001-01-01T00:00:00Z'), [...FOREIGN, 'result.observedAt']],
  ]
  for (const [bend, refusal] of bent) {
    expect(await revealed(signed, bend), String(bend)).toEqual(refusal)
    // Another commitment would be refused: each is tried on the lease as it was.
    await db.pool.query(`update lease set state = 'leased', commitment = null where id = $1`, [
      signed.lease.leaseId,
    ])
  }
  expect((await revealed(signed, () => {}))[0]).toBe(200)
})

test('[SRV-5] no text that a database does not keep comes in by any call of a node', async () => {
  const { leaseId } = (await leased()).lease
  expect(saidOf(await giveBack(leaseId, { detail: 'a\0' }))).toEqual([...INVALID, 'detail'])
  expect(saidOf(await giveBack(leaseId, { detail: '\ud800' }))).toEqual([...INVALID, 'detail'])
  const wish = { requestId: crypto.randomUUID(), count: 1 }
  expect(saidOf(await call('leases', { ...wish, hosts: ['a\0'] }))).toEqual([...INVALID, 'hosts.0'])
  expect(saidOf(await call('turn', { leaseId, host: 'a\0.example' }))).toEqual([...INVALID, 'host'])
  const code = await codeOfEve()
  for (const name of ['a\0b', 'a\ud800b'])
    expect(saidOf(await call('pair', { code, name, client: 'x' }, {}, await newKey()))).toEqual([
      ...INVALID,
      'name',
    ])
  expect((await giveBack(leaseId)).status).toBe(200)
})

test('[SRV-5, SRV-6] bodies that bring a parser down are refused before anything is made of them', async () => {
  const wish = { requestId: crypto.randomUUID(), count: 1 }
  const json = JSON.stringify(wish)
  const type = { 'content-type': 'application/json' }
  const sent = async (body: Uint8Array<ArrayBuffer> | string, headers = {}) =>
    saidOf(await call('leases', wish, { body, headers: { ...type, ...headers } }))
  const deep = `{"a":${'['.repeat(400_000)}${']'.repeat(400_000)}}`
  expect((await sent(deep)).slice(0, 2)).toEqual(INVALID)
  const zipped = { 'content-encoding': 'gzip' }
  expect(await sent(Uint8Array.from(gzipSync(json)), zipped)).toEqual([
    415,
    'request/encoded',
    'content-encoding',
  ])
  const bomb = Uint8Array.from(gzipSync(Buffer.alloc(60_000_000, 32)))
  expect(await sent(bomb, zipped)).toEqual([415, 'request/encoded', 'content-encoding'])
  expect(await sent(Uint8Array.from(Buffer.from(json, 'utf16le')))).toEqual([
    400,
    'request/unreadable',
    'body',
  ])
  const latin = `{"requestId":"${wish.requestId}","count":1,"hosts":["\xff\xfe"]}`
  expect(await sent(Uint8Array.from(Buffer.from(latin, 'latin1')))).toEqual([...INVALID, 'hosts.0'])
  expect((await sent(`{"__proto__":{"count":20},${json.slice(1)}`)).slice(0, 2)).toEqual(INVALID)
  const flood = { leaseId: crypto.randomUUID(), salt: SALT, result: { x: 'y'.repeat(50_000_000) } }
  expect(saidOf(await call('reveal', flood))).toEqual([413, 'request/too-large', 'body'])
})

test('[CLT-26] hosts by the hundred, patterns for names and numbers that are none get no lease and no fault', async () => {
  const ask = (more: Record<string, unknown>) =>
    call('leases', { requestId: crypto.randomUUID(), count: 1, ...more })
  db.clock.ahead += 30
  expect((await ask({ hosts: ['%'] })).json.leases).toEqual([])
  expect(
    (await ask({ hosts: Array(500).fill('a.example'), exceptHosts: Array(500).fill('_') })).json.leases,
  ).toEqual([])
  expect(saidOf(await ask({ hosts: Array(501).fill('a.example') }))).toEqual([...INVALID, 'hosts'])
  expect(saidOf(await ask({ count: 1.5 }))).toEqual([...INVALID, 'count'])
  expect(saidOf(await call('commit', { leaseId: 'no-lease', commitment: 'ab'.repeat(32) }))).toEqual([
    ...INVALID,
    'leaseId',
  ])
})
