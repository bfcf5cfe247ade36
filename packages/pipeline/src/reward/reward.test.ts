import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Ctx, folderBlobStore } from '@rowright/db'
import { buildMerkleTree, hashRewardLeaf, saltedCommitment } from '@rowright/protocol'
import { overlapping, settledOrWaiting, testDatabase } from '@rowright/testing'
import {
  answerAll,
  giveConsent,
  newCampaign,
  newPerson,
  newPool,
  type TestPerson,
} from '@rowright/testing/factories'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { refit } from '../consensus/index.ts'
import { reserve } from '../labeling/index.ts'
import { accounts, balanceOf, imbalance } from '../ledger/index.ts'
import { record } from '../license/index.ts'
import { attachPayout } from '../people/index.ts'
import type { Pool } from '../pool/index.ts'
import { publish } from '../release/index.ts'
import { judge } from '../settlement/index.ts'
import {
  closeEpoch,
  correctPay,
  distributionsOf,
  type EpochManifest,
  earningsOf,
  epochs,
  myLines,
  recompute,
  setKeep,
} from './index.ts'

const database = testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'reward-'))
const blobs = folderBlobStore(folder)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const ADA = `0x${'ad'.repeat(20)}` as const
const BO = `0x${'b0'.repeat(20)}` as const
const CHEN = `0x${'ce'.repeat(20)}` as const
const deployed = { chainId: 31_337, rewards: `0x${'11'.repeat(20)}`, token: `0x${'22'.repeat(20)}` } as const

/** Each test starts with empty tables: an epoch is about all pools. */
beforeEach(async () => {
  await database.pool.query(`truncate person, device, payout_method, pool, campaign, campaign_funding, consent, item, task, assignment,
    annotation, draft, assignment_list, standing, verdict, gold, refit, result, skill, release, release_row, release_weight, license,
    transfer, balance, epoch, epoch_line, carry, entitlement, leaf, claim, cash_out, distribution, keep, correction`)
})

interface Scene {
  pool: Pool
  labelers: TestPerson[]
  requester: TestPerson
}

/** Labelers with these addresses who each answered `items` at 100 apiece, judged and resolved. */
async function worked(ctx: Ctx, addresses: (string | undefined)[], items = 4): Promise<Scene> {
  const requester = await newPerson(ctx, 'requester')
  const pool = await newPool(ctx, requester)
  const labelers: TestPerson[] = []
  for (const address of addresses) {
    const person = await newPerson(ctx, 'labeler', address)
    await giveConsent(ctx, pool, person)
    labelers.push(person)
  }
  await work(ctx, { pool, labelers, requester }, items)
  return { pool, labelers, requester }
}

let uploads = 0
async function work(ctx: Ctx, { pool, labelers }: Scene, count: number): Promise<void> {
  const upload = uploads++
  const items = Array.from({ length: count }, (_, i) => `item-${upload}-${i}`)
  const campaign = await newCampaign(ctx, pool, { items, overlap: labelers.length })
  for (const one of labelers) await answerAll(ctx, campaign, one, () => 'yes')
  const at = { poolId: pool.id, campaignId: campaign.id }
  await judge(ctx, at)
  await refit(ctx, at)
}

let sales = 0
const buy = (ctx: Ctx, pool: Pool, contributors: bigint) => {
  const licenseId = String(++sales)
  return record(ctx, {
    poolId: pool.id,
    licenseId,
    offerId: '1',
    licensee: CHEN,
    payer: CHEN,
    price: contributors,
    treasury: 0n,
    contributors,
    expiresAt: new Date(ctx.now().getTime() + 86_400_000),
    boughtAt: ctx.now(),
    transaction: `0x${licenseId.padStart(64, '0')}`,
    logIndex: 0,
    blockNumber: sales,
  }).then(() => licenseId)
}

const manifestOf = async (sha256: string) =>
  JSON.parse(Buffer.from(await blobs.get(sha256)).toString('utf8')) as EpochManifest

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

/** Every epoch follows from its manifest and the one before. @returns the manifests, oldest first. */
async function checkChainOfManifests(): Promise<EpochManifest[]> {
  const rows = (await database.tx((ctx) => epochs(ctx))).reverse()
  const manifests: EpochManifest[] = []
  for (const row of rows) {
    const manifest = await manifestOf(row.manifestSha256)
    expect(await recompute(manifest, manifests.at(-1) ?? null)).toEqual([])
    expect([manifest.root, manifest.declared]).toEqual([row.root, String(row.declared)])
    manifests.push(manifest)
  }
  return manifests
}

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

test('[REW-8] a manifest names no row, no person, no pseudonym', async () => {
  const ids = await database.tx(async (ctx) => {
    const scene = await worked(ctx, [ADA, BO], 3)
    await publish(ctx, blobs, { poolId: scene.pool.id })
    await buy(ctx, scene.pool, 100n)
    await closeEpoch(ctx, blobs, deployed)
    const { rows } = await ctx.tx.execute<{ id: string }>(
      'select id::text from assignment union select id::text from task union select id::text from person union select id::text from item',
    )
    return rows.map((row) => row.id)
  })
  const [manifest] = await checkChainOfManifests()
  const text = JSON.stringify(manifest)
  expect(manifest!.lines).toHaveLength(6)
  expect(new Set(manifest!.lines.map((line) => line.commitment)).size).toBe(6)
  expect(Object.keys(manifest!.lines[0]!).sort()).toEqual([
    'account',
    'commitment',
    'multiplierPpm',
    'price',
    'verdict',
  ])
  for (const id of ids) expect(text).not.toContain(id)
})

test('[REW-9] a manifest that was tampered with does not recompute', async () => {
  await database.tx(async (ctx) => {
    await worked(ctx, [ADA, BO])
    await closeEpoch(ctx, blobs, deployed)
  })
  const [manifest] = await checkChainOfManifests()
  const tampered = (change: (copy: EpochManifest) => void) => {
    const copy = structuredClone(manifest!)
    change(copy)
    return recompute(copy)
  }
  const first = async (change: (copy: EpochManifest) => void) => (await tampered(change))[0]
  expect(await first((copy) => (copy.lines[0]!.price = '101'))).toMatchObject({
    where: 'leaf',
    account: manifest!.lines[0]!.account,
    expected: '401',
    found: '400',
  })
  expect(await first((copy) => (copy.lines[0]!.verdict = 'rejected'))).toMatchObject({ expected: '300' })
  expect(await first((copy) => (copy.accounts[0]!.cumulative = '401'))).toMatchObject({
    account: manifest!.accounts[0]!.account,
    expected: '400',
    found: '401',
  })
  expect(await first((copy) => (copy.declared = '801'))).toMatchObject({ where: 'head' })
  expect(await first((copy) => (copy.accounts[0]!.account = CHEN))).toMatchObject({ account: CHEN })
  expect(await first((copy) => copy.accounts.pop())).toMatchObject({ where: 'leaf', found: 'none' })
})

test('[REW-14] pay that was wrong is taken back from later pay, once, and the leaf does not shrink', async () => {
  const scene = await database.tx((ctx) => worked(ctx, [ADA, BO]))
  const wrong = async (ctx: Ctx, personId: string) => {
    const { rows } = await ctx.tx.execute<{ id: string }>(
      `select assignment_id as id from verdict where person_id = '${personId}' order by 1`,
    )
    return rows.map((row) => ({ poolId: scene.pool.id, assignmentId: row.id }))
  }
  const [ada] = scene.labelers as [TestPerson]
  await database.tx(async (ctx) => {
    const [early] = await wrong(ctx, ada.id)
    await expect(correctPay(ctx, early!)).rejects.toMatchObject({ code: 'reward/not-paid' })
    await closeEpoch(ctx, blobs, deployed)
    for (const one of await wrong(ctx, ada.id)) {
      expect(await correctPay(ctx, one)).toBe(true)
      expect(await correctPay(ctx, one)).toBe(false)
    }
    expect(await closeEpoch(ctx, blobs, deployed), 'nothing to take it from').toBeNull()
    await work(ctx, scene, 3)
    await closeEpoch(ctx, blobs, deployed)
    await work(ctx, scene, 3)
    await closeEpoch(ctx, blobs, deployed)
  })
  const manifests = await checkChainOfManifests()
  const adas = manifests.map((one) => one.accounts.find(({ account }) => account === ADA)!)
  expect(adas.map((one) => [one.work, one.netted, one.cumulative])).toEqual([
    ['400', '0', '400'],
    ['0', '300', '400'],
    ['200', '100', '600'],
  ])
  await database.tx(async (ctx) => {
    expect(await balanceOf(ctx, scene.pool.id, accounts.dust)).toBe(400n)
    expect(await imbalance(ctx)).toBe(0n)
  })
})

test('[REW-15] a contributor gets the salts of their own lines, and finds them in the manifest', async () => {
  const { labelers } = await database.tx((ctx) => worked(ctx, [ADA, BO], 3))
  await database.tx((ctx) => closeEpoch(ctx, blobs, deployed))
  const [manifest] = await checkChainOfManifests()
  await database.tx(async (ctx) => {
    const first = await myLines(ctx, { personId: labelers[0]!.id, limit: 2 })
    const rest = await myLines(ctx, {
      personId: labelers[0]!.id,
      limit: 2,
      after: first.at(-1)!.assignmentId,
    })
    expect([first.length, rest.length]).toEqual([2, 1])
    for (const { epoch, commitment, salt, ...value } of [...first, ...rest]) {
      expect(epoch).toBe(1)
      expect(saltedCommitment(salt, value)).toBe(commitment)
      expect(manifest!.lines.find((line) => line.commitment === commitment)).toMatchObject({ account: ADA })
    }
    expect(await myLines(ctx, { personId: labelers[0]!.id, epoch: 2, limit: 5 })).toEqual([])
  })
})
