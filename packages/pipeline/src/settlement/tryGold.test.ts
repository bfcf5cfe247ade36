import { testDatabase } from '@rowright/testing'
import { answerAll, giveConsent, newCheckedCampaign, newPerson, newPool } from '@rowright/testing/factories'
import { expect, test } from 'vitest'
import { accounts, balanceOf, imbalance } from '../ledger/index.ts'
import { dueRejections, finishRejection, judge, skillOf, tryGold } from './index.ts'

const database = testDatabase()

test('[SET-21] a control task that good labelers keep failing is suspended, and the rejection it made is reversed', async () => {
  await database.tx(async (ctx) => {
    const pool = await newPool(ctx, await newPerson(ctx, 'requester'))
    const people = []
    for (let i = 0; i < 7; i++) people.push(await newPerson(ctx, `labeler-${i}`))
    for (const one of people) await giveConsent(ctx, pool, one)
    const items = Array.from({ length: 12 }, (_, i) => `item-${String(i).padStart(2, '0')}`)
    const campaign = await newCheckedCampaign(ctx, pool, {
      items,
      golds: items,
      overlap: 7,
      window: { checks: 12, failAt: 3 },
    })
    const at = { poolId: pool.id, campaignId: campaign.id }
    const [bo, ...good] = people
    // Everybody says no to item 00, whose known answer is wrong; bo also errs twice himself.
    for (const one of good) await answerAll(ctx, campaign, one, (id) => (id === 'item-00' ? 'no' : 'yes'))
    await judge(ctx, at)
    await answerAll(ctx, campaign, bo!, (id) =>
      ['item-00', 'item-01', 'item-02'].includes(id) ? 'no' : 'yes',
    )
    await judge(ctx, at)
    const state = async () =>
      (await ctx.tx.execute(`select state, decided_by from pay_window where person_id = '${bo!.id}'`)).rows
    expect(await state()).toEqual([{ state: 'failed', decided_by: 'checks' }])
    expect(await tryGold(ctx)).toBe(1)
    expect(await state()).toEqual([{ state: 'passed', decided_by: 'gold' }])
    expect(await balanceOf(ctx, pool.id, accounts.stake(bo!.id))).toBe(1_200n)
    expect(
      (await ctx.tx.execute('select count(*)::int as n from gold where suspended_at is not null')).rows,
    ).toEqual([{ n: 1 }])
    expect(await tryGold(ctx)).toBe(0)
    expect(await imbalance(ctx)).toBe(0n)
  })
})

test('[SET-21, SET-24] a final rejection is repaid when its control task is suspended later; it is drawn no more', async () => {
  const made = await database.tx(async (ctx) => {
    const pool = await newPool(ctx, await newPerson(ctx, 'requester'))
    const people = []
    for (let i = 0; i < 9; i++) people.push(await newPerson(ctx, `labeler-${i}`))
    for (const one of people) await giveConsent(ctx, pool, one)
    const items = Array.from({ length: 12 }, (_, i) => `item-${String(i).padStart(2, '0')}`)
    const campaign = await newCheckedCampaign(ctx, pool, {
      items,
      golds: items,
      overlap: 9,
      window: { checks: 12, failAt: 3 },
    })
    const [bo, ...good] = people
    const at = { poolId: pool.id, campaignId: campaign.id }
    const wrong = ['item-00', 'item-01', 'item-02']
    // Bo errs three times, once rightly: his window fails, nobody appeals.
    await answerAll(ctx, campaign, bo!, (id) => (wrong.includes(id) ? 'no' : 'yes'))
    return { at, campaign, bo: bo!, good }
  })
  const { at, campaign, bo } = made
  await database.tx((ctx) => judge(ctx, at))
  database.clock.ahead = 3_700
  try {
    await database.tx(async (ctx) => {
      for (const due of await dueRejections(ctx)) expect(await finishRejection(ctx, due)).toBe(true)
      const budget = await balanceOf(ctx, at.poolId, accounts.budget(campaign.id))
      expect(await balanceOf(ctx, at.poolId, accounts.points(bo.id))).toBe(0n)
      const last = made.good.pop()!
      for (const one of made.good)
        await answerAll(ctx, campaign, one, (id) => (id === 'item-00' ? 'no' : 'yes'))
      await judge(ctx, at)
      expect(await tryGold(ctx)).toBe(1)
      const points = await balanceOf(ctx, at.poolId, accounts.points(bo.id))
      expect(points).toBe(1_200n)
      expect(await skillOf(ctx, at.poolId, bo.id)).toMatchObject({ checks: 11, right: 9 })
      const { rows } = await ctx.tx.execute(
        `select decision, reason_code, count(*)::int as n from verdict where person_id = '${bo.id}' group by 1, 2`,
      )
      expect(rows).toEqual([{ decision: 'accepted', reason_code: 'gold-suspended', n: 12 }])
      expect((await answerAll(ctx, campaign, last, () => 'yes')).has('item-00'), 'it is drawn no more').toBe(
        false,
      )
      expect(await balanceOf(ctx, at.poolId, accounts.budget(campaign.id))).toBeLessThan(budget)
      expect(await imbalance(ctx)).toBe(0n)
    })
  } finally {
    database.clock.ahead = 0
  }
})
