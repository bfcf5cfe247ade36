import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { folderBlobStore } from '@rowright/db'
import { sha256Hex } from '@rowright/protocol'
import { testDatabase } from '@rowright/testing'
import { answerAll, giveConsent, newCampaign, newPerson, newPool } from '@rowright/testing/factories'
import { afterAll, expect, test } from 'vitest'
import { refit } from '../consensus/index.ts'
import { record } from '../license/index.ts'
import { publish } from '../release/index.ts'
import { deliver } from './index.ts'

const database = testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'export-'))
const blobs = folderBlobStore(folder)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('[EXP-1, EXP-2] a licensee gets the release until the license expires, nobody else does, every delivery is logged', async () => {
  const address = `0x${'ee'.repeat(20)}`
  const made = await database.tx(async (ctx) => {
    const pool = await newPool(ctx, await newPerson(ctx, 'requester'))
    const ada = await newPerson(ctx, 'ada')
    await giveConsent(ctx, pool, ada)
    const campaign = await newCampaign(ctx, pool, { items: ['a', 'b'], overlap: 1 })
    await answerAll(ctx, campaign, ada, () => 'yes')
    await refit(ctx, { poolId: pool.id, campaignId: campaign.id })
    const release = await publish(ctx, blobs, { poolId: pool.id })
    const buyer = await newPerson(ctx, 'dora', address)
    const at = { poolId: pool.id, releaseId: release.id, personId: buyer.id }
    await expect(deliver(ctx, at)).rejects.toMatchObject({ code: 'export/no-license', status: 403 })
    await record(ctx, {
      poolId: pool.id,
      licenseId: '1',
      offerId: '1',
      licensee: address,
      payer: address,
      price: 10n,
      treasury: 0n,
      contributors: 10n,
      boughtAt: ctx.now(),
      expiresAt: new Date(ctx.now().getTime() + 3_600_000),
      transaction: `0x${'1'.repeat(64)}`,
      logIndex: 0,
      blockNumber: 1,
    })
    await expect(deliver(ctx, { ...at, personId: ada.id })).rejects.toMatchObject({
      code: 'export/no-license',
    })
    await expect(deliver(ctx, { ...at, releaseId: pool.id })).rejects.toMatchObject({
      code: 'release/unknown-release',
    })
    const given = await deliver(ctx, at)
    const content = await blobs.get(given.blob)
    expect(given).toMatchObject({
      licenseId: '1',
      rows: 2,
      bytes: content.byteLength,
      sha256: sha256Hex(content),
    })
    await deliver(ctx, at)
    const { rows } = await ctx.tx.execute(
      `select license_id, rows, sha256 from delivery where person_id = '${buyer.id}'`,
    )
    expect(rows).toEqual([1, 2].map(() => ({ license_id: '1', rows: 2, sha256: given.sha256 })))
    return at
  })
  database.clock.ahead = 3_601
  await expect(database.tx((ctx) => deliver(ctx, made))).rejects.toMatchObject({ code: 'export/no-license' })
})
