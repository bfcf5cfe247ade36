import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { folderBlobStore } from '@rowright/db'
import { sha256Hex } from '@rowright/protocol'
import { testDatabase } from '@rowright/testing'
import { newPerson } from '@rowright/testing/factories'
import { newSale, sell } from '@rowright/testing/sale'
import { afterAll, expect, test } from 'vitest'
import { deliver } from './index.ts'

const database = testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'export-'))
const blobs = folderBlobStore(folder)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('[EXP-1, EXP-2] a licensee gets the release until the license expires, nobody else does, every delivery is logged', async () => {
  const made = await database.tx(async (ctx) => {
    const { pool, release, people, buyer, licenseId } = await newSale(ctx, blobs, {
      items: ['a', 'b'],
      labelers: 1,
    })
    const at = { poolId: pool.id, releaseId: release.id, personId: buyer.id }
    const outsiders = [people[0]!.id, (await newPerson(ctx, 'eve', `0x${'e'.repeat(40)}`)).id]
    for (const personId of outsiders) {
      await expect(deliver(ctx, { ...at, personId })).rejects.toMatchObject({
        code: 'export/no-license',
        status: 403,
      })
    }
    await expect(deliver(ctx, { ...at, releaseId: pool.id })).rejects.toMatchObject({
      code: 'release/unknown-release',
    })
    const given = await deliver(ctx, at)
    const content = await blobs.get(given.blob)
    expect(given).toMatchObject({ licenseId, rows: 2, bytes: content.byteLength, sha256: sha256Hex(content) })
    await deliver(ctx, at)
    const { rows } = await ctx.tx.execute(
      `select license_id, rows, sha256, form from delivery where person_id = '${buyer.id}'`,
    )
    expect(rows).toEqual(
      [1, 2].map(() => ({ license_id: licenseId, rows: 2, sha256: given.sha256, form: 'jsonl' })),
    )
    return { ...at, licenseId }
  })
  database.clock.ahead = 3_601
  const { licenseId, ...at } = made
  await expect(database.tx((ctx) => deliver(ctx, at))).rejects.toMatchObject({ code: 'license/expired' })
  await expect(database.tx((ctx) => deliver(ctx, { ...at, licenseId }))).rejects.toMatchObject({
    code: 'license/expired',
  })
  database.clock.ahead = 0
})

test('[EXP-3] a license whose offer or purposes are not known admits nothing', async () => {
  await database.tx(async (ctx) => {
    const { pool, release } = await newSale(ctx, blobs, { items: ['a'], labelers: 1 })
    for (const purposeMask of [0, 8, 9]) {
      const address = `0x${purposeMask}${'d'.repeat(39)}`
      const buyer = await newPerson(ctx, 'dan', address)
      const licenseId = await sell(ctx, pool.id, address, purposeMask)
      const at = { poolId: pool.id, releaseId: release.id, personId: buyer.id, licenseId }
      await expect(deliver(ctx, at)).rejects.toMatchObject({ code: 'license/unknown-use', status: 403 })
      await ctx.tx.execute(`delete from offer where pool_id = '${pool.id}'`)
      await expect(deliver(ctx, at)).rejects.toMatchObject({ code: 'license/unknown-use' })
    }
  })
})
