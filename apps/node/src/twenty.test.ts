import { openGuard } from '@rowright/guard'
import { type CollectionNode, DEFAULT_SETTINGS, openJournal, openNode } from '@rowright/node'
import { testDatabase } from '@rowright/testing'
import { newCollection } from '@rowright/testing/collectScene'
import { consentFor, newPerson, newPool } from '@rowright/testing/factories'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDoor, type TestDoor } from '../../api/src/testDoor.ts'
import { pair } from './run.ts'
import { memoryStore } from './testing/memoryStore.ts'
import { sharedTime } from './testing/sharedTime.ts'
import { newSigner } from './testing/testInstance.ts'
import { articleOf, openTestInternet, siteOf, type TestInternet } from './testing/testInternet.ts'

const db = testDatabase()
const NODES = 20
const DELAY_SECONDS = 5

let door: TestDoor
let internet: TestInternet
beforeAll(async () => {
  door = await openDoor(db)
  internet = await openTestInternet()
})
afterAll(async () => {
  await internet.close()
  await door.close()
})

test.for([
  { they: 'as they should', late: 0, redirects: false },
  { they: 'late, and over redirects', late: 7_000, redirects: true },
])(
  '[CLT-24] twenty nodes of twenty accounts at one host: its real server never sees two requests closer than its delay: $they',
  async ({ late, redirects }) => {
    const host = redirects ? 'moved.example' : 'news.example'
    db.clock.ahead = 0
    const at: number[] = []
    const time = sharedTime(db, NODES)
    const pages = Object.fromEntries(
      Array.from({ length: NODES }, (_, i) => [`/${i}${redirects ? '/here' : ''}`, articleOf(`Page ${i}`)]),
    )
    const serve = siteOf(pages)
    await internet.host(host, (request, response) => {
      at.push(time.now())
      if (redirects && /^\/\d+$/.test(request.url!))
        return void response.writeHead(302, { location: `${request.url}/here` }).end()
      serve(request, response)
    })
    const pool = await db.tx(async (ctx) => {
      const made = await newPool(ctx, await newPerson(ctx, 'ada'))
      const urls = Object.keys(pages).map((_, i) => `http://${host}/${i}`)
      const { campaignId } = await newCollection(ctx, made.id, [host], urls)
      return { ...made, campaignId }
    })
    const nodes: CollectionNode[] = []
    for (let i = 0; i < NODES; i++) {
      const person = await door.guest()
      await db.tx((ctx) => consentFor(ctx, pool, person.personId))
      const { json } = await door.send<{ code: string }>('POST', '/v1/me/node-codes', {
        token: person.token,
        json: {},
      })
      const key = await newSigner()
      const pairing = await pair({ url: door.url, code: json.code, name: `node ${i}`, node: key })
      const store = memoryStore()
      await openJournal(store).setSettings({
        ...DEFAULT_SETTINGS,
        on: true,
        mode: 'automatic',
        campaignIds: [pool.campaignId],
      })
      nodes.push(
        openNode({
          ...{ store, pairing, node: key, client: 'rowright-node/0.1.0', fetch },
          fetcher: openGuard({ userAgent: 'RowrightBot/0.1', wires: internet.wires }),
          ...{ now: time.now, sleep: time.sleep },
        }),
      )
    }
    const done = async (node: CollectionNode) =>
      (await node.journal.works()).filter((work) => work.state === 'done').length
    await Promise.all(
      nodes.map(async (node, i) => {
        for (let tick = 0; tick < 40 && (await done(node)) === 0; tick++)
          await time.sleep((await node.tick()) - time.now() + (i % 2 === 0 ? late : 0))
        time.leave()
      }),
    )
    const worked = (await Promise.all(nodes.map(done))).filter((count) => count > 0).length
    const gaps = at.slice(1).map((one, i) => (one - at[i]!) / 1000)
    const least = Math.min(...gaps)
    expect(worked).toBeGreaterThan(NODES / 2)
    expect(least).toBeGreaterThanOrEqual(DELAY_SECONDS)
  },
)
