import { markGold, refit } from '@rowright/pipeline/consensus'
import { judge } from '@rowright/pipeline/settlement'
import { testDatabase } from '@rowright/testing'
import { giveConsent, newCampaign, newPool } from '@rowright/testing/factories'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDoor, type TestDoor } from './testDoor.ts'
import { problemOf, type Someone, someone } from './testWorld.ts'

const database = testDatabase()
let door: TestDoor
let ada: Someone
let bo: Someone
let chen: Someone
let pool: Awaited<ReturnType<typeof newPool>>
let campaign: Awaited<ReturnType<typeof newCampaign>>
/** External ids of control tasks. */
const GOLD = new Set(['item-1', 'item-4'])
const ITEMS = Array.from({ length: 6 }, (_, i) => `item-${i}`)
const LABELS = ['yes', 'no', 'bo-said-so']

beforeAll(async () => {
  door = await openDoor(database)
  ada = await someone(door, database, 'ada')
  bo = await someone(door, database, 'bo')
  chen = await someone(door, database, 'chen')
  await database.tx(async (ctx) => {
    pool = await newPool(ctx, ada)
    campaign = await newCampaign(ctx, pool, {
      items: ITEMS,
      labels: LABELS,
      overlap: 2,
      price: 700n,
      stake: 0n,
    })
    const gold = [...GOLD].map((id) => ({ taskId: campaign.taskOf.get(id)!, answer: 'yes' }))
    await markGold(ctx, pool.id, gold)
    await ctx.tx.execute(
      sql`update task set track = 'gold' where id = ${gold[0]!.taskId} or id = ${gold[1]!.taskId}`,
    )
    await ctx.tx.execute(sql`update campaign set gold_rate_ppm = 1000000 where id = ${campaign.id}`)
    await giveConsent(ctx, pool, bo)
    await giveConsent(ctx, pool, chen)
  })
})
afterAll(async () => {
  await door.close()
  expect(door.faults).toEqual([])
})

type Held = Record<string, unknown> & { id: string; payload: { id: string } }
const at = (path: string) => `/v1/pools/${pool.id}${path}`
const reserve = async (who: Someone, extra: Record<string, unknown> = {}) =>
  (
    await door.send<{ assignment: Held | null; reason: string | null }>(
      'POST',
      at(`/campaigns/${campaign.id}/assignments`),
      { token: who.token, json: extra },
    )
  ).json.assignment
const submit = (who: Someone, id: string, json: Record<string, unknown>) =>
  door.send<Record<string, unknown> & { next: { assignment: Held | null } | null }>(
    'POST',
    at(`/assignments/${id}/submit`),
    { token: who.token, json },
  )

/** Every key of an answer, with the type of its value: what two answers can differ in besides their values. */
const shapeOf = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(shapeOf)
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)]))
      : typeof value

describe('[SRV-17] a labeler', () => {
  const seen: { gold: boolean; reserved: unknown; submitted: unknown }[] = []

  test('cannot tell a control task from another, before or after answering', async () => {
    for (let held = await reserve(bo); held; held = await reserve(bo)) {
      const answer = await submit(bo, held.id, { value: 'bo-said-so', elapsedMs: 10 })
      expect(answer.status, answer.text).toBe(200)
      const { payload, ...rest } = held
      seen.push({ gold: GOLD.has(payload.id), reserved: rest, submitted: answer.json })
    }
    expect(seen).toHaveLength(ITEMS.length)
    expect(seen.filter(({ gold }) => gold)).toHaveLength(GOLD.size)
    const alike = (key: 'reserved' | 'submitted') =>
      new Set(seen.map((one) => JSON.stringify(shapeOf(one[key]))))
    expect(alike('reserved').size).toBe(1)
    expect(alike('submitted').size).toBe(1)
    // What is the same for all tasks is the same for gold: nothing but ids and times may differ.
    const constant = ['poolId', 'campaignId', 'state', 'price', 'stake', 'draft', 'suggestion'] as const
    for (const key of constant)
      expect(new Set(seen.map((one) => (one.reserved as Record<string, unknown>)[key])).size, key).toBe(1)
    expect(Object.keys(seen[0]!.reserved as object).sort()).toEqual(
      [...constant, 'id', 'taskId', 'reservedAt', 'expiresAt'].sort(),
    )
  })

  test('cannot tell by an id when, or in which place, a task was uploaded', async () => {
    const ids = [...campaign.taskOf.values()]
    expect(
      ids.filter((id) => id[14] !== '4'),
      'random ids: version 4',
    ).toEqual([])
  })

  test('is told how many control tasks went wrong, never which', async () => {
    await database.tx(async (ctx) => {
      await judge(ctx, { poolId: pool.id, campaignId: campaign.id })
      await refit(ctx, { poolId: pool.id, campaignId: campaign.id })
    })
    const work = await door.send<{ items: Record<string, unknown>[] }>('GET', '/v1/me/work', {
      token: bo.token,
    })
    const lines = work.json.items.map(
      ({ externalId, assignmentId, taskId, submittedAt, judgedAt, ...rest }) => JSON.stringify(rest),
    )
    expect(lines).toHaveLength(ITEMS.length)
    expect(new Set(lines).size, 'all lines say the same').toBe(1)
    expect(work.text).not.toMatch(/gold|"track"|"practice"|"shuffle"|"slot/)
  })

  test('cannot try a control task out, as practice is', async () => {
    for (const id of [...GOLD, 'item-0']) {
      const json = { taskId: campaign.taskOf.get(id)!, value: 'yes' }
      const answer = await door.send('POST', at(`/campaigns/${campaign.id}/practice`), { json })
      expect(problemOf(answer)).toMatchObject({
        code: 'consensus/not-practice',
        status: 404,
        field: 'taskId',
      })
    }
    const listed = await door.send('GET', at(`/campaigns/${campaign.id}/practice`))
    expect(listed.json).toEqual({ items: [] })
  })

  test('gets no control task where no work is left: asking again would tell', async () => {
    const erin = await someone(door, database, 'erin')
    await database.tx(async (ctx) => {
      await giveConsent(ctx, pool, erin)
      await ctx.tx.execute(sql`update campaign set gold_rate_ppm = 0 where id = ${campaign.id}`)
    })
    for (let held = await reserve(erin); held; held = await reserve(erin)) {
      expect(GOLD.has(held.payload.id)).toBe(false)
      await submit(erin, held.id, { value: 'no' })
    }
    await database.pool.query('update campaign set gold_rate_ppm = 1000000 where id = $1', [campaign.id])
    const { rows } = await database.pool.query(
      `select count(*)::int as n from task where campaign_id = $1 and track = 'gold' and open_slots > 0`,
      [campaign.id],
    )
    expect(rows, 'there is gold to be had').toEqual([{ n: GOLD.size }])
    for (let again = 0; again < 20; again++) expect(await reserve(erin)).toBeNull()
    await database.pool.query(
      `update task set slots = slots + 1, open_slots = open_slots + 1 where campaign_id = $1 and track = 'work'`,
      [campaign.id],
    )
  })

  test('never sees what another answered, before or after answering the same task', async () => {
    const texts: string[] = []
    const note = async (path: string, who: Someone | null = chen) => {
      const answer = await door.send('GET', path, { token: who?.token })
      texts.push(`${path}: ${answer.text}`)
    }
    const everything = async () => {
      for (const path of ['', '/releases', '/ledger', '/offers', '/consent-terms', '/campaigns'])
        for (const who of [chen, null]) await note(at(path), who)
      for (const path of ['', '/progress', '/results', '/practice'])
        for (const who of [chen, null]) await note(at(`/campaigns/${campaign.id}${path}`), who)
      for (const path of [
        '/v1/me/work',
        '/v1/me/earnings',
        '/v1/me/consents',
        '/v1/pools',
        '/v1/campaigns',
        '/v1/epochs',
      ])
        await note(path)
    }
    await everything()
    for (let held = await reserve(chen); held; held = await reserve(chen)) {
      texts.push(JSON.stringify(held))
      const wrong = await submit(chen, held.id, { value: 'maybe' })
      expect(problemOf(wrong)).toMatchObject({ code: 'labeling/invalid-value', status: 422, field: 'value' })
      texts.push((await submit(chen, held.id, { value: 'no' })).text)
      texts.push((await submit(chen, held.id, { value: 'yes' })).text)
    }
    await everything()
    // The label itself is named where labels are listed: there, and nowhere else.
    const told = texts.filter((text) =>
      text
        .replaceAll('{"value":"bo-said-so","label":"bo-said-so"}', '')
        .replaceAll(/"(?:allowed|detail)":(?:\[[^\]]*\]|"[^"]*")/g, '')
        .includes('bo-said-so'),
    )
    expect(told).toEqual([])
    expect(texts.filter((text) => text.includes(bo.id))).toEqual([])
  })
})

describe('[SRV-18] price, stake, lease and terms', () => {
  test('are the campaign’s, whatever a request says', async () => {
    const dora = await someone(door, database, 'dora')
    const consentId = await database.tx(async (ctx) => {
      await ctx.tx.execute(
        sql`update task set slots = slots + 1, open_slots = open_slots + 1 where campaign_id = ${campaign.id}`,
      )
      return giveConsent(ctx, pool, dora)
    })
    const wishes = {
      price: '999999',
      stake: '5',
      leaseSeconds: 9_999_999,
      expiresAt: '2099-01-01T00:00:00Z',
      slot: 7,
      taskId: campaign.taskOf.get('item-0'),
      personId: bo.id,
      consentId: crypto.randomUUID(),
      termsHash: '0'.repeat(64),
      state: 'submitted',
    }
    const held = await reserve(dora, wishes)
    expect(held).toMatchObject({ price: '700', stake: '0', state: 'reserved' })
    const lease = Date.parse(String(held!.expiresAt)) - Date.parse(String(held!.reservedAt))
    expect(lease).toBe(600_000)
    const done = await submit(dora, held!.id, {
      ...wishes,
      value: 'yes',
      madeBy: 'model',
      submittedAt: '1999-01-01',
    })
    expect(done.status, done.text).toBe(200)
    const { rows } = await database.pool.query(
      `select a.person_id, a.price, a.stake, a.consent_id, a.terms_hash, n.value, n.made_by, n.submitted_at > now() - interval '1 minute' as now
       from assignment a join annotation n on n.assignment_id = a.id where a.id = $1`,
      [held!.id],
    )
    expect(rows).toEqual([
      {
        person_id: dora.id,
        price: '700',
        stake: '0',
        consent_id: consentId,
        terms_hash: pool.termsHash,
        value: 'yes',
        made_by: 'human',
        now: true,
      },
    ])
  })

  test('of a pool are the requester’s words, its split and entry on chain are not', async () => {
    const wishes = {
      name: 'mine',
      terms: { purposes: ['research'], licenseeClasses: ['anyone'], months: 12 },
      rowSplitPpm: { source: 0, giver: 1_000_000, labelers: 0 },
      requesterId: bo.id,
      chainPoolId: `0x${'1'.repeat(64)}`,
      id: pool.id,
      status: 'open',
    }
    const made = await door.send('POST', '/v1/pools', { token: ada.token, json: wishes })
    expect(made.json).toMatchObject({
      status: 'draft',
      chainPoolId: null,
      requester: { id: ada.id },
      rowSplitPpm: { source: 0, giver: 400_000, labelers: 600_000 },
    })
    expect(made.json.id).not.toBe(pool.id)
  })
})
