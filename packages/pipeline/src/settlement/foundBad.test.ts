import { type Ctx, inTurn } from '@rowright/db'
import { testDatabase } from '@rowright/testing'
import { answerAll, giveConsent, newCheckedCampaign, newPerson, newPool } from '@rowright/testing/factories'
import { expect, test } from 'vitest'
import { accounts, balanceOf, imbalance } from '../ledger/index.ts'
import { dueRejections, findBad, finishRejection, judge, undoFoundBad } from './index.ts'

const database = testDatabase()
const items = Array.from({ length: 12 }, (_, i) => `item-${String(i).padStart(2, '0')}`)
const yes = () => 'yes'

/** Bo passed a first window of 5 answers (its pay waits staked) and has 3 more answers; chen is right too. */
async function scene(ctx: Ctx) {
  const steward = await newPerson(ctx, 'steward')
  const pool = await newPool(ctx, await newPerson(ctx, 'requester'))
  const [bo, chen] = [await newPerson(ctx, 'bo'), await newPerson(ctx, 'chen')]
  for (const one of [bo, chen]) await giveConsent(ctx, pool, one)
  const campaign = await newCheckedCampaign(ctx, pool, {
    items,
    golds: items,
    overlap: 2,
    holdSeconds: 3_600,
  })
  const at = { poolId: pool.id, campaignId: campaign.id }
  for (const count of [5, 3]) {
    await answerAll(ctx, campaign, bo, yes, count)
    await judge(ctx, { ...at, personId: bo.id })
  }
  const word = {
    poolId: pool.id,
    personId: bo.id,
    reason: 'the same person as five others',
    actor: steward.id,
  }
  return { ...at, bo, chen, steward, word: { ...word, evidence: {} } }
}

const held = (ctx: Ctx, poolId: string, campaignId: string, bo: { id: string }) =>
  inTurn(
    [accounts.points(bo.id), accounts.stake(bo.id), accounts.held(campaignId), accounts.budget(campaignId)],
    (account) => balanceOf(ctx, poolId, account),
  )
const states = async (ctx: Ctx, poolId: string) =>
  (
    await ctx.tx.execute(
      `select state, reason_code from pay_window where pool_id = '${poolId}' order by opened_at, id`,
    )
  ).rows

test('[SET-25] what a bad account was not paid is held and can be appealed; undone, all is as it was', async () => {
  await database.tx(async (ctx) => {
    const { poolId, campaignId, bo, steward, word } = await scene(ctx)
    const before = await held(ctx, poolId, campaignId, bo)
    expect(before.slice(0, 3)).toEqual([0n, 500n, 0n])
    await findBad(ctx, word)
    expect(await states(ctx, poolId)).toEqual([
      { state: 'passed', reason_code: null },
      { state: 'failed', reason_code: 'found-bad' },
    ])
    expect(await held(ctx, poolId, campaignId, bo)).toEqual([0n, 500n, 300n, before[3]! - 300n])
    const { rows } = await ctx.tx.execute<{ id: string }>(
      "select id from steward_action where action = 'account found bad'",
    )
    const undo = { actor: steward.id, actionId: BigInt(rows.at(-1)!.id) }
    expect(await undoFoundBad(ctx, undo)).toBe(true)
    await expect(undoFoundBad(ctx, undo)).rejects.toMatchObject({ code: 'people/cannot-undo' })
    expect((await states(ctx, poolId))[1]).toEqual({ state: 'open', reason_code: null })
    await answerAll(ctx, { poolId, id: campaignId }, bo, yes, 2)
    await judge(ctx, { poolId, campaignId, personId: bo.id })
    expect((await held(ctx, poolId, campaignId, bo)).slice(0, 3), 'ten answers are paid').toEqual([
      1_000n,
      0n,
      0n,
    ])
    expect(await imbalance(ctx)).toBe(0n)
  })
})

test('[SET-25] nobody appeals: the held pay goes back to the campaign, the stake is lost; then it cannot be undone', async () => {
  const made = await database.tx(async (ctx) => {
    const found = await scene(ctx)
    await findBad(ctx, found.word)
    return { ...found, before: await held(ctx, found.poolId, found.campaignId, found.bo) }
  })
  const { poolId, campaignId, bo, before } = made
  database.clock.ahead = 3_601
  try {
    await database.tx(async (ctx) => {
      for (const due of await dueRejections(ctx)) await finishRejection(ctx, due)
      expect(await held(ctx, poolId, campaignId, bo)).toEqual([0n, 0n, 0n, before[3]! + 300n + 500n])
      const { rows } = await ctx.tx.execute(
        `select decision, reason_code, count(*)::int as n from verdict where pool_id = '${poolId}' group by 1, 2 order by 1`,
      )
      expect(rows, 'the first five stay accepted').toEqual([
        { decision: 'accepted', reason_code: 'answered', n: 5 },
        { decision: 'rejected', reason_code: 'found-bad', n: 3 },
      ])
      const action = await ctx.tx.execute<{ id: string }>(
        "select max(id) as id from steward_action where action = 'account found bad'",
      )
      await expect(
        undoFoundBad(ctx, { actor: made.steward.id, actionId: BigInt(action.rows[0]!.id) }),
      ).rejects.toMatchObject({ code: 'settlement/final-followed' })
      expect(await imbalance(ctx)).toBe(0n)
    })
  } finally {
    database.clock.ahead = 0
  }
})
