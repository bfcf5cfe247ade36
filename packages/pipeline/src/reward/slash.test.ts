import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { folderBlobStore } from '@rowright/db'
import { testDatabase } from '@rowright/testing'
import { answerAll, giveConsent, newCheckedCampaign, newPerson, newPool } from '@rowright/testing/factories'
import { afterAll, expect, test } from 'vitest'
import { accounts, balanceOf, imbalance } from '../ledger/index.ts'
import { dueRejections, finishRejection, judge } from '../settlement/index.ts'
import { closeEpoch } from './index.ts'

const database = testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'slash-'))
const blobs = folderBlobStore(folder)
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const deployed = { chainId: 31_337, rewards: `0x${'11'.repeat(20)}`, token: `0x${'22'.repeat(20)}` } as const

test('[REW-2, REW-16] staked pay is no reward; after a slash epochs add up, and the compensation is reward', async () => {
  const made = await database.tx(async (ctx) => {
    const pool = await newPool(ctx, await newPerson(ctx, 'requester'))
    const [ada, bo] = [
      await newPerson(ctx, 'ada', `0x${'ad'.repeat(20)}`),
      await newPerson(ctx, 'bo', `0x${'b0'.repeat(20)}`),
    ]
    for (const one of [ada, bo]) await giveConsent(ctx, pool, one)
    const items = Array.from({ length: 10 }, (_, i) => `item-${i}`)
    const campaign = await newCheckedCampaign(ctx, pool, { items, golds: items, overlap: 2, holdSeconds: 60 })
    const at = { poolId: pool.id, campaignId: campaign.id }
    for (const one of [ada, bo]) {
      await answerAll(ctx, campaign, one, () => 'yes', 5)
      await judge(ctx, at)
    }
    await answerAll(ctx, campaign, ada, () => 'yes')
    await judge(ctx, at)
    // Ada's two windows are free; bo's first is staked.
    expect(await closeEpoch(ctx, blobs, deployed)).toMatchObject({ work: 1_000n })
    await answerAll(ctx, campaign, bo, () => 'no')
    await judge(ctx, at)
    expect(await balanceOf(ctx, pool.id, accounts.stake(bo.id))).toBe(500n)
    return { pool, bo }
  })
  database.clock.ahead = 61
  try {
    await database.tx(async (ctx) => {
      for (const due of await dueRejections(ctx)) await finishRejection(ctx, due)
      expect(await closeEpoch(ctx, blobs, deployed)).toMatchObject({ work: 250n })
      expect(await balanceOf(ctx, made.pool.id, accounts.stake(made.bo.id))).toBe(0n)
      expect(await imbalance(ctx)).toBe(0n)
    })
  } finally {
    database.clock.ahead = 0
  }
})
