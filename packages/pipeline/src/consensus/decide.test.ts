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
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { closeTasks, expire, reserve } from '../labeling/index.ts'
import { type Campaign, getCampaign, type NewCampaign } from '../pool/index.ts'
import { wrongTooOften } from './audit.ts'
import { decide, dueRefits, goldRecords, refit } from './index.ts'
import { believe, stops } from './stream.ts'

const database = testDatabase()
const items = (count: number) => Array.from({ length: count }, (_, i) => `item-${String(i).padStart(3, '0')}`)
const truth = (id: string) => (Number(id.slice(-3)) % 2 === 0 ? 'yes' : 'no')
const wrong = (id: string) => (truth(id) === 'yes' ? 'no' : 'yes')
const NAMES = ['ada', 'bo', 'chen', 'dee', 'eve', 'fay']

async function running(ctx: Ctx, count: number, more: Partial<NewCampaign>, names = NAMES) {
  const pool = await newPool(ctx, await newPerson(ctx, 'requester'))
  const labelers: TestPerson[] = []
  for (const name of names) {
    const person = await newPerson(ctx, name)
    await giveConsent(ctx, pool, person)
    labelers.push(person)
  }
  const campaign = await newCampaign(ctx, pool, {
    items: items(count),
    overlap: 5,
    more: { overlapMin: 2, targetConfidencePpm: 900_000, auditPpm: 0, ...more },
  })
  return { campaign, at: { poolId: pool.id, campaignId: campaign.id }, labelers }
}

async function tasksOf(ctx: Ctx, campaign: Campaign) {
  const { rows } = await ctx.tx.execute<{ id: string; slots: number; open: number; as: string | null }>(sql`
    select i.external_id as id, t.slots, t.open_slots as open, t.closed_as as as from task t join item i on i.id = t.item_id
    where t.campaign_id = ${campaign.id} order by 1`)
  return new Map(rows.map((row) => [row.id, row]))
}

test('[CNS-10] the streaming posterior multiplies coins; who does not speak does not count', () => {
  const sure = (persons: Record<string, number | null>) => (name: string) => {
    const reliability = persons[name]
    return reliability == null ? null : { name, reliability }
  }
  const said = [
    ['ada', 'yes'],
    ['spam', 'no'],
    ['bo', 'yes'],
  ] as const
  const labels = ['yes', 'no'].map((value) => ({ value, label: value }))
  const question = { taskType: 'single', schema: {}, labels } as const
  const belief = believe(said, question, sure({ ada: 0.9, bo: 0.8, spam: null }))!
  expect(belief).toMatchObject({ value: 'yes', answers: 2 })
  // Logarithms are kept to 2⁻³² [TYP-12]: ten digits of a probability.
  expect(belief.confidence).toBeCloseTo((0.9 * 0.8) / (0.9 * 0.8 + 0.1 * 0.2), 10)
  expect(believe([], question, sure({}))).toBeNull()
  const early = stops(said, question, (name) => ({ name, reliability: 0.9 }), {
    least: 1,
    target: 0.85,
  })!
  expect([early.early, early.belief.answers]).toEqual([true, 1])
})

test('[CNS-12] the least is raised when 50 audited tasks are surely wrong more than twice the allowed share', () => {
  expect(wrongTooOften({ items: 50, errors: 6 }, 0.98)).toBe(true)
  expect(wrongTooOften({ items: 50, errors: 4 }, 0.98)).toBe(false)
  expect(wrongTooOften({ items: 49, errors: 49 }, 0.98)).toBe(false)
})

test('[LAB-16, CNS-10] tasks get the least answers first; who agree close it, who differ get one more', async () => {
  await database.tx(async (ctx) => {
    const { campaign, at, labelers } = await running(ctx, 20, {})
    const [ada, bo, chen, dee] = labelers as [TestPerson, TestPerson, TestPerson, TestPerson]
    expect([...(await tasksOf(ctx, campaign)).values()].every((task) => task.slots === 2)).toBe(true)
    await answerAll(ctx, campaign, ada, truth)
    expect(await decide(ctx, at), 'one answer is not two').toEqual({ closed: 0, opened: 0, escalated: 0 })
    const split = new Set(items(20).slice(0, 4))
    await answerAll(ctx, campaign, bo, (id) => (split.has(id) ? wrong(id) : truth(id)))
    // Before the first refit nobody is believed enough for two answers.
    expect(await decide(ctx, at)).toEqual({ closed: 0, opened: 20, escalated: 0 })
    await answerAll(ctx, campaign, chen, truth)
    await refit(ctx, at)
    const after = await decide(ctx, at)
    expect(after.closed + after.opened).toBe(20)
    expect(after.closed).toBeGreaterThanOrEqual(16)
    const open = [...(await tasksOf(ctx, campaign)).values()].filter((task) => task.as === null)
    expect(open.map((task) => task.open)).toEqual(open.map(() => 1))
    expect((await answerAll(ctx, campaign, dee, truth)).size, 'only what is undecided is offered').toBe(
      open.length,
    )
    const { committed } = await getCampaign(ctx, at.poolId, at.campaignId)
    const slots = [...(await tasksOf(ctx, campaign)).values()].reduce((sum, task) => sum + task.slots, 0)
    expect(committed).toBe(BigInt(slots) * campaign.price)
  })
})

test('[LAB-16] closing gives free slots back to the budget; who holds one may still answer or let it go', async () => {
  const { campaign, at } = await database.tx(async (ctx) => {
    const made = await running(ctx, 1, { overlapMin: 4 })
    const [ada, bo, chen] = made.labelers as [TestPerson, TestPerson, TestPerson]
    await answerAll(ctx, made.campaign, ada, truth)
    await reserve(ctx, { ...made.at, personId: bo.id })
    await reserve(ctx, { ...made.at, personId: chen.id })
    const taskId = made.campaign.taskOf.get('item-000')!
    expect(await closeTasks(ctx, made.campaign, [{ taskId, as: 'confident' }])).toBe(1)
    expect((await getCampaign(ctx, made.at.poolId, made.at.campaignId)).committed).toBe(300n)
    await answerAll(ctx, made.campaign, bo, truth)
    return made
  })
  database.clock.ahead = 601
  await database.tx(async (ctx) => {
    expect(await expire(ctx)).toBe(1)
    expect((await tasksOf(ctx, campaign)).get('item-000')).toMatchObject({ slots: 2, open: 0 })
    expect((await getCampaign(ctx, at.poolId, at.campaignId)).committed).toBe(200n)
  })
  database.clock.ahead = 0
})

test('[LAB-16, CNS-12] the audit sample goes on to the most answers', async () => {
  await database.tx(async (ctx) => {
    const { campaign, at, labelers } = await running(ctx, 3, { auditPpm: 1_000_000 })
    for (const one of labelers) await answerAll(ctx, campaign, one, truth)
    expect((await decide(ctx, at)).closed).toBe(3)
    expect([...(await tasksOf(ctx, campaign)).values()].map((task) => [task.slots, task.as])).toEqual(
      Array(3).fill([5, 'all-answers']),
    )
    await refit(ctx, at)
    const { rows } = await ctx.tx.execute(
      sql`select audit_items, audit_errors, read from refit where campaign_id = ${campaign.id}`,
    )
    expect(rows).toEqual([{ audit_items: 3, audit_errors: 0, read: 15 }])
  })
})

test('[CNS-13] what is split at the most answers goes to a reviewer who has not had it', async () => {
  await database.tx(async (ctx) => {
    const { campaign, at, labelers } = await running(ctx, 40, { overlap: 2, reviewSlots: 1 })
    const [ada, bo, chen, dee] = labelers as [TestPerson, TestPerson, TestPerson, TestPerson]
    const split = items(40).slice(0, 3)
    await answerAll(ctx, campaign, ada, truth)
    await answerAll(ctx, campaign, bo, (id) => (split.includes(id) ? wrong(id) : truth(id)))
    await refit(ctx, at)
    await ctx.tx.execute(sql`insert into standing (pool_id, campaign_id, person_id, reviewer) values
      (${at.poolId}, ${at.campaignId}, ${chen.id}, true)`)
    expect(await decide(ctx, at), 'a review is paid like any answer').toEqual({
      closed: 37,
      opened: 0,
      escalated: 0,
    })
    await ctx.tx.execute(
      sql`update campaign_funding set amount = amount + 300 where campaign_id = ${campaign.id}`,
    )
    expect(await decide(ctx, at)).toEqual({ closed: 0, opened: 0, escalated: 3 })
    expect((await reserve(ctx, { ...at, personId: dee.id })).reason).toBe('no-task-left')
    const reviewed = await answerAll(ctx, campaign, chen, truth)
    expect([...reviewed.keys()].sort()).toEqual(split)
    expect(await decide(ctx, at)).toEqual({ closed: 3, opened: 0, escalated: 0 })
    expect(
      [...(await tasksOf(ctx, campaign)).values()].filter((task) => task.as === 'reviewed'),
    ).toHaveLength(3)
  })
})

test('[CNS-11] a refit is due at 50 answers, then at a tenth more, and when nothing is open any more', async () => {
  await database.tx(async (ctx) => {
    const { campaign, at, labelers } = await running(ctx, 30, { overlapMin: 3 })
    const due = async () => (await dueRefits(ctx)).some((one) => one.campaignId === campaign.id)
    const [ada, bo, chen] = labelers as [TestPerson, TestPerson, TestPerson]
    await answerAll(ctx, campaign, ada, truth)
    expect(await due()).toBe(false)
    await answerAll(ctx, campaign, bo, truth)
    expect(await due()).toBe(true)
    await refit(ctx, at)
    expect(await due()).toBe(false)
    await answerAll(ctx, campaign, chen, truth)
    await decide(ctx, at)
    expect(await due(), 'all is decided and 30 answers are unread').toBe(true)
  })
})

test('[CNS-14] sure results of independent labelers become gold, and prove nothing about those who made them', async () => {
  await database.tx(async (ctx) => {
    const { campaign, at, labelers } = await running(ctx, 40, {
      targetConfidencePpm: null,
      goldRatePpm: 100_000,
    })
    for (const one of labelers.slice(0, 5)) await answerAll(ctx, campaign, one, truth)
    await refit(ctx, at)
    const { rows } = await ctx.tx.execute<{ answer: string; n: number }>(sql`
      select g.answer, count(*)::int as n from gold g join task t on t.id = g.task_id
      where t.campaign_id = ${campaign.id} and t.track = 'gold' and g.since is not null group by 1 order by 1`)
    expect(rows).toEqual([
      { answer: 'no', n: 5 },
      { answer: 'yes', n: 5 },
    ])
    expect(await goldRecords(ctx, at.poolId, at.campaignId)).toEqual(new Map())
  })
})

test('[CNS-10] two workers deciding at once open one slot, not two', async () => {
  const { campaign, at } = await database.tx(async (ctx) => {
    const made = await running(ctx, 5, {})
    for (const one of made.labelers.slice(0, 2)) await answerAll(ctx, made.campaign, one, truth)
    return made
  })
  await overlapping(database, (ctx) => decide(ctx, at))
  await database.tx(async (ctx) => {
    expect([...(await tasksOf(ctx, campaign)).values()].map((task) => task.slots)).toEqual([3, 3, 3, 3, 3])
  })
})
