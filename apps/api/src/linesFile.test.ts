import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { folderBlobStore } from '@rowright/db'
import { createApiKey } from '@rowright/pipeline/people'
import { testDatabase } from '@rowright/testing'
import { newSale, type Sale } from '@rowright/testing/sale'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openDoor, type TestDoor } from './testDoor.ts'
import { problemOf } from './testWorld.ts'

const database = testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'lines-file-'))
let door: TestDoor
let sale: Sale
let lines: string

beforeAll(async () => {
  door = await openDoor(database, { blobs: folder })
  sale = await database.tx((ctx) =>
    newSale(ctx, folderBlobStore(folder), { items: ['a', 'b', 'c'], labelers: 2 }),
  )
  lines = `/v1/pools/${sale.pool.id}/releases/${sale.release.id}/export.jsonl`
})
afterAll(async () => {
  await door.close()
  expect(door.faults).toEqual([])
  rmSync(folder, { recursive: true, force: true })
})

const keyOf = async (licenseId?: string) => {
  const of = { personId: sale.buyer.id, name: 'reads', ...(licenseId ? { licenseId } : {}) }
  return (await database.tx((ctx) => createApiKey(ctx, of))).key
}

test('[EXP-7, SRV-24] the lines of a release are resumed and checked like its files, and their bytes are counted', async () => {
  const key = await keyOf()
  const read = async (headers: Record<string, string> = {}) => {
    const response = await fetch(door.url + lines, {
      headers: { authorization: `Bearer ${key}`, ...headers },
    })
    return { response, body: Buffer.from(await response.arrayBuffer()) }
  }
  const whole = await read()
  expect(whole.response.headers.get('cache-control')).toBe('private, no-store')
  expect(whole.response.headers.get('ratelimit-policy')).toContain('content-bytes')
  const etag = whole.response.headers.get('etag')!
  const first = await read({ range: 'bytes=0-99', 'if-range': etag })
  const rest = await read({ range: 'bytes=100-', 'if-range': etag })
  expect([first.response.status, rest.response.status]).toEqual([206, 206])
  expect(Buffer.concat([first.body, rest.body]).equals(whole.body)).toBe(true)
  expect(
    problemOf(await door.send('GET', lines, { token: key, headers: { 'if-match': '"x"' } })),
  ).toMatchObject({
    code: 'request/stale-etag',
  })
})

test('[SRV-11] a key for one license opens the lines of its pool, and of no other that its person licensed', async () => {
  const address = `0x${'7'.repeat(40)}`
  const other = await database.tx(async (ctx) => {
    const made = await newSale(ctx, folderBlobStore(folder), { items: ['z'], labelers: 1, address })
    await ctx.tx.execute(
      `update payout_method set person_id = '${sale.buyer.id}' where address = '${address}'`,
    )
    return made
  })
  const there = `/v1/pools/${other.pool.id}/releases/${other.release.id}/export.jsonl`
  const [all, one] = [await keyOf(), await keyOf(sale.licenseId)]
  for (const path of [lines, there]) expect((await door.send('GET', path, { token: all })).status).toBe(200)
  expect((await door.send('GET', lines, { token: one })).status).toBe(200)
  expect(problemOf(await door.send('GET', there, { token: one }))).toMatchObject({
    ...{ code: 'export/no-license', status: 403 },
  })
})

test('[SRV-29] HEAD leaves no file open', async () => {
  const open = () => readdirSync('/proc/self/fd').length
  const before = open()
  for (let i = 0; i < 60; i++)
    expect((await fetch(`${door.url}/docs/api/reader.js`, { method: 'HEAD' })).status).toBe(200)
  // A file is closed a moment behind the answer that it was opened for.
  await vi.waitFor(() => expect(open() - before).toBeLessThan(20), { timeout: 60_000 })
})
