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
import { currentResults, goldRecords, markGold, recompute } from '../consensus/index.ts'
import { reserve, submit } from '../labeling/index.ts'
import { accounts, balanceOf, imbalance } from '../ledger/index.ts'
import { setStatus } from '../pool/index.ts'
import {
  dueRejections,
  finishRejection,
  judge,
  openRejections,
  settleCampaign,
  windowsOfLabeler,
} from '../settlement/index.ts'
import { casesOf, dueAppeals, open, tend, vote } from './index.ts'

const database = testDatabase()
afterEach(() => {
  database.clock.ahead = 0
})
const items = (name: string, count: number) => Array.from({ length: count }, (_, i) => `${name}-${i}`)

/** Three reviewers, and two labelers who are none. */
async function crowd(ctx: Ctx) {
  const pool = await newPool(ctx, await newPerson(ctx, 'requester'))
  const people: TestPerson[] = []
  for (const name of ['bo', 'chen', 'ada', 'dee', 'eve']) {
    const one = await newPerson(ctx, name)
    await giveConsent(ctx, pool, one)
    people.push(one)
  }
  const [bo, chen, ...panel] = people as [TestPerson, TestPerson, TestPerson, TestPerson, TestPerson]
  const known = items('known', 25)
  const before = await newCheckedCampaign(ctx, pool, { items: known, golds: known, overlap: 3 })
  for (const one of panel) await answerAll(ctx, before, one, () => 'yes')
  await judge(ctx, { poolId: pool.id, campaignId: before.id })
  return { pool, bo, chen, panel }
}

/** A list for bo and chen without windows: so many items, the first `golds` known to be "yes". Bo says no to all but the last `right`. */
async function scene(ctx: Ctx, { count = 8, golds = 5, right = 0 } = {}) {
  const { pool, bo, chen, panel } = await crowd(ctx)
  const all = items('work', count)
  const list = new Map([bo, chen].map((one): [TestPerson, string[]] => [one, all]))
  const campaign = await newCampaign(ctx, pool, { items: all, list, holdSeconds: null })
  await markGold(
    ctx,
    pool.id,
    all.slice(0, golds).map((id) => ({ taskId: campaign.taskOf.get(id)!, answer: 'yes' })),
  )
  const said = new Map(all.map((id, i) => [id, i < count - right ? 'no' : 'yes']))
  await answerAll(ctx, campaign, bo, (id) => said.get(id)!)
  await answerAll(ctx, campaign, chen, () => 'yes')
  const at = { poolId: pool.id, campaignId: campaign.id }
  await setStatus(ctx, campaign, 'closed')
  const settled = await settleCampaign(ctx, at)
  return { poolId: pool.id, campaign, at, bo, chen, panel, settled, windowId: await windowOf(ctx, bo) }
}
type Scene = Awaited<ReturnType<typeof scene>>

const windowOf = async (ctx: Ctx, person: TestPerson) =>
  (await windowsOfLabeler(ctx, { personId: person.id }))[0]!.id
const stateOf = async (ctx: Ctx, person: TestPerson) =>
  (await windowsOfLabeler(ctx, { personId: person.id })).map((one) => one.state)
const verdictsOf = async (ctx: Ctx, { campaign, bo }: Pick<Scene, 'campaign' | 'bo'>) =>
  (
    await ctx.tx.execute<{ decision: string; n: number }>(
      `select decision, count(*)::int as n from verdict where campaign_id = '${campaign.id}' and person_id = '${bo.id}' group by 1`,
    )
  ).rows
/** Bo's points, what is held, and what the campaign has left. */
const money = (ctx: Ctx, { poolId, campaign, bo }: Pick<Scene, 'poolId' | 'campaign' | 'bo'>) =>
  inTurn([accounts.points(bo.id), accounts.held(campaign.id), accounts.budget(campaign.id)], (account) =>
    balanceOf(ctx, poolId, account),
  )
const votesOf = async (ctx: Ctx, { at, campaign }: Pick<Scene, 'at' | 'campaign'>) => {
  await recompute(ctx, at)
  const { items } = await currentResults(ctx, at.poolId, campaign, { cursor: null, limit: 100 })
  return items.map((one) => one.annotations)
}

/** Every panelist answers every task of their case. @returns how many tasks each saw. */
async function voteAll(ctx: Ctx, found: { panel: TestPerson[] }, value: (i: number) => string) {
  const seen: number[] = []
  for (const one of found.panel) {
    for (const { appealId, poolId, tasks } of await casesOf(ctx, one.id)) {
      seen.push(tasks.length)
      const answers = Object.fromEntries(tasks.map((task, i) => [task.taskId, value(i)]))
      await vote(ctx, { poolId, appealId, personId: one.id, answers })
    }
  }
  return seen
}

test('[SET-5, SET-27] failed control tasks of a list are a rejection that can be appealed: pay held, nothing final, the answers do not speak', async () => {
  await database.tx(async (ctx) => {
    const found = await scene(ctx)
    expect(found.settled).toMatchObject({ accepted: 8, rejected: 8 })
    expect(await verdictsOf(ctx, found)).toEqual([])
    expect(await money(ctx, found)).toEqual([0n, 800n, 0n])
    const [mine] = await windowsOfLabeler(ctx, { personId: found.bo.id })
    expect(mine).toMatchObject({
      state: 'failed',
      reasonCode: 'failed-control-tasks',
      checks: 5,
      wrong: 5,
      answers: 8,
      pay: 800n,
    })
    expect(mine!.failed).toHaveLength(5)
    expect(mine!.failed[0]).toMatchObject({ value: 'no', known: 'yes' })
    expect(mine!.appealUntil!.getTime() - ctx.now().getTime()).toBe(72 * 3_600_000)
    expect(await openRejections(ctx, found.at)).toEqual({ answers: 8, until: mine!.appealUntil })
    expect(await votesOf(ctx, found)).toEqual(Array(8).fill(1))
    expect(await imbalance(ctx)).toBe(0n)
  })
})

test('[SET-16, SET-27] nobody appeals: when the time has passed it counts, the pay is back in the budget', async () => {
  const found = await database.tx((ctx) => scene(ctx))
  const finish = () =>
    database.tx(async (ctx) => {
      for (const one of await dueRejections(ctx))
        if (one.poolId === found.poolId) await finishRejection(ctx, one)
      return verdictsOf(ctx, found)
    })
  database.clock.ahead = 72 * 3_600 - 60
  expect(await finish()).toEqual([])
  database.clock.ahead = 72 * 3_600 + 60
  expect(await finish()).toEqual([{ decision: 'rejected', n: 8 }])
  await database.tx(async (ctx) => {
    expect(await money(ctx, found)).toEqual([0n, 0n, 800n])
    expect(await openRejections(ctx, found.at)).toBe(null)
    await expect(open(ctx, { ...found, personId: found.bo.id, note: '' })).rejects.toMatchObject({
      code: 'settlement/too-late',
    })
    expect(await imbalance(ctx)).toBe(0n)
  })
})

test('[APP-5, SET-19] a panel that says what the labeler said reverses it: paid, and the answers speak again', async () => {
  await database.tx(async (ctx) => {
    const found = await scene(ctx)
    await open(ctx, { ...found, personId: found.bo.id, note: 'they are all no' })
    expect((await openRejections(ctx, found.at))?.until, 'a panel sits').toBe(null)
    expect(await voteAll(ctx, found, () => 'no')).toEqual([5, 5, 5])
    expect(await verdictsOf(ctx, found)).toEqual([{ decision: 'accepted', n: 8 }])
    expect(await money(ctx, found)).toEqual([800n, 0n, 0n])
    expect(await votesOf(ctx, found)).toEqual(Array(8).fill(2))
    expect(await imbalance(ctx)).toBe(0n)
  })
})

test('[APP-5] a panel that shares the known answers upholds it: rejected, and the answers go on not speaking', async () => {
  await database.tx(async (ctx) => {
    const found = await scene(ctx)
    await open(ctx, { ...found, personId: found.bo.id, note: '' })
    // One of five was wrong about them; four of four are still failed.
    await voteAll(ctx, found, (i) => (i === 0 ? 'no' : 'yes'))
    expect(await verdictsOf(ctx, found)).toEqual([{ decision: 'rejected', n: 8 }])
    expect(await money(ctx, found)).toEqual([0n, 0n, 800n])
    expect(await votesOf(ctx, found)).toEqual(Array(8).fill(1))
  })
})

test('[APP-6] a panel that keeps silent accepts', async () => {
  const found = await database.tx(async (ctx) => {
    const made = await scene(ctx)
    await open(ctx, { ...made, personId: made.bo.id, note: '' })
    return made
  })
  database.clock.ahead = 73 * 3_600
  await database.tx(async (ctx) => {
    const due = (await dueAppeals(ctx)).find((one) => one.poolId === found.poolId)!
    await tend(ctx, due)
    expect(await verdictsOf(ctx, found)).toEqual([{ decision: 'accepted', n: 8 }])
    expect(await money(ctx, found)).toEqual([800n, 0n, 0n])
  })
})

test('[APP-3, APP-5] of many failed control tasks a panel looks at twenty, and the others are taken to be like them', async () => {
  for (const [shared, decision] of [
    [11, 'rejected'],
    [10, 'accepted'],
  ] as const) {
    await database.tx(async (ctx) => {
      // 40 failed of 60: it stands while more are failed than the 20 that are right, so from 11 of 20 looked at.
      const found = await scene(ctx, { count: 60, golds: 60, right: 20 })
      await open(ctx, { ...found, personId: found.bo.id, note: '' })
      const seen = await voteAll(ctx, found, (i) => (i < shared ? 'yes' : 'no'))
      expect(seen).toEqual([20, 20, 20])
      expect(await verdictsOf(ctx, found)).toEqual([{ decision, n: 60 }])
    })
  }
})

test('[SET-27] in a trial: what was accepted before stays, what comes in meanwhile joins, and a reversal is not judged again by the same', async () => {
  await database.tx(async (ctx) => {
    const { pool, bo, panel } = await crowd(ctx)
    const all = items('trial', 12)
    const campaign = await newCampaign(ctx, pool, { items: all, overlap: 1 })
    const at = { poolId: pool.id, campaignId: campaign.id }
    const found = { poolId: pool.id, campaign, bo }
    await markGold(
      ctx,
      pool.id,
      all.map((id) => ({ taskId: campaign.taskOf.get(id)!, answer: 'yes' })),
    )
    await answerAll(ctx, campaign, bo, () => 'no', 2)
    await judge(ctx, at)
    expect(await money(ctx, found)).toEqual([200n, 0n, 1_000n])
    await answerAll(ctx, campaign, bo, () => 'no', 3)
    const who = { ...at, personId: bo.id }
    const { assignment } = await reserve(ctx, who)
    expect(await judge(ctx, at)).toEqual({ accepted: 0, rejected: 3 })
    expect((await reserve(ctx, who)).assignment?.id, 'the one held').toBe(assignment!.id)
    await submit(ctx, { ...who, assignmentId: assignment!.id, value: 'no', elapsedMs: 900 })
    expect(await judge(ctx, at)).toEqual({ accepted: 0, rejected: 1 })
    expect(await stateOf(ctx, bo)).toEqual(['failed'])
    expect(await money(ctx, found)).toEqual([200n, 400n, 600n])
    expect((await reserve(ctx, who)).reason).toBe('suspended')

    const windowId = await windowOf(ctx, bo)
    // The failed ones of the answers that were accepted before are part of the case.
    const [mine] = await windowsOfLabeler(ctx, { personId: bo.id })
    expect(mine).toMatchObject({ answers: 4, checks: 5, wrong: 5 })
    expect(mine!.failed).toHaveLength(5)
    await open(ctx, { poolId: pool.id, windowId, personId: bo.id, note: '' })
    expect(await voteAll(ctx, { panel }, () => 'no')).toEqual([5, 5, 5])
    expect(await money(ctx, found)).toEqual([600n, 0n, 600n])
    expect((await goldRecords(ctx, pool.id, campaign.id)).get(bo.id)).toBeUndefined()
    await answerAll(ctx, campaign, bo, () => 'yes', 2)
    expect(await judge(ctx, at)).toEqual({ accepted: 2, rejected: 0 })
    expect(await money(ctx, found)).toEqual([800n, 0n, 400n])
    expect(await imbalance(ctx)).toBe(0n)
  })
})
