import { readFile } from 'node:fs/promises'
import type { Ctx } from '@rowright/db'
import { splitPrice } from '@rowright/protocol'
import { testDatabase } from '@rowright/testing'
import { newPerson, newPool } from '@rowright/testing/factories'
import { expect, test } from 'vitest'
import { accounts, balanceOf, imbalance, totals } from '../ledger/index.ts'
import {
  closeOffer,
  type LicenseEvent,
  myLicenses,
  offersOf,
  orphan,
  record,
  recordOffer,
  validLicense,
} from './index.ts'

const database = testDatabase()
const BUYER = '0xBbBbBbBbBbBbBbBbBbBbBbBbBbBbBbBbBbBbBbBb'
const DAY = 86_400_000

let ids = 0
const nextId = () => String(++ids)
const transaction = (id: string) => `0x${id.padStart(64, '0')}`

async function offered(ctx: Ctx, shares: { treasuryBps?: number; sourceBps?: number } = {}) {
  const pool = await newPool(ctx, await newPerson(ctx, 'requester'))
  const offerId = nextId()
  const terms = {
    price: 1_000n,
    durationSeconds: 3_600,
    purposeMask: 0b101,
    licenseeClass: 0,
    termsHash: `0x${'0'.repeat(64)}`,
    treasuryBps: 1_000,
    sourceBps: 0,
    ...shares,
  }
  await recordOffer(ctx, { poolId: pool.id, offerId, ...terms, blockNumber: 5 })
  return { poolId: pool.id, offerId, terms }
}

const purchase = (
  ctx: Ctx,
  of: { poolId: string; offerId: string },
  change: Partial<LicenseEvent> = {},
): LicenseEvent => {
  const licenseId = change.licenseId ?? nextId()
  return {
    ...of,
    licenseId,
    licensee: BUYER,
    payer: BUYER,
    price: 1_000n,
    treasury: 100n,
    contributors: 900n,
    boughtAt: ctx.now(),
    expiresAt: new Date(ctx.now().getTime() + DAY),
    transaction: transaction(licenseId),
    logIndex: 0,
    blockNumber: 10,
    ...change,
  }
}
const revenue = (ctx: Ctx, poolId: string) => balanceOf(ctx, poolId, accounts.revenue)

test('[LIC-1] an offer is recorded once, closed, and comes back open when the closing is lost', async () => {
  await database.tx(async (ctx) => {
    const { poolId, offerId, terms } = await offered(ctx)
    await recordOffer(ctx, { poolId, offerId, ...terms, price: 5n, blockNumber: 6 })
    expect(await offersOf(ctx, poolId)).toEqual([
      {
        id: offerId,
        poolId,
        price: 1_000n,
        durationSeconds: 3_600,
        purposes: ['research', 'model-evaluation'],
        licenseeClass: 'anyone',
        use: { purposes: ['research', 'model-evaluation'], licenseeClass: 'anyone' },
        termsHash: terms.termsHash,
        treasuryBps: 1_000,
        sourceBps: 0,
        open: true,
      },
    ])
    await closeOffer(ctx, { offerId, blockNumber: 9 })
    expect((await offersOf(ctx, poolId))[0]!.open).toBe(false)
    await orphan(ctx, 9)
    expect((await offersOf(ctx, poolId))[0]!.open).toBe(true)
    await orphan(ctx, 5)
    expect(await offersOf(ctx, poolId)).toEqual([])
    await recordOffer(ctx, { poolId, offerId, ...terms, price: 7n, blockNumber: 5 })
    expect(await offersOf(ctx, poolId)).toMatchObject([{ price: 7n, open: true }])
  })
})

test('[LIC-2] a purchase is recorded and booked once', async () => {
  await database.tx(async (ctx) => {
    const of = await offered(ctx)
    const event = purchase(ctx, of)
    expect(await record(ctx, event)).toBe(true)
    expect(await record(ctx, event)).toBe(false)
    expect(await revenue(ctx, of.poolId)).toBe(900n)
    expect(await record(ctx, purchase(ctx, of, { contributors: 0n, treasury: 1_000n }))).toBe(true)
    expect(await revenue(ctx, of.poolId)).toBe(900n)
  })
})

test('[LIC-3] what the chain lost is booked back once, and booked anew when it comes back, any number of times', async () => {
  // A transaction for each, as the follower has them: what comes and goes is told apart by its time.
  const { of, event } = await database.tx(async (ctx) => {
    const offer = await offered(ctx)
    return { of: offer, event: purchase(ctx, offer, { blockNumber: 1_000 }) }
  })
  const lose = (fromBlock: number) => database.tx((ctx) => orphan(ctx, fromBlock))
  const booked = () => database.tx((ctx) => revenue(ctx, of.poolId))
  for (let round = 0; round < 3; round++) {
    expect(await database.tx((ctx) => record(ctx, event))).toBe(true)
    expect(await booked()).toBe(900n)
    expect(await lose(1_001)).toBe(0)
    expect(await lose(1_000)).toBe(1)
    expect(await lose(1_000)).toBe(0)
    expect(await booked()).toBe(0n)
    await database.tx(async (ctx) => {
      expect(await myLicenses(ctx, { addresses: [BUYER], at: ctx.now(), poolId: of.poolId })).toEqual([])
    })
  }
  await database.tx(async (ctx) => {
    // The same transaction may give it another id when it is mined again.
    const again = purchase(ctx, of, { transaction: event.transaction, blockNumber: 1_002 })
    expect(await record(ctx, again)).toBe(true)
    expect(await revenue(ctx, of.poolId)).toBe(900n)
    expect(await imbalance(ctx)).toBe(0n)
  })
})

test('[LIC-4] a license is valid for its licensee until it expires; the longest counts', async () => {
  await database.tx(async (ctx) => {
    const of = await offered(ctx)
    const at = (days: number) => new Date(ctx.now().getTime() + days * DAY)
    const short = purchase(ctx, of)
    const long = purchase(ctx, of, { expiresAt: at(3) })
    await record(ctx, long)
    await record(ctx, short)
    const valid = (when: Date, addresses = [BUYER.toLowerCase()], poolId = of.poolId) =>
      validLicense(ctx, { poolId, addresses, at: when })
    expect(await valid(at(0))).toMatchObject({
      id: long.licenseId,
      valid: true,
      purposes: ['research', 'model-evaluation'],
    })
    expect(await valid(at(2))).toMatchObject({ id: long.licenseId })
    expect(await valid(at(3))).toBeNull()
    expect(await valid(at(0), [`0x${'1'.repeat(40)}`])).toBeNull()
    expect(await valid(at(0), [])).toBeNull()
    expect(await valid(at(0), [BUYER], (await offered(ctx)).poolId)).toBeNull()
    const mine = await myLicenses(ctx, { addresses: [BUYER], at: at(2), poolId: of.poolId })
    expect(new Map(mine.map((one) => [one.id, one.valid]))).toEqual(
      new Map([
        [long.licenseId, true],
        [short.licenseId, false],
      ]),
    )
  })
})

test('[LIC-12] what an offer keeps for sources is set aside, and no contributor gets it; when the purchase is lost it goes back', async () => {
  await database.tx(async (ctx) => {
    const of = await offered(ctx, { sourceBps: 3_333 })
    await record(
      ctx,
      purchase(ctx, of, { price: 1_001n, treasury: 100n, contributors: 901n, blockNumber: 77 }),
    )
    const held = async () => {
      const { revenue: contributors, sources, world } = await totals(ctx, of.poolId)
      return { contributors, sources, world }
    }
    // 901 × 3,333 / 10,000 = 300.3
    expect(await held()).toEqual({ contributors: 601n, sources: 300n, world: -901n })
    const [license] = await myLicenses(ctx, { addresses: [BUYER], at: ctx.now(), poolId: of.poolId })
    expect(license).toMatchObject({ price: 1_001n, contributors: 601n })
    await orphan(ctx, 77)
    expect(await held()).toEqual({ contributors: 0n, sources: 0n, world: 0n })
    expect(await imbalance(ctx)).toBe(0n)
  })
})

test('[LIC-12] the split is the contract’s: the vectors that forge checks against Licenses.distribute', async () => {
  const path = new URL('../../../../contracts/test/vectors/split.json', import.meta.url)
  const { splits } = JSON.parse(await readFile(path, 'utf8')) as {
    splits: {
      price: string
      treasuryBps: number
      sourceBps: number
      treasury: string
      sources: string
      contributors: string
    }[]
  }
  expect(splits.length).toBeGreaterThan(20)
  for (const { price, treasuryBps, sourceBps, ...parts } of splits) {
    const split = splitPrice(BigInt(price), { treasuryBps, sourceBps })
    const told = Object.fromEntries(Object.entries(parts).map(([part, amount]) => [part, BigInt(amount)]))
    expect(split).toEqual(told)
    expect(split.treasury + split.sources + split.contributors).toBe(BigInt(price))
  }
})
