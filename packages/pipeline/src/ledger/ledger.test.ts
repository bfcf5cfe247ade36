import { testDatabase } from '@rowright/testing'
import { expect, test } from 'vitest'
import { accounts, balanceOf, imbalance, totals, transferMany } from './index.ts'

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

test('[LED-6] the totals by kind add up to 0', async () => {
  const books = '0190a000-0000-7000-8000-000000000006'
  await database.tx(async (ctx) => {
    await transferMany(ctx, books, [
      { debit: accounts.world, credit: accounts.budget('c1'), amount: 90n, reason: 'funded', cause: 'a' },
      { debit: accounts.world, credit: accounts.budget('c2'), amount: 10n, reason: 'funded', cause: 'b' },
      { debit: accounts.budget('c1'), credit: ada, amount: 30n, reason: 'accepted', cause: 'a' },
    ])
    const held = await totals(ctx, books)
    expect(held).toMatchObject({ world: -100n, budget: 70n, points: 30n, stake: 0n, dust: 0n })
    expect(Object.values(held).reduce((sum, one) => sum + one, 0n)).toBe(0n)
  })
})
