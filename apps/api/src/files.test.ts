import { createPublicKey, verify } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { folderBlobStore } from '@rowright/db'
import { recordRevocationEpoch, revoke } from '@rowright/pipeline/consent'
import { publishFiles } from '@rowright/pipeline/export'
import { recordAck } from '@rowright/pipeline/license'
import { createApiKey } from '@rowright/pipeline/people'
import { numberChanges, republishNext } from '@rowright/pipeline/release'
import { sha256Hex } from '@rowright/protocol'
import { othersDone, testDatabase } from '@rowright/testing'
import { newSale, type Sale, sell } from '@rowright/testing/sale'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rangeOf } from './ranges.ts'
import { openDoor, type TestDoor } from './testDoor.ts'
import { problemOf } from './testWorld.ts'

const database = testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'door-files-'))
const blobs = folderBlobStore(folder)
let door: TestDoor
beforeAll(async () => {
  door = await openDoor(database, { blobs: folder })
})
afterAll(async () => {
  await door.close()
  rmSync(folder, { recursive: true, force: true })
})

type Bought = Sale & { key: string; scoped: string }
async function bought(items = ['a', 'b', 'c']): Promise<Bought> {
  const sale = await database.tx(async (ctx) => {
    const made = await newSale(ctx, blobs, { items, labelers: 2 })
    const personId = made.buyer.id
    const { key } = await createApiKey(ctx, { personId, name: 'all' })
    const { key: scoped } = await createApiKey(ctx, { personId, name: 'one', licenseId: made.licenseId })
    return { ...made, key, scoped }
  })
  await publishAll()
  return sale
}
const publishAll = async () => {
  while ((await publishFiles(database.database, blobs)) > 0);
}
interface File {
  path: string
  sha256: string
  bytes: number
  url: string
}
async function fileOf(of: Bought, path = 'rows-0.parquet', release = 'latest'): Promise<File> {
  const { json } = await door.send<{ items: File[] }>(
    'GET',
    `/v1/licenses/${of.licenseId}/releases/${release}/files`,
    { token: of.scoped },
  )
  return json.items.find((file) => file.path === path)!
}
/** A signed address as this door serves it. */
const local = ({ url }: File) => url.replace('http://localhost:3000', '')
const bytesOf = async (path: string, headers: Record<string, string> = {}) => {
  const response = await fetch(door.url + path, { headers })
  return { response, body: new Uint8Array(await response.arrayBuffer()) }
}

test('[EXP-7] a file has its hash as ETag and digest, and comes whole, in part, and on from where it broke off', async () => {
  const file = await fileOf(await bought())
  const { response, body } = await bytesOf(local(file))
  expect(response.status).toBe(200)
  expect(sha256Hex(body)).toBe(file.sha256)
  expect(Object.fromEntries(response.headers)).toMatchObject({
    etag: `"${file.sha256}"`,
    'accept-ranges': 'bytes',
    'content-length': String(file.bytes),
    'repr-digest': `sha-256=:${Buffer.from(file.sha256, 'hex').toString('base64')}:`,
    'cache-control': 'private, max-age=86400, immutable',
  })
  const etag = `"${file.sha256}"`
  const head = await bytesOf(local(file), { range: 'bytes=0-99', 'if-range': etag })
  const rest = await bytesOf(local(file), { range: 'bytes=100-', 'if-range': etag })
  expect([head.response.status, rest.response.status]).toEqual([206, 206])
  expect(rest.response.headers.get('content-range')).toBe(`bytes 100-${file.bytes - 1}/${file.bytes}`)
  expect(sha256Hex(Buffer.concat([head.body, rest.body]))).toBe(file.sha256)
  const stale = await bytesOf(local(file), { range: 'bytes=100-', 'if-range': '"another"' })
  expect([stale.response.status, stale.body.byteLength], 'a stale ETag gets the whole').toEqual([
    200,
    file.bytes,
  ])
  expect((await bytesOf(local(file), { 'if-none-match': `W/${etag}, "x"` })).response.status).toBe(304)
  const asked = await fetch(door.url + local(file), { method: 'HEAD' })
  expect([asked.status, asked.headers.get('content-length'), (await asked.arrayBuffer()).byteLength]).toEqual(
    [200, String(file.bytes), 0],
  )
  const ranged = await fetch(door.url + local(file), { method: 'HEAD', headers: { range: 'bytes=0-3' } })
  expect([ranged.status, ranged.headers.get('content-length')], 'HEAD has no ranges').toEqual([
    200,
    String(file.bytes),
  ])
  const beyond = await door.send('GET', local(file), { headers: { range: `bytes=${file.bytes}-` } })
  expect(problemOf(beyond)).toMatchObject({ code: 'request/range', status: 416, field: 'range' })
  expect(beyond.headers.get('content-range')).toBe(`bytes */${file.bytes}`)
})

test('[EXP-7] ranges as RFC 9110 counts them', () => {
  expect(rangeOf('BYTES=1-2', 10), 'units in any case').toEqual({ start: 1, end: 2 })
  expect(rangeOf('bytes=0-0', 10)).toEqual({ start: 0, end: 0 })
  expect(rangeOf('bytes=5-99', 10)).toEqual({ start: 5, end: 9 })
  expect(rangeOf('bytes=-3', 10)).toEqual({ start: 7, end: 9 })
  expect(rangeOf('bytes=-30', 10)).toEqual({ start: 0, end: 9 })
  for (const all of [
    undefined,
    '',
    'bytes=',
    'bytes=-',
    'rows=0-1',
    'bytes=5-3',
    'bytes=0-1,4-5',
    'bytes=a-b',
  ])
    expect(rangeOf(all, 10), all).toBeNull()
  for (const none of ['bytes=10-', 'bytes=-0', 'bytes=99-100'])
    expect(rangeOf(none, 10)).toBe('unsatisfiable')
  expect(rangeOf('bytes=0-', 0)).toBe('unsatisfiable')
})

test('[EXP-7] nobody learns whether a file of somebody else is there', async () => {
  const mine = await bought()
  const theirs = await bought(['x'])
  const file = await fileOf(theirs)
  const query = new URL(file.url).searchParams
  const answers = await Promise.all([
    door.send('GET', `/v1/blobs/${'0'.repeat(64)}?${query}`),
    door.send('GET', `/v1/blobs/${file.sha256}`),
    door.send('GET', local(file).replace(/license=\d+/, `license=${mine.licenseId}`)),
    door.send('GET', local(file).replace(/expires=\d+/, 'expires=9999999999')),
    door.send('GET', local(file).replace(/signature=.{5}/, 'signature=AAAAA')),
  ])
  const problems = answers.map(problemOf)
  expect(new Set(problems.map((one) => JSON.stringify(one))).size).toBe(1)
  expect(problems[0]).toMatchObject({ code: 'export/unknown-blob', status: 404 })

  const of = (licenseId: string) =>
    door.send('GET', `/v1/licenses/${licenseId}/releases/latest/files`, { token: mine.key })
  const [other, none] = [await of(theirs.licenseId), await of('999999')]
  expect(problemOf(other)).toMatchObject({ code: 'license/unknown-license', status: 404 })
  expect({ ...problemOf(other), licenseId: '' }).toEqual({ ...problemOf(none), licenseId: '' })
})

test('[PEO-10, SRV-11] a key for one license opens that license, by Bearer or Basic, and nothing else', async () => {
  const mine = await bought()
  const named = `/v1/pools/${mine.pool.id}/releases/${mine.release.id}/files/rows-0.parquet`
  const basic = `Basic ${Buffer.from(`api:${mine.scoped}`).toString('base64')}`
  const byBasic = await bytesOf(named, { authorization: basic })
  expect([byBasic.response.status, sha256Hex(byBasic.body)]).toEqual([200, (await fileOf(mine)).sha256])
  const other = await bought(['y'])
  for (const path of ['/v1/me', '/v1/licenses', `/v1/licenses/${other.licenseId}/changes`]) {
    const refused = await door.send('GET', path, { token: mine.scoped })
    expect(problemOf(refused), path).toMatchObject({ code: 'people/key-without-scope', status: 403 })
  }
  expect((await door.send('GET', '/v1/me', { token: mine.key })).status).toBe(200)
  const exported = await door.send('GET', `/v1/pools/${other.pool.id}/releases/latest/export`, {
    token: mine.scoped,
  })
  expect(problemOf(exported)).toMatchObject({ status: 403, code: 'export/no-license' })
  await database.pool.query('update api_key set revoked_at = now() where person_id = $1', [mine.buyer.id])
  expect((await bytesOf(named, { authorization: basic })).response.status).toBe(401)
})

test('[EXP-5, EXP-8] expiry and revocation are seen at the next download; what is gone names its successor', async () => {
  const mine = await bought()
  const file = await fileOf(mine)
  const person = mine.people[0]!
  const actor = { kind: 'person' as const, personId: person.id, steward: false }
  await database.tx((ctx) => revoke(ctx, { poolId: mine.pool.id, consentId: person.consentId }), actor)
  const again = await door.send('GET', `/v1/licenses/${mine.licenseId}/releases/${mine.release.id}/files`, {
    token: mine.key,
  })
  expect(problemOf(again)).toMatchObject({ code: 'release/withdrawn', status: 410 })
  expect((await bytesOf(local(file))).response.status).toBe(200)
  await othersDone(database)
  await database.tx((ctx) => numberChanges(ctx, { deleteAfterSeconds: 0 }))
  await database.tx((ctx) => republishNext(ctx, blobs, { waitSeconds: 0 }))
  await publishAll()
  expect(problemOf(await door.send('GET', local(file)))).toMatchObject({
    code: 'export/gone',
    status: 410,
    successor: { version: 2 },
  })
  const { json } = await door.send<{ items: { action: string; seq: number }[]; nextSince: number }>(
    'GET',
    `/v1/licenses/${mine.licenseId}/tombstones`,
    { token: mine.scoped },
  )
  expect(json.items.map((one) => one.action)).toEqual(['replace', 'replace', 'replace'])
  const rest = await door.send('GET', `/v1/licenses/${mine.licenseId}/tombstones?since=${json.nextSince}`, {
    token: mine.key,
  })
  expect(rest.json).toMatchObject({ items: [], nextSince: json.nextSince, hasMore: false })

  const next = await fileOf(mine)
  database.clock.ahead = 3_601
  expect(problemOf(await door.send('GET', local(next)))).toMatchObject({
    code: 'license/expired',
    status: 403,
  })
  database.clock.ahead = 0
  await database.pool.query('update person set suspended_at = now() where id = $1', [mine.buyer.id])
  expect(problemOf(await door.send('GET', local(next)))).toMatchObject({
    code: 'people/suspended',
    status: 403,
  })
})

test('[LIC-11, EXP-5] a license that did not acknowledge a revocation epoch in time is refused everywhere by that name, until it does', async () => {
  const mine = await bought()
  const other = await database.tx((ctx) => sell(ctx, mine.pool.id, `0x${'7'.repeat(40)}`, 1))
  const file = await fileOf(mine)
  const paths = [
    `/v1/licenses/${mine.licenseId}/releases/latest/export`,
    `/v1/licenses/${mine.licenseId}/releases/latest/files`,
    local(file),
  ]
  const statuses = () =>
    Promise.all(paths.map(async (path) => (await door.send('GET', path, { token: mine.key })).status))
  const epoch = (number: number, lapsesIn: number) =>
    database.tx((ctx) =>
      recordRevocationEpoch(ctx, {
        poolId: mine.pool.id,
        epoch: number,
        root: `0x${String(number).padStart(64, '0')}`,
        count: 1,
        openedAt: ctx.now(),
        lapsesAt: new Date(ctx.now().getTime() + lapsesIn * 1_000),
        transaction: `0x${'e'.repeat(64)}`,
        blockNumber: 2,
      }),
    )
  await epoch(0, 600)
  expect(await statuses(), 'within the time of grace').toEqual([200, 200, 200])
  await epoch(1, 1_200)
  database.clock.ahead = 601
  for (const path of paths) {
    const refused = problemOf(await door.send('GET', path, { token: mine.key }))
    expect(refused, path).toMatchObject({ code: 'license/lapsed', status: 403, field: 'licenseId' })
    expect(refused.detail).toContain(`Licenses.ackRevocations(${mine.licenseId}, 1)`)
  }
  const shares = () => door.send<{ items: unknown[] }>('GET', '/delta-sharing/shares', { token: mine.key })
  expect((await shares()).json.items).toEqual([])
  const ack = (licenseId: string, number: number) =>
    database.tx((ctx) =>
      recordAck(ctx, { licenseId, epoch: number, transaction: `0x${'a'.repeat(64)}`, blockNumber: 3 }),
    )
  await ack(other, 1)
  expect(await statuses(), 'another license’s word does not count').toEqual([403, 403, 403])
  await ack(mine.licenseId, 1)
  expect(await statuses()).toEqual([200, 200, 200])
  expect((await shares()).json.items).toHaveLength(1)
  database.clock.ahead = 0
})

test('[EXP-6] a custom export is chosen by query, and what cannot be is refused before the first byte', async () => {
  const mine = await bought()
  const base = `/v1/licenses/${mine.licenseId}/releases/latest/export`
  const get = (query: string) => door.send('GET', `${base}?${query}`, { token: mine.key })
  const csv = await get('format=csv&columns=id,value&where=id%3Db')
  expect([csv.status, csv.text]).toEqual([200, 'id,value\r\nb,no\r\n'])
  expect((await get('minConfidence=0.99')).text).toBe('')
  for (const [query, code, field] of [
    ['format=xls', 'export/unknown-format', 'format'],
    ['columns=id,price', 'export/unknown-column', 'columns'],
    ['where=price%3D1', 'export/unknown-column', 'where'],
    ['minConfidence=much', 'export/bad-filter', 'minConfidence'],
    ['minConfidence=', 'export/bad-filter', 'minConfidence'],
    ['provenance=L9', 'export/bad-filter', 'provenance'],
    ['format=conll', 'export/not-for-format', 'format'],
  ] as const) {
    expect(problemOf(await get(query)), query).toMatchObject({ code, field, status: 422 })
  }
  expect(problemOf(await door.send('GET', base))).toMatchObject({ status: 401 })
  const unknown = await door.send('GET', `/v1/pools/${mine.pool.id}/releases/latest/files/rows.xls`, {
    token: mine.key,
  })
  expect(problemOf(unknown)).toMatchObject({ code: 'export/unknown-file', status: 404 })
  expect(door.faults).toEqual([])
})

test('[REL-10] quality and Croissant are there for everybody before they buy, and name nobody', async () => {
  const { pool, release, people } = await bought()
  const quality = await door.send('GET', `/v1/pools/${pool.id}/releases/${release.id}/quality`)
  expect(quality.json).toMatchObject({ version: 1, quality: { estimatedError: { basis: 'confidence' } } })
  const described = await door.send<{ distribution: object[]; 'dct:conformsTo': string[] }>(
    'GET',
    `/v1/pools/${pool.id}/releases/${release.id}/croissant.json`,
  )
  expect(described.json['dct:conformsTo']).toContain('http://mlcommons.org/croissant/1.1')
  expect(described.json.distribution).toHaveLength(1)
  for (const { id } of people) expect(described.text).not.toContain(id)
})

test('[SRV-24] files count as bytes against their license; more than its minute is refused before the first byte', async () => {
  const of = await bought()
  const file = await fileOf(of)
  const { response, body } = await bytesOf(local(file), { range: 'bytes=0-1999' })
  expect(body.byteLength).toBe(Math.min(2_000, file.bytes))
  expect(response.headers.get('ratelimit-policy')).toContain(
    '"bytes";q=3000000000000;w=60;qu="content-bytes"',
  )
  const left = Number(/"bytes";r=(\d+)/.exec(response.headers.get('ratelimit')!)?.[1])
  expect(left).toBeLessThan(3_000_000_000_000)
  const poor = await openDoor(database, { blobs: folder, rateFactor: 1e-7 })
  try {
    const path = local(file)
    // Requests are few too at such a factor; bytes are what this license has none left of.
    await database.pool.query(`delete from rate_window`)
    const first = await poor.send('GET', path, { headers: { range: 'bytes=0-3999999' } })
    expect(problemOf(first)).toMatchObject({ code: 'request/too-many', status: 429 })
    expect(first.json).toMatchObject({ title: expect.stringContaining('bytes') })
  } finally {
    await poor.close()
  }
})

test('[REL-16] manifests are signed with the key that the instance names; quality is inside; Croissant is kept by its hash', async () => {
  const of = await bought()
  const at = `/v1/pools/${of.pool.id}/releases/${of.release.id}`
  const { signingKey } = (await door.send<{ signingKey: string }>('GET', '/v1/instance')).json
  const der = Buffer.concat([
    Buffer.from('302a300506032b6570032100', 'hex'),
    Buffer.from(signingKey, 'base64'),
  ])
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' })
  const holds = (sha256: string, signature: string) =>
    verify(null, Buffer.from(`rowright.manifest.v1\n${sha256}`), key, Buffer.from(signature, 'base64'))
  const told = (
    await door.send<{ manifestSha256: string; manifestSignature: string; quality: object }>(
      'GET',
      `${at}/quality`,
    )
  ).json
  const manifest = await door.send<{ quality: object }>('GET', `${at}/manifest`)
  expect(sha256Hex(manifest.text)).toBe(told.manifestSha256)
  expect(manifest.json.quality).toEqual(told.quality)
  expect(holds(told.manifestSha256, told.manifestSignature)).toBe(true)
  expect(
    holds(
      told.manifestSha256.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
      told.manifestSignature,
    ),
  ).toBe(false)
  const files = await door.send<{ manifest: { sha256: string; signature: string } }>(
    'GET',
    `/v1/licenses/${of.licenseId}/releases/latest/files`,
    { token: of.key },
  )
  expect(holds(files.json.manifest.sha256, files.json.manifest.signature)).toBe(true)
  const croissant = await door.send('GET', `${at}/croissant.json`)
  expect(croissant.headers.get('etag')).toBe(`"${sha256Hex(croissant.text)}"`)
  expect(await blobs.head(sha256Hex(croissant.text))).not.toBeNull()
})
