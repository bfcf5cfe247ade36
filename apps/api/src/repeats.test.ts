import { generateKeyPairSync, sign } from 'node:crypto'
import { type ConsentBody, consentMessage, revocationLock } from '@rowright/protocol'
import { testDatabase } from '@rowright/testing'
import { giveConsent, newCampaign, newPool } from '@rowright/testing/factories'
import { bytesToHex } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Answer, openDoor, type TestDoor } from './testDoor.ts'
import { problemOf, type Someone, someone, tableSizes } from './testWorld.ts'

const database = testDatabase()
let door: TestDoor
let ada: Someone
let bo: Someone
let pool: Awaited<ReturnType<typeof newPool>>
let campaign: Awaited<ReturnType<typeof newCampaign>>
beforeAll(async () => {
  door = await openDoor(database)
  ada = await someone(door, database, 'ada')
  bo = await someone(door, database, 'bo')
  await database.tx(async (ctx) => {
    pool = await newPool(ctx, ada)
    campaign = await newCampaign(ctx, pool, { items: ['a', 'b', 'c', 'd'] })
    await giveConsent(ctx, pool, bo)
  })
})
afterAll(async () => {
  await door.close()
  expect(door.faults).toEqual([])
})

const at = (path: string) => `/v1/pools/${pool.id}${path}`
const post = <T = Record<string, unknown>>(path: string, json: unknown, token: string) =>
  door.send<T>('POST', path, { json, token })
const TIMES = 12
const atOnce = <T>(ask: (i: number) => Promise<Answer<T>>) =>
  Promise.all(Array.from({ length: TIMES }, (_, i) => ask(i)))
const added = async (work: () => Promise<unknown>) => {
  const before = await tableSizes(database)
  await work()
  const after = await tableSizes(database)
  return Object.fromEntries(
    Object.entries(after).flatMap(([name, n]) => (n === before[name] ? [] : [[name, n - before[name]!]])),
  )
}

describe('[SRV-21] twelve times at once', () => {
  test('reserving gives one assignment, however the ids are written', async () => {
    const ids = new Set<string>()
    const grown = await added(async () => {
      const answers = await atOnce((i) => {
        const path = at(`/campaigns/${campaign.id}/assignments`)
        return post<{ assignment: { id: string } }>(
          i % 2 ? path : path.replaceAll(/[0-9a-f-]{36}/g, (id) => id.toUpperCase()),
          {},
          bo.token,
        )
      })
      for (const answer of answers) ids.add(answer.json.assignment.id)
    })
    expect(ids.size).toBe(1)
    expect(grown).toEqual({ assignment: 1 })
  })

  test('the same answer is one annotation; another answer is refused', async () => {
    const held = await post<{ assignment: { id: string } }>(
      at(`/campaigns/${campaign.id}/assignments`),
      {},
      bo.token,
    )
    const path = at(`/assignments/${held.json.assignment.id}/submit`)
    const grown = await added(async () => {
      const answers = await atOnce(() => post<{ repeated: boolean }>(path, { value: 'yes' }, bo.token))
      expect(answers.map(({ status }) => status)).toEqual(new Array(TIMES).fill(200))
      expect(answers.filter(({ json }) => !json.repeated)).toHaveLength(1)
    })
    expect(grown).toEqual({ annotation: 1, standing: 1 })
    const other = { code: 'labeling/already-answered', status: 409, field: 'value' }
    expect(problemOf(await post(path, { value: 'no' }, bo.token))).toMatchObject(other)
    expect(problemOf(await post(path.replace('submit', 'skip'), {}, bo.token))).toMatchObject({
      code: 'labeling/not-held',
      status: 409,
    })
  })

  test('different answers to one assignment: one counts, the others are told', async () => {
    const held = await post<{ assignment: { id: string } }>(
      at(`/campaigns/${campaign.id}/assignments`),
      {},
      bo.token,
    )
    const path = at(`/assignments/${held.json.assignment.id}/submit`)
    const answers = await atOnce((i) => post(path, { value: i % 2 ? 'yes' : 'no' }, bo.token))
    const refused = answers.filter(({ status }) => status !== 200)
    expect(refused).toHaveLength(TIMES / 2)
    for (const one of refused)
      expect(problemOf(one)).toMatchObject({ code: 'labeling/already-answered', status: 409 })
  })

  test('registering a device is one device; a proof of another person is none', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519')
    const key = publicKey.export({ format: 'jwk' }).x!
    const proofFor = (id: string) =>
      sign(null, Buffer.from(`rowright.device.v1:${id}`), privateKey).toString('base64url')
    const ids = new Set<string>()
    const grown = await added(async () => {
      const answers = await atOnce(() =>
        post<{ deviceId: string }>('/v1/me/devices', { publicKey: key, proof: proofFor(bo.id) }, bo.token),
      )
      for (const answer of answers) ids.add(answer.json.deviceId)
    })
    expect(ids.size).toBe(1)
    expect(grown).toEqual({ device: 1 })
    const replayed = await post('/v1/me/devices', { publicKey: key, proof: proofFor(bo.id) }, ada.token)
    expect(problemOf(replayed)).toMatchObject({ code: 'people/bad-device-proof', field: 'proof' })
  })

  test('keeping points back, drafts and reports are each one row', async () => {
    const held = await post<{ assignment: { id: string } }>(
      at(`/campaigns/${campaign.id}/assignments`),
      {},
      bo.token,
    )
    const path = at(`/assignments/${held.json.assignment.id}`)
    const grown = await added(async () => {
      const answers = [
        ...(await atOnce((i) =>
          door.send('PUT', '/v1/me/keep', { json: { poolId: pool.id, keep: String(i) }, token: bo.token }),
        )),
        ...(await atOnce((i) =>
          door.send('PUT', `${path}/draft`, { json: { value: `draft ${i}` }, token: bo.token }),
        )),
        ...(await atOnce(() => post(`${path}/report`, { reason: 'unclear' }, bo.token))),
      ]
      for (const answer of answers) expect(answer.status, answer.text).toBe(200)
    })
    expect(grown).toEqual({ keep: 1, draft: 1, report: 1, outbox: TIMES })
  })
})

describe('[SRV-21] a consent', () => {
  const consentOf = (
    person: Someone,
    secret: `0x${string}`,
    changed: Partial<Omit<ConsentBody, 'kind'>> = {},
  ): ConsentBody => ({
    kind: 'rowright.consent.v1',
    poolId: pool.id,
    publicKey: person.publicKey,
    termsHash: pool.termsHash,
    purposes: ['research'],
    licenseeClasses: ['anyone'],
    revocationLock: revocationLock(secret),
    grantedAt: new Date().toISOString(),
    expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
    language: 'en',
    ...changed,
  })
  const fresh = () => bytesToHex(crypto.getRandomValues(new Uint8Array(32)))
  const grant = async (
    person: Someone,
    body: ConsentBody,
    secret: string,
    signer = person,
    token = person.token,
  ) =>
    post<{ id: string }>(
      at('/consents'),
      { body, secret, signature: await signer.sign(consentMessage(body)) },
      token,
    )

  test('sent twelve times at once is one consent', async () => {
    const secret = fresh()
    const body = consentOf(bo, secret)
    const ids = new Set<string>()
    const grown = await added(async () => {
      for (const answer of await atOnce(() => grant(bo, body, secret))) {
        expect(answer.status, answer.text).toBe(200)
        ids.add(answer.json.id)
      }
    })
    expect(ids.size).toBe(1)
    expect(grown).toEqual({ consent: 1 })
  })

  test('ended twelve times at once is ended once', async () => {
    const secret = fresh()
    const made = await grant(bo, consentOf(bo, secret), secret)
    const grown = await added(async () => {
      const answers = await atOnce((i) =>
        door.send(
          'POST',
          at(`/consents/${made.json.id}/revoke`),
          i % 2 ? { json: { secret } } : { json: {}, token: bo.token },
        ),
      )
      for (const answer of answers) expect(answer.status, answer.text).toBe(200)
    })
    expect(grown).toEqual({ revocation: 1, outbox: 1 })
  })

  test('of somebody else, for other terms, stretched or replayed is refused, and nothing is kept', async () => {
    const secret = fresh()
    const used = fresh()
    await grant(bo, consentOf(bo, used), used)
    const elsewhere = await database.tx((ctx) => newPool(ctx, ada, 'another'))
    const day = 86_400_000
    const soon = (days: number) => new Date(Date.now() + days * day).toISOString()
    const grown = await added(async () => {
      const refuse = async (answer: Promise<Answer<unknown>>, field: string) =>
        expect(problemOf(await answer)).toMatchObject({ code: 'consent/invalid', status: 422, field })
      await refuse(grant(bo, consentOf(bo, secret), secret, bo, ada.token), 'body.publicKey')
      await refuse(grant(bo, consentOf(bo, secret), secret, ada), 'signature')
      await refuse(grant(bo, consentOf(bo, secret), fresh()), 'secret')
      await refuse(
        grant(bo, consentOf(bo, used, { purposes: ['model-training'] }), used),
        'body.revocationLock',
      )
      await refuse(grant(bo, consentOf(bo, secret, { poolId: elsewhere.id }), secret), 'body.poolId')
      await refuse(grant(bo, consentOf(bo, secret, { termsHash: '0'.repeat(64) }), secret), 'body.termsHash')
      await refuse(grant(bo, consentOf(bo, secret, { expiresAt: soon(-1) }), secret), 'body.expiresAt')
      await refuse(grant(bo, consentOf(bo, secret, { expiresAt: soon(365 * 20) }), secret), 'body.expiresAt')
      await refuse(grant(bo, consentOf(bo, secret, { grantedAt: soon(-30) }), secret), 'body.grantedAt')
      await refuse(grant(bo, consentOf(bo, secret, { purposes: [] }), secret), 'body.purposes')
      await refuse(
        grant(bo, consentOf(bo, secret, { purposes: ['everything'] as never }), secret),
        'body.purposes.0',
      )
    })
    expect(grown).toEqual({})
  })
})

test('[SRV-21] a campaign that two start at once is started once, and its money is committed once', async () => {
  const token = ada.token
  const before = await database.pool.query('select committed from campaign where id = $1', [campaign.id])
  await post(at(`/campaigns/${campaign.id}/pause`), {}, token)
  const resumed = await atOnce(() => post(at(`/campaigns/${campaign.id}/resume`), {}, token))
  expect(resumed.filter(({ status }) => status === 200)).toHaveLength(1)
  for (const one of resumed.filter(({ status }) => status !== 200))
    expect(problemOf(one)).toMatchObject({ code: 'pool/wrong-status', status: 409 })
  // Money for everything twice over, and a new item: as many slots are paid as it has, not as often as somebody asks.
  await database.pool.query(
    `insert into campaign_funding (pool_id, campaign_id, transaction, log_index, block_number, funder, amount) values ($1, $2, '0x0', 9, 1, '0x0', 100000)`,
    [pool.id, campaign.id],
  )
  const file = { body: '{"id":"late","t":1}', headers: { 'content-type': 'application/x-ndjson' }, token }
  await Promise.all([
    door.send('POST', at(`/campaigns/${campaign.id}/items`), file),
    ...Array.from({ length: 6 }, () => post(at(`/campaigns/${campaign.id}/start`), {}, token)),
  ])
  const after = await database.pool.query(
    `select c.committed - $3::bigint as committed, (select sum(slots) from task where campaign_id = c.id) as slots from campaign c where c.pool_id = $1 and c.id = $2`,
    [pool.id, campaign.id, before.rows[0].committed],
  )
  expect(after.rows).toEqual([{ committed: '300', slots: '15' }])
  await Promise.all(Array.from({ length: 4 }, () => post(at(`/campaigns/${campaign.id}/close`), {}, token)))
  const closed = await post<{ status: string }>(at(`/campaigns/${campaign.id}/close`), {}, token)
  expect(closed.json.status).toBe('closed')
  const { rows } = await database.pool.query(
    `select count(*)::int as n from outbox where topic = 'campaign.closed'`,
  )
  expect(rows).toEqual([{ n: 1 }])
  for (const path of ['start', 'pause', 'resume'])
    expect(problemOf(await post(at(`/campaigns/${campaign.id}/${path}`), {}, token))).toMatchObject({
      code: 'pool/wrong-status',
      status: 409,
    })
})

test('[SRV-21] a steward’s act is undone once', async () => {
  await database.pool.query(`insert into role (person_id, role) values ($1, 'steward')`, [ada.id])
  await post('/v1/steward/suspensions', { person: bo.id, reason: 'a test' }, ada.token)
  const log = await door.send<{ items: { id: string; action: string }[] }>('GET', '/v1/steward/log', {
    token: ada.token,
  })
  const { id } = log.json.items.find(({ action }) => action === 'suspended')!
  const answers = await atOnce(() => post(`/v1/steward/log/${id}/undo`, {}, ada.token))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  for (const one of answers.filter(({ status }) => status !== 200))
    expect(problemOf(one)).toMatchObject({ code: 'people/cannot-undo', status: 409, field: 'actionId' })
  for (const [path, code] of [
    [`/v1/steward/flags/${crypto.randomUUID()}/resolve`, 'people/unknown-flag'],
    ['/v1/steward/jobs/999999/retry', 'system/unknown-job'],
    ['/v1/steward/log/999999/undo', 'people/cannot-undo'],
  ] as const) {
    const grown = await added(async () =>
      expect(problemOf(await post(path, {}, ada.token))).toMatchObject({ code }),
    )
    expect(grown, 'nothing is logged that was not done').toEqual({})
  }
})
