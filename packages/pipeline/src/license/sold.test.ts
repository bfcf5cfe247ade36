import type { Ctx } from '@rowright/db'
import { testDatabase } from '@rowright/testing'
import { newPerson, newPool } from '@rowright/testing/factories'
import { expect, test } from 'vitest'
import { recordRevocationEpoch } from '../consent/index.ts'
import {
  bindTransaction,
  makeQuote,
  orphan,
  record,
  recordAck,
  recordOffer,
  soldLicenses,
  soldTotals,
} from './index.ts'

const database = testDatabase()
const HOUR = 3_600_000

let ids = 0
const address = (n: number) => `0x${n.toString(16).padStart(40, '0')}`

async function offered(ctx: Ctx, name: string): Promise<{ poolId: string; offerId: string }> {
  const pool = await newPool(ctx, await newPerson(ctx, 'requester'), name)
  const of = { poolId: pool.id, offerId: String(++ids) }
  const shares = { treasuryBps: 1_000, sourceBps: 2_000, termsHash: `0x${'0'.repeat(64)}`, blockNumber: 1 }
  await recordOffer(ctx, {
    ...of,
    ...{ price: 1_000n, durationSeconds: 3_600, purposeMask: 1, licenseeClass: 0 },
    ...shares,
  })
  return of
}

/** A license that began some hours ago and lasts so many. @returns its number. */
async function bought(
  ctx: Ctx,
  of: { poolId: string; offerId: string },
  by: { licensee: string; hoursAgo: number; hours: number; blockNumber?: number },
): Promise<string> {
  const boughtAt = new Date(ctx.now().getTime() - by.hoursAgo * HOUR)
  const licenseId = String(++ids)
  await record(ctx, {
    ...of,
    ...{ licenseId, licensee: by.licensee, payer: by.licensee, boughtAt },
    ...{ price: 1_000n, treasury: 100n, contributors: 900n },
    expiresAt: new Date(boughtAt.getTime() + by.hours * HOUR),
    transaction: `0x${licenseId.padStart(64, '0')}`,
    ...{ logIndex: 0, blockNumber: by.blockNumber ?? 2 },
  })
  return licenseId
}

const epochs = (ctx: Ctx, poolId: string, epoch: number, of: { openedAgo: number; lapsesIn: number }) => {
  const after = (hours: number) => new Date(ctx.now().getTime() + hours * HOUR)
  return recordRevocationEpoch(ctx, {
    ...{ poolId, epoch, root: `0x${String(epoch).repeat(64)}`, count: 1, blockNumber: 3 },
    ...{ openedAt: after(-of.openedAgo), lapsesAt: after(of.lapsesIn) },
    transaction: `0x${String(epoch).repeat(64)}`,
  })
}

test('[LIC-16] licenses of all pools by how they stand, by words and page by page, with what they brought', async () => {
  const made = await database.tx(async (ctx) => {
    const weather = await offered(ctx, 'Weather 100%')
    const digits = await offered(ctx, 'Digits')
    const dora = await newPerson(ctx, 'Dora Ltd', address(0xd))
    const firm = await newPerson(ctx, 'A firm')
    const order = { id: crypto.randomUUID(), orderNumber: 'PO-7', licensee: address(0xf), kept: true }
    await makeQuote(ctx, { ...weather, ...order, personId: firm.id })
    const numbers = {
      expired: await bought(ctx, digits, { licensee: address(0xd), hoursAgo: 9, hours: 1 }),
      lapsed: await bought(ctx, digits, { licensee: address(0xe), hoursAgo: 8, hours: 24 }),
      acknowledged: await bought(ctx, digits, { licensee: address(0xd), hoursAgo: 7, hours: 24 }),
      owing: await bought(ctx, weather, { licensee: address(0xf), hoursAgo: 6, hours: 24 }),
      later: await bought(ctx, digits, { licensee: address(0xd), hoursAgo: 1, hours: 24 }),
      gone: await bought(ctx, digits, { licensee: address(0xd), hoursAgo: 0, hours: 24, blockNumber: 90 }),
    }
    const paid = { id: crypto.randomUUID(), orderNumber: 'PO-8', licensee: address(0xd), kept: false }
    const quoted = await makeQuote(ctx, { ...digits, ...paid, personId: dora.id })
    const transaction = `0x${numbers.later.padStart(64, '0')}`
    await bindTransaction(ctx, quoted, { transaction, carried: true })
    await epochs(ctx, digits.poolId, 1, { openedAgo: 6, lapsesIn: -1 })
    await epochs(ctx, weather.poolId, 2, { openedAgo: 5, lapsesIn: 5 })
    await recordAck(ctx, { licenseId: numbers.acknowledged, epoch: 1, transaction: '0x', blockNumber: 4 })
    await orphan(ctx, 90)
    return { ...numbers, dora, firm }
  })
  const list = (filter: Omit<Parameters<typeof soldLicenses>[1], 'at' | 'limit'>, limit = 99) =>
    database.tx((ctx) => soldLicenses(ctx, { ...filter, limit, at: ctx.now() }))
  const numbersOf = async (...args: Parameters<typeof list>) => (await list(...args)).map(({ id }) => id)

  const all = [made.later, made.owing, made.acknowledged, made.lapsed, made.expired]
  expect(await numbersOf({}), 'newest first, without what the chain lost').toEqual(all)
  expect(await numbersOf({}, 2)).toEqual(all.slice(0, 2))
  expect(await numbersOf({ before: made.owing }, 2)).toEqual(all.slice(2, 4))

  expect(await numbersOf({ standing: 'valid' })).toEqual([made.later, made.owing, made.acknowledged])
  expect(await numbersOf({ standing: 'owing' })).toEqual([made.owing, made.lapsed])
  expect(await numbersOf({ standing: 'lapsed' })).toEqual([made.lapsed])
  expect(await numbersOf({ standing: 'expired' })).toEqual([made.expired])

  expect(await numbersOf({ q: 'dora DIGITS' })).toEqual([made.later, made.acknowledged, made.expired])
  expect(await numbersOf({ q: 'po-7' })).toEqual([made.owing])
  expect(await numbersOf({ q: 'PO-8' }), 'of its transaction alone').toEqual([made.later])
  expect(await numbersOf({ q: made.lapsed })).toContain(made.lapsed)
  expect(await numbersOf({ q: address(0xe).toUpperCase().replace('X', 'x') })).toEqual([made.lapsed])
  expect(await numbersOf({ q: '100%' })).toEqual([made.owing])
  expect(await numbersOf({ q: '100_' }), 'no sign stands for another').toEqual([])

  const [owing, lapsed] = await list({ standing: 'owing' })
  expect(owing).toMatchObject({
    ...{ poolName: 'Weather 100%', kept: true, orderNumber: 'PO-7', valid: true },
    buyer: { personId: made.firm.id, name: 'A firm' },
    acknowledge: { epoch: 2 },
    ...{ price: 1_000n, treasury: 100n, sources: 180n, contributors: 720n },
  })
  expect(lapsed).toMatchObject({ buyer: null, kept: false, lapsed: true, acknowledge: { epoch: 1 } })

  expect(await database.tx((ctx) => soldTotals(ctx, { at: ctx.now() }))).toEqual({
    licenses: 5,
    standings: { valid: 3, owing: 2, lapsed: 1, expired: 1 },
    ...{ price: 5_000n, treasury: 500n, sources: 900n, contributors: 3_600n },
  })
  expect(await database.tx((ctx) => soldTotals(ctx, { q: 'weather', at: ctx.now() }))).toMatchObject({
    ...{ licenses: 1, price: 1_000n },
  })
  expect(
    await database.tx((ctx) => soldTotals(ctx, { standing: 'owing', at: ctx.now() })),
    'money of one standing, counts of all',
  ).toMatchObject({ licenses: 5, standings: { expired: 1 }, price: 2_000n, contributors: 1_440n })
})
