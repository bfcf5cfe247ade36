import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { folderBlobStore } from '@rowright/db'
import { recordRevocationEpoch, revoke } from '@rowright/pipeline/consent'
import { askEditions, publishFiles } from '@rowright/pipeline/export'
import { createApiKey } from '@rowright/pipeline/people'
import { numberChanges } from '@rowright/pipeline/release'
import { othersDone, testDatabase } from '@rowright/testing'
import { newSale, type Sale, sell } from '@rowright/testing/sale'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDoor, type TestDoor } from './testDoor.ts'
import { problemOf } from './testWorld.ts'

// What a buyer or their program gets wrong: one error each, by name. That the API's description names it on the route
// that gave it is looked up by the door itself (`testDescribed`), for every answer below.

const database = testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'bad-input-'))
const blobs = folderBlobStore(folder)
let door: TestDoor
let sale: Sale
let key: string
let signed: string
const files = (more = '') =>
  `/v1/pools/${sale.pool.id}/releases/${sale.release.id}/files/rows-0.parquet${more}`
const exported = (query: string, licenseId = sale.licenseId) =>
  `/v1/licenses/${licenseId}/releases/${sale.release.id}/export?${query}`

beforeAll(async () => {
  door = await openDoor(database, { blobs: folder })
  sale = await database.tx((ctx) => newSale(ctx, blobs, { items: ['a', 'b', 'c'], labelers: 2 }))
  key = (await database.tx((ctx) => createApiKey(ctx, { personId: sale.buyer.id, name: 'reads' }))).key
  while ((await publishFiles(database.database, blobs)) > 0);
  const { json } = await door.send<{ items: { path: string; url: string }[] }>(
    'GET',
    `/v1/licenses/${sale.licenseId}/releases/latest/files`,
    { token: key },
  )
  const { url } = json.items.find(({ path }) => path === 'rows-0.parquet')!
  signed = url.slice(url.indexOf('/v1/'))
})
afterAll(async () => {
  await door.close()
  expect(door.faults).toEqual([])
  rmSync(folder, { recursive: true, force: true })
})

const refused = async (path: string, token = key, headers: Record<string, string> = {}) =>
  problemOf(await door.send('GET', path, { token, headers }))

test('[SRV-1, EXP-6] what is unknown is refused by its name', async () => {
  const none = crypto.randomUUID()
  expect(await refused(files().replace(sale.release.id, none))).toMatchObject({
    ...{ code: 'release/unknown-release', status: 404, field: 'releaseId' },
  })
  expect(await refused(files().replace('rows-0', 'rows-9'))).toMatchObject({
    ...{ code: 'export/unknown-file', status: 404 },
  })
  expect(await refused(exported('columns=id,valeu'))).toMatchObject({
    ...{ code: 'export/unknown-column', status: 422, field: 'columns' },
  })
  expect(await refused(exported('where=valeu=yes'))).toMatchObject({
    ...{ code: 'export/unknown-column', status: 422, field: 'where' },
  })
  expect(await refused(exported('format=xlsx'))).toMatchObject({ code: 'export/unknown-format', status: 422 })
})

test('[EXP-6, SRV-5] what means nothing is refused by its field, in every format', async () => {
  for (const [query, field] of [
    ['columns=id,id&format=parquet', 'columns'],
    ['columns=id,row_id,id&format=csv', 'columns'],
    ['compression=gzip', 'compression'],
    ['compression=', 'compression'],
    ['language=', 'language'],
    ['language=*', 'language'],
    ['minConfidence=', 'minConfidence'],
    ['provenance=l1', 'provenance'],
    ['where=id', 'where'],
  ] as const)
    expect(await refused(exported(query)), query).toMatchObject({
      ...{ code: 'export/bad-filter', status: 422, field },
    })
  for (const text of ['%00', '%EF%BF%BD'])
    expect(await refused(exported(`where=value=${text}`)), text).toMatchObject({
      ...{ code: 'request/invalid', status: 422, field: 'where.0' },
    })
  const unicode = encodeURIComponent('台北 🌧 œ')
  const none = await door.send('GET', exported(`where=value=${unicode}`), { token: key })
  expect([none.status, none.text]).toEqual([200, ''])
})

test('[SRV-1] what the parser of HTTP refuses is a problem too', async () => {
  const answerTo = (text: string) =>
    new Promise<string>((resolve) => {
      const socket = connect(Number(new URL(door.url).port), '127.0.0.1', () => socket.write(text))
      let said = ''
      socket.on('data', (chunk) => {
        said += chunk
      })
      socket.on('close', () => resolve(said))
    })
  const long = await answerTo(
    `GET ${exported(`where=value=${'x'.repeat(20_000)}`)} HTTP/1.1\r\nHost: a\r\n\r\n`,
  )
  expect(long).toMatch(/^HTTP\/1\.1 431 /)
  expect(long).toContain('content-type: application/problem+json')
  expect(JSON.parse(long.slice(long.indexOf('{')))).toMatchObject({
    ...{ code: 'request/headers-too-large', status: 431 },
  })
  const garbage = await answerTo('GET / HTTP/9.9\r\nHost: a\r\n\r\n')
  expect(JSON.parse(garbage.slice(garbage.indexOf('{')))).toMatchObject({
    code: 'request/no-http',
    status: 400,
  })
})

test('[SRV-25] a path under another method says which it takes', async () => {
  const table = '/delta-sharing/shares/license-1/schemas/pool/tables/rows'
  for (const [method, path, allow] of [
    ['DELETE', files(), 'GET, HEAD'],
    ['PUT', '/v1/audit.jsonl', 'GET, HEAD'],
    ['POST', `${table}/version`, 'GET, HEAD'],
    ['GET', `${table}/query`, 'POST'],
  ] as const) {
    const answer = await door.send(method, path, { token: key })
    expect([answer.status, answer.headers.get('allow')], path).toEqual([405, allow])
    const { code, errorCode } = answer.json as { code?: string; errorCode?: string }
    expect(path.startsWith('/v1') ? code : errorCode).toBe('request/wrong-method')
  }
})

test('[EXP-7] a wrong range and a stale ETag', async () => {
  for (const path of [signed, files()]) {
    const whole = await fetch(door.url + path, { headers: { authorization: `Bearer ${key}` } })
    const [etag, bytes] = [whole.headers.get('etag')!, (await whole.arrayBuffer()).byteLength]
    expect(await refused(path, key, { range: `bytes=${bytes}-` })).toMatchObject({
      ...{ code: 'request/range', status: 416, field: 'range' },
    })
    for (const stale of ['"another"', `W/${etag}`, ''])
      expect(await refused(path, key, { 'if-match': stale, range: 'bytes=0-3' }), stale).toMatchObject({
        ...{ code: 'request/stale-etag', status: 412, field: 'if-match' },
      })
    for (const same of [etag, `"another", ${etag}`, '*']) {
      const headers = { authorization: `Bearer ${key}`, 'if-match': same, range: 'bytes=0-3' }
      const part = await fetch(door.url + path, { headers })
      expect([part.status, await part.text()], same).toEqual([206, 'PAR1'])
    }
  }
})

test('[SRV-22, SRV-23, SRV-11] a key reused with another body, a cursor from another account, a key without scope', async () => {
  const [dora, eve] = [await door.guest(), await door.guest()]
  const named = (name: string) =>
    door.send('POST', '/v1/me/api-keys', {
      token: dora.token,
      json: { name },
      headers: { 'idempotency-key': 'one' },
    })
  expect((await named('first')).status).toBe(200)
  expect(problemOf(await named('second'))).toMatchObject({ code: 'request/key-reused', status: 422 })

  for (const name of ['second', 'third'])
    await door.send('POST', '/v1/me/api-keys', { token: dora.token, json: { name } })
  const { json } = await door.send<{ nextCursor: string }>('GET', '/v1/audit?limit=1', { token: dora.token })
  for (const list of ['/v1/audit', '/v1/quotes', '/v1/pools'])
    expect(await refused(`${list}?cursor=${json.nextCursor}`, eve.token), list).toMatchObject({
      ...{ code: 'request/bad-cursor', status: 422, field: 'cursor' },
    })

  const personId = sale.buyer.id
  const { key: other } = await database.tx(async (ctx) => {
    const licenseId = await sell(ctx, sale.pool.id, `0x${'5'.repeat(40)}`, 1)
    return createApiKey(ctx, { personId, name: 'one license', licenseId })
  })
  const lines = `/v1/pools/${sale.pool.id}/releases/${sale.release.id}/export.jsonl`
  expect(await refused(lines, other)).toMatchObject({ code: 'license/unknown-license', status: 404 })
  for (const path of [exported('format=csv'), '/v1/audit.jsonl', '/v1/steward/licenses.csv'])
    expect(await refused(path, other), path).toMatchObject({
      ...{ code: 'people/key-without-scope', status: 403 },
    })
  const { key: reads } = await database.tx((ctx) => createApiKey(ctx, { personId, name: 'only reads' }))
  expect(
    problemOf(await door.send('POST', '/v1/me/api-keys', { token: reads, json: { name: 'more' } })),
  ).toMatchObject({ code: 'people/api-key-reads-only', status: 403 })
})

test('[EXP-3, LIC-6, LIC-11, LIC-4] a wrong purpose or class, a lapsed and an expired license', async () => {
  const address = `0x${'6'.repeat(40)}`
  const narrow = await database.tx((ctx) =>
    newSale(ctx, blobs, {
      ...{ items: ['a'], labelers: 1, address, purposeMask: 2 },
      ...{ purposes: [['research']], classes: [['academic']] },
    }),
  )
  const { key: theirs } = await database.tx((ctx) =>
    createApiKey(ctx, { personId: narrow.buyer.id, name: 'reads' }),
  )
  const asks = (more = '') => `/v1/licenses/${narrow.licenseId}/releases/latest/${more}`
  for (const mask of [2, 1]) {
    // Another purpose; then the right purpose, and still another class.
    await database.pool.query('update offer set purpose_mask = $1 where pool_id = $2', [mask, narrow.pool.id])
    // The publisher makes what this use may have: nothing.
    await database.tx((ctx) => askEditions(ctx, narrow.pool.id))
    while ((await publishFiles(database.database, blobs)) > 0);
    for (const more of ['files', 'export?format=jsonl'])
      expect(await refused(asks(more), theirs), more).toMatchObject({
        ...{ code: 'export/nothing-admitted', status: 403 },
      })
  }
  await database.pool.query('update offer set purpose_mask = 0 where pool_id = $1', [narrow.pool.id])
  expect(await refused(asks('files'), theirs)).toMatchObject({ code: 'license/unknown-use', status: 403 })

  await database.tx((ctx) =>
    recordRevocationEpoch(ctx, {
      ...{ poolId: narrow.pool.id, epoch: 1, root: `0x${'1'.repeat(64)}`, count: 1 },
      ...{ openedAt: ctx.now(), lapsesAt: ctx.now(), transaction: `0x${'e'.repeat(64)}`, blockNumber: 2 },
    }),
  )
  expect(await refused(asks('files'), theirs)).toMatchObject({ code: 'license/lapsed', status: 403 })
  await database.pool.query('update license set expires_at = now() where id = $1', [narrow.licenseId])
  expect(await refused(asks('files'), theirs)).toMatchObject({ code: 'license/expired', status: 403 })
})

test('[EXP-8, REL-14] a revoked release and its file', async () => {
  const [person] = sale.people as [(typeof sale.people)[number]]
  const actor = { kind: 'person' as const, personId: person.id, steward: false }
  await database.tx((ctx) => revoke(ctx, { poolId: sale.pool.id, consentId: person.consentId }), actor)
  expect(await refused(files())).toMatchObject({ code: 'release/withdrawn', status: 410 })
  await othersDone(database)
  await database.tx((ctx) => numberChanges(ctx, { deleteAfterSeconds: 0 }))
  expect(await refused(signed)).toMatchObject({ code: 'export/gone', status: 410 })
})
