import { testDatabase } from '@rowright/testing'
import { expect, test } from 'vitest'
import { accounts, balanceOf, imbalance, transferMany } from './index.ts'

const database = testDatabase()
const poolId = '0190a000-0000-7000-8000-000000000001'
const ada = accounts.points('ada')
const bo = accounts.points('bo')
const give = (credit: string, amount: bigint, cause: string) => ({
  debit: accounts.world,
  credit,
  amount,
  reason: 'test',
  cause,
})

test('[LED-1] what leaves one account enters the other', async () => {
  await database.tx(async (ctx) => {
    await transferMany(ctx, poolId, [give(ada, 70n, 'a'), give(ada, 30n, 'b')])
    await transferMany(ctx, poolId, [{ debit: ada, credit: bo, amount: 40n, reason: 'gift', cause: 'a' }])
    expect([await balanceOf(ctx, poolId, ada), await balanceOf(ctx, poolId, bo)]).toEqual([60n, 40n])
    expect(await balanceOf(ctx, poolId, accounts.world)).toBe(-100n)
  })
})

test('[LED-2] a repeated cause moves nothing', async () => {
  await database.tx(async (ctx) => {
    expect(await transferMany(ctx, poolId, [give(ada, 70n, 'again')])).toBe(1)
    expect(await transferMany(ctx, poolId, [give(ada, 70n, 'again')])).toBe(0)
  })
})

test('[LED-3] an overdraft is refused and nothing is written', async () => {
  const chen = accounts.points('chen')
  await expect(
    database.tx(async (ctx) => {
      await transferMany(ctx, poolId, [give(chen, 5n, 'chen')])
      await transferMany(ctx, poolId, [
        { debit: chen, credit: bo, amount: 6n, reason: 'gift', cause: 'chen' },
      ])
    }),
  ).rejects.toMatchObject({ code: 'ledger/insufficient' })
  await database.tx(async (ctx) => expect(await balanceOf(ctx, poolId, chen)).toBe(0n))
})

test('[LED-5] the imbalance is 0, and a tampered balance shows', async () => {
  await database.tx(async (ctx) => {
    expect(await imbalance(ctx)).toBe(0n)
    await ctx.tx.execute(`update balance set amount = amount + 3 where account = '${ada}'`)
    expect(await imbalance(ctx)).toBe(3n)
  })
})
