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
import { getCampaign, setStatus } from '../pool/index.ts'
import { currentResults, failedControlTasks, markGold, measure, refit } from './index.ts'

const database = testDatabase()
const items = (count: number) => Array.from({ length: count }, (_, i) => `item-${String(i).padStart(3, '0')}`)

/** A pool with labelers who consented. */
async function staffed(ctx: Ctx, names: string[]) {
  const requester = await newPerson(ctx, 'requester')
  const pool = await newPool(ctx, requester)
  const labelers: TestPerson[] = []
  for (const name of names) {
    const person = await newPerson(ctx, name)
    await giveConsent(ctx, pool, person)
    labelers.push(person)
  }
  return { pool, labelers }
}

const page = { cursor: null, limit: 500 }
/** Which of the two labels an item really has. */
const truth = (id: string) => (Number(id.slice(-3)) % 2 === 0 ? 'yes' : 'no')
const wrong = (id: string) => (truth(id) === 'yes' ? 'no' : 'yes')

test('[CNS-1] a known answer is recorded once, another is refused and nothing is written', async () => {
  await database.tx(async (ctx) => {
    const { pool } = await staffed(ctx, [])
    const { taskOf } = await newCampaign(ctx, pool, { items: items(2) })
    const [a, b] = [...taskOf.values()] as [string, string]
    await markGold(ctx, pool.id, [{ taskId: a, answer: 'yes' }])
    await markGold(ctx, pool.id, [{ taskId: a, answer: 'yes' }])
    const contradicting = [
      { taskId: b, answer: 'no' },
      { taskId: a, answer: 'no' },
    ]
    await expect(markGold(ctx, pool.id, contradicting)).rejects.toMatchObject({
      code: 'consensus/contradictory-gold',
      field: 'gold',
      context: { taskId: a },
    })
    await markGold(ctx, pool.id, [{ taskId: b, answer: 'yes' }])
  })
})

test('[CNS-2] three failed golds, and more than half of those answered', () => {
  expect(failedControlTasks(undefined)).toBe(false)
  expect(failedControlTasks({ answered: 2, failed: 2 })).toBe(false)
  expect(failedControlTasks({ answered: 6, failed: 3 })).toBe(false)
  expect(failedControlTasks({ answered: 5, failed: 3 })).toBe(true)
})

test('[CNS-4, CNS-5, CNS-6] tasks with a free slot wait; an unchanged campaign writes nothing; closing decides the rest', async () => {
  await database.tx(async (ctx) => {
    const { pool, labelers } = await staffed(ctx, ['ada', 'bo'])
    const [ada, bo] = labelers as [TestPerson, TestPerson]
    const campaign = await newCampaign(ctx, pool, { items: items(10), overlap: 2 })
    const at = { poolId: pool.id, campaignId: campaign.id }
    await answerAll(ctx, campaign, ada, truth)
    expect((await refit(ctx, at)).results).toBe(0)
    const byBo = await answerAll(ctx, campaign, bo, truth, 6)
    expect((await refit(ctx, at)).results).toBe(6)
    expect(await refit(ctx, at)).toEqual({ refitId: null, results: 0, changed: [] })
    const first = await currentResults(ctx, pool.id, campaign, page)
    expect(first.items.map((row) => row.externalId)).toEqual([...byBo.keys()].sort())
    expect(first.items[0]).toMatchObject({ annotations: 2, method: 'ds', version: 'ds/1' })

    await setStatus(ctx, await getCampaign(ctx, pool.id, campaign.id), 'closed')
    const closed = await refit(ctx, at)
    expect(closed.refitId).not.toBeNull()
    const all = await currentResults(ctx, pool.id, campaign, page)
    expect(all.items.map((row) => [row.externalId, row.value])).toEqual(
      items(10).map((id) => [id, truth(id)]),
    )
    expect(await refit(ctx, at)).toEqual({ refitId: null, results: 0, changed: [] })
    const quality = await measure(ctx, pool.id, campaign.id)
    expect(quality).toMatchObject({ results: 10, alphaPpm: 1_000_000, distribution: { yes: 5, no: 5 } })
    expect(quality.confidenceBins.reduce((sum, n) => sum + n, 0)).toBe(10)
  })
})

test('pages of results join without a gap', async () => {
  await database.tx(async (ctx) => {
    const { pool, labelers } = await staffed(ctx, ['ada'])
    const campaign = await newCampaign(ctx, pool, { items: items(7), overlap: 1 })
    await answerAll(ctx, campaign, labelers[0]!, truth)
    await refit(ctx, { poolId: pool.id, campaignId: campaign.id })
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const { items: rows, nextCursor }: Awaited<ReturnType<typeof currentResults>> = await currentResults(
        ctx,
        pool.id,
        campaign,
        {
          cursor,
          limit: 3,
        },
      )
      seen.push(...rows.map((row) => row.externalId))
      cursor = nextCursor
    } while (cursor)
    expect(seen).toEqual(items(7))
  })
})

test('[CNS-3] labelers who failed the control tasks do not speak, unless nobody else does', async () => {
  await database.tx(async (ctx) => {
    const { pool, labelers } = await staffed(ctx, ['ada', 'bo', 'chen', 'dora'])
    const [ada, ...careless] = labelers as [TestPerson, TestPerson, TestPerson, TestPerson]
    const all = items(12)
    const list = new Map([[ada, all.slice(0, 11)], ...careless.map((one) => [one, all] as const)])
    const campaign = await newCampaign(ctx, pool, { items: all, list, method: 'majority' })
    const gold = all.slice(0, 4).map((id) => ({ taskId: campaign.taskOf.get(id)!, answer: truth(id) }))
    await markGold(ctx, pool.id, gold)
    await answerAll(ctx, campaign, ada, truth)
    for (const one of careless) await answerAll(ctx, campaign, one, wrong)
    await setStatus(ctx, await getCampaign(ctx, pool.id, campaign.id), 'closed')
    await refit(ctx, { poolId: pool.id, campaignId: campaign.id })
    const { items: rows } = await currentResults(ctx, pool.id, campaign, page)
    expect(rows.slice(0, 11).map((row) => [row.value, row.annotations])).toEqual(
      all.slice(0, 11).map((id) => [truth(id), 1]),
    )
    expect([rows[11]!.value, rows[11]!.annotations]).toEqual([wrong(all[11]!), 3])
  })
})

test('[CNS-7] an open campaign measures skill, a list campaign does not', async () => {
  await database.tx(async (ctx) => {
    const { pool, labelers } = await staffed(ctx, ['ada', 'bo'])
    const skills = async (campaignId: string) => {
      const { refitId } = await refit(ctx, { poolId: pool.id, campaignId })
      const { rows } = await ctx.tx.execute<{
        accuracy_ppm: number
        low_ppm: number
        high_ppm: number
        annotations: number
      }>(`select accuracy_ppm, low_ppm, high_ppm, annotations from skill where refit_id = '${refitId}'`)
      return rows
    }
    const open = await newCampaign(ctx, pool, { items: items(4), overlap: 2 })
    for (const one of labelers) await answerAll(ctx, open, one, truth)
    const measured = await skills(open.id)
    expect(measured).toHaveLength(2)
    for (const row of measured) {
      expect(row.annotations).toBe(4)
      expect(row.low_ppm).toBeLessThanOrEqual(row.accuracy_ppm)
      expect(row.accuracy_ppm).toBeLessThanOrEqual(row.high_ppm)
    }
    const listed = items(6).slice(4)
    const closed = await newCampaign(ctx, pool, {
      items: listed,
      list: new Map(labelers.map((one) => [one, listed])),
    })
    for (const one of labelers) await answerAll(ctx, closed, one, truth)
    expect(await skills(closed.id)).toEqual([])
  })
})

test('[CNS-8] the same answers give the same figures, whatever the ids', async () => {
  const figures = () =>
    database.tx(async (ctx) => {
      const { pool, labelers } = await staffed(ctx, ['ada', 'bo', 'chen', 'dora', 'eli'])
      const all = items(30)
      const campaign = await newCampaign(ctx, pool, {
        items: all,
        list: new Map(labelers.map((one) => [one, all])),
      })
      for (const [j, one] of labelers.entries()) {
        await answerAll(ctx, campaign, one, (id) =>
          (Number(id.slice(-3)) * 7 + j * 5) % 11 < 2 + j ? wrong(id) : truth(id),
        )
      }
      await refit(ctx, { poolId: pool.id, campaignId: campaign.id })
      const { rows } = await ctx.tx.execute(
        `select i.external_id, r.value, r.confidence_ppm, r.posterior_ppm, r.votes from result r
         join task t on t.id = r.task_id join item i on i.id = t.item_id where r.campaign_id = '${campaign.id}' order by 1`,
      )
      return rows
    })
  const first = await figures()
  expect(first).toHaveLength(30)
  expect(new Set(first.map((row) => row.confidence_ppm)).size, 'the answers are not trivial').toBeGreaterThan(
    3,
  )
  expect(await figures()).toEqual(first)
})

test('[CNS-6] two workers refitting at once write one refit', async () => {
  const at = await database.tx(async (ctx) => {
    const { pool, labelers } = await staffed(ctx, ['ada', 'bo'])
    const campaign = await newCampaign(ctx, pool, { items: items(20), overlap: 2 })
    for (const one of labelers) await answerAll(ctx, campaign, one, truth)
    return { poolId: pool.id, campaignId: campaign.id }
  })
  expect(await overlapping(database, (ctx) => refit(ctx, at))).toMatchObject([
    { status: 'fulfilled', value: { results: 20 } },
    { status: 'fulfilled', value: { refitId: null, results: 0, changed: [] } },
  ])
})
