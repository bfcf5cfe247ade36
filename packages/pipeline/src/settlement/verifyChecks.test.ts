import { testDatabase } from '@rowright/testing'
import {
  answerAll,
  giveConsent,
  newCampaign,
  newCheckedCampaign,
  newPerson,
  newPool,
} from '@rowright/testing/factories'
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { judge, verifyChecks } from './index.ts'

const database = testDatabase()
const items = (name: string) => Array.from({ length: 6 }, (_, i) => `${name}-${i}`)

test('[SET-26] one number that decided about pay, or one amount that moved, is changed: its task is named', async () => {
  await database.tx(async (ctx) => {
    const pool = await newPool(ctx, await newPerson(ctx, 'requester'))
    const bo = await newPerson(ctx, 'bo')
    await giveConsent(ctx, pool, bo)
    const checked = await newCheckedCampaign(ctx, pool, {
      items: items('gold'),
      golds: items('gold'),
      overlap: 1,
    })
    const plain = await newCampaign(ctx, pool, { items: items('plain'), overlap: 1 })
    const ats = [checked, plain].map((one) => ({ poolId: pool.id, campaignId: one.id }))
    for (const [i, one] of [checked, plain].entries()) {
      await answerAll(ctx, one, bo, () => 'yes')
      await judge(ctx, ats[i]!)
      expect(await verifyChecks(ctx, ats[i]!)).toBeNull()
    }
    const [withWindows, without] = ats as [(typeof ats)[0], (typeof ats)[0]]
    const taskOf = (id: string) => checked.taskOf.get(id) ?? plain.taskOf.get(id)!
    // In a savepoint of its own, so that nothing has to be put back by hand.
    const altered = async (at: typeof withWindows, statement: ReturnType<typeof sql>) => {
      await ctx.tx.execute(sql`savepoint before`)
      const { rowCount } = await ctx.tx.execute(statement)
      expect(rowCount).toBe(1)
      const found = await verifyChecks(ctx, at)
      await ctx.tx.execute(sql`rollback to savepoint before`)
      return found
    }
    expect(
      await altered(
        withWindows,
        sql`update answer_check set passed = false where task_id = ${taskOf('gold-2')}`,
      ),
    ).toMatchObject({ of: 'gold-2', field: 'check' })
    expect(
      await altered(withWindows, sql`update vesting set pay = pay + 1 where task_id = ${taskOf('gold-3')}`),
    ).toMatchObject({ of: 'gold-3', field: 'pay' })
    expect(
      await altered(
        without,
        sql`update verdict set multiplier_ppm = 900000 where task_id = ${taskOf('plain-4')}`,
      ),
    ).toMatchObject({ of: 'plain-4', field: 'verdict', stored: '90', recomputed: '100' })
    expect(
      await altered(
        without,
        sql`update transfer set amount = amount + 1 where reason = 'accepted' and cause =
          (select assignment_id::text from verdict where task_id = ${taskOf('plain-5')})`,
      ),
    ).toMatchObject({ of: 'plain-5', field: 'transfer', stored: '101', recomputed: '100' })
    expect(await verifyChecks(ctx, without)).toBeNull()
  })
})
