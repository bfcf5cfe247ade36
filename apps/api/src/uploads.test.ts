import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { draftCampaign } from '@rowright/pipeline/pool'
import { testDatabase } from '@rowright/testing'
import { newPool } from '@rowright/testing/factories'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDoor, type Sent, type TestDoor } from './testDoor.ts'
import { problemOf, type Someone, someone, tableSizes } from './testWorld.ts'

const database = testDatabase()
let door: TestDoor
let blobs: string
let ada: Someone
let open: string
let list: string
beforeAll(async () => {
  blobs = await mkdtemp(join(tmpdir(), 'rowright-blobs-'))
  door = await openDoor(database, { blobs })
  ada = await someone(door, database, 'ada')
  await database.tx(async (ctx) => {
    const pool = await newPool(ctx, ada)
    const draft = async (assignment: 'open' | 'list') => {
      const made = await draftCampaign(ctx, {
        poolId: pool.id,
        name: 'which digit is this?',
        guidelines: '',
        labels: ['1', '2'].map((value) => ({ value, label: value })),
        price: 100n,
        stake: 0n,
        overlap: 3,
        goldRatePpm: 0,
        assignment,
        leaseSeconds: 600,
        holdSeconds: 60,
        method: 'ds',
      })
      return `/v1/pools/${pool.id}/campaigns/${made.id}`
    }
    open = await draft('open')
    list = await draft('list')
  })
})
afterAll(async () => {
  await door.close()
  await rm(blobs, { recursive: true, force: true })
  expect(door.faults).toEqual([])
})

const NDJSON = { 'content-type': 'application/x-ndjson' }
const CSV = { 'content-type': 'text/csv' }
const GOOD = '{"id":"a","text":"A"}'
const upload = (
  body: Sent['body'],
  headers: Record<string, string> = NDJSON,
  token: string | undefined = ada.token,
) => door.send('POST', `${open}/items`, { body: body!, headers, token })
const lines = (...texts: string[]) => texts.join('\n')
const bytes = (...parts: (string | number[])[]) =>
  new Uint8Array(Buffer.concat(parts.map((part) => Buffer.from(part as string))))

type Refusal = { code: string; status?: number; line?: number; field?: string }
const bad: [
  name: string,
  body: string | Uint8Array<ArrayBuffer>,
  type: Record<string, string>,
  expected: Refusal,
][] = [
  ['nothing', '', NDJSON, { code: 'upload/unreadable', status: 422, field: 'body' }],
  ['blank lines', '\n\n \n', NDJSON, { code: 'upload/unreadable' }],
  ['half a line of JSON', lines(GOOD, '{"id":'), NDJSON, { code: 'upload/unreadable', line: 2 }],
  ['a list', lines(GOOD, '[1]'), NDJSON, { code: 'upload/unreadable', line: 2 }],
  ['null', lines(GOOD, '', 'null'), NDJSON, { code: 'upload/unreadable', line: 3 }],
  ['no id', lines(GOOD, '{"text":"B"}'), NDJSON, { code: 'upload/invalid-line', line: 2, field: 'id' }],
  [
    'a blank id',
    lines(GOOD, '{"id":" ","text":"B"}'),
    NDJSON,
    { code: 'upload/invalid-line', line: 2, field: 'id' },
  ],
  [
    'an id that is an object',
    lines(GOOD, '{"id":{},"text":"B"}'),
    NDJSON,
    { code: 'upload/invalid-line', field: 'id' },
  ],
  [
    'an id that JavaScript rounds',
    lines(GOOD, '{"id":12345678901234567890,"text":"B"}'),
    NDJSON,
    { code: 'upload/invalid-line', line: 2, field: 'id' },
  ],
  [
    'an id of 201 characters',
    `{"id":"${'x'.repeat(201)}","t":1}`,
    NDJSON,
    { code: 'upload/invalid-line', line: 1 },
  ],
  [
    'no payload',
    lines(GOOD, '{"id":"b"}'),
    NDJSON,
    { code: 'upload/invalid-line', line: 2, field: 'payload' },
  ],
  [
    'an item over 1 MB',
    lines(GOOD, `{"id":"b","text":"${'x'.repeat(1_000_001)}"}`),
    NDJSON,
    { code: 'upload/invalid-line', line: 2, field: 'payload' },
  ],
  ['an infinite number', lines(GOOD, '{"id":"b","n":1e999}'), NDJSON, { code: 'upload/unreadable', line: 2 }],
  ['NUL', lines(GOOD, '{"id":"b","text":"\\u0000"}'), NDJSON, { code: 'upload/unreadable', line: 2 }],
  [
    'a lone surrogate',
    lines(GOOD, '{"id":"b","text":"\\ud800"}'),
    NDJSON,
    { code: 'upload/unreadable', line: 2 },
  ],
  [
    'a lone surrogate in a key',
    lines(GOOD, '{"id":"b","\\udc00":1}'),
    NDJSON,
    { code: 'upload/unreadable', line: 2 },
  ],
  [
    'Latin-1',
    bytes(GOOD, '\n{"id":"b","text":"', [0xe9], '"}'),
    NDJSON,
    { code: 'upload/unreadable', line: 2 },
  ],
  ['UTF-16', new Uint8Array(Buffer.from(GOOD, 'utf16le')), NDJSON, { code: 'upload/unreadable', line: 1 }],
  [
    'JSON of 100,000 levels',
    lines(GOOD, `{"id":"b","x":${'['.repeat(100_000)}${']'.repeat(100_000)}}`),
    NDJSON,
    { code: 'upload/unreadable', line: 2 },
  ],
  [
    'a magic key',
    lines(GOOD, '{"id":"b","__proto__":{"x":1}}'),
    NDJSON,
    { code: 'upload/unreadable', line: 2 },
  ],
  [
    'an id twice',
    lines(GOOD, '{"id":"a","text":"B"}'),
    NDJSON,
    { code: 'item/duplicate', status: 409, line: 2, field: 'id' },
  ],
  [
    'content twice',
    lines(GOOD, '{"id":"b","text":"A"}'),
    NDJSON,
    { code: 'item/duplicate', line: 2, field: 'payload' },
  ],
  [
    'gold that is no label',
    lines(GOOD, '{"id":"b","text":"B","gold":"3"}'),
    NDJSON,
    { code: 'upload/invalid-line', line: 2, field: 'gold' },
  ],
  [
    'gold in a list',
    '{"id":"b","text":"B","gold":["1"]}',
    NDJSON,
    { code: 'upload/invalid-line', line: 1, field: 'gold' },
  ],
  [
    'practice without gold',
    '{"id":"b","text":"B","practice":true}',
    NDJSON,
    { code: 'upload/invalid-line', field: 'gold' },
  ],
  [
    'practice: maybe',
    '{"id":"b","text":"B","gold":"1","practice":"maybe"}',
    NDJSON,
    { code: 'upload/invalid-line', field: 'practice' },
  ],
  ['CSV with a row too long', lines('id,text', 'a,A', 'b,B,C'), CSV, { code: 'upload/unreadable', line: 3 }],
  ['CSV with an open quote', lines('id,text', 'a,"A'), CSV, { code: 'upload/unreadable' }],
  ['CSV with a header alone', 'id,text', CSV, { code: 'upload/unreadable' }],
  ['CSV with a column twice', lines('id,text,text', 'a,A,B'), CSV, { code: 'upload/unreadable', line: 1 }],
  ['CSV with a nameless column', lines('id,text,', 'a,A,B'), CSV, { code: 'upload/unreadable', line: 1 }],
  ['CSV with a magic column', lines('id,__proto__', 'a,A'), CSV, { code: 'upload/unreadable', line: 1 }],
  ['CSV with NUL', lines('id,text', 'a,A\0'), CSV, { code: 'upload/unreadable', line: 2 }],
  ['CSV without ids', lines('name,text', 'a,A'), CSV, { code: 'upload/invalid-line', line: 2, field: 'id' }],
  ['CSV as NDJSON', lines('id,text', 'a,A'), NDJSON, { code: 'upload/unreadable', line: 1 }],
  ['JSON', `[${GOOD}]`, { 'content-type': 'application/json' }, { code: 'upload/unknown-type', status: 415 }],
  [
    'no type',
    GOOD,
    { 'content-type': '' },
    { code: 'upload/unknown-type', status: 415, field: 'content-type' },
  ],
  [
    'gzip',
    new Uint8Array(gzipSync(GOOD)),
    { ...NDJSON, 'content-encoding': 'gzip' },
    { code: 'request/encoded', status: 415, field: 'content-encoding' },
  ],
  [
    'gzip that does not say so',
    new Uint8Array(gzipSync(GOOD)),
    NDJSON,
    { code: 'upload/unreadable', line: 1 },
  ],
]
test.for(bad)('[SRV-5, SRV-15] a file with %s is refused whole', async ([, body, type, expected]) => {
  const before = await tableSizes(database)
  expect(problemOf(await upload(body, type))).toMatchObject(expected)
  expect(await tableSizes(database)).toEqual(before)
})

test('[SRV-15] a refused upload leaves no blob; an accepted one is there whole', async () => {
  const large = (id: string) => `{"id":"${id}","text":"${id.repeat(10_000)}"}`
  expect(problemOf(await upload(lines(large('b'), large('c'), large('b'))))).toMatchObject({
    code: 'item/duplicate',
    line: 3,
  })
  expect(await readdir(blobs)).toEqual([])
  expect((await upload(lines(large('b'), large('c')))).json).toEqual({ items: 2, gold: 0, quarantined: 0 })
  expect(await readdir(blobs)).toHaveLength(2)
  const before = await tableSizes(database)
  expect(problemOf(await upload(lines(large('d'), large('c'))))).toMatchObject({
    code: 'item/duplicate',
    line: 2,
  })
  expect(await tableSizes(database)).toEqual(before)
  expect(await readdir(blobs)).toHaveLength(2)
})

test('[SRV-15, SRV-21] the same file four times at once is taken once', async () => {
  const rows = Array.from({ length: 300 }, (_, i) => JSON.stringify({ id: `n-${i}`, n: i }))
  // Each in an order of its own: whoever is second waits for the first, or is chosen to try again.
  const answers = await Promise.all(
    [rows, rows.toReversed(), rows, rows.toReversed()].map((order) => upload(order.join('\n'))),
  )
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  for (const refused of answers.filter(({ status }) => status !== 200))
    expect(problemOf(refused)).toMatchObject({ code: 'item/duplicate', status: 409 })
  const { rows: counted } = await database.pool.query(
    `select count(*)::int as n from item where external_id like 'n-%'`,
  )
  expect(counted).toEqual([{ n: 300 }])
})

test('[SRV-15] names of every script and spelling are kept as they are', async () => {
  const body = lines(
    '{"id":"constructor","toString":"x"}',
    '{"id":"筆跡 🙂","text":"e\u0301"}',
    '{"id":0,"text":"zero"}',
  )
  expect((await upload(`\ufeff${body}\r\n`)).json).toEqual({ items: 3, gold: 0, quarantined: 0 })
  const csv = '\ufeffid,text,gold\r\n"q,1","two\nlines",1\r\nq2,"a ""quote""",\r\n'
  expect((await upload(csv, CSV)).json).toEqual({ items: 2, gold: 1, quarantined: 0 })
})

test('[SRV-15] only the active requester uploads, and only to a campaign of the pool', async () => {
  const bo = await someone(door, database, 'bo')
  const before = await tableSizes(database)
  expect(problemOf(await door.send('POST', `${open}/items`, { body: GOOD, headers: NDJSON }))).toMatchObject({
    status: 401,
  })
  expect(problemOf(await upload(GOOD, NDJSON, bo.token))).toMatchObject({
    code: 'pool/not-the-requester',
    status: 403,
  })
  for (const [path, expected] of [
    [
      open.replace(/[^/]+$/, crypto.randomUUID()),
      { code: 'pool/unknown-campaign', status: 404, field: 'campaignId' },
    ],
    [
      open.replace(/pools\/[^/]+/, `pools/${crypto.randomUUID()}`),
      { code: 'pool/unknown-pool', status: 404 },
    ],
    [open.replace(/[^/]+$/, '-'.repeat(36)), { code: 'request/invalid', status: 422, field: 'campaignId' }],
    [
      open.replace(/pools\/[^/]+/, 'pools/..%2f..%2fetc'),
      { code: 'request/invalid', status: 422, field: 'poolId' },
    ],
  ] as const) {
    const answer = await door.send('POST', `${path}/items`, { body: GOOD, headers: NDJSON, token: ada.token })
    expect(problemOf(answer)).toMatchObject(expected)
  }
  const wrong = await door.send('PUT', `${open}/items`, { body: GOOD, headers: NDJSON, token: ada.token })
  expect(problemOf(wrong)).toMatchObject({ code: 'request/wrong-method', status: 405 })
  expect(wrong.headers.get('allow')).toBe('POST')
  expect(await tableSizes(database)).toEqual(before)
})

test('[SRV-15] an assignment list names people and items that exist, or nobody is listed', async () => {
  const item = await door.send('POST', `${list}/items`, {
    body: '{"id":"l","text":"listed"}',
    headers: NDJSON,
    token: ada.token,
  })
  expect(item.status).toBe(200)
  const put = (body: string, to = list) =>
    door.send('PUT', `${to}/assignment-list`, { body, headers: NDJSON, token: ada.token })
  const good = JSON.stringify({ labeler: ada.id.toUpperCase(), item: 'l' })
  const before = await tableSizes(database)
  for (const [row, expected] of [
    [{ item: 'l' }, { code: 'upload/invalid-line', line: 2, field: 'labeler' }],
    [
      { labeler: {}, item: 'l' },
      { code: 'upload/invalid-line', line: 2, field: 'labeler' },
    ],
    [
      { labeler: crypto.randomUUID(), item: 'l' },
      { code: 'labeling/unknown-listed', line: 2, field: 'labeler' },
    ],
    [
      { labeler: `0x${'9'.repeat(40)}`, item: 'l' },
      { code: 'labeling/unknown-listed', line: 2, field: 'labeler' },
    ],
    [
      { labeler: '0x\0', item: 'l' },
      { code: 'upload/unreadable', line: 2 },
    ],
    [
      { labeler: ada.id, item: 'nothing' },
      { code: 'labeling/unknown-listed', line: 2, field: 'item' },
    ],
    [
      { labeler: ada.id, item: 'a' },
      { code: 'labeling/unknown-listed', line: 2, field: 'item' },
    ],
  ] as const) {
    expect(problemOf(await put(lines(good, JSON.stringify(row))))).toMatchObject(expected)
    expect(await tableSizes(database)).toEqual(before)
  }
  expect(problemOf(await put(good, open))).toMatchObject({
    code: 'labeling/not-a-list-campaign',
    status: 409,
  })
  expect((await put(lines(good, good))).json).toEqual({ entries: 1 })
})

test('[SRV-6] a body that says it is 65 MB is refused before it is sent', async () => {
  const status = await new Promise<number>((resolve, reject) => {
    const sent = request(`${door.url}${open}/items`, {
      method: 'POST',
      headers: { ...NDJSON, 'content-length': 65_000_000, authorization: `Bearer ${ada.token}` },
    })
    sent.on('response', (response) => {
      resolve(response.statusCode!)
      sent.destroy()
    })
    sent.on('error', reject)
    sent.write(GOOD)
  })
  expect(status).toBe(413)
})
