import { testDatabase } from '@rowright/testing'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDoor, siweMessage, type TestDoor } from './testDoor.ts'
import { problemOf } from './testWorld.ts'

const database = testDatabase()
const DEPLOYMENT = {
  chainId: 31_337,
  token: `0x${'1'.repeat(40)}`,
  dataPools: `0x${'2'.repeat(40)}`,
  rewards: `0x${'3'.repeat(40)}`,
  consents: `0x${'4'.repeat(40)}`,
  licenses: `0x${'5'.repeat(40)}`,
} as const
let door: TestDoor
beforeAll(async () => {
  door = await openDoor(database, { deployment: { ...DEPLOYMENT } as never })
})
afterAll(async () => {
  await door.close()
  expect(door.faults).toEqual([])
})

const nonce = async () =>
  (await door.send<{ nonce: string }>('POST', '/api/auth/siwe/nonce', { json: {} })).json.nonce
const verify = (json: unknown) => door.send('POST', '/api/auth/siwe/verify', { json })
const signedIn = async () => {
  const { rows } = await database.pool.query<{ n: number }>('select count(*)::int as n from auth_session')
  return rows[0]!.n
}

describe('[SRV-10] a SIWE message', () => {
  const ada = privateKeyToAccount(generatePrivateKey())
  const bo = privateKeyToAccount(generatePrivateKey())
  const HOUR = 3_600_000
  const cases: [
    string,
    Parameters<typeof siweMessage>[2],
    { code: string; status: number; field: string },
  ][] = [
    [
      'for another site',
      { domain: 'evil.example' },
      { code: 'auth/wrong-message', status: 401, field: 'message' },
    ],
    [
      'for another port',
      { domain: 'localhost:3001' },
      { code: 'auth/wrong-message', status: 401, field: 'message' },
    ],
    ['on another chain', { chainId: 1 }, { code: 'auth/wrong-chain', status: 401, field: 'message' }],
    [
      'that has expired',
      { expirationTime: new Date(Date.now() - HOUR) },
      { code: 'auth/expired-message', status: 401, field: 'message' },
    ],
    [
      'that is not valid yet',
      { notBefore: new Date(Date.now() + HOUR) },
      { code: 'auth/early-message', status: 401, field: 'message' },
    ],
  ]
  test.for(cases)('%s is refused', async ([, changed, expected]) => {
    const before = await signedIn()
    const message = siweMessage(ada.address, await nonce(), changed)
    const answer = await verify({ message, signature: await ada.signMessage({ message }) })
    expect(problemOf(answer)).toMatchObject(expected)
    expect(answer.headers.getSetCookie()).toEqual([])
    expect(await signedIn()).toBe(before)
  })

  test('counts once', async () => {
    const message = siweMessage(ada.address, await nonce())
    const proof = { message, signature: await ada.signMessage({ message }) }
    expect((await verify(proof)).status).toBe(200)
    expect(problemOf(await verify(proof))).toMatchObject({
      code: 'auth/used-nonce',
      status: 401,
      field: 'message',
    })
  })

  test('counts once when it comes ten times at once', async () => {
    const message = siweMessage(ada.address, await nonce())
    const proof = { message, signature: await ada.signMessage({ message }) }
    const answers = await Promise.all(Array.from({ length: 10 }, () => verify(proof)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    for (const refused of answers.filter(({ status }) => status !== 200))
      expect(problemOf(refused)).toMatchObject({ code: 'auth/used-nonce' })
  })

  test('with a nonce that nobody gave is refused', async () => {
    const message = siweMessage(ada.address, 'abcdefgh12345678')
    const answer = await verify({ message, signature: await ada.signMessage({ message }) })
    expect(problemOf(answer)).toMatchObject({ code: 'auth/used-nonce', field: 'message' })
  })

  test('signed by somebody else: a contract wallet might say yes, but the chain is down, and that is said', async () => {
    const message = siweMessage(ada.address, await nonce())
    const answer = await verify({ message, signature: await bo.signMessage({ message }) })
    expect(problemOf(answer)).toMatchObject({ code: 'chain/unreachable', status: 503, retryable: true })
    expect(answer.headers.get('retry-after')).toBe('2')
  })

  test('by a new wallet, twice at once, makes one person', async () => {
    const chen = privateKeyToAccount(generatePrivateKey())
    const sessions = await Promise.allSettled([door.wallet(chen), door.wallet(chen), door.wallet(chen)])
    const persons = sessions.flatMap((one) => (one.status === 'fulfilled' ? [one.value.personId] : []))
    expect(persons.length).toBeGreaterThan(0)
    expect(new Set(persons).size).toBe(1)
    for (const one of sessions)
      if (one.status === 'rejected') expect(String(one.reason)).toContain('auth/not-finished')
    expect((await door.wallet(chen)).personId).toBe(persons[0])
  })
})

describe('[SRV-2, SRV-10] the sign-in endpoints', () => {
  const message = siweMessage(`0x${'1'.repeat(40)}`, 'abcdefgh12345678')
  const signature = `0x${'00'.repeat(65)}`
  const bodies: [string, unknown, string][] = [
    ['nothing', {}, 'message'],
    ['a number', { message: 7, signature }, 'message'],
    ['an empty message', { message: '', signature }, 'message'],
    ['no signature', { message }, 'signature'],
    ['a signature that is no hex', { message, signature: '0xzz' }, 'signature'],
    ['a signature of half a byte', { message, signature: '0x123' }, 'signature'],
    ['a message with NUL', { message: `${message}\0`, signature }, 'message'],
    ['a list', [], 'body'],
    ['a very long message', { message: 'x'.repeat(100_000), signature }, 'message'],
  ]
  test.for(bodies)('verify with %s names the field', async ([, body, field]) => {
    expect(problemOf(await verify(body))).toMatchObject({ code: 'request/invalid', status: 422, field })
  })

  test.for(['sign-in/anonymous', 'siwe/nonce', 'siwe/verify', 'sign-out'])(
    '%s refuses what is not JSON',
    async (path) => {
      const type = { 'content-type': 'application/json' }
      const half = await door.send('POST', `/api/auth/${path}`, { body: '{"a":', headers: type })
      expect(problemOf(half)).toMatchObject({ code: 'request/unreadable', status: 400, field: 'body' })
      const text = await door.send('POST', `/api/auth/${path}`, {
        body: '{}',
        headers: { 'content-type': 'text/plain' },
      })
      expect(problemOf(text)).toMatchObject({
        code: 'request/wrong-type',
        status: 415,
        field: 'content-type',
      })
    },
  )

  test('what the library has beyond them is not there', async () => {
    for (const path of [
      'sign-up/email',
      'update-user',
      'delete-user',
      'list-sessions',
      'error',
      'ok',
      'reference',
    ]) {
      for (const method of ['GET', 'POST']) {
        const sent = method === 'POST' ? { json: {} } : {}
        const answer = await door.send(method, `/api/auth/${path}`, sent)
        expect(problemOf(answer)).toMatchObject({ code: 'request/unknown-path', status: 404 })
      }
    }
    expect(problemOf(await door.send('GET', '/api/auth/sign-out'))).toMatchObject({ status: 405 })
  })

  test('a guest who starts again is told so, and stays who they are', async () => {
    const { token, personId } = await door.guest()
    const again = await door.send('POST', '/api/auth/sign-in/anonymous', { json: {}, token })
    expect(problemOf(again)).toMatchObject({ code: 'auth/already-a-guest', status: 400 })
    expect((await door.send('GET', '/v1/me', { token })).json).toMatchObject({ id: personId, guest: true })
  })

  test('a session ends with sign-out', async () => {
    const { cookie } = await door.guest()
    const headers = { cookie, origin: 'http://localhost:3000' }
    const out = await door.send('POST', '/api/auth/sign-out', { json: {}, headers })
    expect(out.status, out.text).toBe(200)
    const me = await door.send('GET', '/v1/me', { headers: { cookie } })
    expect(problemOf(me)).toMatchObject({ code: 'people/not-signed-in', status: 401 })
  })

  test.for([
    'rowright.session_token=forged.signature',
    'rowright.session_token=%00%ff',
    'rowright.session_token=; rowright.session_token=a',
  ])('a forged cookie is nobody: %s', async (cookie) => {
    const me = await door.send('GET', '/v1/me', { headers: { cookie } })
    expect(problemOf(me)).toMatchObject({ code: 'people/not-signed-in', status: 401 })
  })

  test.for(['nothing', 'a.b', '%', 'x'.repeat(4_000), 'rwk', 'null'])(
    'a forged token is nobody',
    async (token) => {
      expect(problemOf(await door.send('GET', '/v1/me', { token }))).toMatchObject({ status: 401 })
    },
  )
})

describe('[SRV-8] the session cookie', () => {
  const startAt = async (publicUrl: string) => {
    const other = await openDoor(database, { publicUrl })
    try {
      const answer = await other.send('POST', '/api/auth/sign-in/anonymous', { json: {} })
      return answer.headers.getSetCookie()
    } finally {
      await other.close()
    }
  }

  test('is out of reach of scripts and of other sites', async () => {
    const cookies = await startAt('http://localhost:3000')
    expect(cookies.length).toBeGreaterThan(0)
    for (const cookie of cookies) {
      expect(cookie).toMatch(/;\s*HttpOnly/i)
      expect(cookie).toMatch(/;\s*SameSite=Lax/i)
      expect(cookie).toMatch(/;\s*Path=\//i)
    }
  })

  test('goes over https only, where there is https', async () => {
    for (const cookie of await startAt('https://rowright.example')) {
      expect(cookie).toMatch(/^__Secure-/)
      expect(cookie).toMatch(/;\s*Secure/i)
    }
  })

  test('has a token that no later answer holds', async () => {
    const { cookie, token } = await door.guest()
    const session = await door.send('GET', '/api/auth/get-session', { headers: { cookie } })
    expect(session.status).toBe(200)
    expect(session.json).toMatchObject({ user: { isAnonymous: true } })
    expect(session.text).not.toContain(token.split('.')[0])
    expect(session.headers.get('cache-control')).toBe('no-store')
  })
})

describe('[SRV-9] another site', () => {
  const paths: [string, string][] = [
    ['POST', '/trpc/me.cashOut'],
    ['POST', '/trpc/me.delete'],
    ['DELETE', '/v1/me'],
    ['POST', '/v1/me/cash-outs'],
    ['PATCH', '/v1/me'],
    ['POST', '/api/auth/sign-in/anonymous'],
    ['POST', '/api/auth/sign-out'],
    ['POST', '/v1/faucet'],
    ['POST', '/rpc'],
  ]
  const asked = async (method: string, path: string, headers: Record<string, string>) => {
    const { cookie } = await door.guest()
    const answer = await door.send(method, path, { body: '{}', headers: { cookie, ...headers } })
    return { answer, me: await door.send('GET', '/v1/me', { headers: { cookie } }) }
  }

  test.for(paths)('cannot make a browser send %s %s', async ([method, path]) => {
    for (const headers of [
      { origin: 'https://evil.example', 'content-type': 'text/plain' },
      { origin: 'http://127.0.0.1:1', 'content-type': 'application/json' },
      { origin: 'null', 'content-type': 'application/x-www-form-urlencoded' },
      { 'sec-fetch-site': 'cross-site', 'content-type': 'multipart/form-data; boundary=x' },
      { 'sec-fetch-site': 'same-site', 'content-type': 'application/json' },
    ] as Record<string, string>[]) {
      const { answer, me } = await asked(method, path, headers)
      expect(answer.status, JSON.stringify(headers)).toBe(403)
      expect(answer.text).toContain('request/cross-origin')
      expect(answer.headers.get('access-control-allow-origin')).toBeNull()
      expect(me.status, 'the account is as it was').toBe(200)
    }
  })

  test('gets no leave by a preflight', async () => {
    for (const path of ['/trpc/me.delete', '/v1/me', '/api/auth/sign-out', '/rpc']) {
      const answer = await door.send('OPTIONS', path, {
        headers: { origin: 'https://evil.example', 'access-control-request-method': 'DELETE' },
      })
      expect(answer.status).toBeGreaterThanOrEqual(400)
      const leave = [...answer.headers.keys()].filter((name) => name.startsWith('access-control-'))
      expect(leave).toEqual([])
    }
  })

  test('and a form cannot speak tRPC, even from our own origin', async () => {
    for (const type of ['text/plain', 'multipart/form-data; boundary=x', 'application/octet-stream']) {
      const { answer, me } = await asked('POST', '/trpc/me.delete', { 'content-type': type })
      expect(answer.status).toBe(415)
      expect(me.status).toBe(200)
    }
  })

  test('while our own pages, and clients with a token, are heard', async () => {
    const { cookie, token } = await door.guest()
    const own = { cookie, origin: 'http://localhost:3000', 'sec-fetch-site': 'same-origin' }
    expect((await door.send('PATCH', '/v1/me', { json: { name: 'Ada' }, headers: own })).status).toBe(200)
    const extension = { origin: 'chrome-extension://abc' }
    expect(
      (await door.send('PATCH', '/v1/me', { json: { name: 'Bo' }, token, headers: extension })).status,
    ).toBe(200)
  })
})
