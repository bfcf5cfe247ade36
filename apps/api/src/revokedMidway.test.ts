import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { get, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { folderBlobStore } from '@rowright/db'
import { recordRevocationEpoch, revoke } from '@rowright/pipeline/consent'
import { publishFiles } from '@rowright/pipeline/export'
import { createApiKey, revokeApiKey } from '@rowright/pipeline/people'
import { numberChanges, republishNext } from '@rowright/pipeline/release'
import { othersDone, testDatabase } from '@rowright/testing'
import { newSale } from '@rowright/testing/sale'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDoor, type TestDoor } from './testDoor.ts'
import { problemOf } from './testWorld.ts'

const database = testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'midway-'))
const blobs = folderBlobStore(folder)
let door: TestDoor
beforeAll(async () => {
  door = await openDoor(database, { blobs: folder })
})
afterAll(async () => {
  await door.close()
  expect(door.faults).toEqual([])
  rmSync(folder, { recursive: true, force: true })
})

/** More than all buffers between the two ends hold, so that a reader who pauses holds the server up. */
const LARGE = 48_000_000

/** A GET whose answer waits to be read. */
const started = (path: string, token?: string) =>
  new Promise<IncomingMessage>((resolve, reject) => {
    const headers = token ? { authorization: `Bearer ${token}` } : {}
    get(door.url + path, { agent: false, headers }, (answer) => resolve(answer.pause())).on('error', reject)
  })
async function readOn(answer: IncomingMessage): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    hash.update(chunk)
    bytes += chunk.length
  }
  return { bytes, sha256: hash.digest('hex') }
}

const publishAll = async () => {
  while ((await publishFiles(database.database, blobs)) > 0);
}

/** A sale whose Parquet file is as large as `LARGE`, a key, and the file's two addresses: signed and by name. */
async function large(address?: string) {
  const of = { items: ['a', 'b', 'c'], labelers: 2, ...(address ? { address } : {}) }
  const sale = await database.tx((ctx) => newSale(ctx, blobs, of))
  const made = await database.tx((ctx) => createApiKey(ctx, { personId: sale.buyer.id, name: 'reads' }))
  await publishAll()
  const bytes = randomBytes(LARGE)
  const sha256 = await blobs.put(bytes)
  await database.pool.query(
    `update part set sha256 = $1, bytes = $2 where release_id = $3 and path = 'rows-0.parquet'`,
    [sha256, LARGE, sale.release.id],
  )
  const under = `/v1/licenses/${sale.licenseId}/releases/${sale.release.id}`
  const named = `/v1/pools/${sale.pool.id}/releases/${sale.release.id}/files/rows-0.parquet`
  const { json } = await door.send<{ items: { path: string; url: string }[] }>('GET', `${under}/files`, {
    token: made.key,
  })
  const url = json.items.find((one) => one.path === 'rows-0.parquet')!.url
  return { ...made, sale, bytes, sha256, under, named, signed: url.slice(url.indexOf('/v1/')) }
}

test('[EXP-5, LIC-11, PEO-10] a key is revoked and a license lapses while somebody reads: what began ends whole, nothing more begins', async () => {
  const { key, apiKey, sale, sha256, named, signed } = await large(`0x${'8'.repeat(40)}`)
  const slow = [await started(signed), await started(named, key)]
  expect(slow.map(({ statusCode }) => statusCode)).toEqual([200, 200])
  const next = (path: string, token?: string) =>
    door.send('GET', path, { token, headers: { range: 'bytes=1000-1003' } })
  await database.tx((ctx) => revokeApiKey(ctx, { personId: sale.buyer.id, id: apiKey.id }))
  expect(problemOf(await next(named, key))).toMatchObject({ code: 'people/bad-api-key', status: 401 })
  // An address is signed for the license, whichever key asked for it.
  expect((await next(signed)).status).toBe(206)
  const { key: fresh } = await database.tx((ctx) =>
    createApiKey(ctx, { personId: sale.buyer.id, name: 'the next' }),
  )
  expect((await next(named, fresh)).status).toBe(206)

  const epoch = { poolId: sale.pool.id, epoch: 1, root: `0x${'1'.repeat(64)}` as const, count: 1 }
  await database.tx((ctx) =>
    recordRevocationEpoch(ctx, {
      ...{ ...epoch, openedAt: ctx.now(), lapsesAt: ctx.now() },
      ...{ transaction: `0x${'e'.repeat(64)}`, blockNumber: 2 },
    }),
  )
  for (const [path, token] of [[signed], [named, fresh]] as const)
    expect(problemOf(await next(path, token)), path).toMatchObject({ code: 'license/lapsed', status: 403 })
  for (const answer of slow) expect(await readOn(answer)).toEqual({ bytes: LARGE, sha256 })
})

test('[EXP-5, EXP-8, REL-14] a consent ends while somebody reads: that read ends whole, every other way in is shut', async () => {
  const { key, sale, bytes, sha256, under: of, named, signed } = await large()
  const slow = await started(signed)
  expect(slow.statusCode).toBe(200)
  const [person] = sale.people as [(typeof sale.people)[number]]
  const actor = { kind: 'person' as const, personId: person.id, steward: false }
  await database.tx((ctx) => revoke(ctx, { poolId: sale.pool.id, consentId: person.consentId }), actor)
  // At once, before any worker has looked.
  const shut = async (when: string) => {
    for (const path of [
      `${of}/files`,
      `${of}/export`,
      named,
      named.replace('rows-0.parquet', 'rows.jsonl.zst'),
    ])
      expect(problemOf(await door.send('GET', path, { token: key })), `${when}: ${path}`).toMatchObject({
        code: 'release/withdrawn',
        status: 410,
      })
  }
  await shut('before')
  await othersDone(database)
  await database.tx((ctx) => numberChanges(ctx, { deleteAfterSeconds: 3_600 }))
  await database.tx((ctx) => republishNext(ctx, blobs, { waitSeconds: 0 }))
  await publishAll()
  await shut('after')
  // Whoever was given the address finishes, also where a connection broke off, until the file has to be gone.
  const rest = await fetch(door.url + signed, { headers: { range: `bytes=${LARGE - 10}-` } })
  expect([rest.status, Buffer.from(await rest.arrayBuffer())]).toEqual([206, bytes.subarray(-10)])
  expect(await readOn(slow)).toEqual({ bytes: LARGE, sha256 })

  const slower = await started(signed)
  database.clock.ahead = 3_601
  await database.pool.query(`update license set expires_at = expires_at + interval '1 day' where id = $1`, [
    sale.licenseId,
  ])
  await publishAll()
  expect(await blobs.head(sha256), 'its bytes are deleted').toBeNull()
  expect(problemOf(await door.send('GET', signed))).toMatchObject({
    code: 'export/gone',
    status: 410,
    successor: { version: 2 },
  })
  // What had begun in time is whole or broken off, never other bytes under that name.
  const last = await readOn(slower).catch(() => null)
  if (last) expect(last).toEqual({ bytes: LARGE, sha256 })
  database.clock.ahead = 0
})
