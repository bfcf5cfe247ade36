import type { Ctx } from '@rowright/db'
import { overlapping, testDatabase } from '@rowright/testing'
import {
  answerAll,
  giveConsent,
  newCampaign,
  newPerson,
  newPool,
  type TestPerson,
} from '@rowright/testing/factories'
import { expect, test } from 'vitest'
import { markGold } from '../consensus/index.ts'
import { reserve } from '../labeling/index.ts'
import { accounts, balanceOf, imbalance } from '../ledger/index.ts'
import { attachPayout } from '../people/index.ts'
import { getCampaign, setStatus } from '../pool/index.ts'
import { due, dueRejections, finishRejection, judge, settleCampaign, unsettled } from './index.ts'

const database = testDatabase()
const items = (count: number) => Array.from({ length: count }, (_, i) => `item-${String(i).padStart(3, '0')}`)
const yes = () => 'yes'
const no = () => 'no'

async function staffed(ctx: Ctx, names: string[]) {
  const pool = await newPool(ctx, await newPerson(ctx, 'requester'))
  const labelers: TestPerson[] = []
  for (const name of names) {
    const person = await newPerson(ctx, name)
    await giveConsent(ctx, pool, person)
    labelers.push(person)
  }
  return { pool, labelers }
}
const points = (ctx: Ctx, poolId: string, person: TestPerson) =>
  balanceOf(ctx, poolId, accounts.points(person.id))
/** Nobody appeals what can be appealed for no second. */
const letPass = async (ctx: Ctx, poolId: string) => {
  for (const one of await dueRejections(ctx)) if (one.poolId === poolId) await finishRejection(ctx, one)
}
const atOnce = { more: { appealSeconds: 0 } }
const verdicts = async (ctx: Ctx, campaignId: string, personId: string) =>
  (
    await ctx.tx.execute<{ decision: string; reason_code: string; evidence: unknown }>(
      `select distinct decision, reason_code, evidence from verdict where campaign_id = '${campaignId}' and person_id = '${personId}'`,
    )
  ).rows

test('[SET-1, SET-3] what was answered is accepted and paid, agreement or not; failed control tasks are not', async () => {
  await database.tx(async (ctx) => {
    const { pool, labelers } = await staffed(ctx, ['ada', 'bo', 'chen'])
    const [ada, bo, chen] = labelers as [TestPerson, TestPerson, TestPerson]
    const all = items(8)
    const campaign = await newCampaign(ctx, pool, {
      items: all,
      list: new Map(labelers.map((one) => [one, all])),
      ...atOnce,
    })
    const at = { poolId: pool.id, campaignId: campaign.id }
    await markGold(
      ctx,
      pool.id,
      all.slice(0, 5).map((id) => ({ taskId: campaign.taskOf.get(id)!, answer: 'yes' })),
    )
    await answerAll(ctx, campaign, ada, yes)
    // Bo fails 2 of 5 golds and contradicts everybody on the rest: accepted. Chen fails 3 of 5: not.
    await answerAll(ctx, campaign, bo, (id) =>
      ['item-000', 'item-001'].includes(id) || id > 'item-004' ? 'no' : 'yes',
    )
    await answerAll(ctx, campaign, chen, (id) => (id < 'item-003' ? 'no' : 'yes'))
    expect(await judge(ctx, at)).toEqual({ accepted: 16, rejected: 8 })
    expect(await verdicts(ctx, campaign.id, chen.id), 'can still be appealed').toEqual([])
    await letPass(ctx, pool.id)
    expect(await points(ctx, pool.id, ada)).toBe(800n)
    expect(await points(ctx, pool.id, bo)).toBe(800n)
    expect(await points(ctx, pool.id, chen)).toBe(0n)
    expect(await verdicts(ctx, campaign.id, bo.id)).toEqual([
      { decision: 'accepted', reason_code: 'answered', evidence: {} },
    ])
    expect(await verdicts(ctx, campaign.id, chen.id)).toEqual([
      { decision: 'rejected', reason_code: 'failed-control-tasks', evidence: { answered: 5, failed: 3 } },
    ])
    expect(await balanceOf(ctx, pool.id, accounts.budget(campaign.id))).toBe(800n)
    expect(await imbalance(ctx)).toBe(0n)
  })
})

test('[SET-2] two workers judging at once decide and pay once; judging again changes nothing', async () => {
  const { at, ada } = await database.tx(async (ctx) => {
    const { pool, labelers } = await staffed(ctx, ['ada'])
    const campaign = await newCampaign(ctx, pool, { items: items(30), overlap: 1 })
    await answerAll(ctx, campaign, labelers[0]!, yes)
    return { at: { poolId: pool.id, campaignId: campaign.id }, ada: labelers[0]! }
  })
  expect(await overlapping(database, (ctx) => judge(ctx, at))).toMatchObject([
    { status: 'fulfilled', value: { accepted: 30 } },
    { status: 'fulfilled', value: { accepted: 0 } },
  ])
  await database.tx(async (ctx) => {
    expect(await judge(ctx, at)).toEqual({ accepted: 0, rejected: 0 })
    expect(await points(ctx, at.poolId, ada)).toBe(3_000n)
    expect(await imbalance(ctx)).toBe(0n)
  })
})

test('[SET-2, SET-3] what was accepted stays accepted when its labeler fails later, and they get no more', async () => {
  await database.tx(async (ctx) => {
    const { pool, labelers } = await staffed(ctx, ['bo'])
    const [bo] = labelers as [TestPerson]
    const campaign = await newCampaign(ctx, pool, { items: items(12), overlap: 1 })
    const at = { poolId: pool.id, campaignId: campaign.id }
    await markGold(
      ctx,
      pool.id,
      [...campaign.taskOf.values()].map((taskId) => ({ taskId, answer: 'yes' })),
    )
    await answerAll(ctx, campaign, bo, no, 2)
    expect(await judge(ctx, { ...at, personId: bo.id })).toEqual({ accepted: 2, rejected: 0 })
    await answerAll(ctx, campaign, bo, no, 4)
    expect(await judge(ctx, { ...at, personId: bo.id })).toEqual({ accepted: 0, rejected: 4 })
    expect(await points(ctx, pool.id, bo)).toBe(200n)
    expect((await reserve(ctx, { ...at, personId: bo.id })).reason).toBe('suspended')
  })
})

test('[SET-4] without windows the stake comes back with either verdict', async () => {
  await database.tx(async (ctx) => {
    const { pool, labelers } = await staffed(ctx, ['ada', 'bo'])
    const [ada, bo] = labelers as [TestPerson, TestPerson]
    const first = await newCampaign(ctx, pool, { items: items(4), overlap: 2 })
    for (const one of labelers) await answerAll(ctx, first, one, yes)
    await judge(ctx, { poolId: pool.id, campaignId: first.id })

    const golds = items(10).slice(4)
    const staked = await newCampaign(ctx, pool, { items: golds, overlap: 2, stake: 50n, ...atOnce })
    await markGold(
      ctx,
      pool.id,
      golds.map((id) => ({ taskId: staked.taskOf.get(id)!, answer: 'yes' })),
    )
    await answerAll(ctx, staked, ada, yes)
    await answerAll(ctx, staked, bo, no)
    expect(await balanceOf(ctx, pool.id, accounts.stake(bo.id))).toBe(300n)
    expect(await judge(ctx, { poolId: pool.id, campaignId: staked.id })).toEqual({ accepted: 6, rejected: 6 })
    expect(await balanceOf(ctx, pool.id, accounts.stake(bo.id)), 'until it is final').toBe(300n)
    await letPass(ctx, pool.id)
    expect([await points(ctx, pool.id, ada), await points(ctx, pool.id, bo)]).toEqual([1_000n, 400n])
    for (const one of labelers) expect(await balanceOf(ctx, pool.id, accounts.stake(one.id))).toBe(0n)
    expect(await imbalance(ctx)).toBe(0n)
  })
})

test('[SET-5] without windows a labeler is due when 20 answers wait or its hold has passed; a campaign without a hold never is', async () => {
  const made = await database.tx(async (ctx) => {
    const { pool, labelers } = await staffed(ctx, ['ada', 'bo', 'chen'])
    const [ada, bo, chen] = labelers as [TestPerson, TestPerson, TestPerson]
    const campaign = await newCampaign(ctx, pool, { items: items(25), overlap: 2, holdSeconds: 3_600 })
    await answerAll(ctx, campaign, ada, yes, 20)
    await answerAll(ctx, campaign, bo, yes, 19)
    const late = ['late-1', 'late-2']
    const listed = await newCampaign(ctx, pool, {
      items: late,
      list: new Map([[chen, late]]),
      holdSeconds: null,
    })
    await answerAll(ctx, listed, chen, yes)
    return { at: { poolId: pool.id, campaignId: campaign.id }, ada, bo }
  })
  const dueHere = () =>
    database.tx(async (ctx) => (await due(ctx)).filter((one) => one.poolId === made.at.poolId))
  try {
    expect(await dueHere()).toEqual([{ ...made.at, personId: made.ada.id }])
    await database.tx((ctx) => judge(ctx, { ...made.at, personId: made.ada.id }))
    expect(await dueHere()).toEqual([])
    database.clock.ahead = 3_601
    expect(await dueHere()).toEqual([{ ...made.at, personId: made.bo.id }])
    await database.tx((ctx) => judge(ctx, { ...made.at, personId: made.bo.id }))
    expect(await dueHere()).toEqual([])
  } finally {
    database.clock.ahead = 0
  }
})

test('[SET-15] settling a closed campaign frees, decides, resolves and says so once', async () => {
  const at = await database.tx(async (ctx) => {
    const { pool, labelers } = await staffed(ctx, ['ada', 'bo'])
    const [ada, bo] = labelers as [TestPerson, TestPerson]
    const campaign = await newCampaign(ctx, pool, { items: items(5), overlap: 2, holdSeconds: null })
    await answerAll(ctx, campaign, ada, yes)
    await answerAll(ctx, campaign, bo, yes, 2)
    const of = { poolId: pool.id, campaignId: campaign.id }
    await reserve(ctx, { ...of, personId: bo.id })
    await expect(settleCampaign(ctx, of)).rejects.toMatchObject({ code: 'settlement/campaign-open' })
    await setStatus(ctx, await getCampaign(ctx, pool.id, campaign.id), 'closed')
    expect(await unsettled(ctx)).toContainEqual(of)
    return of
  })
  expect(await overlapping(database, (ctx) => settleCampaign(ctx, at))).toMatchObject([
    { status: 'fulfilled', value: { repeated: false, accepted: 7, rejected: 0, carried: 0, results: 5 } },
    { status: 'fulfilled', value: { repeated: true } },
  ])
  await database.tx(async (ctx) => {
    expect(await balanceOf(ctx, at.poolId, accounts.budget(at.campaignId))).toBe(300n)
    expect(await unsettled(ctx)).not.toContainEqual(at)
    const { rows } = await ctx.tx.execute(
      `select payload from outbox where topic = 'campaign.settled' and payload->>'campaignId' = '${at.campaignId}'`,
    )
    expect(rows).toEqual([
      { payload: { campaignId: at.campaignId, accepted: 7, rejected: 0, carried: 0, results: 5 } },
    ])
    const { rows: held } = await ctx.tx.execute(
      `select 1 from assignment where campaign_id = '${at.campaignId}' and state = 'reserved'`,
    )
    expect(held).toEqual([])
  })
})

test('[SET-7] a guest folded into the person of a wallet is paid as that person', async () => {
  await database.tx(async (ctx) => {
    const { pool, labelers } = await staffed(ctx, ['guest'])
    const address = `0x${'a1'.repeat(20)}`
    const ada = await newPerson(ctx, 'ada', address)
    const campaign = await newCampaign(ctx, pool, { items: items(3), overlap: 1 })
    await answerAll(ctx, campaign, labelers[0]!, yes)
    expect(await attachPayout(ctx, { personId: labelers[0]!.id, address })).toEqual({
      personId: ada.id,
      folded: labelers[0]!.id,
    })
    await judge(ctx, { poolId: pool.id, campaignId: campaign.id })
    expect([await points(ctx, pool.id, ada), await points(ctx, pool.id, labelers[0]!)]).toEqual([300n, 0n])
  })
})
