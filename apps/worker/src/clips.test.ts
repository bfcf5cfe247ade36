import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { drainOutbox, folderBlobStore } from '@rowright/db'
import { openGuard } from '@rowright/guard'
import { openSources } from '@rowright/node'
import {
  askTakeDown,
  decideTakeDown,
  draftCollect,
  giveClip,
  nodeView,
  startCollection,
} from '@rowright/pipeline/collect'
import { refit } from '@rowright/pipeline/consensus'
import { consentsOf, revoke } from '@rowright/pipeline/consent'
import { vouch } from '@rowright/pipeline/item'
import { feedFrom } from '@rowright/pipeline/labeling'
import { getCampaign, recordFunding } from '@rowright/pipeline/pool'
import { numberChanges, publish, type ReleaseManifest } from '@rowright/pipeline/release'
import { othersDone, testDatabase } from '@rowright/testing'
import { newNode, PAGE_PAY } from '@rowright/testing/collectScene'
import { answerAll, giveConsent, newCampaign, newPerson, newPool } from '@rowright/testing/factories'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  articleOf,
  openTestInternet,
  siteOf,
  type TestInternet,
} from '../../node/src/testing/testInternet.ts'
import { askNextSource, turnsOf } from './collecting.ts'
import { reactions } from './reactions.ts'

const db = testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'clips-'))
const blobs = folderBlobStore(folder)
let internet: TestInternet
let source: ReturnType<typeof openSources>
beforeAll(async () => {
  internet = await openTestInternet()
  const now = () => Date.now() + db.clock.ahead * 1_000
  source = openSources({
    fetcher: openGuard({ userAgent: 'RowrightBot/0.1', wires: internet.wires }),
    takeTurn: turnsOf(db.database),
    now,
    sleep: async (milliseconds) => {
      db.clock.ahead += Math.max(0, milliseconds) / 1_000
    },
  })
})
afterAll(async () => {
  await internet.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Ada's pool with a collection that takes clips about floods and feeds a question; bo, who gives; chen, who labels. */
const scene = () =>
  db.tx(async (ctx) => {
    const ada = await newPerson(ctx, 'ada')
    const chen = await newPerson(ctx, 'chen')
    const pool = await newPool(ctx, ada, `clips of ${ada.id}`)
    await giveConsent(ctx, pool, chen)
    const node = await newNode(ctx, 'bo')
    const { id: campaignId } = await draftCollect(ctx, {
      ...{ poolId: pool.id, name: 'floods', guidelines: '', pay: PAGE_PAY, anyPublicSite: true },
      ...{ hosts: [], tags: ['flood'] },
    })
    const money = { transaction: campaignId, logIndex: 0, blockNumber: 1, funder: `0x${'f'.repeat(40)}` }
    await recordFunding(ctx, { poolId: pool.id, campaignId, ...money, amount: PAGE_PAY * 100n })
    await startCollection(ctx, pool.id, campaignId)
    const question = await newCampaign(ctx, pool, { items: ['ada’s own'], overlap: 1, method: 'majority' })
    await ctx.tx.execute(
      sql`update campaign_funding set amount = amount * 100 where campaign_id = ${question.id}`,
    )
    await feedFrom(ctx, question, { collectionId: campaignId })
    return { ada, chen, pool, node, campaignId, labelId: question.id }
  })
type Scene = Awaited<ReturnType<typeof scene>>

const clipOf = ({ campaignId }: Scene, url: string, text: string) => ({
  ...{ clipId: crypto.randomUUID(), campaignId, tag: 'flood', kind: 'selection' as const, url, text },
  observedAt: new Date(Date.now() + db.clock.ahead * 1_000).toISOString(),
})

const give = (at: Scene, url: string, text: string) => {
  const clip = clipOf(at, url, text)
  return db.tx((ctx) => giveClip(ctx, blobs, { personId: at.node.personId, clip }))
}

/** Sources are asked until every clip is decided; the clock moves as hosts and tries allow. */
async function decided(at: Scene) {
  for (let round = 0; round < 60; round++) {
    while ((await askNextSource(db.database, source)) > 0) db.clock.ahead += 1
    await drainOutbox(db.database, reactions(blobs))
    const { clips } = await db.tx((ctx) => nodeView(ctx, at.node))
    if (clips.every((one) => one.state !== 'asking')) return clips
    db.clock.ahead += 120
  }
  throw new Error('a clip is never decided')
}

const itemsOf = async (poolId: string) =>
  (
    await db.pool.query(
      `select id, external_id, provenance, payload from item where pool_id = $1 and provenance->>'kind' = 'clip'`,
      [poolId],
    )
  ).rows

test('[CLT-36, CLT-38, ITM-5, LAB-29, REL-8] a clip: its source permits, quarantine passed, labeled, released as L0 under the clipper’s consent, gone when that ends', async () => {
  const seen = await internet.host('clips.example', siteOf({ '/flood': articleOf('The flood') }))
  const at = await scene()
  const url = 'http://clips.example/flood'
  expect(await give(at, url, 'The river rose. Ask ada@example.org for more.')).toBe('asking')
  expect(await itemsOf(at.pool.id), 'nothing is made of it before its source was asked').toEqual([])
  expect(await decided(at)).toMatchObject([{ url, state: 'held' }])
  expect(seen.map(({ path }) => path)).toEqual([
    '/robots.txt',
    '/.well-known/tdmrep.json',
    '/ai.txt',
    '/flood',
  ])
  const [item] = await itemsOf(at.pool.id)
  expect(item.provenance).toMatchObject({
    ...{ kind: 'clip', of: 'selection', level: 'L0', tag: 'flood', collection: at.campaignId },
    sourceRights: { host: 'clips.example', sharePpm: 300_000 },
  })
  const answer = async () => {
    const campaign = await db.tx((ctx) => getCampaign(ctx, at.pool.id, at.labelId))
    await db.tx((ctx) => answerAll(ctx, campaign, at.chen, () => 'yes'))
    await db.tx((ctx) => refit(ctx, { poolId: at.pool.id, campaignId: at.labelId }))
  }
  await answer()
  const first = await db.tx((ctx) => publish(ctx, blobs, { poolId: at.pool.id }))
  expect(first.rows, 'what is quarantined is in no release').toBe(1)

  await db.tx((ctx) =>
    vouch(ctx, { poolId: at.pool.id, itemIds: [item.id], by: at.ada.id, statement: 'It is ours.' }),
  )
  await drainOutbox(db.database, reactions(blobs))
  await answer()
  const release = await db.tx((ctx) => publish(ctx, blobs, { poolId: at.pool.id }))
  expect(release.rows).toBe(2)
  const [consent] = await db.tx((ctx) => consentsOf(ctx, at.node.personId))
  const { rows: stands } = await db.pool.query(
    'select consent_id from release_consent where release_id = $1',
    [release.id],
  )
  expect(stands.map((row) => row.consent_id)).toContain(consent!.id)
  const text = Buffer.from(await blobs.get(release.manifestSha256)).toString('utf8')
  const { quality } = JSON.parse(text) as ReleaseManifest
  expect(quality.provenance).toMatchObject([{ level: 'L0', rows: 2 }])

  await db.tx((ctx) => revoke(ctx, { poolId: at.pool.id, consentId: consent!.id, secret: consent!.secret! }))
  await othersDone(db)
  await db.tx((ctx) => numberChanges(ctx, { deleteAfterSeconds: 86_400 }))
  const { rows: gone } = await db.pool.query(
    `select action, reason from change where pool_id = $1 and kind = 'tombstone'`,
    [at.pool.id],
  )
  expect(gone).toEqual([{ action: 'delete', reason: 'consent-ended' }])
  await expect(give(at, url, 'More of it.')).rejects.toMatchObject({ code: 'collect/consent-needed' })
})

test('[CLT-38] the most restrictive wins: robots.txt, a header and a login keep a clip out, and erase it; its giver reads why', async () => {
  const page = articleOf('The dam')
  const heading = (name: string, value: string) =>
    siteOf({
      '/p': (_, response) => response.setHeader(name, value).setHeader('content-type', 'text/html').end(page),
    })
  await internet.host(
    'robots.example',
    siteOf({ '/p': page, '/robots.txt': 'User-agent: GPTBot\nDisallow: /' }),
  )
  await internet.host('header.example', heading('x-robots-tag', 'noai'))
  await internet.host('private.example', heading('cache-control', 'private'))
  await internet.host('login.example', siteOf({ '/p': (_, response) => response.writeHead(401).end() }))
  const at = await scene()
  const hosts = ['robots.example', 'header.example', 'private.example', 'login.example']
  for (const host of hosts) await give(at, `http://${host}/p`, `A sentence of ${host}.`)
  const { rows: sent } = await db.pool.query('select blob from clip where pool_id = $1', [at.pool.id])
  const clips = await decided(at)
  expect(clips.map(({ state }) => state)).toEqual(hosts.map(() => 'refused'))
  expect(clips.map(({ url, reason }) => `${new URL(url).hostname}: ${reason}`).sort()).toEqual([
    expect.stringContaining('header.example: header x-robots-tag says noai'),
    expect.stringContaining('login.example: '),
    expect.stringContaining('private.example: The page is meant for one person'),
    expect.stringContaining('robots.example: robots.txt turns gptbot away'),
  ])
  expect(await itemsOf(at.pool.id)).toEqual([])
  for (const { blob } of sent) expect(await blobs.head(blob)).toBeNull()
  const { rows: kept } = await db.pool.query(`select evidence from clip where pool_id = $1`, [at.pool.id])
  for (const { evidence } of kept)
    expect(evidence).toContainEqual(expect.objectContaining({ stance: 'refuses', where: expect.any(String) }))
})

test('[CLT-38] a source that cannot be asked three times has not permitted; one that answers again has', async () => {
  let down = true
  await internet.host('down.example', (_, response) => response.writeHead(503).end())
  const well = siteOf({ '/p': articleOf('Back') })
  await internet.host('again.example', (request, response) => {
    if (!down) return well(request, response)
    return response.writeHead(503).end()
  })
  const at = await scene()
  await give(at, 'http://down.example/p', 'One.')
  await give(at, 'http://again.example/p', 'Two.')
  while ((await askNextSource(db.database, source)) > 0) db.clock.ahead += 1
  down = false
  const clips = await decided(at)
  expect(Object.fromEntries(clips.map(({ url, state }) => [url, state]))).toEqual({
    'http://down.example/p': 'refused',
    'http://again.example/p': 'taken',
  })
})

test('[CLT-35, CLT-36] a take-down erases clips of its host, and takes no more; an empty clip, another tag and another pool are named', async () => {
  await internet.host('diary.example', siteOf({ '/a': articleOf('Diary') }))
  const at = await scene()
  const url = 'http://diary.example/a'
  await give(at, url, 'A day.')
  expect(await decided(at)).toMatchObject([{ state: 'taken' }])
  const { id } = await db.tx((ctx) =>
    askTakeDown(ctx, { urls: [url], asks: 'author', contact: 'me@diary.example', statement: 'Mine.' }),
  )
  const by = at.ada.id
  expect(await db.tx((ctx) => decideTakeDown(ctx, { id, by, accepted: true, answer: 'Gone.' }))).toBe(1)
  await drainOutbox(db.database, reactions(blobs))
  expect(await itemsOf(at.pool.id)).toMatchObject([{ payload: null }])
  await expect(give(at, url, 'Another day.')).rejects.toMatchObject({ code: 'collect/taken-down' })
  await expect(give(at, 'http://other.example/', ' ')).rejects.toMatchObject({ code: 'collect/empty-clip' })
  const wrong = { ...clipOf(at, 'http://other.example/', 'x'), tag: 'fire' }
  await expect(
    db.tx((ctx) => giveClip(ctx, blobs, { personId: at.node.personId, clip: wrong })),
  ).rejects.toMatchObject({ code: 'collect/no-clips' })
})
