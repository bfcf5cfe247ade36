import { getCampaign } from '@rowright/pipeline/pool'
import { testDatabase } from '@rowright/testing'
import { newCollection, PAGE_PAY } from '@rowright/testing/collectScene'
import { newPerson, newPool } from '@rowright/testing/factories'
import { expect, test } from 'vitest'
import { approveNodeKey, auditPeriods, commitSeed, makeNodeCode, nodesOf, pairNode } from './index.ts'
import { seedAt } from './periods.ts'

const db = testDatabase()

test('[CLT-20] a code pairs one key, again and again, and no other', async () => {
  const { code, ada, bo } = await db.tx(async (ctx) => {
    const ada = await newPerson(ctx, 'ada')
    const bo = await newPerson(ctx, 'bo')
    return { ...(await makeNodeCode(ctx, ada.id)), ada, bo }
  })
  const pair = (publicKey: string, by = code) =>
    db.tx((ctx) => pairNode(ctx, { code: by, publicKey, name: 'laptop', client: 'test/1' }))
  const first = await pair(ada.publicKey)
  expect((await pair(ada.publicKey)).id).toBe(first.id)
  expect(first.personId).toBe(ada.id)
  await expect(pair(bo.publicKey)).rejects.toMatchObject({ code: 'collect/bad-code' })
  const other = await db.tx((ctx) => makeNodeCode(ctx, bo.id))
  await expect(pair(ada.publicKey, other.code)).rejects.toMatchObject({ code: 'collect/key-is-paired' })
  db.clock.ahead += 601
  await expect(pair(bo.publicKey, other.code)).rejects.toMatchObject({ code: 'collect/bad-code' })
})

test('[CLT-20] a key pairs without a code when its account says so in time, and for no other account', async () => {
  const { chen, dee } = await db.tx(async (ctx) => ({
    chen: await newPerson(ctx, 'chen'),
    dee: await newPerson(ctx, 'dee'),
  }))
  const key = chen.publicKey
  const pair = () => db.tx((ctx) => pairNode(ctx, { publicKey: key, name: 'browser', client: 'test/1' }))
  const approve = (personId: string) => db.tx((ctx) => approveNodeKey(ctx, personId, key))
  await expect(pair()).rejects.toMatchObject({ code: 'collect/bad-code' })
  await approve(chen.id)
  await expect(approve(dee.id)).rejects.toMatchObject({ code: 'collect/key-is-paired' })
  db.clock.ahead += 601
  await expect(pair()).rejects.toMatchObject({ code: 'collect/bad-code' })
  await approve(chen.id)
  const paired = await pair()
  expect(paired.personId).toBe(chen.id)
  expect((await pair()).id).toBe(paired.id)
  db.clock.ahead += 601
  await expect(approve(dee.id)).rejects.toMatchObject({ code: 'collect/key-is-paired' })
  expect((await db.tx((ctx) => nodesOf(ctx, chen.id))).map(({ id }) => id)).toEqual([paired.id])
})

test('[CLT-11] the hash of a period is there before it begins, its seed a day after it ended', async () => {
  await db.tx((ctx) => seedAt(ctx, ctx.now()))
  const before = await db.tx((ctx) => auditPeriods(ctx))
  expect(before[0]!.startsAt.getTime()).toBeGreaterThan(before[1]!.startsAt.getTime())
  const running = before.filter((one) => one.seed === null)
  expect(running.length).toBeGreaterThanOrEqual(2)
  db.clock.ahead += 2 * 86_400
  const after = await db.tx((ctx) => auditPeriods(ctx))
  for (const { commitment } of running) {
    const told = after.find((one) => one.commitment === commitment)!
    expect(commitSeed(told.seed!)).toBe(commitment)
  }
})

test('[POO-12] a collection is an ordinary campaign for money: funded, committed page by page', async () => {
  const at = await db.tx(async (ctx) =>
    newCollection(
      ctx,
      (await newPool(ctx, await newPerson(ctx, 'ada'))).id,
      ['ten.example'],
      ['a', 'b', 'c'].map((page) => `https://ten.example/${page}`),
    ),
  )
  const campaign = await db.tx((ctx) => getCampaign(ctx, at.poolId, at.campaignId))
  expect(campaign).toMatchObject({ taskType: 'collect', committed: 3n * PAGE_PAY, status: 'open' })
})
