import { type Ctx, inTurn } from '@rowright/db'
import { testDatabase } from '@rowright/testing'
import {
  answerAll,
  giveConsent,
  newCampaign,
  newCheckedCampaign,
  newPerson,
  newPool,
  type TestPerson,
} from '@rowright/testing/factories'
import { afterEach, expect, test } from 'vitest'
import { addBadAccount } from '../labeling/index.ts'
import { accounts, balanceOf, imbalance } from '../ledger/index.ts'
import { joinClusters } from '../people/index.ts'
import { setStatus } from '../pool/index.ts'
import {
  clearBad,
  dueRejections,
  findBad,
  finishRejection,
  judge,
  settleCampaign,
} from '../settlement/index.ts'
import { casesOf, open, vote } from './index.ts'

const database = testDatabase()
afterEach(() => {
  database.clock.ahead = 0
})
const items = (name: string, count: number) => Array.from({ length: count }, (_, i) => `${name}-${i}`)
const yes = () => 'yes'

/** Three reviewers; bo has 300 points and three answers without a verdict in a campaign without windows, staked 10 each. */
async function scene(ctx: Ctx) {
  const steward = await newPerson(ctx, 'steward')
  const requester = await newPerson(ctx, 'requester')
  const pool = await newPool(ctx, requester)
  const people: TestPerson[] = []
  for (const name of ['bo', 'ada', 'chen', 'dee', 'eve']) {
    const one = await newPerson(ctx, name)
    await giveConsent(ctx, pool, one)
    people.push(one)
  }
  const [bo, ...others] = people as [TestPerson, TestPerson, TestPerson, TestPerson, TestPerson]
  const known = items('known', 25)
  const before = await newCheckedCampaign(ctx, pool, { items: known, golds: known, overlap: 4 })
  for (const one of others) await answerAll(ctx, before, one, yes)
  await judge(ctx, { poolId: pool.id, campaignId: before.id })
  const earning = await newCampaign(ctx, pool, { items: items('earn', 3), overlap: 1 })
  await answerAll(ctx, earning, bo, yes)
  await judge(ctx, { poolId: pool.id, campaignId: earning.id })
  const campaign = await newCampaign(ctx, pool, { items: items('work', 5), overlap: 1, stake: 10n })
  await answerAll(ctx, campaign, bo, yes, 3)
  const word = { poolId: pool.id, personId: bo.id, reason: 'one of five', actor: steward.id, evidence: {} }
  return {
    poolId: pool.id,
    requester,
    campaign,
    at: { poolId: pool.id, campaignId: campaign.id },
    bo,
    others,
    word,
  }
}

type Scene = Awaited<ReturnType<typeof scene>>
const held = (ctx: Ctx, { poolId, campaign, bo }: Scene) =>
  inTurn(
    [accounts.points(bo.id), accounts.stake(bo.id), accounts.held(campaign.id), accounts.budget(campaign.id)],
    (account) => balanceOf(ctx, poolId, account),
  )
const decisions = async (ctx: Ctx, { campaign }: Scene) =>
  (await ctx.tx.execute(`select decision, reason_code from verdict where campaign_id = '${campaign.id}'`))
    .rows
const windowOf = async (ctx: Ctx, { campaign }: Scene) =>
  (
    await ctx.tx.execute<{ id: string; state: string }>(
      `select id, state from pay_window where campaign_id = '${campaign.id}' order by opened_at desc, id desc limit 1`,
    )
  ).rows[0]!

test('[SET-25] without windows too nothing of a bad account is rejected before it could appeal, not by closing either', async () => {
  await database.tx(async (ctx) => {
    const found = await scene(ctx)
    expect(await held(ctx, found)).toEqual([270n, 30n, 0n, 500n])
    await findBad(ctx, found.word)
    expect(await held(ctx, found)).toEqual([270n, 30n, 300n, 200n])
    await judge(ctx, found.at)
    await setStatus(ctx, found.campaign, 'closed')
    await settleCampaign(ctx, found.at)
    expect(await decisions(ctx, found)).toEqual([])
    const { id: windowId } = await windowOf(ctx, found)
    await open(ctx, { poolId: found.poolId, windowId, personId: found.bo.id, note: 'I am one person' })
    for (const one of found.others)
      for (const { appealId, poolId, tasks } of await casesOf(ctx, one.id)) {
        const answers = Object.fromEntries(tasks.map((task) => [task.taskId, 'yes']))
        await vote(ctx, { poolId, appealId, personId: one.id, answers })
      }
    expect((await windowOf(ctx, found)).state).toBe('passed')
    expect(await decisions(ctx, found)).toEqual(
      Array(3).fill({ decision: 'accepted', reason_code: 'answered' }),
    )
    expect(await held(ctx, found), 'pay and stake, nothing of it locked').toEqual([600n, 0n, 0n, 200n])
    expect(await imbalance(ctx)).toBe(0n)
  })
})

test('[SET-25, SET-4] nobody appeals for three days: rejected, the pay back in the budget, the stakes back with their owner', async () => {
  const found = await database.tx(async (ctx) => {
    const made = await scene(ctx)
    await findBad(ctx, made.word)
    return made
  })
  const finish = async () => {
    await database.tx(async (ctx) => {
      for (const due of await dueRejections(ctx)) await finishRejection(ctx, due)
    })
    return database.tx((ctx) => decisions(ctx, found))
  }
  database.clock.ahead = 72 * 3_600 - 60
  expect(await finish()).toEqual([])
  database.clock.ahead = 72 * 3_600 + 60
  expect(await finish()).toEqual(Array(3).fill({ decision: 'rejected', reason_code: 'found-bad' }))
  await database.tx(async (ctx) => {
    expect(await held(ctx, found)).toEqual([300n, 0n, 0n, 500n])
    expect(await imbalance(ctx)).toBe(0n)
  })
})

test('[SET-25] a word that is taken back, given again and taken back leaves every amount where it was, also after the close', async () => {
  await database.tx(async (ctx) => {
    const found = await scene(ctx)
    const before = await held(ctx, found)
    await findBad(ctx, found.word)
    await clearBad(ctx, found.word)
    expect(await held(ctx, found)).toEqual(before)
    await findBad(ctx, found.word)
    expect(await held(ctx, found)).toEqual([270n, 30n, 300n, 200n])
    await setStatus(ctx, found.campaign, 'closed')
    await settleCampaign(ctx, found.at)
    await clearBad(ctx, found.word)
    expect(await decisions(ctx, found)).toEqual(
      Array(3).fill({ decision: 'accepted', reason_code: 'answered' }),
    )
    expect(await held(ctx, found)).toEqual([600n, 0n, 0n, 200n])
    expect(await imbalance(ctx)).toBe(0n)
  })
})

test('[APP-2] who turns out to be one with the labeler, the requester or another panelist, or bad, votes no more', async () => {
  await database.tx(async (ctx) => {
    const found = await scene(ctx)
    const [ada, chen, dee, eve] = found.others as [TestPerson, TestPerson, TestPerson, TestPerson]
    await findBad(ctx, found.word)
    // Eve is the requester's other account: never drawn.
    await joinClusters(ctx, [found.requester.id, eve.id])
    const { id: windowId } = await windowOf(ctx, found)
    await open(ctx, { poolId: found.poolId, windowId, personId: found.bo.id, note: '' })
    expect(await casesOf(ctx, eve.id)).toEqual([])
    const [seat] = await casesOf(ctx, ada.id)
    const answers = Object.fromEntries(seat!.tasks.map((task) => [task.taskId, 'yes']))
    const voted = (one: TestPerson) =>
      vote(ctx, { poolId: found.poolId, appealId: seat!.appealId, personId: one.id, answers }).then(
        () => 'done',
        (error: { code?: string }) => error.code,
      )
    await addBadAccount(ctx, {
      poolId: found.poolId,
      personIds: [ada.id],
      reason: 'x',
      evidence: {},
      decidedBy: ada.id,
    })
    expect(await voted(ada)).toBe('appeal/not-on-panel')
    expect(await voted(chen)).toBe('done')
    await joinClusters(ctx, [chen.id, dee.id])
    expect(await voted(dee), 'a second voice of the same hands').toBe('appeal/not-on-panel')
  })
  await database.tx(async (ctx) => {
    const found = await scene(ctx)
    await findBad(ctx, found.word)
    const { id: windowId } = await windowOf(ctx, found)
    await open(ctx, { poolId: found.poolId, windowId, personId: found.bo.id, note: '' })
    const seated = (await inTurn(found.others, (one) => casesOf(ctx, one.id))).map((cases) => cases[0])
    const at = seated.findIndex((one) => one !== undefined)
    const one = found.others[at]!
    await joinClusters(ctx, [found.bo.id, one.id])
    const answers = Object.fromEntries(seated[at]!.tasks.map((task) => [task.taskId, 'yes']))
    await expect(
      vote(ctx, { poolId: found.poolId, appealId: seated[at]!.appealId, personId: one.id, answers }),
    ).rejects.toMatchObject({ code: 'appeal/not-on-panel' })
  })
})
