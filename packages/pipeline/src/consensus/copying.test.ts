import { sha256Hex } from '@rowright/protocol'
import { testDatabase } from '@rowright/testing'
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
import { collapse } from './copying.ts'
import { currentResults, markGold, refit } from './index.ts'

const database = testDatabase()
const said = (taskId: string, personId: string, value: string) => ({
  assignmentId: `${taskId}-${personId}`,
  taskId,
  personId,
  value,
})

test('[CNS-16] a copying group speaks once per task, with what most of it said', () => {
  const answers = [
    said('t1', 'ada', 'yes'),
    said('t1', 'bo', 'no'),
    said('t1', 'chen', 'no'),
    said('t1', 'dee', 'yes'),
    said('t2', 'chen', 'yes'),
  ]
  expect(collapse(answers, [['ada', 'bo', 'chen']])).toEqual([
    { ...said('t1', 'bo', 'no'), personId: 'ada' },
    said('t1', 'dee', 'yes'),
    { ...said('t2', 'chen', 'yes'), personId: 'ada' },
  ])
  expect(collapse(answers, [])).toEqual(answers)
})

/** A number of its own for each text, the same in every run. */
const noise = (text: string) => Number.parseInt(sha256Hex(text).slice(0, 8), 16)

test('[CNS-2, CNS-16] sybils who copy one random answer are screened or counted once, and a steward sees them', async () => {
  await database.tx(async (ctx) => {
    const pool = await newPool(ctx, await newPerson(ctx, 'requester'))
    const join = async (names: string[]): Promise<TestPerson[]> => {
      const joined: TestPerson[] = []
      for (const name of names) {
        const person = await newPerson(ctx, name)
        await giveConsent(ctx, pool, person)
        joined.push(person)
      }
      return joined
    }
    const all = Array.from({ length: 90 }, (_, i) => `item-${i}`)
    const gold = all.slice(0, 30)
    const labels = ['ant', 'bee', 'cow', 'dog']
    const pick = (n: number) => labels[n % labels.length]!
    const truth = (id: string) => pick(noise(id))
    const copied = (id: string) => pick(noise(`${id} copied`))
    const campaign = await newCampaign(ctx, pool, {
      items: all,
      labels,
      gold,
      overlap: 8,
      more: { goldRatePpm: 500_000, method: 'sds' },
    })
    const golden = gold.map((id) => ({ taskId: campaign.taskOf.get(id)!, answer: truth(id) }))
    await markGold(ctx, pool.id, golden)
    const honest = await join(['ada', 'bo', 'chen', 'dee', 'eve'])
    for (const [j, one] of honest.entries()) {
      await answerAll(ctx, campaign, one, (id) =>
        noise(`${id} ${j}`) % 10 === 0 ? pick(noise(id) + 1) : truth(id),
      )
    }
    const ring = await join(['fay', 'gus', 'hal'])
    // Two of them learned the control tasks, so the screen does not see them; the third did not: of any 17 of the 30,
    // more than half are wrong.
    expect(gold.filter((id) => copied(id) === truth(id)).length).toBeLessThanOrEqual(8)
    for (const [j, one] of ring.entries()) {
      await answerAll(ctx, campaign, one, (id) => (gold.includes(id) && j < 2 ? truth(id) : copied(id)))
    }
    await refit(ctx, { poolId: pool.id, campaignId: campaign.id })
    const { rows } = await ctx.tx.execute<{ screened: string[]; collapsed: string[][] }>(
      sql`select screened, collapsed from refit where campaign_id = ${campaign.id}`,
    )
    const [fay, gus, hal] = ring as [TestPerson, TestPerson, TestPerson]
    expect(rows[0]!.screened).toEqual([hal.id])
    expect(rows[0]!.collapsed).toEqual([[fay.id, gus.id].sort()])
    const { rows: flags } = await ctx.tx.execute<{ evidence: { pairs: { z: number; agreement: number }[] } }>(
      sql`select evidence from flag where kind = 'copying-group' and subject like ${`${campaign.id}%`}`,
    )
    expect(flags).toHaveLength(1)
    expect(flags[0]!.evidence.pairs[0]!.z).toBeGreaterThan(5)
    const page = { cursor: null, limit: 500 }
    const { items } = await currentResults(ctx, pool.id, campaign, page)
    const right = items.filter((row) => row.value === truth(row.externalId)).length
    expect(right / items.length).toBeGreaterThan(0.95)
  })
})
