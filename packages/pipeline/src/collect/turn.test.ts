import { overlapping, testDatabase } from '@rowright/testing'
import { beforeAll, expect, test } from 'vitest'
import { takeTurn } from './index.ts'

const db = testDatabase()
beforeAll(() => {
  db.clock.standsAt = Date.now()
})
/** Milliseconds until the next turn of a host. */
const turn = (host: string) => db.tx(async (ctx) => (await takeTurn(ctx, host)) - ctx.now().getTime())

test('[CLT-24] a host that nobody asked for an hour has no turns saved up: the next is now, the others one delay apart', async () => {
  const turns = async () => [
    await turn('idle.example'),
    await turn('idle.example'),
    await turn('idle.example'),
  ]
  const [first, ...others] = await turns()
  expect(others).toEqual([first! + 5_000, first! + 10_000])
  db.clock.ahead += 3_600
  expect(await turns()).toEqual([0, 5_000, 10_000])
})

test('[CLT-24] a host that asked for time is waited for; its turns begin when that is over', async () => {
  await turn('busy.example')
  await db.tx((ctx) => {
    const over = new Date(ctx.now().getTime() + 1_800_000)
    return ctx.tx.execute(
      `update host set next_at = '${over.toISOString()}', delay_seconds = 7 where name = 'busy.example'`,
    )
  })
  expect([await turn('busy.example'), await turn('busy.example')]).toEqual([1_800_000, 1_807_000])
})

test('[CLT-24] two who take a turn at once take two', async () => {
  const settled = await overlapping(db, (ctx) => takeTurn(ctx, 'both.example'))
  const [one, two] = settled.map((each) => (each.status === 'fulfilled' ? each.value : Number.NaN))
  expect(two! - one!).toBe(5_000)
})
