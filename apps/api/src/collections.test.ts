import { keepCanaryHosts } from '@rowright/pipeline/collect'
import { recordFunding } from '@rowright/pipeline/pool'
import { testDatabase } from '@rowright/testing'
import { newPool } from '@rowright/testing/factories'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDoor, type TestDoor } from './testDoor.ts'
import { problemOf, type Someone, someone } from './testWorld.ts'

const database = testDatabase()
let door: TestDoor
let ada: Someone
let poolId: string
beforeAll(async () => {
  door = await openDoor(database)
  ada = await someone(door, database, 'ada')
  poolId = await database.tx(async (ctx) => (await newPool(ctx, ada)).id)
})
afterAll(async () => {
  await door.close()
  expect(door.faults).toEqual([])
})

const ask = (method: string, path: string, json?: unknown) =>
  door.send(method, `/v1/pools/${poolId}${path}`, { token: ada.token, json })
const said = async (method: string, path: string, json?: unknown) => {
  const answer = await ask(method, path, json)
  expect(answer.status, answer.text).toBe(200)
  return answer.json
}
const quoted = (query: string) => door.send('GET', `/v1/collections/quote?${query}`, { token: ada.token })
const fund = (campaignId: string, amount: bigint) =>
  database.tx((ctx) =>
    recordFunding(ctx, {
      ...{ poolId, campaignId, amount },
      ...{ transaction: crypto.randomUUID(), logIndex: 0, blockNumber: 1, funder: `0x${'a'.repeat(40)}` },
    }),
  )

test('[CLT-70, CLT-72, CLT-74, POO-12] a collection is quoted, drafted, funded, started, paused and raised over the API', async () => {
  const quote = await quoted('pay=2000&documents=100')
  expect(quote.json).toEqual({
    ...{ documents: 100, looks: 5, canaries: 0, total: '210000', unchangedPay: '400' },
    again: { most: '200000', least: '40000' },
  })
  const wrong = await quoted('pay=2000&documents=0')
  expect(problemOf(wrong)).toMatchObject({ status: 422, field: 'documents' })

  const { campaignId } = await said('POST', '/collections', {
    ...{ name: 'News', pay: '2000', documents: 2, tags: ['floods'], refreshSeconds: 86_400 },
    hosts: [{ name: 'news.example', delaySeconds: 20 }],
  })
  const at = `/collections/${campaignId}`
  expect(await said('GET', at)).toMatchObject({
    ...{ hosts: [{ name: 'news.example', delaySeconds: 20 }], tags: ['floods'], sourceSharePpm: 300_000 },
    ...{ maxBytes: 2_000_000, refreshSeconds: 86_400, documents: 2, cost: { looks: 1, total: '6000' } },
  })
  const progress = () => said('GET', `/campaigns/${campaignId}/progress`)
  expect(await progress(), 'nothing to fetch is named').toMatchObject({ wantedSlots: 0, tasks: 2 })

  const urls = [1, 2, 3, 4].map((n) => `https://news.example/${n}`)
  await said('POST', `${at}/urls`, { urls })
  expect(await progress()).toMatchObject({ wantedSlots: 3, tasks: 2, funded: '0', spent: '0' })
  await fund(String(campaignId), 8_000n)
  await said('POST', `${at}/start`)
  expect(await progress()).toMatchObject({ openSlots: 2, slots: 2, committed: '4000', funded: '8000' })
  await said('POST', `/campaigns/${campaignId}/pause`)
  expect(await said('PATCH', at, { documents: 4 })).toMatchObject({ documents: 4, refreshSeconds: 86_400 })
  expect(await said('GET', `${at}/progress`)).toMatchObject({ pages: { queued: 2, waiting: 2 } })
  await said('POST', `/campaigns/${campaignId}/resume`)
  expect(await said('GET', `${at}/progress`), 'what came in meanwhile').toMatchObject({
    ...{ documents: 4, pages: { queued: 4 }, refused: {}, again: 0, pending: '0', final: '0' },
  })
  expect(await progress()).toMatchObject({ wantedSlots: 5, committed: '8000' })
  expect(await said('PATCH', at, { refreshSeconds: null })).toMatchObject({
    documents: 4,
    refreshSeconds: null,
  })
})

test('[CLT-72] the quote counts canaries where there are any', async () => {
  await database.tx((ctx) => keepCanaryHosts(ctx, ['https://stories.example']))
  const quote = await quoted('pay=2000&documents=100')
  expect(quote.json).toMatchObject({ canaries: 1, total: '212000' })
})

test('[CLT-74] what is no collection has no terms and no progress of one', async () => {
  const campaign = await said('POST', '/campaigns', {
    ...{
      name: 'Which?',
      price: '10',
      labels: [
        { label: 'yes', value: 'yes' },
        { label: 'no', value: 'no' },
      ],
    },
    ...{ assignment: 'list' },
  })
  for (const path of ['', '/progress'])
    expect(problemOf(await ask('GET', `/collections/${campaign.id}${path}`))).toMatchObject({
      code: 'collect/invalid-collection',
      field: 'campaignId',
    })
  const guest = await door.guest()
  expect(
    (await door.send('GET', `/v1/pools/${poolId}/collections/${campaign.id}`, { token: guest.token })).status,
  ).toBe(403)
})
