import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Ctx, folderBlobStore } from '@rowright/db'
import { buildMerkleTree, hashRewardLeaf } from '@rowright/protocol'
import { testDatabase } from '@rowright/testing'
import {
  answerAll,
  giveConsent,
  newCampaign,
  newPerson,
  newPool,
  type TestPerson,
} from '@rowright/testing/factories'
import { afterAll, expect, test } from 'vitest'
import { accounts, balanceOf, imbalance } from '../ledger/index.ts'
import { attachPayout } from '../people/index.ts'
import type { Pool } from '../pool/index.ts'
import { judge } from '../settlement/index.ts'
import {
  cashOutBatch,
  closeEpoch,
  earningsOf,
  epochs,
  getEpoch,
  markActivated,
  markFailed,
  markPosted,
  markSent,
  nextToActivate,
  nextToPost,
  orphanClaims,
  orphanEpochs,
  proofsOf,
  recordClaim,
  requestCashOut,
} from './index.ts'

const database = testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'claims-'))
const blobs = folderBlobStore(folder)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const deployed = { chainId: 31_337, rewards: `0x${'11'.repeat(20)}`, token: `0x${'22'.repeat(20)}` } as const
const ROLLBACK = new Error('the test is over')

/** Runs a test in a transaction of its own and takes everything back: an epoch is about all pools. */
async function alone(work: (ctx: Ctx) => Promise<void>): Promise<void> {
  const run = database.tx(async (ctx) => {
    await work(ctx)
    throw ROLLBACK
  })
  await expect(run).rejects.toBe(ROLLBACK)
}

let made = 0
const newAddress = (): `0x${string}` => `0x${(++made).toString(16).padStart(40, '0')}`

async function earn(ctx: Ctx, pool: Pool, person: TestPerson, items: number): Promise<void> {
  const names = Array.from({ length: items }, () => `item-${++made}`)
  const campaign = await newCampaign(ctx, pool, { items: names, overlap: 1 })
  await answerAll(ctx, campaign, person, () => 'yes')
  await judge(ctx, { poolId: pool.id, campaignId: campaign.id })
}

async function staffed(ctx: Ctx, count: number) {
  const pool = await newPool(ctx, await newPerson(ctx, 'requester'))
  const people: (TestPerson & { address: `0x${string}` })[] = []
  for (let i = 0; i < count; i++) {
    const address = newAddress()
    const person = await newPerson(ctx, 'labeler', address)
    await giveConsent(ctx, pool, person)
    people.push({ ...person, address })
  }
  return { pool, people }
}

/** Posts and activates the newest epoch, as the chain would say. */
async function activate(ctx: Ctx, blockNumber: number): Promise<void> {
  const epoch = (await nextToPost(ctx, deployed))!
  const event = { epoch: epoch.number, root: epoch.root, blockNumber }
  expect(
    await markPosted(ctx, { ...event, activatesAt: ctx.now(), transaction: `0x${'aa'.repeat(32)}` }),
  ).toBe(true)
  expect(
    await markPosted(ctx, { ...event, activatesAt: ctx.now(), transaction: `0x${'ab'.repeat(32)}` }),
  ).toBe(false)
  expect(await nextToPost(ctx, deployed), 'one root at a time').toBeNull()
  expect((await nextToActivate(ctx))?.number).toBe(epoch.number)
  expect(await markActivated(ctx, event)).toBe(true)
  expect(await markActivated(ctx, event)).toBe(false)
}

const claimOf = (address: string, amount: bigint, cumulative: bigint, blockNumber: number) => ({
  address,
  amount,
  cumulative,
  transaction: `0x${blockNumber.toString(16).padStart(64, 'c')}`,
  logIndex: 0,
  blockNumber,
})

test('[REW-10] epochs are posted one at a time, the newest contains the others, and what the chain lost is due again', () =>
  alone(async (ctx) => {
    const { pool, people } = await staffed(ctx, 1)
    expect(await nextToPost(ctx, deployed)).toBeNull()
    for (let i = 0; i < 3; i++) {
      await earn(ctx, pool, people[0]!, 1)
      await closeEpoch(ctx, blobs, deployed)
    }
    expect(await nextToPost(ctx, { rewards: `0x${'77'.repeat(20)}` }), 'another deployment').toBeNull()
    await activate(ctx, 10)
    expect((await epochs(ctx)).map((epoch) => [epoch.number, epoch.status])).toEqual([
      [3, 'active'],
      [2, 'active'],
      [1, 'active'],
    ])
    await orphanEpochs(ctx, 11)
    expect(await nextToPost(ctx, deployed)).toBeNull()
    await orphanEpochs(ctx, 10)
    expect((await nextToPost(ctx, deployed))?.number).toBe(3)
    await expect(getEpoch(ctx, 9)).rejects.toMatchObject({ code: 'reward/unknown-epoch' })
  }))

test('[REW-10] an epoch that only owes to a guest has the tree of the one before, and nothing to post', () =>
  alone(async (ctx) => {
    const { pool, people } = await staffed(ctx, 1)
    const guest = await newPerson(ctx, 'guest')
    await giveConsent(ctx, pool, guest)
    await earn(ctx, pool, guest, 1)
    await closeEpoch(ctx, blobs, deployed)
    expect(await nextToPost(ctx, deployed), 'nobody has a leaf yet').toBeNull()
    await earn(ctx, pool, people[0]!, 1)
    await closeEpoch(ctx, blobs, deployed)
    await activate(ctx, 10)
    await earn(ctx, pool, guest, 1)
    await closeEpoch(ctx, blobs, deployed)
    expect(await nextToPost(ctx, deployed), 'the same root again').toBeNull()
    expect((await epochs(ctx)).map((epoch) => [epoch.number, epoch.status])).toEqual([
      [3, 'active'],
      [2, 'active'],
      [1, 'active'],
    ])
    await attachPayout(ctx, { personId: guest.id, address: newAddress() })
    await closeEpoch(ctx, blobs, deployed)
    expect((await nextToPost(ctx, deployed))?.number).toBe(4)
    await activate(ctx, 20)
    expect(await earningsOf(ctx, guest.id)).toMatchObject({ claimable: 200n })
  }))

test('[REW-12] cashing out: no address, nothing yet, queued once, proven, sent, failed, paid', () =>
  alone(async (ctx) => {
    const { pool, people } = await staffed(ctx, 3)
    const [ada, bo] = people as [(typeof people)[0], (typeof people)[0]]
    const guest = await newPerson(ctx, 'guest')
    await expect(requestCashOut(ctx, { personId: guest.id })).rejects.toMatchObject({
      code: 'reward/no-address',
    })
    for (const one of people) await earn(ctx, pool, one, 2)
    await closeEpoch(ctx, blobs, deployed)
    await expect(requestCashOut(ctx, { personId: ada.id })).rejects.toMatchObject({
      code: 'reward/nothing-to-cash-out',
    })
    await activate(ctx, 10)
    expect(await earningsOf(ctx, ada.id)).toMatchObject({ claimable: 200n, pending: 0n, paid: 0n })

    const [queued] = await requestCashOut(ctx, { personId: ada.id })
    expect(queued).toMatchObject({ address: ada.address, amount: 200n, status: 'queued' })
    expect(await requestCashOut(ctx, { personId: ada.id })).toEqual([queued])
    await requestCashOut(ctx, { personId: bo.id })
    const batch = await cashOutBatch(ctx, 10)
    expect(batch.map((one) => one.account)).toEqual([ada.address, bo.address])
    const leaves = people.map((one) =>
      hashRewardLeaf({ account: one.address, token: deployed.token, cumulative: 200n }),
    )
    expect(batch[0]!.proof).toEqual(buildMerkleTree(leaves).proof(leaves[0]!))

    await markSent(ctx, batch[0]!.ids, `0x${'dd'.repeat(32)}`)
    expect((await cashOutBatch(ctx, 10)).map((one) => one.account)).toEqual([bo.address])
    await markFailed(ctx, batch[1]!.ids, 'the relayer has no gas')
    expect(await cashOutBatch(ctx, 10)).toEqual([])
    expect(await requestCashOut(ctx, { personId: bo.id })).toMatchObject([{ status: 'queued' }])

    expect(await recordClaim(ctx, claimOf(ada.address, 200n, 200n, 20))).toBe(true)
    expect(await recordClaim(ctx, claimOf(ada.address, 200n, 200n, 20))).toBe(false)
    expect(await earningsOf(ctx, ada.id)).toMatchObject({
      claimable: 0n,
      paid: 200n,
      cashOuts: [{ status: 'paid' }],
    })
    await expect(requestCashOut(ctx, { personId: ada.id })).rejects.toMatchObject({
      code: 'reward/nothing-to-cash-out',
    })
    expect(await balanceOf(ctx, pool.id, accounts.paid(ada.id))).toBe(200n)
    expect(await balanceOf(ctx, pool.id, accounts.reward(ada.id))).toBe(0n)
    expect(await imbalance(ctx)).toBe(0n)
  }))

test('[REW-11] a claim pays what its leaf had, over pools; later earnings stay owed', () =>
  alone(async (ctx) => {
    const { pool, people } = await staffed(ctx, 1)
    const [ada] = people as [(typeof people)[0]]
    const other = await newPool(ctx, await newPerson(ctx, 'another requester'))
    await giveConsent(ctx, other, ada)
    await earn(ctx, pool, ada, 1)
    await earn(ctx, other, ada, 2)
    await closeEpoch(ctx, blobs, deployed)
    await activate(ctx, 10)
    await earn(ctx, pool, ada, 3)
    await closeEpoch(ctx, blobs, deployed)
    await recordClaim(ctx, claimOf(ada.address, 300n, 300n, 20))
    expect(await earningsOf(ctx, ada.id)).toMatchObject({ paid: 300n, pending: 300n, claimable: 0n })
    expect(await balanceOf(ctx, pool.id, accounts.reward(ada.id))).toBe(300n)
    expect(await balanceOf(ctx, other.id, accounts.reward(ada.id))).toBe(0n)
    await activate(ctx, 30)
    expect(await proofsOf(ctx, [ada.address])).toMatchObject([{ cumulative: 600n, claimed: 300n, epoch: 2 }])
    await recordClaim(ctx, claimOf(ada.address, 300n, 600n, 40))
    expect(await earningsOf(ctx, ada.id)).toMatchObject({ paid: 600n, pending: 0n, claimable: 0n })
    expect(await imbalance(ctx)).toBe(0n)
  }))

test('[REW-11] a claim whose block is gone is owed again, and queued again; it can come back any number of times', () =>
  alone(async (ctx) => {
    const { pool, people } = await staffed(ctx, 1)
    const [ada] = people as [(typeof people)[0]]
    await earn(ctx, pool, ada, 2)
    await closeEpoch(ctx, blobs, deployed)
    await activate(ctx, 10)
    await requestCashOut(ctx, { personId: ada.id })
    for (let round = 0; round < 3; round++) {
      await recordClaim(ctx, claimOf(ada.address, 200n, 200n, 20))
      expect(await balanceOf(ctx, pool.id, accounts.paid(ada.id))).toBe(200n)
      expect(await cashOutBatch(ctx, 10)).toEqual([])
      expect(await orphanClaims(ctx, 20)).toBe(1)
      expect(await orphanClaims(ctx, 20)).toBe(0)
      expect(await balanceOf(ctx, pool.id, accounts.reward(ada.id))).toBe(200n)
      expect(await cashOutBatch(ctx, 10)).toMatchObject([
        { account: ada.address, cumulative: 200n, claimed: 0n },
      ])
    }
    expect(await imbalance(ctx)).toBe(0n)
  }))

test('[REW-12] a person who changed address claims from both', () =>
  alone(async (ctx) => {
    const { pool, people } = await staffed(ctx, 1)
    const [ada] = people as [(typeof people)[0]]
    await earn(ctx, pool, ada, 1)
    await closeEpoch(ctx, blobs, deployed)
    const second = newAddress()
    // One transaction has one now(): say that the second came later.
    await attachPayout(
      { ...ctx, now: () => new Date(ctx.now().getTime() + 1_000) },
      { personId: ada.id, address: second },
    )
    await earn(ctx, pool, ada, 2)
    await closeEpoch(ctx, blobs, deployed)
    await activate(ctx, 10)
    const queued = await requestCashOut(ctx, { personId: ada.id })
    expect(new Map(queued.map((one) => [one.address, one.amount]))).toEqual(
      new Map([
        [ada.address, 100n],
        [second, 200n],
      ]),
    )
  }))
