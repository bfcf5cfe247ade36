import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { testDatabase } from '@rowright/testing'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openDoor, type TestDoor } from './testDoor.ts'
import { problemOf, trpcProblemOf } from './testWorld.ts'

const database = testDatabase()
const FACTOR = 0.2
/** 1,200 and 6,000 a minute, times the factor. */
const PER_ACCOUNT = 240
const PER_ADDRESS = 1_200
let one: TestDoor
let other: TestDoor
let blobs: string
beforeAll(async () => {
  blobs = await mkdtemp(join(tmpdir(), 'rowright-blobs-'))
  one = await openDoor(database, { rateFactor: FACTOR, blobs })
  other = await openDoor(database, { rateFactor: FACTOR, blobs })
})
afterAll(async () => {
  await one.close()
  await other.close()
  await rm(blobs, { recursive: true, force: true })
  expect([...one.faults, ...other.faults]).toEqual([])
})

/** Counting starts at a whole minute: each test has one of its own, in which time stands still. */
beforeEach(() => {
  database.clock.standsAt ??= Date.now()
  database.clock.ahead += 60
})

test('[SRV-13] an account has its limit over two processes together, exactly, however it asks', async () => {
  const { token } = await one.guest()
  // Signing in asked once for /v1/me.
  let allowed = 1
  const ask = async (door: TestDoor) => {
    const answer = await door.send('GET', '/v1/me', { token })
    if (answer.status === 200) allowed++
    return answer
  }
  const rounds = Array.from({ length: PER_ACCOUNT / 20 + 2 }, (_, i) => i)
  for (const round of rounds)
    await Promise.all(Array.from({ length: 20 }, (_, i) => ask((i + round) % 3 ? one : other)))
  expect(allowed).toBe(PER_ACCOUNT)

  for (const door of [one, other]) {
    const refused = await ask(door)
    expect(problemOf(refused)).toMatchObject({ code: 'request/too-many', status: 429, retryable: true })
    const seconds = Number(refused.headers.get('retry-after'))
    expect(seconds).toBeGreaterThan(0)
    expect(seconds).toBeLessThanOrEqual(60)
  }
  const overTrpc = await one.trpc('query', 'me.get', undefined, token)
  expect(trpcProblemOf(overTrpc)).toMatchObject({ code: 'request/too-many', status: 429 })
  expect(overTrpc.headers.get('retry-after')).not.toBeNull()
  const batch = await one.send<unknown[]>('GET', '/trpc/me.get,me.get?batch=1', { token })
  expect(batch.status).toBe(429)
  expect(batch.json).toHaveLength(2)
  // Somebody else at the same address goes on.
  expect((await (await one.guest()).token).length).toBeGreaterThan(0)
})

test('[SRV-13] each call of a batch counts', async () => {
  const { token } = await one.guest()
  const calls = new Array(40).fill('me.get').join(',')
  const statuses: number[] = []
  for (let i = 0; i < 8; i++) {
    const { status } = await one.send('GET', `/trpc/${calls}?batch=1`, { token })
    statuses.push(status)
  }
  // 1 + 5 × 40 = 201 of 240; a sixth would be 241.
  expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429, 429])
})

test('[SRV-13, SRV-14] an address has its limit, and cannot change its name by a header', async () => {
  await database.pool.query('delete from rate_window')
  const fresh = await openDoor(database, { rateFactor: FACTOR, blobs })
  const proxied = await openDoor(database, { rateFactor: FACTOR, blobs, trustedProxies: 1 })
  try {
    let allowed = 0
    const ask = async (i: number) => {
      const headers = { 'x-forwarded-for': `203.0.113.${i % 250}`, 'x-real-ip': `203.0.113.${i % 250}` }
      if ((await fresh.send('GET', '/v1/instance', { headers })).status === 200) allowed++
    }
    for (let round = 0; round < PER_ADDRESS / 50 + 1; round++)
      await Promise.all(Array.from({ length: 50 }, (_, i) => ask(round * 50 + i)))
    expect(allowed).toBe(PER_ADDRESS)
    // Guessing keys is asking too.
    expect(problemOf(await fresh.send('GET', '/v1/me', { token: 'rwk_guess' }))).toMatchObject({
      status: 429,
    })
    // Behind a proxy that is trusted, the address it vouches for counts: the last, not what the client put before it.
    const behind = (list: string) =>
      proxied.send('GET', '/v1/instance', { headers: { 'x-forwarded-for': list } })
    expect((await behind('203.0.113.7')).status).toBe(200)
    expect(problemOf(await behind('203.0.113.7, 127.0.0.1'))).toMatchObject({ code: 'request/too-many' })
  } finally {
    await fresh.close()
    await proxied.close()
  }
})

test('[SRV-13] signing in has a limit of its own', async () => {
  await database.pool.query('delete from rate_window')
  const fresh = await openDoor(database, { rateFactor: FACTOR, blobs })
  try {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => fresh.send('POST', '/api/auth/siwe/nonce', { json: {} })),
    )
    // 60 a minute, times the factor.
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(12)
    for (const refused of answers.filter(({ status }) => status !== 200))
      expect(problemOf(refused)).toMatchObject({ code: 'request/too-many', status: 429 })
  } finally {
    await fresh.close()
  }
})
