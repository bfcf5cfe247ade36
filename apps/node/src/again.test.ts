import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { drainOutbox, folderBlobStore } from '@rowright/db'
import { openGuard } from '@rowright/guard'
import { DEFAULT_SETTINGS, openJournal, openListings, openLooks, openNode } from '@rowright/node'
import { addSeeds, freshnessOf, makeNodeCode, refreshDue, setRefresh } from '@rowright/pipeline/collect'
import { refit } from '@rowright/pipeline/consensus'
import { DEFAULT_RECIPE, setRecipe } from '@rowright/pipeline/item'
import { feedFrom } from '@rowright/pipeline/labeling'
import { getCampaign } from '@rowright/pipeline/pool'
import { publish } from '@rowright/pipeline/release'
import { judge } from '@rowright/pipeline/settlement'
import { testDatabase } from '@rowright/testing'
import { newCollection } from '@rowright/testing/collectScene'
import { answerAll, giveConsent, newCampaign, newPerson, newPool } from '@rowright/testing/factories'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDoor, type TestDoor } from '../../api/src/testDoor.ts'
import { finalizeAll, lookNext, readNextSeed, turnsOf } from '../../worker/src/collecting.ts'
import { reactions } from '../../worker/src/reactions.ts'
import { pair } from './run.ts'
import { memoryStore } from './testing/memoryStore.ts'
import { newSigner } from './testing/testInstance.ts'
import { articleOf, openTestInternet, siteOf, type TestInternet } from './testing/testInternet.ts'

const db = testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'again-'))
const blobs = folderBlobStore(folder)
let door: TestDoor
let internet: TestInternet
beforeAll(async () => {
  door = await openDoor(db, { blobs: folder })
  internet = await openTestInternet()
})
afterAll(async () => {
  await internet.close()
  expect(door.faults).toEqual([])
  await door.close()
  rmSync(folder, { recursive: true, force: true })
})

const DAY = 86_400
const now = () => Date.now() + db.clock.ahead * 1_000
const eyes = () => ({
  fetcher: openGuard({ userAgent: 'RowrightBot/0.1', wires: internet.wires }),
  now,
  takeTurn: turnsOf(db.database),
  sleep: async (milliseconds: number) => {
    db.clock.ahead += Math.max(0, milliseconds) / 1_000
  },
})

test('[CLT-50..CLT-54, ITM-14] a page that its sitemap dates newer is fetched again: 304 moves observed_at on, a new version supersedes the old row', async () => {
  let topic = 'The flood'
  let lastmod = '2026-01-01'
  const answers: string[] = []
  await internet.host(
    'news.example',
    siteOf({
      '/map.xml': (_, response) =>
        response.end(
          `<urlset><url><loc>http://news.example/page</loc><lastmod>${lastmod}</lastmod></url></urlset>`,
        ),
      '/page': (request, response) => {
        const etag = `"${topic.length}"`
        const same = request.headers['if-none-match'] === etag
        answers.push(`${same ? 304 : 200} ${request.headers['if-none-match'] ?? '-'}`)
        response.setHeader('etag', etag).setHeader('content-type', 'text/html')
        if (same) response.writeHead(304).end()
        else response.end(articleOf(topic))
      },
    }),
  )
  const made = await db.tx(async (ctx) => {
    const [ada, bo, chen] = [
      await newPerson(ctx, 'ada'),
      await newPerson(ctx, 'bo'),
      await newPerson(ctx, 'chen'),
    ]
    const pool = await newPool(ctx, ada)
    for (const person of [bo, chen]) await giveConsent(ctx, pool, person)
    const at = await newCollection(ctx, pool.id, ['news.example'], [])
    await setRecipe(ctx, { poolId: pool.id, collectionId: at.campaignId }, DEFAULT_RECIPE)
    await setRefresh(ctx, { ...at, refreshSeconds: 365 * DAY })
    await addSeeds(ctx, { ...at, urls: ['http://news.example/map.xml'] })
    const question = await newCampaign(ctx, pool, { items: ['one of ada’s'], overlap: 1, method: 'majority' })
    await ctx.tx.execute(
      `update campaign_funding set amount = amount * 100 where campaign_id = '${question.id}'`,
    )
    await feedFrom(ctx, question, { collectionId: at.campaignId })
    const { code } = await makeNodeCode(ctx, bo.id)
    return { ...at, question, chen, code }
  })
  const key = await newSigner()
  const pairing = await pair({ url: door.url, code: made.code, name: 'cellar', node: key })
  const store = memoryStore()
  await openJournal(store).setSettings({ ...DEFAULT_SETTINGS, on: true, mode: 'automatic' })
  const mine = eyes()
  const node = openNode({ store, pairing, node: key, client: 'rowright-node/0.1.0', fetch, ...mine })
  const look = openLooks(eyes())
  const listing = openListings(eyes())

  /** The sitemap is read, what is due is queued, the node works, the instance looks, pay becomes final. */
  const round = async (works: number) => {
    for (let tick = 0; tick < 200; tick++) {
      await readNextSeed(db.database, listing)
      await db.tx((ctx) => refreshDue(ctx))
      const next = await node.tick()
      db.clock.ahead += Math.min(600, Math.max(1, (next - now()) / 1_000))
      while ((await lookNext(db.database, look)) > 0);
      const done = (await node.journal.works()).filter((work) => work.state === 'done')
      const { rows } = await db.pool.query(`select 1 from contribution where state = 'checking'`)
      if (done.length >= works && rows.length === 0) break
    }
    db.clock.ahead += 31 * DAY
    await finalizeAll(db.database)
    while ((await drainOutbox(db.database, reactions(blobs))) > 0);
  }
  const items = async () =>
    (
      await db.pool.query(
        `select external_id, superseded_at is null as current, provenance->>'observedAt' as observed, coalesce(payload->>'title', '') as title
         from item where provenance ? 'collection' order by created_at`,
      )
    ).rows
  const released = async () => {
    await db.tx(async (ctx) => {
      await answerAll(ctx, await getCampaign(ctx, made.poolId, made.question.id), made.chen, () => 'yes')
      const of = { poolId: made.poolId, campaignId: made.question.id }
      await judge(ctx, of)
      await refit(ctx, of)
    })
    const release = await db.tx((ctx) => publish(ctx, blobs, { poolId: made.poolId }))
    const lines = Buffer.from(await blobs.get(release.rowsSha256))
      .toString('utf8')
      .trimEnd()
      .split('\n')
    return lines
      .map(
        (line) =>
          JSON.parse(line) as {
            id: string
            item: { payload: { title?: string }; provenance: { observedAt?: string } }
          },
      )
      .filter(({ id }) => id.startsWith('http'))
      .map(({ id, item }) => ({ id, title: item.payload.title, observedAt: item.provenance.observedAt }))
  }
  const said = () => store.lines.map(({ text }) => text).join('\n')

  await round(1)
  const [first] = await items()
  expect(first, said()).toMatchObject({ external_id: 'http://news.example/page', title: 'The flood' })
  expect(await released()).toEqual([
    { id: 'http://news.example/page', title: 'The flood', observedAt: first.observed },
  ])

  // The sitemap says that it is newer, and it is not.
  lastmod = new Date(now()).toISOString()
  await round(2)
  const [again] = await items()
  expect(await items()).toHaveLength(1)
  expect(new Date(again.observed).getTime(), said()).toBeGreaterThan(
    new Date(first.observed).getTime() + DAY * 1_000,
  )
  expect(answers.filter((answer) => answer === '304 "9"').length, 'node and instance').toBeGreaterThanOrEqual(
    2,
  )
  expect(await released()).toEqual([
    { id: 'http://news.example/page', title: 'The flood', observedAt: again.observed },
  ])

  // It is newer.
  topic = 'The new bridge'
  lastmod = new Date(now()).toISOString()
  await round(3)
  expect((await items()).map(({ external_id, current, title }) => [external_id, current, title])).toEqual([
    [`http://news.example/page @${again.observed}`, false, 'The flood'],
    ['http://news.example/page', true, 'The new bridge'],
  ])
  const rows = await released()
  expect(rows, 'one current row').toMatchObject([{ id: 'http://news.example/page', title: 'The new bridge' }])
  expect(await db.tx((ctx) => freshnessOf(ctx, made))).toMatchObject({ pages: 1, unchanged: 1, changed: 1 })

  // And it is again what it was.
  topic = 'The flood'
  lastmod = new Date(now()).toISOString()
  await round(4)
  expect((await items()).filter(({ current }) => current)).toMatchObject([{ title: 'The flood' }])
  const { rows: pay } = await db.pool.query('select amount from lease_pay order by since')
  expect(pay.map(({ amount }) => Number(amount))).toEqual([1_000, 200, 1_000, 1_000])
})
