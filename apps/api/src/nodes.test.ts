import { accounts, balanceOf } from '@rowright/pipeline/ledger'
import type { Pool } from '@rowright/pipeline/pool'
import {
  authorizeCall,
  checkLease,
  commitmentOf,
  type KeyPair,
  leasesOutput,
  NODE_CALLS,
  type NodeCall,
  nodeMeOutput,
  pairOutput,
  RESULT_TEXT_LIMIT,
  resultSchema,
  revealOutput,
  type SignedLease,
  type Signer,
  signerOf,
  signLease,
} from '@rowright/protocol'
import { testDatabase } from '@rowright/testing'
import { collectResult } from '@rowright/testing/collectResult'
import { newCollection } from '@rowright/testing/collectScene'
import { consentFor, newPerson, newPool } from '@rowright/testing/factories'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answer, openDoor, type Session, type TestDoor } from './testDoor.ts'

const db = testDatabase()
let door: TestDoor
let at: { poolId: string; campaignId: string }
let pool: Pool
const HOST = 'news.example'

beforeAll(async () => {
  door = await openDoor(db)
  at = await db.tx(async (ctx) => {
    pool = await newPool(ctx, await newPerson(ctx, 'ada'))
    const urls = Array.from({ length: 40 }, (_, n) => `https://${HOST}/${n}`)
    return newCollection(ctx, pool.id, [HOST], urls)
  })
})
afterAll(async () => {
  expect(door.faults).toEqual([])
  await door.close()
})

const newKey = async (): Promise<Signer> =>
  signerOf((await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])) as KeyPair)

const now = () => new Date(Date.now() + db.clock.ahead * 1000)

/** A signed call; `leaseId` goes into the path. */
async function call<T = Record<string, unknown>>(
  key: Signer,
  name: NodeCall,
  input: Record<string, unknown> = {},
  more: { header?: string; signedAt?: Date } = {},
): Promise<Answer<T>> {
  const header =
    more.header ?? (await authorizeCall(key, name, input, (more.signedAt ?? now()).toISOString()))
  const { leaseId, ...body } = input
  const { method, path } = NODE_CALLS[name]
  return door.send<T>(method, path.replace('{leaseId}', String(leaseId)), {
    headers: { authorization: header },
    ...(method === 'POST' ? { json: body } : {}),
  })
}

async function paired(agrees = true): Promise<{ key: Signer; session: Session; instanceKey: string }> {
  const [session, key] = [await door.guest(), await newKey()]
  if (agrees) await db.tx((ctx) => consentFor(ctx, pool, session.personId))
  const { json } = await door.send<{ code: string }>('POST', '/v1/me/node-codes', {
    token: session.token,
    json: {},
  })
  const answer = await call(key, 'pair', { code: json.code, name: 'laptop', client: 'test/1' })
  expect(answer.status).toBe(200)
  return { key, session, instanceKey: pairOutput.parse(answer.json).instanceKey }
}

async function leased(key: Signer): Promise<SignedLease> {
  db.clock.ahead += 10
  const answer = await call(key, 'leases', { requestId: crypto.randomUUID(), count: 1 })
  expect(answer.status, answer.text).toBe(200)
  return leasesOutput.parse(answer.json).leases[0]!
}

const SALT = '07'.repeat(32)
const resultOf = ({ lease }: SignedLease, text = `The page of ${lease.url} says that water is wet today.`) =>
  collectResult({ id: lease.leaseId, nodeKey: lease.nodeKey, url: lease.url, seenAt: lease.notBefore! }, text)

test('[CLT-20..CLT-28] a node is paired, leases, commits, reveals, and reads what became of it', async () => {
  const { key, instanceKey } = await paired()
  const signed = await leased(key)
  expect(
    await checkLease(signed, { instanceKey, nodeKey: key.publicKey, now: now().getTime() }),
  ).toMatchObject({ ok: true })
  const result = resultOf(signed)
  const { leaseId } = signed.lease
  const committed = await call(key, 'commit', { leaseId, commitment: commitmentOf(SALT, result) })
  expect(committed).toMatchObject({ status: 200, json: { revealAfter: 0 } })
  const revealed = await call(key, 'reveal', { leaseId, salt: SALT, result })
  expect(revealOutput.parse(revealed.json).state).toBe('taken')
  const me = await call(key, 'me')
  expect(nodeMeOutput.parse(me.json)).toMatchObject({
    pausedBecause: null,
    trust: { valid: 0, needed: 10 },
    escrow: { timesPay: 19 },
    recent: [{ leaseId, state: 'checking', pay: '1000', reason: null }],
    campaigns: [{ campaignId: at.campaignId, hosts: [HOST] }],
  })
})

test('[CLT-37] nothing of a pool is leased before its consent is given, nor after it ended; a node is told where it waits', async () => {
  const { key, session } = await paired(false)
  const ask = async () => {
    db.clock.ahead += 10
    const answer = await call(key, 'leases', { requestId: crypto.randomUUID(), count: 1 })
    return leasesOutput.parse(answer.json)
  }
  const agreed = async () => {
    const mine = await door.send<{ items: { agreed: boolean }[] }>('GET', '/v1/me/collections', {
      token: session.token,
    })
    const { campaigns } = nodeMeOutput.parse((await call(key, 'me')).json)
    return [...campaigns, ...mine.json.items].map((one) => one.agreed)
  }
  expect(await ask()).toMatchObject({
    leases: [],
    consentNeeded: [pool.id],
    reason: expect.stringContaining(pool.name),
  })
  expect(await agreed()).toEqual([false, false])
  const preview = await call(key, 'leases', { requestId: crypto.randomUUID(), count: 1, preview: true })
  expect(leasesOutput.parse(preview.json).offers).toHaveLength(1)

  const consentId = await db.tx((ctx) => consentFor(ctx, pool, session.personId))
  expect(await agreed()).toEqual([true, true])
  const { leases } = await ask()
  expect(leases).toHaveLength(1)
  const end = `/v1/pools/${pool.id}/consents/${consentId}/revoke`
  expect((await door.send('POST', end, { token: session.token, json: {} })).status).toBe(200)
  // What was leased under it is finished.
  const result = resultOf(leases[0]!)
  const { leaseId } = leases[0]!.lease
  await call(key, 'commit', { leaseId, commitment: commitmentOf(SALT, result) })
  expect((await call(key, 'reveal', { leaseId, salt: SALT, result })).status).toBe(200)
  expect(await ask()).toMatchObject({ leases: [], consentNeeded: [pool.id] })
})

test('[CLT-24] a lease asks for turns beyond its own: one delay apart, on its hosts, twelve at most, while it is open', async () => {
  const { key } = await paired()
  const { leaseId } = (await leased(key)).lease
  const turn = (host = HOST) => call<{ at: string; code?: string }>(key, 'turn', { leaseId, host })
  expect(await turn('other.example')).toMatchObject({
    status: 422,
    json: { code: 'collect/not-of-the-lease', field: 'host' },
  })
  const turns: number[] = []
  for (let n = 0; n < 12; n++) turns.push(Date.parse((await turn()).json.at))
  for (const [n, at] of turns.entries()) if (n > 0) expect(at - turns[n - 1]!).toBeGreaterThanOrEqual(4_999)
  expect(await turn()).toMatchObject({ status: 409, json: { code: 'collect/many-turns' } })
  const stranger = await paired()
  expect(await call(stranger.key, 'turn', { leaseId, host: HOST })).toMatchObject({
    json: { code: 'collect/unknown-lease' },
  })
  await call(key, 'return', {
    ...{ leaseId, reason: 'operator', detail: '', hops: [], observedAt: now().toISOString() },
  })
  expect(await turn()).toMatchObject({ status: 409, json: { code: 'collect/lease-over' } })
  // The bucket stood ahead for what was asked; later tests of this file begin with it free.
  db.clock.ahead += 90
})

test('[SRV-6] the largest result that the protocol allows is taken; nothing else may be as large', async () => {
  const { key } = await paired()
  const signed = await leased(key)
  const { leaseId } = signed.lease
  // Three bytes a letter: the longest text there may be, and links as many and as long.
  const result = resultOf(signed, '水'.repeat(RESULT_TEXT_LIMIT))
  result.document!.links = Array.from({ length: 1_000 }, () => '火'.repeat(2_000))
  expect(resultSchema.safeParse(result).success).toBe(true)
  const sent = { leaseId, salt: SALT, result }
  expect(Buffer.byteLength(JSON.stringify(sent))).toBeGreaterThan(9_000_000)
  await call(key, 'commit', { leaseId, commitment: commitmentOf(SALT, result) })
  const answer = await call(key, 'reveal', sent)
  expect(answer.status, answer.text).toBe(200)
  const large = await call(key, 'commit', { leaseId, commitment: 'x'.repeat(1_100_000) })
  expect([large.status, large.json.code]).toEqual([413, 'request/too-large'])
  const unsigned = await door.send('POST', `/v1/nodes/leases/${leaseId}/reveal`, { json: sent })
  expect(unsigned.status).toBe(413)
  const beyond = await call(key, 'reveal', { ...sent, more: 'x'.repeat(4_000_000) })
  expect(beyond.status).toBe(413)
})

test('[CLT-23] a preview reserves nothing; the same request gives the same signed leases', async () => {
  const { key } = await paired()
  const preview = await call(key, 'leases', { requestId: crypto.randomUUID(), count: 3, preview: true })
  const { leases, offers } = leasesOutput.parse(preview.json)
  expect([leases.length, offers.length]).toEqual([0, 3])
  db.clock.ahead += 10
  const input = { requestId: crypto.randomUUID(), count: 1 }
  const [first, second] = [await call(key, 'leases', input), await call(key, 'leases', input)]
  expect(leasesOutput.parse(first.json).leases).toHaveLength(1)
  expect(leasesOutput.parse(second.json).leases).toEqual(leasesOutput.parse(first.json).leases)
})

test('a call without a good signature is refused, and says why: none, another key, another input, another call, clocks apart', async () => {
  const { key } = await paired()
  const stranger = await newKey()
  const input = { requestId: crypto.randomUUID(), count: 1 }
  const at = now().toISOString()
  const good = await authorizeCall(key, 'leases', input, at)
  const code = async (answer: Promise<Answer>) => {
    const { status, json } = await answer
    return [status, json.code]
  }
  expect(await code(call(key, 'leases', input, { header: 'Bearer x' }))).toEqual([401, 'collect/unsigned'])
  expect(
    await code(call(key, 'leases', input, { header: good.replace(key.publicKey, stranger.publicKey) })),
  ).toEqual([401, 'collect/bad-signature'])
  expect(await code(call(key, 'leases', { ...input, count: 20 }, { header: good }))).toEqual([
    401,
    'collect/bad-signature',
  ])
  expect(await code(call(key, 'me', {}, { header: good }))).toEqual([401, 'collect/bad-signature'])
  // Five minutes are taken; of one that is ahead a second more would be gone before it is looked at.
  for (const apart of [-301_000, 360_000]) {
    const signedAt = new Date(now().getTime() + apart)
    expect(await code(call(key, 'leases', input, { signedAt }))).toEqual([401, 'collect/clock-skew'])
  }
  expect(await code(call(stranger, 'leases', input))).toEqual([401, 'collect/not-paired'])
  expect(await code(call(key, 'leases', { ...input, count: 21 }))).toEqual([422, 'request/invalid'])
  expect((await door.send('GET', '/v1/nodes/pair')).status).toBe(405)
})

test('[CLT-27] a lease is its node’s alone: forged, somebody else’s and unknown ones bring nothing', async () => {
  const [ada, bo] = [await paired(), await paired()]
  const signed = await leased(ada.key)
  const result = resultOf(signed)
  const input = { leaseId: signed.lease.leaseId, commitment: commitmentOf(SALT, result) }
  expect((await call(bo.key, 'commit', input)).json).toMatchObject({
    status: 404,
    code: 'collect/unknown-lease',
  })
  const forged = await signLease(
    { ...signed.lease, leaseId: crypto.randomUUID(), nodeKey: bo.key.publicKey },
    bo.key,
  )
  expect(
    await checkLease(forged, {
      instanceKey: bo.instanceKey,
      nodeKey: bo.key.publicKey,
      now: now().getTime(),
    }),
  ).toMatchObject({
    fault: { code: 'forged' },
  })
  const unknown = { leaseId: forged.lease.leaseId, commitment: input.commitment }
  expect((await call(bo.key, 'commit', unknown)).json).toMatchObject({ code: 'collect/unknown-lease' })

  // Bo copies Ada's commitment onto a lease of his own: it opens with her result only, which names her lease and key.
  const own = await leased(bo.key)
  const copied = { leaseId: own.lease.leaseId, commitment: input.commitment }
  expect((await call(bo.key, 'commit', copied)).status).toBe(200)
  expect(
    (await call(bo.key, 'reveal', { leaseId: own.lease.leaseId, salt: SALT, result })).json,
  ).toMatchObject({
    code: 'collect/not-of-the-lease',
    field: 'result.leaseId',
  })
})

test('[CLT-27] commits and reveals may be replayed, also at once, and count once', async () => {
  const { key, session } = await paired()
  const signed = await leased(key)
  const result = resultOf(signed)
  const { leaseId } = signed.lease
  const commitment = { leaseId, commitment: commitmentOf(SALT, result) }
  const times = Array.from({ length: 4 })
  expect(
    (await Promise.all(times.map(() => call(key, 'commit', commitment)))).map((one) => one.status),
  ).toEqual([200, 200, 200, 200])
  expect((await call(key, 'commit', { leaseId, commitment: 'ab'.repeat(32) })).json).toMatchObject({
    code: 'collect/other-commitment',
  })
  const other = resultOf(signed, 'Something else was said here, after the commitment.')
  expect((await call(key, 'reveal', { leaseId, salt: SALT, result: other })).json).toMatchObject({
    code: 'collect/does-not-open',
  })
  const reveals = await Promise.all(times.map(() => call(key, 'reveal', { leaseId, salt: SALT, result })))
  expect(reveals.map((one) => one.status)).toEqual([200, 200, 200, 200])
  const { rows } = await db.pool.query(`select count(*)::int as n from contribution where lease_id = $1`, [
    leaseId,
  ])
  expect(rows[0].n).toBe(1)
  expect(await db.tx((ctx) => balanceOf(ctx, at.poolId, accounts.pending(session.personId)))).toBe(0n)
})

test('[CLT-29] a lease goes back with its reason; a signature over another reason does not', async () => {
  const { key } = await paired()
  const { lease } = await leased(key)
  const given = {
    reason: 'refused',
    detail: 'robots.txt line 2 turns us away.',
    hops: [],
    observedAt: lease.issuedAt,
  }
  const header = await authorizeCall(key, 'return', { leaseId: lease.leaseId, ...given }, now().toISOString())
  const tampered = { leaseId: lease.leaseId, ...given, reason: 'busy', retryAfter: 3_600 }
  expect((await call(key, 'return', tampered, { header })).json).toMatchObject({
    code: 'collect/bad-signature',
  })
  for (let n = 0; n < 2; n++)
    expect((await call(key, 'return', { leaseId: lease.leaseId, ...given }, { header })).status).toBe(200)
  const { rows } = await db.pool.query(`select state from frontier_url where url = $1`, [lease.url])
  expect(rows).toEqual([{ state: 'refused' }])
})

test('[CLT-11] anybody reads the hashes of the audit’s seeds', async () => {
  const { json } = await door.send<{ items: { seed: string | null; commitment: string }[] }>(
    'GET',
    '/v1/nodes/audit-periods',
  )
  expect(json.items.length).toBeGreaterThanOrEqual(2)
  expect(json.items.filter((one) => one.seed === null).length).toBeGreaterThanOrEqual(2)
})

test('what was collected is an ordinary campaign to those who look at campaigns, and no work for labelers', async () => {
  expect((await door.send('GET', `/v1/pools/${at.poolId}/campaigns/${at.campaignId}`)).status).toBe(200)
  const { token, personId } = await door.guest()
  await db.pool.query(`update pool set requester_id = $1 where id = $2`, [personId, at.poolId])
  const progress = await door.send('GET', `/v1/pools/${at.poolId}/campaigns/${at.campaignId}/progress`, {
    token,
  })
  expect([progress.status, progress.json.distribution], progress.text).toEqual([200, {}])
  const { json } = await door.send<{ items: { id: string }[] }>('GET', '/v1/campaigns')
  expect(json.items.filter((one) => one.id === at.campaignId)).toEqual([])
})

test('[CLT-36, CLT-38] a clip is taken once, its source is asked before anything is made of it, and its giver sees where it stands', async () => {
  const { key } = await paired()
  const stranger = await paired(false)
  const url = 'https://clips.example/flood'
  const clip = (more: Record<string, unknown> = {}) => ({
    ...{ clipId: crypto.randomUUID(), campaignId: at.campaignId, tag: 'flood', kind: 'selection', url },
    ...{ title: 'The flood', text: 'The river rose in the night.', observedAt: now().toISOString() },
    ...more,
  })
  const first = clip()
  expect(await call(key, 'clip', first)).toMatchObject({ status: 409, json: { code: 'collect/no-clips' } })
  await db.tx(({ tx }) => tx.execute(sql`update collection set tags = '["flood"]'`))
  const me = async () => nodeMeOutput.parse((await call(key, 'me')).json)
  expect((await me()).campaigns.find(({ campaignId }) => campaignId === at.campaignId)?.tags).toEqual([
    'flood',
  ])
  expect(await call(stranger.key, 'clip', clip())).toMatchObject({
    status: 409,
    json: { code: 'collect/consent-needed' },
  })
  for (let again = 0; again < 2; again++)
    expect((await call(key, 'clip', first)).json).toMatchObject({ state: 'asking' })
  expect((await me()).clips).toMatchObject([{ clipId: first.clipId, url, state: 'asking', reason: null }])
  expect((await call(key, 'clip', clip({ text: ' ' }))).json).toMatchObject({ code: 'collect/empty-clip' })
  const { rows } = await db.tx(({ tx }) => tx.execute(sql`select 1 from item where pool_id = ${at.poolId}`))
  expect(rows).toEqual([])
})
