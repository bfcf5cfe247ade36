import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { folderBlobStore } from '@rowright/db'
import { othersDone, testDatabase } from '@rowright/testing'
import { newPerson } from '@rowright/testing/factories'
import { newSale, type Sale } from '@rowright/testing/sale'
import { parquetReadObjects } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import { afterAll, expect, test } from 'vitest'
import { revoke } from '../consent/index.ts'
import { latestRelease, numberChanges, republishNext } from '../release/index.ts'
import { askEditions, checkRows, deliverFiles, publishFiles } from './index.ts'

const database = testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'check-'))
const blobs = folderBlobStore(folder)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const sale = (of: Parameters<typeof newSale>[2]) => database.tx((ctx) => newSale(ctx, blobs, of))
const publishAll = async (poolId: string) => {
  await database.tx((ctx) => askEditions(ctx, poolId))
  while ((await publishFiles(database.database, blobs)) > 0);
}
async function idsOf(from: Sale, releaseId = from.release.id): Promise<string[]> {
  const asking = { poolId: from.pool.id, releaseId, personId: from.buyer.id, licenseId: from.licenseId }
  const { files } = await database.tx((ctx) => deliverFiles(ctx, asking, 'files'))
  const part = files.find((one) => one.kind === 'parquet')!
  const file = new Uint8Array(await blobs.get(part.sha256)).buffer
  return ((await parquetReadObjects({ file, compressors })) as { row_id: string }[]).map((row) => row.row_id)
}
async function check(from: Sale, text: string, personId = from.buyer.id) {
  const ids = Readable.from([Buffer.from(text)])
  return checkRows(
    database.database,
    blobs,
    { licenseId: from.licenseId, personId, ids },
    async ({ counts, successor, lines }) => {
      let out = ''
      for await (const chunk of lines) out += Buffer.from(chunk).toString()
      const rows =
        out.trim() === ''
          ? []
          : out
              .trim()
              .split('\n')
              .map((line) => JSON.parse(line))
      return { counts, successor, rows }
    },
  )
}
const end = async (from: Sale, who: number) => {
  const person = from.people[who]!
  const actor = { kind: 'person' as const, personId: person.id, steward: false }
  await database.tx((ctx) => revoke(ctx, { poolId: from.pool.id, consentId: person.consentId }), actor)
  await othersDone(database)
  await database.tx((ctx) => numberChanges(ctx, { deleteAfterSeconds: 1_000 }))
}

test('[EXP-10] each row held is current, superseded, revoked, or was never given under this license', async () => {
  const made = await sale({ items: ['a', 'b'], labelers: 2 })
  const others = await sale({ items: ['a'], labelers: 1 })
  await publishAll(made.pool.id)
  await publishAll(others.pool.id)
  const mine = await idsOf(made)
  const [theirs] = await idsOf(others)
  const text = [...mine, theirs, theirs, ''].join('\r\n')
  expect(await check(made, text)).toEqual({
    counts: { current: 2, superseded: 0, revoked: 0, unknown: 1 },
    successor: { releaseId: made.release.id, version: 1 },
    rows: [{ rowId: theirs, standing: 'unknown', seq: null, deleteBy: null }],
  })

  await end(made, 0)
  const none = await check(made, text)
  expect(none.counts, 'nothing takes its place yet: all of it goes').toMatchObject({ current: 0, revoked: 2 })
  expect(none.successor).toBeNull()

  await database.tx((ctx) => republishNext(ctx, blobs, { waitSeconds: 0 }))
  await publishAll(made.pool.id)
  const second = (await database.tx((ctx) => latestRelease(ctx, made.pool.id)))!
  const replaced = await check(made, text)
  expect(replaced.counts).toEqual({ current: 0, superseded: 2, revoked: 0, unknown: 1 })
  expect(replaced.successor).toEqual({ releaseId: second.id, version: 2 })
  expect(replaced.rows.find((row) => row.standing === 'superseded')).toMatchObject({
    seq: expect.any(Number),
    deleteBy: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}Z$/),
  })

  database.clock.ahead = 7_200
  await end(made, 1)
  expect((await check(made, text)).counts, 'also after the license expired').toMatchObject({ revoked: 2 })
  database.clock.ahead = 0
})

test('[EXP-10] rows of the pool that this use never got are unknown', async () => {
  const made = await sale({ items: ['a'], labelers: 1, purposes: [['research']], purposeMask: 1 })
  await publishAll(made.pool.id)
  const [id] = await idsOf(made)
  await database.pool.query('update offer set purpose_mask = 2 where pool_id = $1', [made.pool.id])
  expect((await check(made, `${id}\n`)).counts).toMatchObject({ current: 0, unknown: 1 })
  await database.pool.query('update offer set purpose_mask = 64 where pool_id = $1', [made.pool.id])
  expect((await check(made, `${id}\n`)).counts).toMatchObject({ current: 0, unknown: 1 })
})

test('[EXP-10] what is no id is refused by its line, too many are refused, and so is another account', async () => {
  const made = await sale({ items: ['a'], labelers: 1 })
  await publishAll(made.pool.id)
  const id = 'a'.repeat(32)
  for (const [text, line] of [
    [`${id}\n${id.toUpperCase()}\n`, 2],
    [`${id}\n\n${id}0`, 3],
    [`'; drop table row --`, 1],
    ['', 1],
  ] as const) {
    await expect(check(made, text)).rejects.toMatchObject({ code: 'export/bad-row-id', context: { line } })
  }
  // The column as a spreadsheet or a program writes it out: with its name on top, and quotes.
  for (const text of [`row_id\n${id}\n`, `\ufeff"row_id"\r\n"${id}"\r\n`])
    await expect(check(made, text), text).resolves.toMatchObject({ counts: { unknown: 1 } })
  await expect(check(made, `${id}\nrow_id\n`)).rejects.toMatchObject({ context: { line: 2 } })
  const three = { ids: Readable.from([Buffer.from(`${id}\n${id}\n${id}\n`)]), most: 2 }
  const asking = { licenseId: made.licenseId, personId: made.buyer.id, ...three }
  await expect(checkRows(database.database, blobs, asking, async () => null)).rejects.toMatchObject({
    code: 'export/too-many-ids',
    status: 413,
  })
  const eve = await database.tx((ctx) => newPerson(ctx, 'eve'))
  await expect(check(made, id, eve.id)).rejects.toMatchObject({ code: 'license/unknown-license' })
})
