import { goldPerWork } from '@rowright/protocol'
import { testDatabase } from '@rowright/testing'
import { answerAll, giveConsent, newCampaign, newPerson, newPool } from '@rowright/testing/factories'
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { drawsGold, goldHazard } from './goldCoin.ts'
import { countWantedSlots, openSlots, setGoldClass } from './index.ts'

const database = testDatabase()

test('[LAB-14] the hazard of gold falls smoothly from 0.4 to the rate in about 60 answers, and rises again', () => {
  const hazards = Array.from({ length: 1_000 }, (_, n) => goldHazard('a coin', n, 0.05))
  expect(hazards[0]).toBe(0.4)
  const steps = hazards.slice(1, 60).map((hazard, i) => hazards[i]! - hazard)
  expect(Math.max(...steps), 'no step betrays the end of the start').toBeLessThan(0.02)
  const settled = Array.from({ length: 200 }, (_, coin) => goldHazard(`coin ${coin}`, 60, 0.05)).sort()
  expect(settled[0]).toBeCloseTo(0.0675, 3)
  const rises = hazards.filter((hazard, n) => n > 200 && hazard > hazards[n - 1]! + 0.005)
  expect(rises.length).toBeGreaterThanOrEqual(2)
  expect(Math.max(...hazards)).toBeLessThanOrEqual(0.4)
  expect([goldHazard('a coin', 3, 0), goldHazard('a coin', 3, 0.5)]).toEqual([0, 0.5])
})

test('[LAB-14] the coin of a labeler gives the same again, so that skipping avoids nothing', () => {
  const draws = (coin: string) => Array.from({ length: 300 }, (_, n) => drawsGold(coin, n, 100_000))
  expect(draws('ada')).toEqual(draws('ada'))
  expect(draws('ada')).not.toEqual(draws('bo'))
  const drawn = Array.from({ length: 500 }, (_, coin) => draws(`coin ${coin}`).filter(Boolean).length)
  const share = drawn.reduce((sum, n) => sum + n, 0) / 500 / 300
  expect(share).toBeGreaterThan(0.12)
  expect(share).toBeLessThan(0.15)
})

test('[LAB-14] slots are opened for as much gold as labelers of 100 answers draw', () => {
  const hundred = Array.from({ length: 400 }, (_, coin) =>
    Array.from({ length: 100 }, (_, n) => drawsGold(`coin ${coin}`, n, 100_000)).filter(Boolean),
  )
  const gold = hundred.reduce((sum, drawn) => sum + drawn.length, 0) / 400
  expect(Math.abs(gold / (100 - gold) / goldPerWork(100_000) - 1)).toBeLessThan(0.1)
  expect(goldPerWork(0)).toBe(0)
})

test('[LAB-14, LAB-15] gold is drawn of each class alike, is quoted, and is given 100 answers at most', async () => {
  await database.tx(async (ctx) => {
    const pool = await newPool(ctx, await newPerson(ctx, 'requester'))
    const items = Array.from({ length: 400 }, (_, i) => `item-${i}`)
    const gold = items.slice(0, 110)
    const campaign = await newCampaign(ctx, pool, {
      items,
      gold,
      overlap: 12,
      more: { goldRatePpm: 100_000 },
    })
    // Eleven golds are "no", the others "yes": a natural draw would be 90 % "yes".
    const rows = gold.map((id, i) => ({
      taskId: campaign.taskOf.get(id)!,
      goldClass: i % 10 === 0 ? 'no' : 'yes',
    }))
    await setGoldClass(ctx, pool.id, rows)
    const isNo = new Set(gold.filter((_, i) => i % 10 === 0))
    const drawn = { no: 0, yes: 0 }
    for (let i = 0; i < 12; i++) {
      const person = await newPerson(ctx, `labeler ${i}`)
      await giveConsent(ctx, pool, person)
      const seen = await answerAll(ctx, campaign, person, () => 'yes', 40)
      for (const id of seen.keys()) if (gold.includes(id)) drawn[isNo.has(id) ? 'no' : 'yes']++
    }
    expect(drawn.no + drawn.yes).toBeGreaterThan(70)
    expect(drawn.no).toBeGreaterThan(30)
    const wanted = await countWantedSlots(ctx, campaign)
    const goldSlots = Math.ceil((goldPerWork(100_000) * 290 * 12) / 110) * 110
    expect(wanted).toBe(290 * 12 + goldSlots)

    await ctx.tx.execute(
      sql`update campaign set gold_rate_ppm = 350000, overlap = 1000 where id = ${campaign.id}`,
    )
    await openSlots(ctx, { ...campaign, goldRatePpm: 350_000, overlap: 1_000, price: 0n })
    const { rows: most } = await ctx.tx.execute<{ most: number }>(
      sql`select max(slots) as most from task where campaign_id = ${campaign.id} and track = 'gold'`,
    )
    expect(most[0]!.most).toBe(100)
  })
})
