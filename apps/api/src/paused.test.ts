import { testDatabase } from '@rowright/testing'
import { newCampaign, newPool } from '@rowright/testing/factories'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDoor, type TestDoor } from './testDoor.ts'
import { someone } from './testWorld.ts'

const database = testDatabase()
let door: TestDoor
beforeAll(async () => {
  door = await openDoor(database)
})
afterAll(() => door.close())

test('[POO-5] items and money that come while a campaign is paused are work when it goes on', async () => {
  const ada = await someone(door, database, 'ada')
  const { pool, campaign } = await database.tx(async (ctx) => {
    const pool = await newPool(ctx, ada)
    return { pool, campaign: await newCampaign(ctx, pool, { items: ['a'] }) }
  })
  const at = `/v1/pools/${pool.id}/campaigns/${campaign.id}`
  const slots = async () =>
    (await database.pool.query('select id from task where campaign_id = $1 and slots > 0', [campaign.id]))
      .rowCount
  const post = (path: string) => door.send('POST', at + path, { json: {}, token: ada.token })

  await post('/pause')
  await database.pool.query(
    `insert into campaign_funding (pool_id, campaign_id, transaction, log_index, block_number, funder, amount) values ($1, $2, '0x0', 9, 1, '0x0', 100000)`,
    [pool.id, campaign.id],
  )
  const file = { body: '{"id":"late","t":1}', headers: { 'content-type': 'application/x-ndjson' } }
  expect((await door.send('POST', `${at}/items`, { ...file, token: ada.token })).status).toBe(200)
  expect(await slots(), 'not while it is paused').toBe(1)
  expect((await post('/resume')).status).toBe(200)
  expect(await slots()).toBe(2)
})
