import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Ctx, folderBlobStore } from '@rowright/db'
import { saltedCommitment } from '@rowright/protocol'
import { testDatabase } from '@rowright/testing'
import type { TestPerson } from '@rowright/testing/factories'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { accounts, balanceOf, imbalance } from '../ledger/index.ts'
import { publish } from '../release/index.ts'
import { closeEpoch, correctPay, type EpochManifest, myLines, recompute } from './index.ts'
import { ADA, BO, buy, CHEN, checkedManifests, deployed, TABLES, work, worked } from './testing/epochScene.ts'

const database = testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'reward-'))
const blobs = folderBlobStore(folder)
afterAll(() => rmSync(folder, { recursive: true, force: true }))
beforeEach(async () => {
  await database.pool.query(`truncate ${TABLES}`)
})
const checkChainOfManifests = () => database.tx((ctx) => checkedManifests(ctx, blobs))

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
