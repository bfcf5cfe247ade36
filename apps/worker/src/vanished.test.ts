import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { drainOutbox, folderBlobStore } from '@rowright/db'
import { refit } from '@rowright/pipeline/consensus'
import { admit } from '@rowright/pipeline/item'
import { addTasks, openSlots } from '@rowright/pipeline/labeling'
import { getCampaign, recordFunding } from '@rowright/pipeline/pool'
import { publish } from '@rowright/pipeline/release'
import { judge } from '@rowright/pipeline/settlement'
import { testDatabase } from '@rowright/testing'
import { answerAll, giveConsent, newCampaign, newPerson, newPool } from '@rowright/testing/factories'
import { sql } from 'drizzle-orm'
import { afterAll, expect, test } from 'vitest'
import { reactions } from './reactions.ts'

const database = testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'vanished-'))
const blobs = folderBlobStore(folder)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('[LAB-20, ITM-9] an answered item whose file vanished is in no release, a steward is told once, and the campaign goes on', async () => {
  const { poolId, campaign, bo, taskIds } = await database.tx(async (ctx) => {
    const ada = await newPerson(ctx, 'ada')
    const bo = await newPerson(ctx, 'bo')
    const pool = await newPool(ctx, ada)
    await giveConsent(ctx, pool, bo)
    const campaign = await newCampaign(ctx, pool, { items: ['small'], overlap: 1 })
    // Too long for a row of its own: these two are files.
    const rows = ['kept', 'lost'].map((id, i) => ({
      externalId: id,
      payload: { id, text: `${id} `.repeat(3_000) },
      line: i + 1,
    }))
    const itemIds = await admit(ctx, blobs, {
      poolId: pool.id,
      giverId: ada.id,
      provenance: { kind: 'upload' },
      rows,
    })
    const tasks = itemIds.map((itemId, i) => ({
      itemId,
      externalId: rows[i]!.externalId,
      track: 'work' as const,
    }))
    const at = { poolId: pool.id, campaignId: campaign.id }
    const taskIds = await addTasks(ctx, { ...at, seed: 'test', tasks })
    const funder = `0x${'f'.repeat(40)}` as const
    const transaction = `0x${'a'.repeat(64)}` as const
    await recordFunding(ctx, { ...at, transaction, logIndex: 0, blockNumber: 1, funder, amount: 1_000n })
    await openSlots(ctx, await getCampaign(ctx, pool.id, campaign.id))
    return { poolId: pool.id, campaign, bo, taskIds }
  })
  const at = { poolId, campaignId: campaign.id }
  await database.tx(async (ctx) => {
    // The helper that answers knows items by what the row says; files are read by nobody here but the release.
    const { rows } = await ctx.tx.execute<{ blob: string | null }>(
      sql`select blob from item where pool_id = ${poolId} order by external_id`,
    )
    expect(rows.map((row) => row.blob !== null)).toEqual([true, true, false])
    await ctx.tx.execute(
      sql`update item set payload = jsonb_build_object('id', external_id) where pool_id = ${poolId}`,
    )
    expect((await answerAll(ctx, campaign, bo, () => 'yes')).size).toBe(3)
    await ctx.tx.execute(sql`update item set payload = null where pool_id = ${poolId} and blob is not null`)
    await judge(ctx, at)
    await refit(ctx, at)
  })
  const { rows } = await database.pool.query<{ blob: string }>(
    `select blob from item where external_id = 'lost'`,
  )
  await blobs.delete(rows[0]!.blob)

  const release = await database.tx((ctx) => publish(ctx, blobs, { poolId }))
  const ids = Buffer.from(await blobs.get(release.rowsSha256))
    .toString('utf8')
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { id: string }).id)
  expect(ids).toEqual(['kept', 'small'])
  expect(release.rows).toBe(2)

  const flags = async () => {
    await drainOutbox(database.database, reactions(blobs))
    return (await database.pool.query("select subject from flag where kind = 'payload-missing'")).rows
  }
  expect(await flags()).toEqual([{ subject: taskIds[1] }])
  // Nothing is new without it: the next release is refused for that, not for the file.
  await expect(database.tx((ctx) => publish(ctx, blobs, { poolId }))).rejects.toMatchObject({
    code: 'release/nothing-new',
  })
  expect(await flags(), 'told once').toHaveLength(1)
  const { rows: paid } = await database.pool.query<{ decision: string }>('select decision from verdict')
  expect(paid, 'what was answered stays paid').toEqual(Array(3).fill({ decision: 'accepted' }))
})
