import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { folderBlobStore } from '@rowright/db'
import { payOfAnswer } from '@rowright/protocol'
import { testDatabase } from '@rowright/testing'
import { answerAll, giveConsent, newCheckedCampaign, newPerson, newPool } from '@rowright/testing/factories'
import { afterAll, expect, test } from 'vitest'
import { reserve } from '../labeling/index.ts'
import { accounts, balanceOf, imbalance } from '../ledger/index.ts'
import { judge, skillOf } from '../settlement/index.ts'
import { closeEpoch } from './index.ts'
import { ADA, checkedManifests, deployed } from './testing/epochScene.ts'

const database = testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'multiplier-'))
const blobs = folderBlobStore(folder)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('[SET-22, LAB-5, REW-3] who is right in three of five is shown, and paid, less: from the reserve to the manifest', async () => {
  await database.tx(async (ctx) => {
    const pool = await newPool(ctx, await newPerson(ctx, 'requester'))
    const ada = await newPerson(ctx, 'ada', ADA)
    await giveConsent(ctx, pool, ada)
    const items = Array.from({ length: 41 }, (_, i) => `item-${i}`)
    const window = { checks: 20, failAt: 12 }
    const campaign = await newCheckedCampaign(ctx, pool, {
      items,
      golds: items,
      overlap: 1,
      price: 101n,
      window,
    })
    const at = { poolId: pool.id, campaignId: campaign.id, personId: ada.id }
    let said = 0
    const threeOfFive = () => (said++ % 5 < 3 ? 'yes' : 'no')
    await answerAll(ctx, campaign, ada, threeOfFive, 20)
    await judge(ctx, at)
    const { multiplierPpm, lowPpm, checks, right } = await skillOf(ctx, pool.id, ada.id)
    expect([checks, right]).toEqual([20, 12])
    expect(multiplierPpm).toBe(Math.floor((lowPpm * 1_000_000) / 600_000))
    expect(multiplierPpm).toBeLessThan(1_000_000)
    const less = payOfAnswer(101n, multiplierPpm)
    expect(less).toBeLessThan(101n)
    expect((await reserve(ctx, at)).assignment!.price, 'it is shown before the work').toBe(less)
    await answerAll(ctx, campaign, ada, threeOfFive, 20)
    await judge(ctx, at)
    expect(await balanceOf(ctx, pool.id, accounts.points(ada.id))).toBe(20n * 101n + 20n * less)

    const epoch = await closeEpoch(ctx, blobs, deployed)
    expect(epoch!.work).toBe(20n * 101n + 20n * less)
    const [manifest] = await checkedManifests(ctx, blobs)
    const lines = manifest!.lines
    const paid = lines.map((line) => payOfAnswer(BigInt(line.price), line.multiplierPpm))
    expect(paid.filter((pay) => pay === less)).toHaveLength(20)
    expect(paid.filter((pay) => pay === 101n)).toHaveLength(20)
    expect(await imbalance(ctx)).toBe(0n)
  })
})
