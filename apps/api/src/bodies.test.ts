import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { testDatabase } from '@rowright/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDoor, type Session, type TestDoor } from './testDoor.ts'
import { problemOf, tableSizes, trpcProblemOf } from './testWorld.ts'

const database = testDatabase()
let door: TestDoor
let ada: Session
beforeAll(async () => {
  door = await openDoor(database)
  ada = await door.guest()
})
afterAll(async () => {
  await door.close()
  expect(door.faults).toEqual([])
})

const JSON_TYPE = { 'content-type': 'application/json' }
const POOL = { name: 'digits', terms: { purposes: ['research'], licenseeClasses: ['anyone'], months: 12 } }
type Body = string | Uint8Array<ArrayBuffer>
const both = async (body: Body, headers: Record<string, string> = JSON_TYPE) => ({
  overRest: problemOf(await door.send('POST', '/v1/pools', { token: ada.token, body, headers })),
  overTrpc: trpcProblemOf(await door.send('POST', '/trpc/pool.open', { token: ada.token, body, headers })),
})

describe('[SRV-1, SRV-6] a body', () => {
  const gz = new Uint8Array(gzipSync(JSON.stringify(POOL)))
  const latin1 = new Uint8Array(Buffer.from(JSON.stringify({ ...POOL, name: 'caf\u00e9' }), 'latin1'))
  const cases: [string, Body, Record<string, string>, { code: string; status: number; field: string }][] = [
    ['that is half JSON', '{"name":', JSON_TYPE, { code: 'request/unreadable', status: 400, field: 'body' }],
    ['that is no JSON', 'name=digits', JSON_TYPE, { code: 'request/unreadable', status: 400, field: 'body' }],
    ['in Latin-1', latin1, JSON_TYPE, { code: 'request/invalid', status: 422, field: 'name' }],
    [
      'of a form',
      'name=digits',
      { 'content-type': 'application/x-www-form-urlencoded' },
      { code: 'request/wrong-type', status: 415, field: 'content-type' },
    ],
    [
      'in plain text',
      '{}',
      { 'content-type': 'text/plain' },
      { code: 'request/wrong-type', status: 415, field: 'content-type' },
    ],
    [
      'without a type',
      '{}',
      { 'content-type': '' },
      { code: 'request/wrong-type', status: 415, field: 'content-type' },
    ],
    [
      'in gzip',
      gz,
      { ...JSON_TYPE, 'content-encoding': 'gzip' },
      { code: 'request/encoded', status: 415, field: 'content-encoding' },
    ],
    [
      'in gzip that does not say so',
      gz,
      JSON_TYPE,
      { code: 'request/unreadable', status: 400, field: 'body' },
    ],
    [
      'over 1 MB',
      JSON.stringify({ name: 'x'.repeat(1_000_001) }),
      JSON_TYPE,
      { code: 'request/too-large', status: 413, field: 'body' },
    ],
  ]
  test.for(cases)('%s is refused alike over REST and tRPC', async ([, body, headers, expected]) => {
    const before = await tableSizes(database)
    const { overRest, overTrpc } = await both(body, headers)
    expect(overRest).toMatchObject(expected)
    expect(overTrpc).toMatchObject(expected)
    expect(await tableSizes(database)).toEqual(before)
  })

  test('sent in pieces is counted as it comes', async () => {
    let sent = 0
    const stream = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent++
        if (sent > 40) controller.close()
        else controller.enqueue(new Uint8Array(100_000).fill(32))
      },
    })
    const response = await fetch(`${door.url}/v1/pools`, {
      method: 'POST',
      headers: { ...JSON_TYPE, authorization: `Bearer ${ada.token}` },
      body: stream,
      duplex: 'half',
    } as RequestInit).catch(() => null)
    // The door may close while the client still sends: then there is no answer to read, which is as good.
    if (response) expect(response.status).toBe(413)
    expect((await door.send('GET', '/v1/me', { token: ada.token })).status).toBe(200)
  })

  test('with magic keys changes nothing but what it says', async () => {
    const body = '{"name":"Ada","constructor":{"prototype":{"steward":true}},"toString":1,"personId":"x"}'
    const answer = await door.send('PATCH', '/v1/me', { token: ada.token, body, headers: JSON_TYPE })
    expect(answer.json).toMatchObject({ id: ada.personId, name: 'Ada', roles: [] })
    expect(({} as Record<string, unknown>).steward).toBeUndefined()
  })
})

describe('[SRV-1, SRV-2] a path', () => {
  const unknown: [string, string][] = [
    ['GET', '/v1'],
    ['GET', '/v1/nothing'],
    ['GET', '/v1/pools/x/y/z/w'],
    ['POST', '/v1/../etc/passwd'],
    ['GET', '/v1/pools/%00/nothing'],
    ['GET', '/nothing'],
    ['GET', '/%ff'],
    ['GET', '//evil.example/'],
  ]
  test.for(unknown)('%s %s that is none is a 404 in words', async ([method, path]) => {
    expect(problemOf(await door.send(method, path))).toMatchObject({
      code: 'request/unknown-path',
      status: 404,
    })
  })

  test.for(['nothing', 'me', 'me.get.x', '__proto__', 'constructor.prototype', 'me.__proto__', ''])(
    'of tRPC that is none is the same: "%s"',
    async (path) => {
      const answer = await door.send<never>('GET', `/trpc/${path}`, { token: ada.token })
      expect(trpcProblemOf(answer)).toMatchObject({ code: 'request/unknown-path', status: 404 })
    },
  )

  const methods: [string, string, string][] = [
    ['DELETE', '/v1/pools', 'GET, POST'],
    ['PUT', '/v1/me', 'GET, PATCH, DELETE'],
    ['GET', '/v1/me/cash-outs', 'POST'],
    ['PATCH', '/v1/instance', 'GET'],
    ['GET', '/rpc', 'POST'],
    ['POST', `/v1/pools/${crypto.randomUUID()}/offers`, 'GET'],
  ]
  test.for(methods)('%s %s is a 405 that says what it takes', async ([method, path, allow]) => {
    const answer = await door.send(method, path, { token: ada.token })
    expect(problemOf(answer)).toMatchObject({ code: 'request/wrong-method', status: 405 })
    expect(answer.headers.get('allow')).toBe(allow)
  })

  test('of tRPC by the wrong method is a 405', async () => {
    const asQuery = await door.send<never>('GET', '/trpc/me.cashOut', { token: ada.token })
    expect(trpcProblemOf(asQuery)).toMatchObject({ code: 'request/wrong-method', status: 405 })
    const asMutation = await door.send<never>('POST', '/trpc/me.get', { token: ada.token, json: {} })
    expect(trpcProblemOf(asMutation)).toMatchObject({ code: 'request/wrong-method', status: 405 })
  })

  test('with ids in capitals is the same path', async () => {
    const made = await door.send<{ id: string }>('POST', '/v1/pools', { token: ada.token, json: POOL })
    const { id } = made.json
    const found = await door.send('GET', `/v1/pools/${id.toUpperCase()}`)
    expect(found.json).toMatchObject({ id, name: 'digits' })
  })
})

test('[SRV-16] pages come from where they are served, whatever a path looks like', async () => {
  const asked: string[] = []
  const pages = createServer((request, response) => {
    asked.push(`${request.headers.host} ${request.url}`)
    response.end('a page')
  })
  await new Promise<void>((resolve) => pages.listen(0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${(pages.address() as AddressInfo).port}`
  const withPages = await openDoor(database, { webUrl: `http://${host}` })
  try {
    const paths = [
      '/label',
      '//127.0.0.1:9/x',
      '//evil.example/?a=1',
      '/@evil.example/',
      '/%2f%2fevil.example',
    ]
    for (const path of paths) expect((await withPages.send('GET', path)).text, path).toBe('a page')
    expect(asked).toEqual(paths.map((path) => `${host} ${path}`))
    expect(problemOf(await withPages.send('GET', '/v1/nothing'))).toMatchObject({ status: 404 })
  } finally {
    await withPages.close()
    pages.close()
    pages.closeAllConnections()
  }
})

describe('[SRV-6] a tRPC batch', () => {
  const batch = (count: number) =>
    door.send<{ error?: { data: { problem: { code: string } } } }[]>(
      'GET',
      `/trpc/${new Array(count).fill('instance.get').join(',')}?batch=1`,
    )
  test('has 50 calls at most', async () => {
    expect((await batch(50)).json).toHaveLength(50)
    const refused = await batch(51)
    expect(refused.status).toBe(400)
    expect(refused.text).toContain('request/unreadable')
  })

  test('refuses each call by itself', async () => {
    const input = encodeURIComponent(
      JSON.stringify({ 0: { poolId: 'x' }, 1: { poolId: crypto.randomUUID() } }),
    )
    const { json } = await door.send<{ error: { data: { problem: { code: string } } } }[]>(
      'GET',
      `/trpc/pool.get,pool.get?batch=1&input=${input}`,
    )
    expect(json.map((one) => one.error.data.problem.code)).toEqual(['request/invalid', 'pool/unknown-pool'])
  })

  test('with input that is no JSON, or no object, is refused', async () => {
    for (const input of ['{', '[1]', 'null', '"x"', '5']) {
      const answer = await door.send('GET', `/trpc/pool.get?batch=1&input=${encodeURIComponent(input)}`)
      expect(answer.status, input).toBeGreaterThanOrEqual(400)
      expect(answer.status, input).toBeLessThan(500)
      expect(answer.text, input).toMatch(/"code":"request\/(unreadable|invalid)"/)
    }
  })
})

describe('[SRV-20] answers', () => {
  test.for(['/healthz', '/v1/instance', '/v1/me', '/nothing', '/trpc/me.get', '/api/auth/get-session'])(
    '%s carries the headers that browsers heed',
    async (path) => {
      const { headers } = await door.send('GET', path)
      expect(headers.get('content-security-policy')).toMatch(/default-src 'none'; frame-ancestors 'none'/)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toBe('same-origin')
      expect(headers.get('access-control-allow-origin')).toBeNull()
      expect(headers.get('x-powered-by')).toBeNull()
    },
  )

  test.for(['/v1/me', '/trpc/me.get', '/v1/me/earnings'])('%s is not stored on the way', async (path) => {
    const { headers, status } = await door.send('GET', path, { token: ada.token })
    expect(status).toBe(200)
    expect(headers.get('cache-control')).toBe('no-store')
  })
})

test('[SRV-3] a fault of ours has a reference that the log has too, and nothing else', async () => {
  // A table that is gone is what nobody foresees.
  await database.pool.query('alter table campaign rename to campaign_gone')
  try {
    const overRest = problemOf(await door.send('GET', '/v1/campaigns'))
    const overTrpc = trpcProblemOf(await door.trpc('query', 'campaign.list', undefined))
    for (const problem of [overRest, overTrpc]) {
      expect(problem).toMatchObject({ code: 'system/unforeseen', status: 500, reference: expect.any(String) })
      const fault = door.faults.find((one) => one.includes(problem.reference as string))
      expect(fault).toContain('relation \\"campaign\\" does not exist')
    }
  } finally {
    await database.pool.query('alter table campaign_gone rename to campaign')
    door.faults.length = 0
  }
})

test('[SRV-2] what is no HTTP is turned away, and the door stays open', async () => {
  const { port } = new URL(door.url)
  for (const raw of [
    'GARBAGE\r\n\r\n',
    'GET / HTTP/1.1\r\nHost: [bad\r\n\r\n',
    `GET /${'x'.repeat(20_000)} HTTP/1.1\r\nHost: a\r\n\r\n`,
  ]) {
    const status = await new Promise<string>((resolve) => {
      const socket = connect(Number(port), '127.0.0.1', () => socket.end(raw))
      let text = ''
      socket.on('data', (chunk) => {
        text += chunk
      })
      socket.on('error', () => resolve(text))
      socket.on('close', () => resolve(text.split('\r\n')[0]!))
    })
    expect(status).toMatch(/^HTTP\/1\.1 4\d\d /)
  }
  expect((await door.send('GET', '/healthz')).json).toEqual({ ok: true })
})
