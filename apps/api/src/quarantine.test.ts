import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { folderBlobStore } from '@rowright/db'
import { makeStewardLink } from '@rowright/pipeline/people'
import { recordFunding } from '@rowright/pipeline/pool'
import { testDatabase } from '@rowright/testing'
import { giveConsent, newCampaign, newPool } from '@rowright/testing/factories'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDoor, type TestDoor } from './testDoor.ts'
import { problemOf, type Someone, someone } from './testWorld.ts'

const database = testDatabase()
let folder: string
let door: TestDoor
let ada: Someone
let bo: Someone
let dora: Someone
let pool: Awaited<ReturnType<typeof newPool>>
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rowright-quarantine-'))
  door = await openDoor(database, { blobs: folder })
  ada = await someone(door, database, 'ada')
  bo = await someone(door, database, 'bo')
  dora = await someone(door, database, 'dora')
  const token = await database.tx(async (ctx) => {
    pool = await newPool(ctx, ada)
    await giveConsent(ctx, pool, bo)
    return makeStewardLink(ctx, { seconds: 60 })
  })
  await door.send('POST', '/v1/steward/enter', { token: dora.token, json: { token } })
})
afterAll(async () => {
  await door.close()
  await rm(folder, { recursive: true, force: true })
  expect(door.faults).toEqual([])
})

/** A new open campaign with these items, funded for one answer each. */
async function campaignOf(...rows: Record<string, unknown>[]) {
  const made = await database.tx(async (ctx) => {
    const campaign = await newCampaign(ctx, pool, { items: [], overlap: 1 })
    await recordFunding(ctx, {
      poolId: pool.id,
      campaignId: campaign.id,
      transaction: `0x${campaign.id.replaceAll('-', '').padEnd(64, '0')}`,
      logIndex: 1,
      blockNumber: 2,
      funder: `0x${'f'.repeat(40)}`,
      amount: 10_000n,
    })
    return campaign
  })
  const path = `/v1/pools/${pool.id}/campaigns/${made.id}`
  const answer = await door.send(`POST`, `${path}/items`, {
    token: ada.token,
    body: rows.map((row) => JSON.stringify(row)).join('\n'),
    headers: { 'content-type': 'application/x-ndjson' },
  })
  return { path, campaignId: made.id, answer }
}
interface Aside {
  total: number
  items: {
    itemId: string
    externalId: string
    as: string
    reasons: { kind: string; field: string }[]
    sensitive: boolean
    payload: object | null
  }[]
}
const aside = async (path: string, who = ada) =>
  door.send<Aside>('GET', `${path}/set-aside`, { token: who.token })
const reserve = (path: string) =>
  door.send<{ assignment: { id: string; payload: { text: string } } | null; reason: string | null }>(
    'POST',
    `${path}/assignments`,
    { token: bo.token, json: {} },
  )

test('[ITM-5, ITM-6] the requester sees what is held and why, vouches, withdraws; a steward decides about a card', async () => {
  const { path, answer } = await campaignOf(
    { id: 'q-clean', text: 'hello' },
    { id: 'q-mail', text: 'ask help@example.org' },
    { id: 'q-card', text: '5555 5555 5555 4444' },
    { id: 'q-old', text: 'call +44 20 7946 0958' },
  )
  expect(answer.json).toEqual({ items: 4, gold: 0, quarantined: 3 })
  const { json } = await aside(path)
  expect(
    json.items.map(({ externalId, as, sensitive, reasons }) => [externalId, as, sensitive, reasons]),
  ).toEqual([
    ['q-card', 'quarantined', true, [{ rule: 'personal-data', kind: 'card', field: 'text', count: 1 }]],
    ['q-mail', 'quarantined', false, [{ rule: 'personal-data', kind: 'email', field: 'text', count: 1 }]],
    ['q-old', 'quarantined', false, [{ rule: 'personal-data', kind: 'phone', field: 'text', count: 1 }]],
  ])
  const [card, mail, old] = json.items.map((item) => item.itemId)
  const post = (what: string, body: object, who = ada) =>
    door.send('POST', `/v1/pools/${pool.id}/quarantine/${what}`, { token: who.token, json: body })

  expect(problemOf(await aside(path, bo)).status, 'a labeler').toBe(403)
  expect(problemOf(await post('withdraw', { itemIds: [old] }, bo)).status).toBe(403)
  expect(problemOf(await post('vouch', { itemIds: [mail], statement: '' })).field).toBe('statement')

  const statement = 'test cards of our payment provider'
  const vouched = await post('vouch', { itemIds: [card, mail], statement })
  expect(vouched.json).toEqual({ released: 1, waiting: 1 })
  expect((await post('withdraw', { itemIds: [old] })).json).toEqual({ withdrawn: 1 })
  expect(problemOf(await post('withdraw', { itemIds: [old] }))).toMatchObject({
    code: 'item/not-quarantined',
    status: 409,
  })

  const waiting = await door.send<{ items: { itemId: string; statement: string }[] }>(
    'GET',
    '/v1/steward/quarantine',
    { token: dora.token },
  )
  expect(waiting.json.items).toMatchObject([{ itemId: card, statement }])
  const decision = { poolId: pool.id, itemIds: [card], decision: 'released' }
  expect(
    problemOf(await door.send('POST', '/v1/steward/quarantine', { token: ada.token, json: decision })).status,
  ).toBe(403)
  expect(
    (await door.send('POST', '/v1/steward/quarantine', { token: dora.token, json: decision })).json,
  ).toEqual({
    done: true,
  })
  const log = await door.send<{ items: { action: string }[] }>('GET', '/v1/steward/log', {
    token: dora.token,
  })
  expect(log.json.items.map((one) => one.action)).toContain('quarantine released')
})

test('[ITM-9, LAB-20] an item whose file vanished: the labeler gets another, the requester sees which, and it comes back with its file', async () => {
  const long = (text: string) => text.repeat(2_000)
  const { path } = await campaignOf(
    { id: 'v-gone', text: long('gone ') },
    { id: 'v-there', text: long('there ') },
  )
  const { rows } = await database.pool.query<{ blob: string }>(
    `select blob from item where external_id = 'v-gone'`,
  )
  const blobs = folderBlobStore(folder)
  const kept = await blobs.get(rows[0]!.blob)
  await blobs.delete(rows[0]!.blob)

  for (const expected of [true, false]) {
    const { status, json } = await reserve(path)
    expect(status).toBe(200)
    expect(json.reason).toBe(expected ? null : 'no-task-left')
    expect(json.assignment?.payload.text.startsWith('there') ?? false).toBe(expected)
    if (json.assignment)
      await door.send('POST', `/v1/pools/${pool.id}/assignments/${json.assignment.id}/submit`, {
        token: bo.token,
        json: { value: 'yes' },
      })
  }
  expect((await aside(path)).json.items).toMatchObject([
    { externalId: 'v-gone', as: 'payload-missing', payload: null, reasons: [] },
  ])
  const { rows: told } = await database.pool.query(
    `select 1 from outbox where topic = 'item.payload-missing'`,
  )
  expect(told, 'once').toHaveLength(1)

  const lookAgain = () => door.send('POST', `${path}/set-aside/look-again`, { token: ada.token, json: {} })
  expect((await lookAgain()).json).toEqual({ back: 0 })
  await blobs.put(kept)
  expect((await lookAgain()).json).toEqual({ back: 1 })
  expect((await reserve(path)).json.assignment?.payload.text).toMatch(/^gone/)
})
