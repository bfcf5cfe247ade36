import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { folderBlobStore } from '@rowright/db'
import { recordRevocationEpoch, revoke } from '@rowright/pipeline/consent'
import { COLUMNS, publishFiles } from '@rowright/pipeline/export'
import { createApiKey } from '@rowright/pipeline/people'
import { numberChanges, republishNext } from '@rowright/pipeline/release'
import { othersDone, testDatabase } from '@rowright/testing'
import { newSale, type Sale } from '@rowright/testing/sale'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Answer, openDoor, type TestDoor } from './testDoor.ts'

const database = testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'door-delta-'))
const blobs = folderBlobStore(folder)
let door: TestDoor
beforeAll(async () => {
  door = await openDoor(database, { blobs: folder })
})
afterAll(async () => {
  await door.close()
  rmSync(folder, { recursive: true, force: true })
})

const publishAll = async () => {
  while ((await publishFiles(database.database, blobs)) > 0);
}
async function bought(): Promise<
  Sale & { key: string; table: string; get: (path: string) => Promise<Answer> }
> {
  const made = await database.tx(async (ctx) => {
    const sale = await newSale(ctx, blobs, { items: ['a', 'b'], labelers: 2 })
    return { ...sale, ...(await createApiKey(ctx, { personId: sale.buyer.id, name: 'delta' })) }
  })
  await publishAll()
  const table = `/delta-sharing/shares/license-${made.licenseId}/schemas/pool/tables/rows`
  return { ...made, table, get: (path) => door.send('GET', path, { token: made.key }) }
}
const linesOf = ({ text }: Answer) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, Record<string, unknown>>)
const refused = ({ status, json }: Answer) => ({
  status,
  errorCode: json.errorCode,
  keys: Object.keys(json).sort(),
})

test('[DEL-1] shares are one’s own licenses, in pages, in any case; others’ are as unknown as none', async () => {
  const mine = await bought()
  const other = await bought()
  const share = `license-${mine.licenseId}`
  const all = await mine.get('/delta-sharing/shares')
  expect(all.json).toEqual({ items: [{ name: share, id: mine.licenseId }] })
  const none0 = await mine.get('/delta-sharing/shares?maxResults=0')
  const token = none0.json.nextPageToken as string
  expect(none0.json).toEqual({ items: [], nextPageToken: expect.stringMatching(/^[\w-]{20,}$/) })
  expect((await mine.get(`/delta-sharing/shares?pageToken=${token}`)).json).toEqual(all.json)
  const list = `/delta-sharing/shares/${share}/schemas`
  for (const refusal of [
    await other.get(`/delta-sharing/shares?pageToken=${token}`),
    await mine.get(`${list}?pageToken=${token}`),
    await mine.get('/delta-sharing/shares?pageToken=0'),
  ])
    expect(refused(refusal)).toMatchObject({ status: 400, errorCode: 'request/bad-cursor' })
  expect((await mine.get(`/delta-sharing/shares/${share.toUpperCase()}`)).json).toMatchObject({
    share: { name: share },
  })
  expect((await mine.get(`/delta-sharing/shares/${share}/all-tables`)).json).toMatchObject({
    items: [{ name: 'rows', schema: 'pool', share }],
  })
  const theirs = await mine.get(other.table.replace(/\/schemas.*/, ''))
  const none = await mine.get('/delta-sharing/shares/license-999999')
  expect([refused(theirs), refused(none)]).toEqual([refused(none), refused(none)])
  expect(refused(none)).toEqual({
    status: 404,
    errorCode: 'delta/unknown-name',
    keys: ['errorCode', 'message'],
  })
  expect(refused(await mine.get(mine.table.replace('/rows', '/cols')))).toMatchObject({ status: 404 })
  expect(refused(await door.send('GET', '/delta-sharing/shares'))).toMatchObject({ status: 401 })
  expect(
    refused(await door.send('GET', '/delta-sharing/shares', { token: `rwk_${'x'.repeat(43)}_000000` })),
  ).toMatchObject({
    status: 401,
    errorCode: 'people/bad-api-key',
  })
})

test('[DEL-2, DEL-4, DEL-5] a snapshot is a release: its schema, its files by signed address, its version', async () => {
  const { table, key, get } = await bought()
  expect((await get(`${table}/version`)).headers.get('delta-table-version')).toBe('1')
  const ask = (json: unknown, headers: Record<string, string> = {}) =>
    door.send('POST', `${table}/query`, { token: key, json, headers })
  const answer = await ask({ predicateHints: ['id = 1'], limitHint: 1, version: 1 })
  expect(answer.headers.get('delta-table-version')).toBe('1')
  const [protocol, metadata, file, ...more] = linesOf(answer)
  expect(protocol).toEqual({ protocol: { minReaderVersion: 1 } })
  const schema = JSON.parse(String(metadata!.metaData!.schemaString)) as { fields: { name: string }[] }
  expect(schema.fields.map((field) => field.name)).toEqual(COLUMNS.map((column) => column.name))
  expect(more).toEqual([])
  const { url, size } = file!.file as { url: string; size: number }
  const head = await fetch(url.replace('http://localhost:3000', door.url), { method: 'HEAD' })
  expect([head.status, head.headers.get('content-length')]).toEqual([200, String(size)])
  const capable = { 'delta-sharing-capabilities': 'responseformat=delta,parquet;includeendstreamaction=true' }
  expect(linesOf(await ask({}, capable)).at(-1)).toEqual({ endStreamAction: {} })
  expect(linesOf(await get(`${table}/metadata`))).toEqual([protocol, metadata])

  const tomorrow = new Date(Date.now() + 86_400_000).toISOString()
  expect(linesOf(await ask({ timestamp: tomorrow }))).toHaveLength(3)
  for (const body of [
    { version: 2 },
    { version: -1 },
    { version: 'x' },
    { timestamp: 'soon' },
    { timestamp: '2020-01-01T00:00:00Z' },
  ])
    expect(refused(await ask(body)), JSON.stringify(body)).toMatchObject({
      status: 400,
      errorCode: 'delta/bad-version',
    })
})

test('[DEL-1, LIC-4, LIC-11] one’s own license that lapsed or expired is no share any more, and says so in its place', async () => {
  const { table, key, get, pool, licenseId } = await bought()
  const other = await bought()
  const asked = async () => {
    const query = await door.send('POST', `${table}/query`, { token: key, json: {} })
    const answers = [query, await get(`${table}/version`), await get(`${table}/changes?startingVersion=1`)]
    expect((await get('/delta-sharing/shares')).json).toEqual({ items: [] })
    expect(refused(await other.get(`${table}/version`)), 'to others as unknown as ever').toMatchObject({
      ...{ status: 404, errorCode: 'delta/unknown-name' },
    })
    return answers.map((answer) => [answer.status, answer.json.errorCode])
  }
  await database.tx((ctx) =>
    recordRevocationEpoch(ctx, {
      ...{ poolId: pool.id, epoch: 1, root: `0x${'1'.repeat(64)}`, count: 1 },
      ...{ openedAt: ctx.now(), lapsesAt: ctx.now(), transaction: `0x${'e'.repeat(64)}`, blockNumber: 2 },
    }),
  )
  expect(await asked()).toEqual(Array(3).fill([403, 'license/lapsed']))
  await database.pool.query('update license set expires_at = now() where id = $1', [licenseId])
  expect(await asked()).toEqual(Array(3).fill([403, 'license/expired']))
})

test('[DEL-7] nothing that would change the answer is passed over, and hints are looked at for their form', async () => {
  const { table, key, get } = await bought()
  const ask = (json: unknown) => door.send('POST', `${table}/query`, { token: key, json })
  const code = async (json: unknown) => refused(await ask(json)).errorCode
  for (const body of [
    { timestamp: 5 },
    { timestamp: '5' },
    { timestamp: ['2030-01-01'] },
    { version: [1] },
    { version: true },
    { version: '1e0' },
    { version: 1e300 },
    { version: 1, timestamp: '2030-01-01T00:00:00Z' },
  ])
    expect(await code(body), JSON.stringify(body)).toBe('delta/bad-version')
  for (const body of [
    [],
    'x',
    { limitHint: -1 },
    { limitHint: 'x' },
    { predicateHints: 'id = 1' },
    { predicateHints: [1] },
    { jsonPredicateHints: 5 },
  ])
    expect(await code(body), JSON.stringify(body)).toBe('delta/bad-request')
  for (const body of [{ startingVersion: 1 }, { startingVersion: 0, endingVersion: 1 }])
    expect(await code(body), JSON.stringify(body)).toBe('delta/no-stream')
  for (const body of [
    { jsonPredicateHints: '{"op":"equal"', predicateHints: ["date >= '2021-01-01'"], limitHint: 0 },
    { version: null, timestamp: null, startingVersion: null, predicateHints: null },
    { version: '1', maxFiles: 1, includeRefreshToken: true },
  ])
    expect((await ask(body)).status, JSON.stringify(body)).toBe(200)
  for (const most of ['-1', '1.5', 'x', ''])
    expect(refused(await get(`/delta-sharing/shares?maxResults=${most}`)).errorCode, most).toBe(
      'delta/bad-request',
    )
  expect((await get('/delta-sharing/shares?maxResults=1000000000')).status).toBe(200)
  expect((await get('/delta-sharing/shares?maxResults=0')).json).toMatchObject({ items: [] })
  const changes = async (query: string) => refused(await get(`${table}/changes?${query}`)).errorCode
  for (const query of [
    'startingVersion=1&startingTimestamp=2020-01-01T00:00:00Z',
    'startingVersion=1&endingVersion=1&endingTimestamp=2030-01-01T00:00:00Z',
    'startingTimestamp=2099-01-01T00:00:00Z',
    'startingTimestamp=5',
  ])
    expect(await changes(query), query).toBe('delta/bad-version')
  expect((await get(`${table}/changes?startingTimestamp=1970-01-01T00:00:00Z`)).status).toBe(200)
})

test('[DEL-2, DEL-3, DEL-6] across a revocation the old version is refused and the changes are there', async () => {
  const { table, key, get, people, pool } = await bought()
  const first = linesOf(await get(`${table}/changes?startingVersion=1`))
  expect(first[2]).toMatchObject({ add: { version: 1, timestamp: expect.any(Number) } })
  const person = people[0]!
  const actor = { kind: 'person' as const, personId: person.id, steward: false }
  await database.tx((ctx) => revoke(ctx, { poolId: pool.id, consentId: person.consentId }), actor)
  await othersDone(database)
  await database.tx((ctx) => numberChanges(ctx, { deleteAfterSeconds: 60 }))
  await database.tx((ctx) => republishNext(ctx, blobs, { waitSeconds: 0 }))
  expect(
    refused(await door.send('POST', `${table}/query`, { token: key, json: {} })),
    'while it is built',
  ).toMatchObject({
    status: 503,
  })
  await publishAll()
  const old = await door.send('POST', `${table}/query`, { token: key, json: { version: 1 } })
  expect(refused(old)).toMatchObject({ status: 400, errorCode: 'release/withdrawn' })
  const changed = linesOf(await get(`${table}/changes?startingVersion=2&endingVersion=2`))
  expect(changed.slice(2)).toEqual([{ cdf: expect.objectContaining({ version: 2, partitionValues: {} }) }])
  for (const query of [
    '',
    '?startingVersion=1',
    '?startingVersion=3',
    '?startingVersion=2&endingVersion=1',
    '?startingTimestamp=x',
  ])
    expect(refused(await get(`${table}/changes${query}`)), query).toMatchObject({
      status: 400,
      errorCode: 'delta/bad-version',
    })
  expect(door.faults).toEqual([])
})
