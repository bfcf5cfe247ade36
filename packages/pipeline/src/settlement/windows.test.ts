import type { Ctx } from '@rowright/db'
import { overlapping, testDatabase } from '@rowright/testing'
import {
  answerAll,
  giveConsent,
  type NewTestCampaign,
  newCampaign,
  newCheckedCampaign,
  newPerson,
  newPool,
  type TestPerson,
} from '@rowright/testing/factories'
import { expect, test } from 'vitest'
import { refit } from '../consensus/index.ts'
import { reserve } from '../labeling/index.ts'
import { accounts, balanceOf, imbalance, totals } from '../ledger/index.ts'
import { joinClusters } from '../people/index.ts'
import { getCampaign, setStatus } from '../pool/index.ts'
import { dueRejections, finishRejection, judge, settleCampaign } from './index.ts'

const database = testDatabase()
const items = (count: number) => Array.from({ length: count }, (_, i) => `item-${String(i).padStart(3, '0')}`)
const yes = () => 'yes'
const no = () => 'no'

/** People who consented, and a campaign with windows of which these items are control tasks ("yes"). */
async function staffed(ctx: Ctx, names: string[], wanted: NewTestCampaign & { golds: string[] }) {
  const pool = await newPool(ctx, await newPerson(ctx, 'requester'))
  const people: TestPerson[] = []
  for (const name of names) {
    const person = await newPerson(ctx, name)
    await giveConsent(ctx, pool, person)
    people.push(person)
  }
  return { pool, people, ...(await another(ctx, pool, wanted)) }
}

async function another(
  ctx: Ctx,
  pool: Awaited<ReturnType<typeof newPool>>,
  wanted: NewTestCampaign & { golds: string[] },
) {
  const campaign = await newCheckedCampaign(ctx, pool, wanted)
  return { campaign, at: { poolId: pool.id, campaignId: campaign.id } }
}

const held = async (ctx: Ctx, poolId: string, person: TestPerson) => {
  const points = await balanceOf(ctx, poolId, accounts.points(person.id))
  return [points, await balanceOf(ctx, poolId, accounts.stake(person.id))] as const
}
const states = async (ctx: Ctx, poolId: string) =>
  (
    await ctx.tx.execute<{ state: string }>(
      `select state from pay_window where pool_id = '${poolId}' order by opened_at, id`,
    )
  ).rows.map((row) => row.state)

test('[SET-9, SET-10, SET-11] a first window passes: all its answers are paid, as points that stay staked until the second', async () => {
  await database.tx(async (ctx) => {
    const { pool, people, campaign, at } = await staffed(ctx, ['ada'], {
      items: items(20),
      golds: items(20),
      overlap: 1,
      stake: 250n,
    })
    const [ada] = people as [TestPerson]
    await answerAll(ctx, campaign, ada, yes, 4)
    expect(await judge(ctx, { ...at, personId: ada.id })).toEqual({ accepted: 0, rejected: 0 })
    expect(await held(ctx, pool.id, ada)).toEqual([0n, 0n])
    await answerAll(ctx, campaign, ada, yes, 1)
    expect(await judge(ctx, { ...at, personId: ada.id })).toEqual({ accepted: 5, rejected: 0 })
    expect(await held(ctx, pool.id, ada)).toEqual([0n, 500n])
    await answerAll(ctx, campaign, ada, yes, 5)
    await judge(ctx, { ...at, personId: ada.id })
    // Of 1,000 the campaign's stake of a window stays staked; the rest is free.
    expect(await held(ctx, pool.id, ada)).toEqual([750n, 250n])
    await answerAll(ctx, campaign, ada, yes, 5)
    await judge(ctx, { ...at, personId: ada.id })
    expect(await held(ctx, pool.id, ada)).toEqual([1_250n, 250n])
    expect(await imbalance(ctx)).toBe(0n)
  })
})

test('[SET-9, SET-16] a window fails as soon as it cannot pass; the rejection counts when nobody appealed', async () => {
  const made = await database.tx(async (ctx) => {
    const { pool, people, campaign, at } = await staffed(ctx, ['bo'], {
      items: items(10),
      golds: items(10),
      overlap: 1,
      holdSeconds: 3_600,
    })
    const [bo] = people as [TestPerson]
    await answerAll(ctx, campaign, bo, no, 3)
    expect(await judge(ctx, at)).toEqual({ accepted: 0, rejected: 0 })
    expect(await states(ctx, pool.id)).toEqual(['open'])
    await answerAll(ctx, campaign, bo, no, 1)
    await judge(ctx, at)
    expect(await states(ctx, pool.id)).toEqual(['failed'])
    expect(await balanceOf(ctx, pool.id, accounts.held(campaign.id))).toBe(400n)
    expect(await dueRejections(ctx)).toEqual([])
    return { poolId: pool.id, campaignId: campaign.id, bo }
  })
  database.clock.ahead = 3_601
  try {
    const [due] = await database.tx((ctx) => dueRejections(ctx))
    const ended = await overlapping(database, (ctx) => finishRejection(ctx, due!))
    expect(ended.map((one) => one.status === 'fulfilled' && one.value)).toEqual([true, false])
    await database.tx(async (ctx) => {
      expect(await states(ctx, made.poolId)).toEqual(['rejected'])
      expect(await balanceOf(ctx, made.poolId, accounts.held(made.campaignId))).toBe(0n)
      expect(await balanceOf(ctx, made.poolId, accounts.budget(made.campaignId))).toBe(1_000n)
      const { rows } = await ctx.tx.execute(
        `select distinct decision, reason_code, evidence from verdict where campaign_id = '${made.campaignId}'`,
      )
      expect(rows).toEqual([
        {
          decision: 'rejected',
          reason_code: 'failed-control-tasks',
          evidence: { answered: 4, failed: 4, failedGolds: 4, needed: 3 },
        },
      ])
    })
  } finally {
    database.clock.ahead = 0
  }
})

test('[SET-1, SET-8] what others agree on checks an answer, but disagreeing alone rejects nobody', async () => {
  await database.tx(async (ctx) => {
    const names = ['ada', 'bo', 'chen', 'dan', 'eve', 'fay', 'gus']
    const { pool, people, campaign, at } = await staffed(ctx, names, {
      items: items(12),
      golds: items(2),
      overlap: 7,
    })
    const gus = people.at(-1)!
    for (const one of people) await answerAll(ctx, campaign, one, one === gus ? no : yes)
    await refit(ctx, at)
    await judge(ctx, at)
    const { rows } = await ctx.tx.execute(
      `select person_id = '${gus.id}' as gus, gold, passed, count(*)::int as n from answer_check where pool_id = '${pool.id}' group by 1, 2, 3 order by 1, 2, 3`,
    )
    expect(rows).toEqual([
      { gus: false, gold: false, passed: true, n: 60 },
      { gus: false, gold: true, passed: true, n: 12 },
      { gus: true, gold: false, passed: false, n: 10 },
      { gus: true, gold: true, passed: false, n: 2 },
    ])
    // Twelve of twelve wrong, but only two of them control tasks: it waits, it is not rejected.
    const state = await ctx.tx.execute(`select state from pay_window where person_id = '${gus.id}'`)
    expect(state.rows).toEqual([{ state: 'open' }])
    expect(await held(ctx, pool.id, gus)).toEqual([0n, 0n])
    expect((await held(ctx, pool.id, people[0]!))[1]).toBe(1_200n)
  })
})

test('[SET-13, SET-14] at close: five checks that speak for honest are paid, fewer are carried to the next campaign and funded', async () => {
  await database.tx(async (ctx) => {
    const golds = items(6)
    const { pool, people, campaign, at } = await staffed(ctx, ['ada', 'bo'], {
      items: items(12),
      golds,
      overlap: 2,
      window: { checks: 20, failAt: 7 },
    })
    const [ada, bo] = people as [TestPerson, TestPerson]
    await answerAll(ctx, campaign, ada, yes)
    await answerAll(ctx, campaign, bo, yes, 3)
    await setStatus(ctx, await getCampaign(ctx, pool.id, campaign.id), 'closed')
    const bosChecks = async () =>
      (
        await ctx.tx.execute<{ n: number }>(
          `select count(*)::int as n from answer_check where person_id = '${bo.id}'`,
        )
      ).rows[0]!.n
    const settled = await settleCampaign(ctx, at)
    expect(await bosChecks()).toBeLessThan(5)
    expect(settled).toMatchObject({ accepted: 12, carried: 3 })
    // Six of six at 1.8 : 1 each is 34 : 1: paid, but staked until more is known.
    expect(await held(ctx, pool.id, ada)).toEqual([0n, 1_200n])
    expect(await held(ctx, pool.id, bo)).toEqual([0n, 0n])
    expect(await balanceOf(ctx, pool.id, accounts.held(campaign.id))).toBe(300n)
    expect(await balanceOf(ctx, pool.id, accounts.budget(campaign.id))).toBe(900n)

    const next = await another(ctx, pool, {
      items: items(30).slice(20),
      golds: items(30).slice(20),
      overlap: 2,
    })
    await answerAll(ctx, next.campaign, bo, yes, 5)
    await judge(ctx, next.at)
    expect(await balanceOf(ctx, pool.id, accounts.held(campaign.id))).toBe(0n)
    expect(await held(ctx, pool.id, bo)).toEqual([0n, 800n])
    await answerAll(ctx, next.campaign, bo, yes)
    await answerAll(ctx, next.campaign, ada, yes)
    await judge(ctx, next.at)
    await setStatus(ctx, await getCampaign(ctx, pool.id, next.campaign.id), 'closed')
    await settleCampaign(ctx, next.at)
    expect(await held(ctx, pool.id, ada)).toEqual([2_200n, 0n])
    expect(await held(ctx, pool.id, bo)).toEqual([1_300n, 0n])
    expect(await imbalance(ctx)).toBe(0n)
    expect(Object.values(await totals(ctx, pool.id)).reduce((sum, one) => sum + one, 0n)).toBe(0n)
  })
})

test('[SET-13] who checks with fewer than five control tasks pays what was answered when the campaign closes', async () => {
  await database.tx(async (ctx) => {
    const { pool, people, campaign, at } = await staffed(ctx, ['ada'], {
      items: items(4),
      golds: [],
      overlap: 1,
    })
    await answerAll(ctx, campaign, people[0]!, yes)
    await judge(ctx, at)
    expect(await held(ctx, pool.id, people[0]!)).toEqual([0n, 0n])
    await setStatus(ctx, await getCampaign(ctx, pool.id, campaign.id), 'closed')
    expect(await settleCampaign(ctx, at)).toMatchObject({ accepted: 4, carried: 0 })
    expect(await held(ctx, pool.id, people[0]!)).toEqual([400n, 0n])
  })
})

test('[SET-17] a slash goes to the requester and to the honest on the same tasks, to the last unit', async () => {
  const made = await database.tx(async (ctx) => {
    const { pool, people, campaign, at } = await staffed(ctx, ['ada', 'bo'], {
      items: items(10),
      golds: items(10),
      overlap: 2,
      price: 101n,
      stake: 250n,
      holdSeconds: 60,
    })
    const [ada, bo] = people as [TestPerson, TestPerson]
    // Bo's first window passes: 505 staked. Then bo clicks.
    await answerAll(ctx, campaign, bo, yes, 5)
    await judge(ctx, at)
    await answerAll(ctx, campaign, ada, yes)
    await judge(ctx, at)
    await answerAll(ctx, campaign, bo, no)
    await judge(ctx, at)
    expect(await held(ctx, pool.id, bo)).toEqual([0n, 505n])
    const before = await held(ctx, pool.id, ada)
    return { pool, campaign, ada, bo, before }
  })
  database.clock.ahead = 61
  try {
    await database.tx(async (ctx) => {
      for (const due of await dueRejections(ctx)) await finishRejection(ctx, due)
      const { pool, campaign, ada, bo, before } = made
      expect(await held(ctx, pool.id, bo)).toEqual([0n, 0n])
      // 505 / 2 = 252 over ada's answers on those 5 tasks: 50 each, 250; the other 255 to the requester.
      expect(await held(ctx, pool.id, ada)).toEqual([before[0] + 250n, before[1]])
      const spent = 101n * 15n
      expect(await balanceOf(ctx, pool.id, accounts.budget(campaign.id))).toBe(2_020n - spent + 255n)
      expect(await imbalance(ctx)).toBe(0n)
      expect((await ctx.tx.execute('select kind, amount from slash order by kind')).rows).toEqual([
        { kind: 'compensated', amount: '250' },
        { kind: 'slashed', amount: '505' },
      ])
    })
  } finally {
    database.clock.ahead = 0
  }
})

test('[SET-17] nothing of a slash goes to another account of the one who is slashed', async () => {
  const made = await database.tx(async (ctx) => {
    const all = { items: items(10), golds: items(10), overlap: 3, stake: 250n, holdSeconds: 60 }
    const { pool, people, campaign, at } = await staffed(ctx, ['ada', 'bo', 'twin'], all)
    const [ada, bo, twin] = people as [TestPerson, TestPerson, TestPerson]
    await answerAll(ctx, campaign, bo, yes, 5)
    await judge(ctx, at)
    for (const one of [ada, twin]) await answerAll(ctx, campaign, one, yes)
    await judge(ctx, at)
    await answerAll(ctx, campaign, bo, no)
    await judge(ctx, at)
    // That they are one comes to light afterwards.
    await joinClusters(ctx, [bo.id, twin.id])
    return { pool, ada, twin, before: [await held(ctx, pool.id, ada), await held(ctx, pool.id, twin)] }
  })
  database.clock.ahead = 61
  try {
    await database.tx(async (ctx) => {
      for (const due of await dueRejections(ctx)) await finishRejection(ctx, due)
      const { pool, ada, twin, before } = made
      expect(await held(ctx, pool.id, twin)).toEqual(before[1])
      expect((await held(ctx, pool.id, ada))[0]).toBe(before[0]![0] + 250n)
    })
  } finally {
    database.clock.ahead = 0
  }
})

test('[SET-12] the persons of one cluster have one first window', async () => {
  await database.tx(async (ctx) => {
    const { people, campaign, at } = await staffed(ctx, ['ada', 'ada again', 'bo'], {
      items: items(6),
      golds: items(6),
      overlap: 3,
    })
    const [ada, again, bo] = people as [TestPerson, TestPerson, TestPerson]
    await ctx.tx.execute(
      `update person set cluster_id = (select cluster_id from person where id = '${ada.id}') where id = '${again.id}'`,
    )
    await answerAll(ctx, campaign, ada, yes, 1)
    expect(await reserve(ctx, { ...at, personId: again.id })).toEqual({
      assignment: null,
      reason: 'share-reached',
    })
    expect((await reserve(ctx, { ...at, personId: bo.id })).reason).toBeNull()
  })
})

test('[SET-12] who has points in the pool stakes for the window that their cluster has had', async () => {
  await database.tx(async (ctx) => {
    const { pool, people, campaign, at } = await staffed(ctx, ['ada', 'ada again', 'and again'], {
      items: items(12),
      golds: items(12),
      overlap: 3,
      stake: 250n,
    })
    const [ada, ...others] = people as [TestPerson, TestPerson, TestPerson]
    const [again, idle] = others as [TestPerson, TestPerson]
    // A list of their own paid them before.
    const list = new Map(others.map((one) => [one, ['l-0', 'l-1', 'l-2']]))
    const known = await newCampaign(ctx, pool, { items: ['l-0', 'l-1', 'l-2'], list })
    for (const one of others) await answerAll(ctx, known, one, yes)
    await judge(ctx, { poolId: pool.id, campaignId: known.id })
    await ctx.tx.execute(
      `update person set cluster_id = '${ada.id}' where id in ('${ada.id}', '${again.id}', '${idle.id}')`,
    )
    await answerAll(ctx, campaign, ada, yes, 1)
    expect(await held(ctx, pool.id, again)).toEqual([300n, 0n])
    expect((await reserve(ctx, { ...at, personId: again.id })).reason).toBeNull()
    expect((await reserve(ctx, { ...at, personId: idle.id })).reason).toBeNull()
    expect(await held(ctx, pool.id, again)).toEqual([50n, 250n])
    await answerAll(ctx, campaign, again, no, 4)
    await judge(ctx, at)
    expect(await held(ctx, pool.id, again), 'staked once').toEqual([50n, 250n])
    const { rows } = await ctx.tx.execute(
      `select state, stake from pay_window where person_id = '${again.id}'`,
    )
    expect(rows, 'four wrong: the stake is on it').toEqual([{ state: 'failed', stake: '250' }])
    await setStatus(ctx, await getCampaign(ctx, pool.id, campaign.id), 'closed')
    await settleCampaign(ctx, at)
    expect(await held(ctx, pool.id, idle), 'who answered nothing has it back').toEqual([300n, 0n])
    expect(await imbalance(ctx)).toBe(0n)
  })
})
