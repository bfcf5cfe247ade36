import { type Ctx, inTurn } from '@rowright/db'
import { overlapping, testDatabase } from '@rowright/testing'
import {
  answerAll,
  giveConsent,
  type NewTestCampaign,
  newCheckedCampaign,
  newPerson,
  newPool,
  type TestPerson,
} from '@rowright/testing/factories'
import { afterEach, expect, test } from 'vitest'
import { accounts, balanceOf, imbalance } from '../ledger/index.ts'
import { judge, skillOf } from '../settlement/index.ts'
import { casesOf, dueAppeals, open, tend, vote } from './index.ts'

const database = testDatabase()
afterEach(() => {
  database.clock.ahead = 0
})
const items = (name: string, count: number) => Array.from({ length: count }, (_, i) => `${name}-${i}`)

/** Reviewers of measured skill, and bo whose window failed on four control tasks. */
async function rejected(
  ctx: Ctx,
  reviewers = 3,
  question: Partial<NewTestCampaign> & { known?: string } = {},
) {
  const requester = await newPerson(ctx, 'requester')
  const pool = await newPool(ctx, requester)
  const people: TestPerson[] = []
  for (let i = 0; i <= reviewers; i++) {
    const one = await newPerson(ctx, `reviewer-${i}`)
    await giveConsent(ctx, pool, one)
    people.push(one)
  }
  const [bo, ...panel] = people as [TestPerson, ...TestPerson[]]
  const known = items('known', 25)
  const before = await newCheckedCampaign(ctx, pool, {
    items: known,
    golds: known,
    overlap: Math.max(1, reviewers),
  })
  for (const one of panel) await answerAll(ctx, before, one, () => 'yes')
  await judge(ctx, { poolId: pool.id, campaignId: before.id })
  const all = items('case', 6)
  const campaign = await newCheckedCampaign(ctx, pool, {
    items: all,
    golds: all,
    overlap: 1,
    holdSeconds: 600,
    ...question,
  })
  await answerAll(ctx, campaign, bo, () => 'no', 4)
  await judge(ctx, { poolId: pool.id, campaignId: campaign.id })
  const { rows } = await ctx.tx.execute<{ id: string }>(
    `select id from pay_window where campaign_id = '${campaign.id}' and state = 'failed'`,
  )
  return { poolId: pool.id, campaign, bo, panel, windowId: rows[0]!.id }
}

const stateOf = async (ctx: Ctx, windowId: string) =>
  (await ctx.tx.execute<{ state: string }>(`select state from pay_window where id = '${windowId}'`)).rows[0]!
    .state

/** Every panelist answers every task of their case. */
async function voteAll(ctx: Ctx, scene: Awaited<ReturnType<typeof rejected>>, value: (i: number) => string) {
  for (const [i, one] of scene.panel.entries()) {
    for (const { appealId, poolId, tasks } of await casesOf(ctx, one.id)) {
      const answers = Object.fromEntries(tasks.map((task) => [task.taskId, value(i)]))
      await vote(ctx, { poolId, appealId, personId: one.id, answers })
    }
  }
}

test('[APP-2, APP-3] three skilled people who had nothing to do with it get the tasks, and nothing else', async () => {
  await database.tx(async (ctx) => {
    const scene = await rejected(ctx)
    await open(ctx, { ...scene, personId: scene.bo.id, note: 'they are all no' })
    for (const one of scene.panel) {
      const [found, ...others] = await casesOf(ctx, one.id)
      expect(others).toEqual([])
      expect(found!.tasks).toHaveLength(4)
      const shown = JSON.stringify(found)
      for (const secret of [scene.bo.id, scene.windowId, 'they are all no', 'failed']) {
        expect(shown).not.toContain(secret)
      }
    }
    expect(await casesOf(ctx, scene.bo.id)).toEqual([])
  })
})

test('[APP-5] a panel that answers as the control tasks say upholds: rejected for good, pay back in the budget', async () => {
  await database.tx(async (ctx) => {
    const scene = await rejected(ctx)
    await open(ctx, { ...scene, personId: scene.bo.id, note: '' })
    await voteAll(ctx, scene, () => 'yes')
    expect(await stateOf(ctx, scene.windowId)).toBe('rejected')
    expect(await balanceOf(ctx, scene.poolId, accounts.budget(scene.campaign.id))).toBe(600n)
    expect(await imbalance(ctx)).toBe(0n)
  })
})

test('[APP-5, SET-19] a panel that answers otherwise reverses: pay, place and skill come back', async () => {
  await database.tx(async (ctx) => {
    const scene = await rejected(ctx)
    expect((await skillOf(ctx, scene.poolId, scene.bo.id)).checks).toBe(4)
    await open(ctx, { ...scene, personId: scene.bo.id, note: '' })
    await voteAll(ctx, scene, (i) => (i === 0 ? 'yes' : 'no'))
    expect(await stateOf(ctx, scene.windowId)).toBe('passed')
    expect(await balanceOf(ctx, scene.poolId, accounts.stake(scene.bo.id))).toBe(400n)
    expect((await skillOf(ctx, scene.poolId, scene.bo.id)).checks).toBe(0)
    expect(await answerAll(ctx, scene.campaign, scene.bo, () => 'no', 1)).toHaveProperty('size', 1)
    expect(await imbalance(ctx)).toBe(0n)
  })
})

test('[APP-3, APP-5] panels answer every task type, compared as it compares; what is no answer names its task', async () => {
  await database.tx(async (ctx) => {
    // Known: "yes", said in capitals by two of three: the same word to the profile, so the control tasks stand.
    const schema = { profile: 'words/1' }
    const scene = await rejected(ctx, 3, {
      labels: [],
      known: '"yes"',
      more: { taskType: 'transcription', schema },
    })
    await open(ctx, { ...scene, personId: scene.bo.id, note: '' })
    const [found] = await casesOf(ctx, scene.panel[0]!.id)
    expect(found).toMatchObject({ taskType: 'transcription', schema })
    const answers = Object.fromEntries(found!.tasks.map((task) => [task.taskId, '   ']))
    const voting = { ...found!, personId: scene.panel[0]!.id, answers }
    await expect(vote(ctx, voting)).rejects.toMatchObject({
      code: 'labeling/invalid-value',
      field: expect.stringMatching(/^answers\.[0-9a-f-]{36}$/),
    })
    await voteAll(ctx, scene, (i) => (i === 0 ? 'quite another text' : 'YES!'))
    expect(await stateOf(ctx, scene.windowId)).toBe('rejected')
  })
})

test('[APP-6] silence accepts; before that late seats go to others', async () => {
  const scene = await database.tx(async (ctx) => {
    const made = await rejected(ctx, 4)
    await open(ctx, { ...made, personId: made.bo.id, note: '' })
    expect((await dueAppeals(ctx)).filter((one) => one.poolId === made.poolId)).toEqual([])
    return made
  })
  const dueHere = async (ctx: Ctx) => (await dueAppeals(ctx)).find((one) => one.poolId === scene.poolId)!
  database.clock.ahead = 25 * 3_600
  await database.tx(async (ctx) => {
    expect(await tend(ctx, await dueHere(ctx))).toBe(1)
    const waiting = await inTurn(scene.panel, (one) => casesOf(ctx, one.id))
    expect(waiting.flat()).toHaveLength(4)
  })
  database.clock.ahead = 73 * 3_600
  const due = await database.tx(dueHere)
  const ended = await overlapping(database, (ctx) => tend(ctx, due))
  expect(ended.map((one) => one.status === 'fulfilled' && one.value)).toEqual([1, 0])
  expect(await database.tx((ctx) => stateOf(ctx, scene.windowId))).toBe('passed')
})

test('[APP-1, APP-4] attacks: not mine, twice, too late; not on the panel, twice, after the decision, half a case', async () => {
  const scene = await database.tx((ctx) => rejected(ctx))
  const tried = (work: (ctx: Ctx) => Promise<unknown>) =>
    database.tx(work).then(
      () => 'done',
      (error: { code?: string }) => error.code,
    )
  const [ada, chen, dan] = scene.panel as [TestPerson, TestPerson, TestPerson]
  const appealed = (personId: string) => tried((ctx) => open(ctx, { ...scene, personId, note: '' }))
  expect(await appealed(ada.id)).toBe('settlement/not-yours')
  database.clock.ahead = 601
  expect(await appealed(scene.bo.id)).toBe('settlement/too-late')
  database.clock.ahead = 0
  expect(await appealed(scene.bo.id)).toBe('done')
  expect(await appealed(scene.bo.id)).toBe('appeal/appealed-already')

  const [found] = await database.tx((ctx) => casesOf(ctx, ada.id))
  const { poolId, appealId, tasks } = found!
  const answers = Object.fromEntries(tasks.map((task) => [task.taskId, 'yes']))
  const voted = (personId: string, said: Record<string, string> = answers) =>
    tried((ctx) => vote(ctx, { poolId, appealId, personId, answers: said }))
  expect(await voted(scene.bo.id)).toBe('appeal/not-on-panel')
  const { [tasks[0]!.taskId]: _, ...half } = answers
  expect(await voted(ada.id, half)).toBe('appeal/unanswered')
  expect(await voted(ada.id)).toBe('done')
  expect(await voted(ada.id)).toBe('appeal/voted-already')
  const both = await overlapping(database, (ctx) =>
    vote(ctx, { poolId, appealId, personId: chen.id, answers }),
  )
  expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(await voted(dan.id)).toBe('done')
  expect(await database.tx((ctx) => stateOf(ctx, scene.windowId))).toBe('rejected')
  expect(await appealed(scene.bo.id)).toBe('appeal/appealed-already')
})
