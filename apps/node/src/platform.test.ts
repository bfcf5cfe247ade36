import { openGuard } from '@rowright/guard'
import { DEFAULT_SETTINGS, openJournal, openLooks, openNode } from '@rowright/node'
import { testDatabase } from '@rowright/testing'
import { newCollection } from '@rowright/testing/collectScene'
import { consentFor, newPerson, newPool } from '@rowright/testing/factories'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDoor, type TestDoor } from '../../api/src/testDoor.ts'
import { lookNext, turnsOf } from '../../worker/src/collecting.ts'
import { pair } from './run.ts'
import { memoryStore } from './testing/memoryStore.ts'
import { newSigner } from './testing/testInstance.ts'
import { articleOf, openTestInternet, siteOf, type TestInternet } from './testing/testInternet.ts'

const db = testDatabase()
let door: TestDoor
let internet: TestInternet
beforeAll(async () => {
  door = await openDoor(db)
  internet = await openTestInternet()
})
afterAll(async () => {
  await internet.close()
  expect(door.faults).toEqual([])
  await door.close()
})

test('[NOD-1] against the real instance: paired by its code, a permitted page is leased, fetched and taken; an opted-out one goes back', async () => {
  const seen = await internet.host('news.example', siteOf({ '/flood': articleOf('The flood') }))
  await internet.host('closed.example', siteOf({ '/robots.txt': 'User-agent: *\nDisallow: /' }))
  const bo = await door.guest()
  await db.tx(async (ctx) => {
    const pool = await newPool(ctx, await newPerson(ctx, 'ada'))
    await consentFor(ctx, pool, bo.personId)
    const urls = ['http://news.example/flood', 'http://closed.example/p']
    return newCollection(ctx, pool.id, ['news.example', 'closed.example'], urls)
  })
  const { json } = await door.send<{ code: string }>('POST', '/v1/me/node-codes', {
    token: bo.token,
    json: {},
  })
  const key = await newSigner()
  const pairing = await pair({ url: door.url, code: json.code, name: 'cellar', node: key })
  const store = memoryStore()
  await openJournal(store).setSettings({ ...DEFAULT_SETTINGS, on: true, mode: 'automatic' })
  const node = openNode({
    store,
    pairing,
    node: key,
    client: 'rowright-node/0.1.0',
    fetcher: openGuard({ userAgent: 'RowrightBot/0.1', wires: internet.wires }),
    fetch,
    now: () => Date.now() + db.clock.ahead * 1000,
    sleep: async (milliseconds) => {
      db.clock.ahead += Math.max(0, milliseconds) / 1000
    },
  })
  const done = async () => (await node.journal.works()).filter((work) => work.state === 'done')
  for (let tick = 0; tick < 60 && (await done()).length < 2; tick++) {
    const next = await node.tick()
    db.clock.ahead += Math.max(0, next - (Date.now() + db.clock.ahead * 1000)) / 1000
  }
  const said = store.lines.map(({ text }) => text).join('\n')
  expect((await done()).map(({ outcome, url }) => [url, outcome]).sort(), said).toEqual([
    ['http://closed.example/p', 'returned'],
    ['http://news.example/flood', 'revealed'],
  ])
  expect(seen.map(({ path }) => path)).toContain('/flood')
  const me = await node.me()
  expect('recent' in me && me.recent.map(({ url, state }) => [url, state]).sort(), said).toEqual([
    ['http://closed.example/p', 'returned'],
    ['http://news.example/flood', 'checking'],
  ])

  // A newcomer's page is looked at by the instance itself, with the node's own eyes. [NOD-26, CLT-9]
  const look = openLooks({
    fetcher: openGuard({ userAgent: 'RowrightBot/0.1', wires: internet.wires }),
    now: () => Date.now() + db.clock.ahead * 1000,
    sleep: async (milliseconds) => {
      db.clock.ahead += milliseconds / 1000
    },
    takeTurn: turnsOf(db.database),
  })
  db.clock.ahead += 3_600
  const nextAt = async () => {
    const { rows } = await db.pool.query(`select next_at from host where name = 'news.example'`)
    return (rows[0].next_at as Date).getTime()
  }
  const began = Date.now() + db.clock.ahead * 1000
  const before = seen.length
  expect(await lookNext(db.database, look)).toBe(1)
  // [CLT-24] Site files and the page, each with a turn of its own in the bucket that nodes are handed theirs from.
  const requests = seen.length - before
  expect(requests).toBeGreaterThan(1)
  expect(await nextAt()).toBeGreaterThanOrEqual(began + requests * 5_000)
  const after = await node.me()
  expect(after).toMatchObject({ earned: { all: { pending: '1000', final: '0' } }, trust: { valid: 1 } })
  expect('recent' in after && after.recent.find(({ url }) => url.endsWith('/flood'))?.state).toBe('pass')
})
