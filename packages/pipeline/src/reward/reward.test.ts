import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Ctx, folderBlobStore } from '@rowright/db'
import { buildMerkleTree, hashRewardLeaf } from '@rowright/protocol'
import { overlapping, settledOrWaiting, testDatabase } from '@rowright/testing'
import { answerAll, giveConsent, newCampaign, newPerson, type TestPerson } from '@rowright/testing/factories'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { reserve } from '../labeling/index.ts'
import { accounts, balanceOf, imbalance } from '../ledger/index.ts'
import { attachPayout } from '../people/index.ts'
import { publish } from '../release/index.ts'
import { judge } from '../settlement/index.ts'
import { closeEpoch, distributionsOf, type EpochManifest, earningsOf, epochs, setKeep } from './index.ts'
import { ADA, BO, buy, CHEN, checkedManifests, deployed, TABLES, work, worked } from './testing/epochScene.ts'

const database = testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'reward-'))
const blobs = folderBlobStore(folder)
afterAll(() => rmSync(folder, { recursive: true, force: true }))
beforeEach(async () => {
  await database.pool.query(`truncate ${TABLES}`)
})
const checkChainOfManifests = () => database.tx((ctx) => checkedManifests(ctx, blobs))

test('[REW-1] an epoch without anything new does not close, and writes nothing', async () => {
  await database.tx(async (ctx) => {
    expect(await closeEpoch(ctx, blobs, deployed)).toBeNull()
    await worked(ctx, [ADA])
    expect((await closeEpoch(ctx, blobs, deployed))?.number).toBe(1)
    const { rows: before } = await ctx.tx.execute('select count(*) from transfer')
    expect(await closeEpoch(ctx, blobs, deployed)).toBeNull()
    const { rows: after } = await ctx.tx.execute('select count(*) from transfer')
    expect(after).toEqual(before)
    expect(await epochs(ctx)).toHaveLength(1)
  })
})

test('[REW-1] of two workers closing at once, one closes', async () => {
  await database.tx((ctx) => worked(ctx, [ADA, BO]))
  expect(await overlapping(database, (ctx) => closeEpoch(ctx, blobs, deployed))).toMatchObject([
    { status: 'fulfilled', value: { work: 800n } },
    { status: 'fulfilled', value: null },
  ])
  await database.tx(async (ctx) => expect(await imbalance(ctx)).toBe(0n))
})

/** A context that does something else after its nth statement. */
function interrupted(ctx: Ctx, after: number, interrupt: () => Promise<void>): Ctx {
  let statements = 0
  const execute: Ctx['tx']['execute'] = (async (query: Parameters<Ctx['tx']['execute']>[0]) => {
    const result = await ctx.tx.execute(query)
    if (++statements === after) await interrupt()
    return result
  }) as Ctx['tx']['execute']
  const tx = new Proxy(ctx.tx, {
    get(target, key) {
      if (key === 'execute') return execute
      const member: unknown = Reflect.get(target, key)
      return typeof member === 'function' ? member.bind(target) : member
    },
  })
  return { ...ctx, tx }
}

test('[REW-1, REW-3, REW-8] verdicts and stakes that come at any moment of a closing disturb nothing', async () => {
  const scene = await database.tx((ctx) => worked(ctx, [ADA, BO, undefined], 3))
  const [, bo] = scene.labelers as [TestPerson, TestPerson]
  const dora = await database.tx(async (ctx) => {
    const person = await newPerson(ctx, 'dora', CHEN)
    await giveConsent(ctx, scene.pool, person)
    return person
  })
  // Who stakes while an epoch cashes in the same points comes second.
  const tooLate = (error: unknown) => expect(error).toMatchObject({ code: 'ledger/insufficient' })
  for (let moment = 1; moment <= 8; moment++) {
    // Dora has answers to judge and no points, so nothing of hers is locked; Bo has points to stake.
    const { judged, staked } = await database.tx(async (ctx) => {
      await work(ctx, scene, 1)
      const items = (name: string) => [`${name}-${moment}-0`, `${name}-${moment}-1`]
      const judged = await newCampaign(ctx, scene.pool, { items: items('judged'), overlap: 1 })
      await answerAll(ctx, judged, dora, () => 'yes')
      const staked = await newCampaign(ctx, scene.pool, { items: items('staked'), overlap: 1, stake: 10n })
      return {
        judged: { poolId: scene.pool.id, campaignId: judged.id },
        staked: { poolId: scene.pool.id, campaignId: staked.id },
      }
    })
    const others: Promise<unknown>[] = []
    const interrupt = async () => {
      others.push(
        database.tx((ctx) => judge(ctx, judged)),
        database.tx((ctx) => reserve(ctx, { ...staked, personId: bo.id })).catch(tooLate),
      )
      for (const other of others) await settledOrWaiting(database, Promise.allSettled([other]))
    }
    const made = await database.tx((ctx) => closeEpoch(interrupted(ctx, moment, interrupt), blobs, deployed))
    expect(made, `interrupted after statement ${moment}`).not.toBeNull()
    expect(others).toHaveLength(2)
    await Promise.all(others)
  }
  await database.tx((ctx) => closeEpoch(ctx, blobs, deployed))
  const { rows } =
    await database.pool.query(`select (select count(*) from verdict) = (select count(*) from epoch_line) as listed,
    (select sum(price) from verdict) = (select sum(amount) from entitlement) + (select coalesce(sum(amount), 0) from carry
      where epoch = (select max(number) from epoch)) as paid`)
  expect(rows).toEqual([{ listed: true, paid: true }])
  await checkChainOfManifests()
  await database.tx(async (ctx) => expect(await imbalance(ctx)).toBe(0n))
})

test('[REW-2, REW-3] points kept back are carried, and paid when they are no longer kept', async () => {
  await database.tx(async (ctx) => {
    const scene = await worked(ctx, [ADA, BO])
    const [ada] = scene.labelers as [TestPerson]
    await setKeep(ctx, { poolId: scene.pool.id, personId: ada.id, amount: 150n })
    expect((await closeEpoch(ctx, blobs, deployed))?.work).toBe(650n)
    expect(await balanceOf(ctx, scene.pool.id, accounts.points(ada.id))).toBe(150n)
    await work(ctx, scene, 1)
    await setKeep(ctx, { poolId: scene.pool.id, personId: ada.id, amount: 0n })
    expect((await closeEpoch(ctx, blobs, deployed))?.work).toBe(350n)
  })
  const [first, second] = await checkChainOfManifests()
  const ada = (manifest: EpochManifest | undefined) => manifest!.accounts.find((one) => one.account === ADA)
  expect(ada(first)).toMatchObject({ work: '250', carriedIn: '0', carriedOut: '150', cumulative: '250' })
  expect(ada(second)).toMatchObject({ work: '250', carriedIn: '150', carriedOut: '0', cumulative: '500' })
})

test('[REW-4] revenue is split over the release, floored; the dust is carried; a sale before any release waits', async () => {
  await database.tx(async (ctx) => {
    const scene = await worked(ctx, [ADA, BO, CHEN], 3)
    const [ada] = scene.labelers as [TestPerson]
    await attachPayout(ctx, { personId: scene.requester.id, address: `0x${'99'.repeat(20)}` })
    const early = await buy(ctx, scene.pool, 1_000n)
    await closeEpoch(ctx, blobs, deployed)
    expect((await distributionsOf(ctx, [early])).size).toBe(0)

    await publish(ctx, blobs, { poolId: scene.pool.id })
    // Three rows: the giver holds 0.4 of each, each of three labelers floor(600,000 / 3) ppm.
    const late = await buy(ctx, scene.pool, 101n)
    const made = await closeEpoch(ctx, blobs, deployed)
    const split = await distributionsOf(ctx, [early, late])
    expect(split.get(early)).toMatchObject({
      gross: 1_000n,
      carried: 0n,
      distributed: 1_000n,
      dust: 0n,
      epoch: 2,
    })
    expect(split.get(late)).toMatchObject({ gross: 101n, carried: 0n, distributed: 100n, dust: 1n, epoch: 2 })
    expect(made?.revenue).toBe(1_100n)
    expect(await balanceOf(ctx, scene.pool.id, accounts.revenue)).toBe(0n)
    expect(await balanceOf(ctx, scene.pool.id, accounts.dust)).toBe(1n)
    expect((await earningsOf(ctx, ada.id)).pools[0]!.revenue).toBe(220n)

    const last = await buy(ctx, scene.pool, 4n)
    await closeEpoch(ctx, blobs, deployed)
    expect((await distributionsOf(ctx, [last])).get(last)).toMatchObject({
      gross: 4n,
      carried: 1n,
      distributed: 5n,
      dust: 0n,
    })
    expect(await balanceOf(ctx, scene.pool.id, accounts.dust)).toBe(0n)
    expect(await imbalance(ctx)).toBe(0n)
  })
  await checkChainOfManifests()
})

test('[REW-6] a guest is escrowed, and enters the next tree after an address is attached', async () => {
  await database.tx(async (ctx) => {
    const { pool, labelers } = await worked(ctx, [undefined, ADA])
    const [guest] = labelers as [TestPerson]
    const first = await closeEpoch(ctx, blobs, deployed)
    expect(first).toMatchObject({ leaves: 1, work: 800n, unassigned: 400n, declared: 400n })
    expect((await earningsOf(ctx, guest.id)).pools).toMatchObject([
      { poolId: pool.id, escrowed: 400n, accepted: 4, points: 0n },
    ])
    expect(await closeEpoch(ctx, blobs, deployed)).toBeNull()

    await attachPayout(ctx, { personId: guest.id, address: BO })
    const second = await closeEpoch(ctx, blobs, deployed)
    expect(second).toMatchObject({ leaves: 2, work: 0n, unassigned: 0n, declared: 800n })
    expect(await earningsOf(ctx, guest.id)).toMatchObject({
      pending: 400n,
      claimable: 0n,
      pools: [{ escrowed: 0n }],
    })
  })
  const [first, second] = await checkChainOfManifests()
  expect(first!.unassigned).toMatchObject({ persons: 1, amount: '400' })
  expect(first!.lines.filter((line) => line.account === null)).toHaveLength(4)
  expect(second!.accounts.find((one) => one.account === BO)).toMatchObject({
    work: '0',
    waited: '400',
    cumulative: '400',
  })
})

test('[REW-6] an epoch of guests only has no tree', async () => {
  await database.tx(async (ctx) => {
    await worked(ctx, [undefined])
    expect(await closeEpoch(ctx, blobs, deployed)).toMatchObject({
      leaves: 0,
      declared: 0n,
      root: `0x${'0'.repeat(64)}`,
    })
  })
  await checkChainOfManifests()
})

test('[REW-5] a guest folded into the person of a wallet: the person is owed, also what waited', async () => {
  await database.tx(async (ctx) => {
    const scene = await worked(ctx, [undefined])
    const [guest] = scene.labelers as [TestPerson]
    await closeEpoch(ctx, blobs, deployed)
    await work(ctx, scene, 2)
    const ada = await newPerson(ctx, 'ada', ADA)
    await attachPayout(ctx, { personId: guest.id, address: ADA })
    expect(await closeEpoch(ctx, blobs, deployed)).toMatchObject({
      work: 200n,
      unassigned: 0n,
      declared: 600n,
    })
    expect(await earningsOf(ctx, ada.id)).toMatchObject({
      pending: 600n,
      pools: [{ accepted: 6, escrowed: 0n }],
    })
  })
  await checkChainOfManifests()
})

test('[REW-7, REW-10] leaves only grow, the root is of these leaves, and another deployment gets an epoch of its own', async () => {
  await database.tx(async (ctx) => {
    const scene = await worked(ctx, [ADA, BO])
    await closeEpoch(ctx, blobs, deployed)
    await work(ctx, { ...scene, labelers: [scene.labelers[0]!] }, 1)
    const second = await closeEpoch(ctx, blobs, deployed)
    const leaf = (account: `0x${string}`, cumulative: bigint, token: `0x${string}` = deployed.token) =>
      hashRewardLeaf({ account, token, cumulative })
    expect(second?.root).toBe(buildMerkleTree([leaf(ADA, 500n), leaf(BO, 400n)]).root)
    const token = `0x${'33'.repeat(20)}` as const
    const moved = await closeEpoch(ctx, blobs, { ...deployed, token })
    expect(moved).toMatchObject({ number: 3, work: 0n, declared: 900n })
    expect(moved?.root).toBe(buildMerkleTree([leaf(ADA, 500n, token), leaf(BO, 400n, token)]).root)
  })
  await checkChainOfManifests()
})
