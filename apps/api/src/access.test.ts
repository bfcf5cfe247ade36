import { refit } from '@rowright/pipeline/consensus'
import { record, recordOffer } from '@rowright/pipeline/license'
import { closePerson, makeStewardLink } from '@rowright/pipeline/people'
import { publish } from '@rowright/pipeline/release'
import { revocationLock } from '@rowright/protocol'
import { testDatabase } from '@rowright/testing'
import { answerAll, giveConsent, newCampaign, newPool } from '@rowright/testing/factories'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDoor, type TestDoor } from './testDoor.ts'
import { problemOf, type Someone, someone, tableSizes, trpcProblemOf } from './testWorld.ts'

const database = testDatabase()
const BUYER = `0x${'ee'.repeat(20)}`
let door: TestDoor
let ada: Someone
let bo: Someone
let chen: Someone
let dora: Someone
let pool: Awaited<ReturnType<typeof newPool>>
let campaign: Awaited<ReturnType<typeof newCampaign>>
let releaseId: string
beforeAll(async () => {
  door = await openDoor(database)
  // The requester, two labelers, a buyer.
  ada = await someone(door, database, 'ada')
  bo = await someone(door, database, 'bo')
  chen = await someone(door, database, 'chen')
  dora = await someone(door, database, 'dora', BUYER)
  await database.tx(async (ctx) => {
    pool = await newPool(ctx, ada)
    campaign = await newCampaign(ctx, pool, { items: ['a', 'b', 'c'], overlap: 3 })
    await giveConsent(ctx, pool, bo)
    await giveConsent(ctx, pool, chen)
    await answerAll(ctx, campaign, bo, () => 'yes', 1)
    await ctx.tx.execute(
      sql`update task set open_slots = 0, slots = slots - open_slots where slots > open_slots`,
    )
    await refit(ctx, { poolId: pool.id, campaignId: campaign.id })
    releaseId = (await publish(ctx, door.system.blobs, { poolId: pool.id })).id
  })
})
afterAll(async () => {
  await door.close()
  expect(door.faults).toEqual([])
})

const at = (path: string) => `/v1/pools/${pool.id}${path}`
const reserve = (who: Someone) =>
  door.send<{ assignment: { id: string } | null; reason: string | null }>(
    'POST',
    at(`/campaigns/${campaign.id}/assignments`),
    { token: who.token, json: {} },
  )
const held = async (who: Someone) => (await reserve(who)).json.assignment!.id

describe('[SRV-2] what belongs to somebody else', () => {
  test('an assignment is unknown to everybody but its labeler, and stays as it is', async () => {
    const mine = await held(bo)
    const before = await tableSizes(database)
    for (const [method, path, json] of [
      ['POST', '/submit', { value: 'yes' }],
      ['PUT', '/draft', { value: 'yes' }],
      ['POST', '/skip', {}],
      ['POST', '/report', { reason: 'other' }],
    ] as const) {
      for (const who of [chen, ada]) {
        const answer = await door.send(method, at(`/assignments/${mine}${path}`), { token: who.token, json })
        expect(problemOf(answer)).toMatchObject({
          code: 'labeling/unknown-assignment',
          status: 404,
          field: 'assignmentId',
        })
      }
    }
    const elsewhere = `/v1/pools/${crypto.randomUUID()}/assignments/${mine}/submit`
    const answer = await door.send('POST', elsewhere, { token: bo.token, json: { value: 'yes' } })
    expect(problemOf(answer)).toMatchObject({ code: 'labeling/unknown-assignment', status: 404 })
    expect(await tableSizes(database)).toEqual(before)
  })

  const ofRequester: [string, string, unknown?][] = [
    ['GET', '/campaigns'],
    ['GET', '/campaigns/CAMPAIGN/progress'],
    ['GET', '/campaigns/CAMPAIGN/results'],
    ['POST', '/campaigns/CAMPAIGN/start', {}],
    ['POST', '/campaigns/CAMPAIGN/pause', {}],
    ['POST', '/campaigns/CAMPAIGN/resume', {}],
    ['POST', '/campaigns/CAMPAIGN/close', {}],
    ['POST', '/releases', {}],
    ['POST', '/refresh', {}],
    [
      'POST',
      '/campaigns',
      { name: 'x', price: '1', labels: ['a', 'b'].map((value) => ({ value, label: value })) },
    ],
  ]
  test.for(ofRequester)('%s %s is the requester’s alone', async ([method, path, json]) => {
    const before = await tableSizes(database)
    const full = at(path.replace('CAMPAIGN', campaign.id))
    const answer = await door.send(method, full, { token: bo.token, ...(json ? { json } : {}) })
    expect(problemOf(answer)).toMatchObject({ code: 'pool/not-the-requester', status: 403 })
    expect(await tableSizes(database)).toEqual(before)
  })

  test('an API key of somebody else is unknown', async () => {
    const made = await door.send<{ apiKey: { id: string } }>('POST', '/v1/me/api-keys', {
      token: ada.token,
      json: { name: 'export' },
    })
    const answer = await door.send('DELETE', `/v1/me/api-keys/${made.json.apiKey.id}`, { token: bo.token })
    expect(problemOf(answer)).toMatchObject({ code: 'people/unknown-api-key', status: 404, field: 'id' })
  })
})

describe('[SRV-11] an API key', () => {
  test('reads, and changes nothing: not by REST, not by tRPC, not by upload, not even a consent', async () => {
    const { json } = await door.send<{ key: string }>('POST', '/v1/me/api-keys', {
      token: bo.token,
      json: { name: 'reads' },
    })
    expect((await door.send('GET', '/v1/me', { token: json.key })).json).toMatchObject({ id: bo.id })
    const consents = await door.send<{ items: { id: string }[] }>('GET', '/v1/me/consents', {
      token: json.key,
    })
    const before = await tableSizes(database)
    for (const [method, path, body] of [
      ['PATCH', '/v1/me', { name: 'x' }],
      ['POST', '/v1/me/api-keys', { name: 'another' }],
      ['DELETE', '/v1/me', {}],
      ['POST', at(`/campaigns/${campaign.id}/assignments`), {}],
      ['POST', at(`/campaigns/${campaign.id}/items`), {}],
      ['POST', at(`/consents/${consents.json.items[0]!.id}/revoke`), {}],
    ] as const) {
      const refused = problemOf(await door.send(method, path, { token: json.key, json: body }))
      expect(refused).toMatchObject({
        code: 'people/api-key-reads-only',
        status: 403,
        field: 'authorization',
      })
    }
    const overTrpc = await door.trpc('mutation', 'me.delete', {}, json.key)
    expect(trpcProblemOf(overTrpc)).toMatchObject({ code: 'people/api-key-reads-only' })
    expect(await tableSizes(database)).toEqual(before)
  })

  test.for(['rwk_', `rwk_${'A'.repeat(43)}_000000`, 'rwk_\u00e9', `rwk_${'x'.repeat(5_000)}`])(
    'that nobody has is refused in words, by REST and by tRPC: %s',
    async (key) => {
      const expected = { code: 'people/bad-api-key', status: 401, field: 'authorization' }
      const token = encodeURIComponent(key)
      expect(problemOf(await door.send('GET', '/v1/me', { token }))).toMatchObject(expected)
      expect(trpcProblemOf(await door.trpc('query', 'me.get', undefined, token))).toMatchObject(expected)
    },
  )

  test('that was revoked is over', async () => {
    const { json } = await door.send<{ key: string; apiKey: { id: string } }>('POST', '/v1/me/api-keys', {
      token: bo.token,
      json: { name: 'short' },
    })
    await door.send('DELETE', `/v1/me/api-keys/${json.apiKey.id}`, { token: bo.token })
    expect(problemOf(await door.send('GET', '/v1/me', { token: json.key }))).toMatchObject({ status: 401 })
  })
})

describe('[SRV-12] who is suspended or closed', () => {
  const acts = (assignmentId: string): [string, string, unknown][] => [
    ['POST', at(`/campaigns/${campaign.id}/assignments`), {}],
    ['POST', at(`/assignments/${assignmentId}/submit`), { value: 'yes' }],
    ['POST', '/v1/me/cash-outs', {}],
    [
      'POST',
      '/v1/pools',
      { name: 'x', terms: { purposes: ['research'], licenseeClasses: ['anyone'], months: 1 } },
    ],
    ['POST', '/v1/me/api-keys', { name: 'x' }],
  ]

  test('suspended: reads, ends a consent, and does nothing else until the steward says so', async () => {
    const eve = await someone(door, database, 'eve')
    const consentId = await database.tx((ctx) => giveConsent(ctx, pool, eve))
    const assignmentId = await held(eve)
    await database.tx((ctx) =>
      ctx.tx.execute(
        sql`update person set suspended_at = now(), suspended_reason = 'spam' where id = ${eve.id}`,
      ),
    )
    const before = await tableSizes(database)
    for (const [method, path, json] of acts(assignmentId)) {
      const refused = problemOf(await door.send(method, path, { token: eve.token, json }))
      expect(refused, path).toMatchObject({ code: 'people/suspended', status: 403 })
      expect(refused.detail).toContain('spam')
    }
    const file = {
      body: '{"id":"x","t":1}',
      headers: { 'content-type': 'application/x-ndjson' },
      token: eve.token,
    }
    expect(problemOf(await door.send('POST', at(`/campaigns/${campaign.id}/items`), file))).toMatchObject({
      code: 'people/suspended',
    })
    expect(
      problemOf(await door.send('GET', at(`/releases/${releaseId}/export.jsonl`), { token: eve.token })),
    ).toMatchObject({ code: 'people/suspended', status: 403 })
    expect(await tableSizes(database)).toEqual(before)
    expect((await door.send('GET', '/v1/me', { token: eve.token })).status).toBe(200)
    const ended = await door.send('POST', at(`/consents/${consentId}/revoke`), { token: eve.token, json: {} })
    expect(ended.status, ended.text).toBe(200)
  })

  test('closed in the middle of a session: nothing more is done', async () => {
    const finn = await someone(door, database, 'finn')
    await database.tx((ctx) => giveConsent(ctx, pool, finn))
    const assignmentId = await held(finn)
    await database.tx((ctx) => closePerson(ctx, finn.id))
    for (const [method, path, json] of acts(assignmentId)) {
      const refused = problemOf(await door.send(method, path, { token: finn.token, json }))
      expect(refused, path).toMatchObject({ code: 'people/closed', status: 403 })
    }
  })

  test('deleted by itself: signed out everywhere, keys dead, and the secret of the receipt still ends the consent', async () => {
    const gus = await someone(door, database, 'gus')
    const secret = `0x${'5c'.repeat(32)}` as const
    const consentId = await database.tx(async (ctx) => {
      const id = await giveConsent(ctx, pool, gus)
      await ctx.tx.execute(sql`update consent set lock = ${revocationLock(secret)} where id = ${id}`)
      return id
    })
    const { json } = await door.send<{ key: string }>('POST', '/v1/me/api-keys', {
      token: gus.token,
      json: { name: 'x' },
    })
    expect((await door.send('DELETE', '/v1/me', { token: gus.token })).json).toEqual({ closed: true })
    for (const token of [gus.token, json.key])
      expect(problemOf(await door.send('GET', '/v1/me', { token }))).toMatchObject({ status: 401 })

    const end = (body: unknown) => door.send('POST', at(`/consents/${consentId}/revoke`), { json: body })
    const notYours = { code: 'consent/not-the-subject', status: 403, field: 'secret' }
    expect(problemOf(await end({}))).toMatchObject(notYours)
    expect(problemOf(await end({ secret: `0x${'00'.repeat(32)}` }))).toMatchObject(notYours)
    expect(problemOf(await end({ secret: 'abc' }))).toMatchObject({ status: 422, field: 'secret' })
    const ended = await end({ secret })
    expect(ended.json).toMatchObject({ id: consentId, revokedAt: expect.any(String) })
    const again = { ...ended.json, endedBefore: true }
    expect((await end({ secret })).json, 'ending it again changes nothing').toEqual(again)
  })
})

describe('[SRV-2] what is over', () => {
  test('a consent that has expired hands out nothing; a reservation does not outlive its lease', async () => {
    const hal = await someone(door, database, 'hal')
    await database.tx((ctx) => giveConsent(ctx, pool, hal))
    const assignmentId = await held(hal)
    database.clock.ahead = 301 * 86_400
    try {
      expect((await reserve(hal)).json).toEqual({ assignment: null, reason: 'consent-needed' })
      const late = { token: hal.token, json: { value: 'yes' } }
      const answer = await door.send('POST', at(`/assignments/${assignmentId}/submit`), late)
      // [LAB-7] Its slot is still free, so a late answer is taken.
      expect(answer.json, answer.text).toMatchObject({ state: 'submitted' })
    } finally {
      database.clock.ahead = 0
    }
  })

  test('a steward link works once, within its day, for one of ten who open it at once', async () => {
    const [fresh, old] = await database.tx(async (ctx) => [
      await makeStewardLink(ctx, { seconds: 60 }),
      await makeStewardLink(ctx, { seconds: -1 }),
    ])
    const { token } = await door.guest()
    const enter = (link: unknown, by = token) =>
      door.send('POST', '/v1/steward/enter', { token: by, json: { token: link } })
    const refused = { code: 'people/bad-steward-link', status: 403, field: 'token' }
    expect(problemOf(await enter(old))).toMatchObject(refused)
    expect(problemOf(await enter(`${fresh}x`))).toMatchObject(refused)
    const guests = await Promise.all(Array.from({ length: 10 }, () => door.guest()))
    const answers = await Promise.all(guests.map((guest) => enter(fresh, guest.token)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    for (const one of answers.filter(({ status }) => status !== 200))
      expect(problemOf(one)).toMatchObject(refused)
    const { rows } = await database.pool.query(`select count(*)::int as n from role where role = 'steward'`)
    expect(rows).toEqual([{ n: 1 }])
  })
})

describe('[SRV-19] an export', () => {
  const fetchAs = (token?: string, release = releaseId, from = pool.id) =>
    door.send('GET', `/v1/pools/${from}/releases/${release}/export.jsonl`, { token })
  const noLicense = { code: 'export/no-license', status: 403 }
  const buy = (licensee: string, id: string, seconds: number, poolId = pool.id) =>
    database.tx(async (ctx) => {
      const shares = { treasuryBps: 0, sourceBps: 0 }
      const use = { purposeMask: 1, licenseeClass: 0, termsHash: '0'.repeat(64) }
      const terms = { durationSeconds: 3_600, ...use, ...shares }
      await recordOffer(ctx, { poolId, offerId: id, price: 10n, blockNumber: 1, ...terms })
      await record(ctx, {
        poolId,
        licenseId: id,
        offerId: id,
        licensee,
        payer: licensee,
        price: 10n,
        treasury: 0n,
        contributors: 10n,
        boughtAt: ctx.now(),
        expiresAt: new Date(ctx.now().getTime() + seconds * 1000),
        transaction: `0x${id.padStart(64, '0')}`,
        logIndex: 0,
        blockNumber: 1,
      })
    })

  test('goes to nobody without a license, nor with one of another pool or person, nor after its end', async () => {
    const other = await database.tx((ctx) => newPool(ctx, ada, 'another'))
    expect(problemOf(await fetchAs())).toMatchObject({ code: 'people/not-signed-in', status: 401 })
    for (const who of [ada, bo, dora]) expect(problemOf(await fetchAs(who.token))).toMatchObject(noLicense)
    await buy(BUYER, '1', 3_600, other.id)
    await buy(`0x${'aa'.repeat(20)}`, '2', 3_600)
    expect(problemOf(await fetchAs(dora.token))).toMatchObject(noLicense)
    await buy(BUYER, '3', 60)
    const { rows } = await database.pool.query('select count(*)::int as n from delivery')
    expect(rows, 'refusals are no deliveries').toEqual([{ n: 0 }])

    const given = await fetchAs(dora.token)
    expect(given.status, given.text).toBe(200)
    expect(given.headers.get('cache-control')).toBe('private, no-store')
    expect(given.headers.get('x-rowright-license')).toBe('3')
    expect(problemOf(await fetchAs(bo.token))).toMatchObject(noLicense)
    expect(problemOf(await fetchAs(dora.token, crypto.randomUUID()))).toMatchObject({
      code: 'release/unknown-release',
      status: 404,
    })
    expect(problemOf(await fetchAs(dora.token, releaseId, other.id))).toMatchObject({ status: 404 })
    expect(problemOf(await fetchAs(dora.token, '..%2f..%2fetc%2fpasswd'))).toMatchObject({
      status: 422,
      field: 'releaseId',
    })
    database.clock.ahead = 61
    try {
      expect(problemOf(await fetchAs(dora.token))).toMatchObject({ code: 'license/expired', status: 403 })
    } finally {
      database.clock.ahead = 0
    }
  })

  test.for([
    ['/v1/epochs/0/manifest', 404],
    ['/v1/epochs/-1/manifest', 422],
    ['/v1/epochs/1e3/manifest', 422],
    ['/v1/epochs/9999999999/manifest', 422],
  ] as const)('%s is told apart: %i', async ([path, status]) => {
    expect(problemOf(await door.send('GET', path))).toMatchObject({ status, field: 'number' })
  })
})
