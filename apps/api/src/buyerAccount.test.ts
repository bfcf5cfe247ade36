import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { folderBlobStore } from '@rowright/db'
import { publishFiles } from '@rowright/pipeline/export'
import { makeQuote } from '@rowright/pipeline/license'
import { createApiKey } from '@rowright/pipeline/people'
import { type AuditEntry, firstBroken } from '@rowright/protocol'
import { testDatabase } from '@rowright/testing'
import { newSale } from '@rowright/testing/sale'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDoor, type TestDoor } from './testDoor.ts'
import { problemOf } from './testWorld.ts'

const database = testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'door-buyer-'))
const blobs = folderBlobStore(folder)
let door: TestDoor
let open: TestDoor
beforeAll(async () => {
  door = await openDoor(database, { blobs: folder })
  open = await openDoor(database, { blobs: folder, profile: 'production', publicUrl: 'https://data.example' })
})
afterAll(async () => {
  await door.close()
  await open.close()
  expect([...door.faults, ...open.faults]).toEqual([])
  rmSync(folder, { recursive: true, force: true })
})

/** A buyer with a license and a session. */
async function buyer() {
  const guest = await door.guest()
  const sale = await database.tx(async (ctx) => {
    const made = await newSale(ctx, blobs, { items: ['a', 'b'], labelers: 2 })
    const mine = sql`update auth_user set person_id = ${made.buyer.id} where person_id = ${guest.personId}`
    await ctx.tx.execute(mine)
    return made
  })
  while ((await publishFiles(database.database, blobs)) > 0);
  return { ...sale, token: guest.token }
}
interface Endpoint {
  id: string
  publicKey: string
  sharedSecret?: string
  disabledAt: string | null
}

test('[HOOK-4, HOOK-6, HOOK-7] endpoints are made, turned and removed by their owner; a public instance takes public ones only', async () => {
  const { token } = await buyer()
  const at = '/v1/webhook-endpoints'
  const url = 'http://127.0.0.1:9/hook'
  const made = await door.send<Endpoint>('POST', at, { token, json: { url } })
  expect(made.status).toBe(201)
  expect(made.json).toMatchObject({
    publicKey: expect.stringMatching(/^whpk_/),
    sharedSecret: expect.stringMatching(/^whsec_/),
  })
  const listed = await door.send<{ items: Endpoint[] }>('GET', at, { token })
  expect(listed.json.items).toHaveLength(1)
  expect(listed.text, 'a secret is shown once').not.toContain('whsec_')
  const turned = await door.send<Endpoint>('POST', `${at}/${made.json.id}/rotate`, { token })
  expect(turned.json.publicKey).not.toBe(made.json.publicKey)
  const eve = await door.guest()
  for (const [method, path] of [
    ['POST', 'rotate'],
    ['POST', 'enable'],
    ['GET', 'messages'],
    ['DELETE', ''],
  ] as const) {
    const refused = await door.send(method, `${at}/${made.json.id}/${path}`.replace(/\/$/, ''), {
      token: eve.token,
    })
    expect(problemOf(refused), path).toMatchObject({ code: 'webhook/unknown-endpoint', status: 404 })
  }
  const none = `${at}/${made.json.id}/messages/${made.json.id}/resend`
  expect(problemOf(await door.send('POST', none, { token })).code).toBe('webhook/unknown-message')
  expect(problemOf(await open.send('POST', at, { token, json: { url } }))).toMatchObject({
    code: 'webhook/refused-target',
    field: 'url',
  })
  expect((await open.send('POST', at, { token, json: { url: 'https://example.com/x' } })).status).toBe(201)
  expect((await door.send('DELETE', `${at}/${made.json.id}`, { token })).status).toBe(200)
  for (let i = 0; i < 19; i++) await door.send('POST', at, { token, json: { url } })
  expect(problemOf(await door.send('POST', at, { token, json: { url } })).code).toBe('webhook/too-many')
})

test('[PEO-12] what is done under an account is in its log; the export is checked, and one changed line is found', async () => {
  const dora = await buyer()
  const { token } = dora
  const made = await door.send<{ key: string }>('POST', '/v1/me/api-keys', { token, json: { name: 'k' } })
  const files = `/v1/licenses/${dora.licenseId}/releases/latest/files`
  expect((await door.send('GET', files, { token: made.json.key })).status).toBe(200)
  // Ten at once are ten lines without a gap.
  await Promise.all(Array.from({ length: 10 }, () => door.send('GET', files, { token })))
  const { text, status } = await door.send('GET', '/v1/audit.jsonl', { token })
  expect(status).toBe(200)
  const lines = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as AuditEntry)
  expect(lines.map(({ action }) => action)).toEqual(['key.create', ...Array(11).fill('export.deliver')])
  expect(lines[1]!.detail).toMatchObject({ licenseId: dora.licenseId, form: 'files', rows: 2 })
  expect(firstBroken(lines)).toBeNull()
  expect(text, 'keys stay out').not.toContain(made.json.key)

  const run = promisify(execFile)
  const check = async (content: string, ...more: string[]) => {
    const file = join(folder, 'audit.jsonl')
    writeFileSync(file, content)
    const script = join(import.meta.dirname, '../../../scripts/verify/audit.ts')
    return run(process.execPath, [script, file, ...more]).then(
      ({ stdout }) => stdout,
      (error: { stderr: string }) => error.stderr,
    )
  }
  const kept = lines.at(-1)!.hash
  expect(await check(text, kept)).toContain('✓ 12 lines hold')
  const changed = text.replace('"form":"files"', '"form":"other"')
  expect(await check(changed)).toContain('✗ Line 2 does not hold: it was changed')
  expect(await check(text.split('\n').slice(0, 5).join('\n'), kept)).toContain('the log was cut')

  const head = await door.send<{ seq: number; hash: string }>('GET', '/v1/audit/head', { token })
  expect(head.json).toMatchObject({ seq: 12, hash: kept })
  const headFile = (content: object) => {
    writeFileSync(join(folder, 'head.json'), JSON.stringify(content))
    return join(folder, 'head.json')
  }
  expect(await check(text, headFile(head.json))).toContain('The head was signed by')
  const cut = text.split('\n').slice(0, 5).join('\n')
  expect(await check(cut, headFile(head.json))).toContain('the log was cut')
  expect(await check(text, headFile({ ...head.json, seq: 11 }))).toContain('is not signed')

  const page = await door.send<{ items: AuditEntry[]; nextCursor: string }>('GET', '/v1/audit?limit=5', {
    token,
  })
  const next = `/v1/audit?limit=5&cursor=${page.json.nextCursor}`
  const second = await door.send<{ items: AuditEntry[] }>('GET', next, { token })
  expect([...page.json.items, ...second.json.items].map(({ seq }) => seq)).toEqual([
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
  ])
  const eve = await door.guest()
  expect(problemOf(await door.send('GET', next, { token: eve.token })), 'another account').toMatchObject({
    code: 'request/bad-cursor',
  })
  expect((await door.send('GET', '/v1/audit.jsonl', { token: eve.token })).text).toBe('')
  const { key } = await database.tx((ctx) =>
    createApiKey(ctx, { personId: dora.buyer.id, name: 'one', licenseId: dora.licenseId }),
  )
  expect(problemOf(await door.send('GET', '/v1/audit.jsonl', { token: key })).code).toBe(
    'people/key-without-scope',
  )
  expect(problemOf(await door.send('GET', '/v1/audit.jsonl')).code).toBe('people/not-signed-in')
})

test('[EXP-1, SRV-19] nobody learns whether somebody else has a license, an export or a file', async () => {
  const dora = await buyer()
  const eve = await buyer()
  const release = dora.release.id
  const nothing = crypto.randomUUID()
  const quoted = crypto.randomUUID()
  const { rows: offers } = await database.pool.query<{ id: string }>(
    'select id from offer where pool_id = $1',
    [dora.pool.id],
  )
  await database.tx((ctx) =>
    makeQuote(ctx, {
      ...{ id: quoted, poolId: dora.pool.id, offerId: offers[0]!.id, personId: dora.buyer.id },
      ...{ licensee: `0x${'9'.repeat(40)}`, kept: true, orderNumber: 'PO-1' },
    }),
  )
  const endpoint = await door.send<Endpoint>('POST', '/v1/webhook-endpoints', {
    token: dora.token,
    json: { url: 'http://127.0.0.1:9/hook' },
  })
  const pairs = [
    [`/v1/licenses/${dora.licenseId}/releases/latest/files`, '/v1/licenses/999999/releases/latest/files'],
    [
      `/v1/licenses/${dora.licenseId}/releases/${release}/export`,
      `/v1/licenses/999999/releases/${release}/export`,
    ],
    [`/v1/licenses/${dora.licenseId}/changes`, '/v1/licenses/999999/changes'],
    [`/v1/licenses/${dora.licenseId}/tombstones`, '/v1/licenses/999999/tombstones'],
    [
      `/v1/blobs/${dora.release.rowsSha256}?license=${dora.licenseId}&expires=9999999999&signature=x`,
      `/v1/blobs/${'0'.repeat(64)}?license=1&expires=9999999999&signature=x`,
    ],
    [`/v1/licenses/${dora.licenseId}/news`, '/v1/licenses/999999/news'],
    [`/v1/quotes/${quoted}`, `/v1/quotes/${nothing}`],
    [`/v1/quotes/${quoted}/purchase`, `/v1/quotes/${nothing}/purchase`],
    [`/v1/webhook-endpoints/${endpoint.json.id}/messages`, `/v1/webhook-endpoints/${nothing}/messages`],
    [
      `/v1/licenses/${dora.licenseId}/releases/latest/export?columns=id`,
      '/v1/licenses/999999/releases/latest/export?columns=id',
    ],
    [`/delta-sharing/shares/license-${dora.licenseId}`, '/delta-sharing/shares/license-999999'],
  ] as const
  const posted = [
    [`/v1/licenses/${dora.licenseId}/acknowledgment`, '/v1/licenses/999999/acknowledgment', {}],
    [`/v1/licenses/${dora.licenseId}/erasure-acks`, '/v1/licenses/999999/erasure-acks', { through: 1 }],
    [`/v1/licenses/${dora.licenseId}/profile.share`, '/v1/licenses/999999/profile.share', {}],
    [`/v1/webhook-endpoints/${endpoint.json.id}/rotate`, `/v1/webhook-endpoints/${nothing}/rotate`, {}],
  ] as const
  const bare = (text: string) =>
    text.replaceAll(/"(licenseId|quoteId|endpointId|instance|requestId)":"[^"]*"|license-\d+/g, '')
  const alike = async (theirs: string, none: string, method: string, json?: object) => {
    const more = { token: eve.token, ...(json && { json }) }
    const [a, b] = [await door.send(method, theirs, more), await door.send(method, none, more)]
    expect([a.status, bare(a.text)], theirs).toEqual([b.status, bare(b.text)])
    return a.status
  }
  for (const [theirs, none] of pairs) expect(await alike(theirs, none, 'GET'), theirs).toBe(404)
  for (const [theirs, none, json] of posted)
    expect([404, 503], theirs).toContain(await alike(theirs, none, 'POST', json))
})
