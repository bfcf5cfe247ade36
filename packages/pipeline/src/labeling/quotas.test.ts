import { testDatabase } from '@rowright/testing'
import { newCampaign, newPerson, newPool } from '@rowright/testing/factories'
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { tasksWithin } from './quotas.ts'

const database = testDatabase()

test('[LAB-17] a value gets its share of what opens, not of what was uploaded', () => {
  const half = [{ stratum: 'source' as const, value: 'a', maxPpm: 500_000 }]
  const counts = [
    { value: 'a', tasks: 90 },
    { value: 'b', tasks: 10 },
  ]
  expect(tasksWithin(counts, half)).toEqual(new Map([['a', 10]]))
  const each = [{ stratum: 'source' as const, value: null, maxPpm: 400_000 }]
  const three = [...counts, { value: 'c', tasks: 8 }]
  const open = tasksWithin(three, each)
  const total = [...open.values()].reduce((sum, n) => sum + n, 0)
  expect(open.get('a')! / total).toBeLessThanOrEqual(0.4)
  expect(open.get('a')).toBeGreaterThan(10)
  expect(tasksWithin([{ value: null, tasks: 5 }], each), 'what has no source has no quota').toEqual(new Map())
})

test('[LAB-17, ITM-4] quotas act when slots open', async () => {
  await database.tx(async (ctx) => {
    const pool = await newPool(ctx, await newPerson(ctx, 'requester'))
    const items = Array.from({ length: 100 }, (_, i) => `item-${i}`)
    const hindi = new Set(items.slice(0, 70))
    const campaign = await newCampaign(ctx, pool, {
      items,
      overlap: 2,
      payload: (id) => ({ language: hindi.has(id) ? 'hi' : 'en' }),
      more: { quotas: [{ stratum: 'language', value: 'hi', maxPpm: 400_000 }] },
    })
    const { rows } = await ctx.tx.execute<{ language: string; tasks: number; slots: number }>(sql`
      select i.strata->>'language' as language, count(*)::int as tasks, sum(t.slots)::int as slots
      from task t join item i on i.id = t.item_id where t.campaign_id = ${campaign.id} and t.slots > 0 group by 1 order by 1`)
    expect(rows).toEqual([
      { language: 'en', tasks: 30, slots: 60 },
      { language: 'hi', tasks: 20, slots: 40 },
    ])
  })
})
