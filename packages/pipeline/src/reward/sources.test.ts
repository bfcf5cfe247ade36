import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Ctx, folderBlobStore } from '@rowright/db'
import { testDatabase } from '@rowright/testing'
import { afterAll, expect, test } from 'vitest'
import { accounts, balanceOf, imbalance, totals } from '../ledger/index.ts'
import { record, recordOffer } from '../license/index.ts'
import { publish, type ReleaseManifest } from '../release/index.ts'
import { closeEpoch, reservedFor } from './index.ts'
import { ADA, BO, CHEN, checkedManifests, deployed, worked } from './testing/epochScene.ts'

const database = testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'sources-'))
const blobs = folderBlobStore(folder)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const DAY = 86_400

/** Makes some of a pool's items ones that were collected from a host, as `admit` keeps them. */
const collectedFrom = (ctx: Ctx, poolId: string, host: string, sharePpm: number, count: number) =>
  ctx.tx.execute(`update item i set provenance = '${JSON.stringify({ kind: 'collected', level: 'L2', sourceRights: { host, sharePpm } })}'
    from (select id from item where pool_id = '${poolId}' and provenance->>'kind' = 'upload' order by external_id limit ${count}) chosen
    where i.pool_id = '${poolId}' and i.id = chosen.id`)

let sales = 0
async function sell(ctx: Ctx, poolId: string, price: bigint, sourceBps: number): Promise<string> {
  const id = String(++sales)
  const of = { poolId, offerId: id, blockNumber: 1, treasuryBps: 0 }
  const terms = { price, durationSeconds: 3_600, purposeMask: 1, licenseeClass: 0, termsHash: '0'.repeat(64) }
  await recordOffer(ctx, { ...of, ...terms, sourceBps })
  await record(ctx, {
    ...{ poolId, offerId: id, blockNumber: 1, licenseId: id, licensee: CHEN, payer: CHEN, price },
    ...{ treasury: 0n, contributors: price, boughtAt: ctx.now(), logIndex: 0 },
    expiresAt: new Date(ctx.now().getTime() + 3_600_000),
    transaction: `0x${id.padStart(64, '0')}`,
  })
  return id
}

const closed = () => database.tx((ctx) => closeEpoch(ctx, blobs, deployed))
const held = (poolId: string, account: string) => database.tx((ctx) => balanceOf(ctx, poolId, account))

test('[REL-6, REW-17, REW-18] a host’s 30 % of its rows is reserved, whoever set money aside, and goes to the contributors after 24 months', async () => {
  const { pool, one, two } = await database.tx(async (ctx) => {
    const { pool, requester, labelers } = await worked(ctx, [ADA, BO], 4)
    await collectedFrom(ctx, pool.id, 'news.example', 300_000, 2)
    await collectedFrom(ctx, pool.id, 'blog.example', 100_000, 1)
    const release = await publish(ctx, blobs, { poolId: pool.id })
    const text = Buffer.from(await blobs.get(release.manifestSha256)).toString('utf8')
    expect((JSON.parse(text) as ReleaseManifest).sources).toEqual({ hosts: 2, weightPpm: '700000' })
    // A row with a source: of 1,000,000 its host 300,000, of the rest the giver 40 % and two labelers 60 %.
    const { rows } = await ctx.tx.execute<{ person_id: string; weight_ppm: string }>(
      `select person_id, weight_ppm from release_weight where release_id = '${release.id}'`,
    )
    const weight = (person: string) => Number(rows.find((row) => row.person_id === person)!.weight_ppm)
    expect(weight(requester.id)).toBe(2 * 280_000 + 360_000 + 400_000)
    expect(labelers.map((labeler) => weight(labeler.id))).toEqual(
      Array(2).fill(2 * 210_000 + 270_000 + 300_000),
    )
    return { pool, one: await sell(ctx, pool.id, 40_000n, 0), two: await sell(ctx, pool.id, 40_000n, 5_000) }
  })
  await closed()
  // 0.6 and 0.1 of four rows of 40,000, twice: once out of the contributors' part, once out of what the offer set aside.
  expect(await held(pool.id, accounts.source('news.example'))).toBe(12_000n)
  expect(await held(pool.id, accounts.source('blog.example'))).toBe(2_000n)
  expect(await held(pool.id, accounts.sources)).toBe(0n)
  expect(await held(pool.id, accounts.revenue)).toBe(0n)
  const [found] = await database.tx((ctx) => reservedFor(ctx, 'news.example'))
  expect(found).toMatchObject({ poolId: pool.id, waiting: 12_000n, unclaimed: 0n })
  const persons = async () => {
    const { rows } = await database.pool.query<{ license_id: string; amount: string }>(
      `select license_id, sum(amount) as amount from entitlement where kind = 'revenue' group by 1 order by 1`,
    )
    return rows.map((row) => [row.license_id, Number(row.amount)])
  }
  expect(await persons()).toEqual([
    [one, 33_000],
    [two, 33_000],
  ])

  // The day before nothing moves, however often an epoch closes; then all of it, once, and to persons only.
  database.clock.ahead += 729 * DAY
  expect(await closed()).toBeNull()
  database.clock.ahead += 3 * DAY
  expect(await closed()).toMatchObject({ work: 0n, revenue: 14_000n })
  expect(await closed()).toBeNull()
  expect(await held(pool.id, accounts.source('news.example'))).toBe(0n)
  expect(await held(pool.id, accounts.source('blog.example'))).toBe(0n)
  expect(
    (await persons())
      .slice(1)
      .concat((await persons()).slice(0, 1))
      .reduce((sum, [, n]) => sum + Number(n), 0),
  ).toBe(80_000)
  const [after] = await database.tx((ctx) => reservedFor(ctx, 'news.example'))
  expect(after).toMatchObject({ waiting: 0n, unclaimed: 12_000n, until: null })
  const all = await database.tx((ctx) => totals(ctx, pool.id))
  expect(Object.values(all).reduce((sum, amount) => sum + amount, 0n)).toBe(0n)
  await database.tx(async (ctx) => {
    expect(await imbalance(ctx)).toBe(0n)
    await checkedManifests(ctx, blobs)
  })
})

test('[REW-17, REW-18] what an offer set aside though no row has a host waits as long, and then is the contributors’', async () => {
  const pool = await database.tx(async (ctx) => {
    const { pool } = await worked(ctx, [ADA, BO], 2)
    await publish(ctx, blobs, { poolId: pool.id })
    await sell(ctx, pool.id, 10_000n, 2_000)
    return pool
  })
  await closed()
  expect(await held(pool.id, accounts.source(''))).toBe(2_000n)
  database.clock.ahead += 732 * DAY
  expect(await closed()).toMatchObject({ revenue: 2_000n })
  expect(await held(pool.id, accounts.source(''))).toBe(0n)
})
