import { createApiKey } from '@rowright/pipeline/people'
import { testDatabase } from '@rowright/testing'
import { newCampaign, newPerson, newPool } from '@rowright/testing/factories'
import { sell } from '@rowright/testing/sale'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDoor, type TestDoor } from './testDoor.ts'
import { problemOf } from './testWorld.ts'

const database = testDatabase()
let door: TestDoor
let tight: TestDoor
beforeAll(async () => {
  door = await openDoor(database)
  tight = await openDoor(database, { rateFactor: 0.01 })
})
afterAll(async () => {
  await door.close()
  await tight.close()
  expect(door.faults).toEqual([])
})

const device = (name: string, key: string) => ({ json: { name }, headers: { 'idempotency-key': key } })

test('[SRV-22] a key makes a write happen once; with another body it is refused, and other accounts have their own', async () => {
  const [ada, bo] = [await door.guest(), await door.guest()]
  const send = (token: string, name: string, key: string) =>
    door.send<{ id: string; key: string }>('POST', '/v1/me/api-keys', { token, ...device(name, key) })
  const first = await send(ada.token, 'one', 'k-1')
  const again = await send(ada.token, 'one', 'k-1')
  expect([first.status, again.status]).toEqual([200, 200])
  expect(again.json).toEqual(first.json)
  expect(again.headers.get('idempotency-replayed')).toBe('true')
  expect(problemOf(await send(ada.token, 'two', 'k-1'))).toMatchObject({
    code: 'request/key-reused',
    status: 422,
    field: 'idempotency-key',
  })
  expect((await send(bo.token, 'two', 'k-1')).status, 'a key is of one account').toBe(200)
  expect(problemOf(await send(ada.token, 'one', 'not a key'))).toMatchObject({ code: 'request/bad-key' })
  expect(problemOf(await send(ada.token, 'one', 'k'.repeat(256)))).toMatchObject({ code: 'request/bad-key' })
  const made = await database.pool.query('select 1 from api_key where person_id = $1', [ada.personId])
  expect(made.rowCount, 'one key was made').toBe(1)
  const kept = await database.pool.query<{ answer: string }>(
    `select answer from keyed_request where key = 'k-1'`,
  )
  expect(kept.rows.length).toBe(2)
  for (const { answer } of kept.rows)
    expect(answer, 'what is shown once is not kept readable').not.toContain('rwk_')
})

test('[SRV-22] at once they are done once; what failed may be corrected; what was left in the middle is taken over', async () => {
  const ada = await door.guest()
  const send = (name: string, key: string) =>
    door.send('POST', '/v1/me/api-keys', { token: ada.token, ...device(name, key) })
  const many = await Promise.all(Array.from({ length: 6 }, () => send('one', 'at-once')))
  const good = many.filter(({ status }) => status === 200)
  expect(good.length).toBeGreaterThan(0)
  for (const one of many.filter(({ status }) => status !== 200))
    expect(problemOf(one)).toMatchObject({ code: 'request/in-flight', status: 409, retryable: true })
  expect(new Set(good.map(({ text }) => text)).size).toBe(1)
  expect(problemOf(await send('', 'wrong')).code).toBe('request/invalid')
  expect((await send('right', 'wrong')).status, 'a refusal does not use the key up').toBe(200)
  await send('late', 'left')
  const left = `update keyed_request set status = null, held_until = now() + interval '1 minute' where key = 'left'`
  await database.pool.query(left)
  expect(problemOf(await send('late', 'left')).code).toBe('request/in-flight')
  await database.pool.query(`update keyed_request set held_until = now() where key = 'left'`)
  expect((await send('late', 'left')).status).toBe(200)
})

test('[SRV-23] cursors are opaque and go on in their own list and account only', async () => {
  const ada = await door.guest()
  await database.tx(async (ctx) => {
    const owner = await newPerson(ctx, 'owner')
    for (let i = 0; i < 53; i++) {
      const pool = await newPool(ctx, owner)
      await ctx.tx.execute(sql`update pool set requester_id = ${ada.personId} where id = ${pool.id}`)
    }
  })
  const mine = (token: string, cursor?: string) =>
    door.send<{ items: { id: string }[]; nextCursor: string | null }>(
      'GET',
      `/v1/pools?mine=true${cursor ? `&cursor=${cursor}` : ''}`,
      { token },
    )
  const first = await mine(ada.token)
  const { nextCursor } = first.json
  expect(nextCursor).not.toContain(first.json.items.at(-1)!.id)
  const second = await mine(ada.token, nextCursor!)
  const ids = [...first.json.items, ...second.json.items].map(({ id }) => id)
  expect([new Set(ids).size, second.json.nextCursor]).toEqual([53, null])
  const bo = await door.guest()
  for (const [token, cursor] of [
    [bo.token, nextCursor!],
    [ada.token, `${nextCursor!.slice(0, -2)}AA`],
    [ada.token, first.json.items[0]!.id],
    [ada.token, 'x'],
  ] as const) {
    expect(problemOf(await mine(token, cursor))).toMatchObject({
      code: 'request/bad-cursor',
      status: 422,
      field: 'cursor',
    })
  }
  const raw = '018f5a3e-0000-7000-8000-000000000000'
  expect(
    problemOf(await door.send('GET', `/v1/me/work?cursor=${raw}`, { token: ada.token })).code,
    'an id',
  ).toBe('request/bad-cursor')
})

test('[SRV-24] answers say what is left, refusals too, and when it is whole again', async () => {
  const ada = await door.guest()
  database.clock.standsAt = Date.now() // one minute, however long it takes
  await database.pool.query('delete from rate_window')
  const limits = { account: 12, address: 60 }
  const first = await tight.send('GET', '/v1/me', { token: ada.token })
  expect(first.headers.get('ratelimit-policy')).toBe(
    `"account";q=${limits.account};w=60, "address";q=${limits.address};w=60`,
  )
  const left = (answer: typeof first) =>
    Number(/"account";r=(\d+);t=\d+/.exec(answer.headers.get('ratelimit')!)?.[1])
  expect(left(first)).toBeLessThan(limits.account)
  const { key } = await database.tx((ctx) => createApiKey(ctx, { personId: ada.personId, name: 'k' }))
  let last = first
  for (let i = 0; i < 30 && last.status === 200; i++) last = await tight.send('GET', '/v1/me', { token: key })
  expect(problemOf(last)).toMatchObject({ code: 'request/too-many', status: 429, retryable: true })
  expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(last.headers.get('ratelimit')).toMatch(/^"account";r=0;t=\d+$/)
  database.clock.standsAt = undefined
})

test('[SRV-26] the catalog is searched by words and by what is on offer, with counts; signs are no wildcards', async () => {
  const found = (query: string) =>
    door.send<{
      items: { name: string }[]
      facets: {
        purposes: { purpose: string; pools: number }[]
        taskTypes: { taskType: string; pools: number }[]
      }
    }>('GET', `/v1/pools?${query}`)
  await database.tx(async (ctx) => {
    const owner = await newPerson(ctx, 'owner')
    for (const [i, name] of ['Birds of the marsh', 'Birds 100% heard', 'Frogs of the marsh'].entries()) {
      const pool = await newPool(ctx, owner)
      await ctx.tx.execute(
        sql`update pool set name = ${name}, chain_pool_id = ${`0xfeed${i}`} where id = ${pool.id}`,
      )
      if (i !== 1)
        await newCampaign(ctx, pool, {
          items: ['one'],
          more: i === 0 ? {} : { taskType: 'rating', labels: [], schema: { least: 1, most: 5 } },
        })
      if (i < 2) await sell(ctx, pool.id, `0x${'ab'.repeat(20)}`, 1 << i)
    }
  })
  const names = async (query: string) => (await found(query)).json.items.map(({ name }) => name).sort()
  expect(await names('q=marsh')).toEqual(['Birds of the marsh', 'Frogs of the marsh'])
  expect(await names('q=MARSH%20birds')).toEqual(['Birds of the marsh'])
  expect(await names('q=100%25')).toEqual(['Birds 100% heard'])
  expect(await names('q=%25%25%25')).toEqual([])
  const { facets } = (await found('q=birds')).json
  const first = facets.purposes[0]!
  expect(first.pools).toBe(1)
  expect(await names(`q=birds&purpose=${first.purpose}`)).toEqual(['Birds of the marsh'])
  expect(facets.taskTypes).toEqual([{ taskType: 'single', pools: 1 }])
  expect((await found('q=marsh')).json.facets.taskTypes).toEqual([
    { taskType: 'rating', pools: 1 },
    { taskType: 'single', pools: 1 },
  ])
  expect(await names('q=marsh&taskType=rating')).toEqual(['Frogs of the marsh'])
  expect(await names('taskType=nothing')).toEqual([])
  expect(problemOf(await found('purpose=anything')).code).toBe('request/invalid')
})
