import type { Ctx } from '@rowright/db'
import { testDatabase } from '@rowright/testing'
import {
  answerAll,
  giveConsent,
  newCampaign,
  newPerson,
  newPool,
  type TestPerson,
} from '@rowright/testing/factories'
import { expect, test } from 'vitest'
import { attachPayout, joinClusters } from '../people/index.ts'
import { getPool, type Pool } from '../pool/index.ts'
import { refreshCaps, report, reserve, skip } from './index.ts'

const database = testDatabase()
const items = (count: number) => Array.from({ length: count }, (_, i) => `item-${i}`)

async function newLabeler(ctx: Ctx, pool: Pool, name: string): Promise<TestPerson> {
  const person = await newPerson(ctx, name)
  await giveConsent(ctx, pool, person)
  return person
}

test('[LAB-19] two persons of one cluster never answer the same task, not even at once', async () => {
  const { campaign, ada, twin } = await database.tx(async (ctx) => {
    const pool = await newPool(ctx, await newPerson(ctx, 'requester'))
    const ada = await newLabeler(ctx, pool, 'ada')
    const twin = await newLabeler(ctx, pool, "ada's other account")
    await joinClusters(ctx, [ada.id, twin.id])
    return { campaign: await newCampaign(ctx, pool, { items: items(2), overlap: 5 }), ada, twin }
  })
  const ask = (person: TestPerson) =>
    database.tx((ctx) =>
      reserve(ctx, { poolId: campaign.poolId, campaignId: campaign.id, personId: person.id }),
    )
  const both = await Promise.all([ask(ada), ask(twin)])
  const tasks = both.map((one) => one.assignment?.taskId)
  expect(new Set(tasks).size).toBe(2)
  await database.tx(async (ctx) => {
    const [byAda] = await answerAll(ctx, campaign, ada, () => 'yes', 1)
    const [byTwin] = await answerAll(ctx, campaign, twin, () => 'yes', 1)
    expect(byAda![0]).not.toBe(byTwin![0])
  })
})

test('[LAB-19] with five clusters at work, one of them gives at most a fifth of a campaign', async () => {
  await database.tx(async (ctx) => {
    const pool = await newPool(ctx, await newPerson(ctx, 'requester'))
    const campaign = await newCampaign(ctx, pool, { items: items(600), overlap: 2 })
    const at = { poolId: pool.id, campaignId: campaign.id }
    const ada = await newLabeler(ctx, pool, 'ada')
    await answerAll(ctx, campaign, ada, () => 'yes', 240)
    expect(await refreshCaps(ctx, at), 'alone, ada goes on').toBe(0)
    for (const name of ['bo', 'chen', 'dee']) {
      await answerAll(ctx, campaign, await newLabeler(ctx, pool, name), () => 'yes', 1)
    }
    expect(await refreshCaps(ctx, at), 'four shares of a fifth are not a campaign').toBe(0)
    const eve = await newLabeler(ctx, pool, 'eve')
    await answerAll(ctx, campaign, eve, () => 'yes', 1)
    expect(await refreshCaps(ctx, at)).toBe(1)
    expect((await reserve(ctx, { ...at, personId: ada.id })).reason).toBe('share-reached')
    expect((await reserve(ctx, { ...at, personId: eve.id })).assignment).not.toBeNull()
  })
})

test('[LAB-19] several accounts of one cluster give a fifth of a campaign together, also at once; a list campaign knows no clusters', async () => {
  const names = ['ada', "ada's second", "ada's third"]
  const { campaign, list, ring } = await database.tx(async (ctx) => {
    const pool = await newPool(ctx, await newPerson(ctx, 'requester'))
    const ring: TestPerson[] = []
    for (const name of names) ring.push(await newLabeler(ctx, pool, name))
    await joinClusters(
      ctx,
      ring.map((one) => one.id),
    )
    const campaign = await newCampaign(ctx, pool, { items: items(50), overlap: 2 })
    const listed = items(5).map((id) => `listed ${id}`)
    const own = new Map(ring.map((one) => [one, listed]))
    return { campaign, ring, list: await newCampaign(ctx, pool, { items: listed, list: own }) }
  })
  const ask = (person: TestPerson) =>
    database.tx((ctx) =>
      reserve(ctx, { poolId: campaign.poolId, campaignId: campaign.id, personId: person.id }),
    )
  // A fifth of 100 answers is 20: 18 are given, so of three who ask at once two get one.
  await database.tx((ctx) => answerAll(ctx, campaign, ring[0]!, () => 'yes', 18))
  const asked = await Promise.all(ring.map(ask))
  expect(asked.filter((one) => one.assignment !== null)).toHaveLength(2)
  expect(asked.find((one) => one.assignment === null)!.reason).toBe('share-reached')
  await database.tx(async (ctx) => {
    const eve = await newLabeler(ctx, await getPool(ctx, campaign.poolId), 'eve')
    expect((await answerAll(ctx, campaign, eve, () => 'yes')).size, 'somebody else goes on').toBe(50)
    for (const one of ring) {
      const done = await answerAll(ctx, list, one, () => 'yes')
      expect(done.size, 'each of them has the whole list').toBe(5)
    }
  })
})

test('[LAB-22] skipping has an end, so that nobody skips all control tasks; who reports may go on, and who answers has more', async () => {
  await database.tx(async (ctx) => {
    const pool = await newPool(ctx, await newPerson(ctx, 'requester'))
    const ada = await newLabeler(ctx, pool, 'ada')
    const campaign = await newCampaign(ctx, pool, { items: items(60), overlap: 1 })
    const of = { poolId: pool.id, campaignId: campaign.id, personId: ada.id }
    const skipNext = async () => {
      const { assignment } = await reserve(ctx, of)
      const assignmentId = assignment!.id
      await skip(ctx, { ...of, assignmentId })
      return assignmentId
    }
    const skipped: string[] = []
    for (let n = 0; n < 10; n++) skipped.push(await skipNext())
    await expect(skipNext()).rejects.toMatchObject({ code: 'labeling/too-many-skips', field: 'assignmentId' })
    await skip(ctx, { ...of, assignmentId: skipped[0]! })
    const { assignment } = await reserve(ctx, of)
    await report(ctx, { ...of, assignmentId: assignment!.id, reason: 'broken', note: null })
    await skipNext()
    await expect(skipNext()).rejects.toMatchObject({ code: 'labeling/too-many-skips' })
    await answerAll(ctx, campaign, ada, () => 'yes', 2)
    await skipNext()
    await expect(skipNext()).rejects.toMatchObject({ code: 'labeling/too-many-skips' })
  })
})

test('[LAB-22] guests who skip for somebody and are folded into them leave them every task', async () => {
  await database.tx(async (ctx) => {
    const pool = await newPool(ctx, await newPerson(ctx, 'requester'))
    const ada = await newLabeler(ctx, pool, 'ada')
    const guest = await newLabeler(ctx, pool, 'guest')
    const campaign = await newCampaign(ctx, pool, { items: items(8), overlap: 5 })
    const of = { poolId: pool.id, campaignId: campaign.id, personId: guest.id }
    for (let n = 0; n < 8; n++) {
      const { assignment } = await reserve(ctx, of)
      await skip(ctx, { ...of, assignmentId: assignment!.id })
    }
    const address = '0x00000000000000000000000000000000000ada22'
    await attachPayout(ctx, { personId: ada.id, address })
    expect((await attachPayout(ctx, { personId: guest.id, address })).folded).toBe(guest.id)
    expect((await answerAll(ctx, campaign, ada, () => 'yes')).size).toBe(8)
  })
})
