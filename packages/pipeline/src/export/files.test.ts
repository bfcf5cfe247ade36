import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { folderBlobStore } from '@rowright/db'
import { saltedCommitment } from '@rowright/protocol'
import { othersDone, testDatabase } from '@rowright/testing'
import { newSale, type Sale } from '@rowright/testing/sale'
import { parquetMetadata, parquetReadObjects } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import { afterAll, expect, test } from 'vitest'
import { revoke } from '../consent/index.ts'
import { latestRelease, numberChanges, type ReleaseRow, republishNext } from '../release/index.ts'
import {
  askEditions,
  COLUMNS,
  checkTicket,
  type DeliveredFiles,
  deliver,
  deliverFiles,
  openBlob,
  publishFiles,
  signTicket,
} from './index.ts'

const database = testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'files-'))
const blobs = folderBlobStore(folder)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const sale = (of: Parameters<typeof newSale>[2]) => database.tx((ctx) => newSale(ctx, blobs, of))
const publishAll = async () => {
  while ((await publishFiles(database.database, blobs)) > 0);
}
const filesOf = (from: Sale, releaseId = from.release.id): Promise<DeliveredFiles> =>
  database.tx((ctx) =>
    deliverFiles(
      ctx,
      { poolId: from.pool.id, releaseId, personId: from.buyer.id, licenseId: from.licenseId },
      'files',
    ),
  )
type Cells = Record<string, unknown>
async function parquetRows({ files }: DeliveredFiles, path: string): Promise<Cells[]> {
  const file = await fileOf({ files } as DeliveredFiles, path)
  return (await parquetReadObjects({ file, compressors })) as Cells[]
}
async function fileOf({ files }: DeliveredFiles, path: string) {
  const bytes = await blobs.get(files.find((part) => part.path === path)!.sha256)
  return new Uint8Array(bytes).buffer
}
const end = async (from: Sale, who: number) => {
  const person = from.people[who]!
  const actor = { kind: 'person' as const, personId: person.id, steward: false }
  await database.tx((ctx) => revoke(ctx, { poolId: from.pool.id, consentId: person.consentId }), actor)
  await othersDone(database)
  await database.tx((ctx) => numberChanges(ctx, { deleteAfterSeconds: 1_000 }))
}
const republish = async (from: Sale) => {
  await database.tx((ctx) => republishNext(ctx, blobs, { waitSeconds: 0 }))
  await publishAll()
  return (await database.tx((ctx) => latestRelease(ctx, from.pool.id)))!
}

test('[EXP-4] the Parquet file says what the lines say, to a reader that is not its writer', async () => {
  const made = await sale({ items: ['zebra', 'Apple', 'élan "é"\n'], labelers: 3 })
  await publishAll()
  const given = await filesOf(made)
  expect(given.files.map((file) => file.path)).toEqual(['rows-0.parquet', 'rows.jsonl.zst'])
  const rows = await parquetRows(given, 'rows-0.parquet')
  const lines = Buffer.from(await blobs.get(made.release.rowsSha256))
    .toString('utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as ReleaseRow & { salt: string })
  expect(rows.map((row) => row.id)).toEqual(lines.map((line) => line.id))
  for (const [i, { salt, ...row }] of lines.entries()) {
    expect(Object.keys(rows[i]!)).toEqual(COLUMNS.map((column) => column.name))
    expect(rows[i]).toMatchObject({
      value: row.result.value,
      confidence: row.result.confidence,
      answers: 3,
      language: null,
      provenance: 'L0',
      commitment: saltedCommitment(salt, row),
    })
    expect(JSON.parse(String(rows[i]!.annotations))).toEqual(row.annotations)
    expect(JSON.parse(String(rows[i]!.payload))).toEqual(row.item.payload)
  }
  const { row_groups: groups } = parquetMetadata(await fileOf(given, 'rows-0.parquet'))
  expect(groups.every((group) => group.columns.every((column) => column.meta_data?.statistics))).toBe(true)
})

test('[EXP-4] two workers at once build once; one that is killed in between leaves nothing wrong', async () => {
  const made = await sale({ items: ['a', 'b'], labelers: 1 })
  const script = fileURLToPath(new URL('./testPublisher.ts', import.meta.url))
  const killed: ChildProcess = spawn(process.execPath, [script, database.url, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(killed.stdout!, 'data')
  killed.kill('SIGKILL')
  await once(killed, 'exit')
  await expect(filesOf(made)).rejects.toMatchObject({ code: 'export/building', retryable: true })
  await Promise.all([publishAll(), publishAll(), publishAll()])
  await publishAll()
  const first = await filesOf(made)
  expect(first.files).toHaveLength(2)
  const { rows } = await database.pool.query(`select count(*)::int as n from part where release_id = $1`, [
    made.release.id,
  ])
  expect(rows[0].n).toBe(3)

  await database.pool.query('delete from part where release_id = $1', [made.release.id])
  await database.pool.query('delete from edition where release_id = $1', [made.release.id])
  await publishAll()
  expect((await filesOf(made)).files.map((file) => file.sha256)).toEqual(
    first.files.map((file) => file.sha256),
  )
  expect(
    readdirSync(tmpdir()).filter((name) => name.startsWith(`rowright-files-${killed.pid}-`)),
    'nor on the disk',
  ).toEqual([])
})

test('[EXP-3] answers that are not for the use of the license are left out, and the result is counted again', async () => {
  const made = await sale({
    items: ['a', 'b'],
    labelers: 3,
    purposes: [['research', 'model-training'], ['research'], ['research']],
    purposeMask: 2,
  })
  const asking = { poolId: made.pool.id, releaseId: made.release.id, personId: made.buyer.id }
  await publishAll()
  await expect(database.tx((ctx) => deliver(ctx, asking))).rejects.toMatchObject({ code: 'export/building' })
  await database.tx((ctx) => askEditions(ctx, made.pool.id))
  await publishAll()
  const given = await filesOf(made)
  expect(given.edition).toMatchObject({ name: 'model-training.anyone', rows: 2 })
  for (const row of await parquetRows(given, 'rows-0.parquet')) {
    expect(row).toMatchObject({ value: 'no', answers: 1, method: 'recount' })
    expect(JSON.parse(String(row.votes))).toEqual({ no: 1 })
  }
  const lines = await database.tx((ctx) => deliver(ctx, asking))
  expect(lines.sha256).not.toBe(made.release.rowsSha256)
  expect(Buffer.from(await blobs.get(lines.blob)).toString()).not.toContain('"value":"yes"')
  const whole = given.release.rowsSha256
  await expect(
    database.tx((ctx) => openBlob(ctx, { sha256: whole, licenseId: made.licenseId })),
    'what is for other uses is not there for this one',
  ).rejects.toMatchObject({ code: 'export/unknown-blob' })
})

test('[EXP-3] a use that nobody allows has no row', async () => {
  const made = await sale({ items: ['a'], labelers: 1, purposes: [['research']], purposeMask: 3 })
  await database.tx((ctx) => askEditions(ctx, made.pool.id))
  await publishAll()
  await expect(filesOf(made)).rejects.toMatchObject({ code: 'export/nothing-admitted', status: 403 })
})

test('[EXP-5, EXP-8] across revocations the changes say what to delete and never show it again; old files go', async () => {
  const made = await sale({ items: ['a', 'b', 'c'], labelers: 2 })
  await publishAll()
  const before = await filesOf(made)
  const old = before.files.find((file) => file.kind === 'parquet')!
  const open = (sha256: string) => database.tx((ctx) => openBlob(ctx, { sha256, licenseId: made.licenseId }))

  await end(made, 0)
  await expect(filesOf(made), 'nobody gets it anew').rejects.toMatchObject({ code: 'release/withdrawn' })
  expect(await open(old.sha256), 'who has its address may finish reading').toEqual({ bytes: old.bytes })
  const second = await republish(made)
  const secondFiles = await filesOf(made, second.id)
  const changed = await parquetRows(secondFiles, 'changes.parquet')
  expect(changed.map((row) => row._change_type)).toEqual([
    'update_postimage',
    'update_postimage',
    'update_postimage',
  ])
  expect(changed.every((row) => row.answers === 1 && row.value === 'yes')).toBe(true)

  await end(made, 1)
  await publishAll()
  expect(await database.tx((ctx) => republishNext(ctx, blobs, { waitSeconds: 0 })), 'nothing is left').toBe(
    true,
  )
  const { rows } = await database.pool.query(
    `select p.sha256, p.rows from part p where p.release_id = $1 and p.kind = 'changes'`,
    [second.id],
  )
  expect(rows, 'its updates are taken out of the changes').toEqual([{ sha256: expect.any(String), rows: 0 }])
  expect(await blobs.head(secondFiles.files.find((file) => file.kind === 'changes')!.sha256)).toBeNull()

  database.clock.ahead = 1_001
  await publishAll()
  await expect(open(old.sha256)).rejects.toMatchObject({ code: 'export/gone', status: 410 })
  expect([await blobs.head(old.sha256), await blobs.head(made.release.rowsSha256)]).toEqual([null, null])
  database.clock.ahead = 0
})

test('[EXP-8] a row that is gone leaves its name in the changes and nothing else', async () => {
  const made = await sale({ items: ['a', 'b'], labelers: 1 })
  await publishAll()
  const [gone] = await parquetRows(await filesOf(made), 'rows-0.parquet')
  await database.pool.query(
    `delete from result where pool_id = $1 and task_id in
    (select t.id from task t join item i on i.id = t.item_id where i.external_id = 'a' and i.pool_id = $1)`,
    [made.pool.id],
  )
  await database.pool.query(
    'update release set withdrawn_at = now() - make_interval(secs => 1), delete_by = now() where id = $1',
    [made.release.id],
  )
  const next = await republish(made)
  expect(next.version).toBe(2)
  const [change] = await parquetRows(await filesOf(made, next.id), 'changes.parquet')
  const { row_id, _change_type, ...rest } = change!
  expect([row_id, _change_type]).toEqual([gone!.row_id, 'delete'])
  expect(Object.values(rest).every((cell) => cell === null)).toBe(true)
})

test('[EXP-7] an address opens one file under one license until it expires', () => {
  const ticket = { sha256: 'a'.repeat(64), licenseId: '7', expires: 2_000 }
  const signature = signTicket('secret', ticket)
  const at = (seconds: number) => new Date(seconds * 1000)
  expect(() => checkTicket('secret', ticket, signature, at(1_999))).not.toThrow()
  const wrong: [typeof ticket, string, number][] = [
    [ticket, signature, 2_000],
    [{ ...ticket, licenseId: '8' }, signature, 1_999],
    [{ ...ticket, sha256: 'b'.repeat(64) }, signature, 1_999],
    [{ ...ticket, expires: 3_000 }, signature, 1_999],
    [ticket, `${signature.slice(0, -1)}A`, 1_999],
    [ticket, '', 1_999],
  ]
  for (const [which, given, now] of wrong) {
    expect(() => checkTicket('secret', which, given, at(now))).toThrow(
      expect.objectContaining({ code: 'export/unknown-blob' }),
    )
  }
  expect(() => checkTicket('another', ticket, signature, at(1_999))).toThrow()
})
