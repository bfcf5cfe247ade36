import { rm } from 'node:fs/promises'
import type { RequestListener } from 'node:http'
import { join } from 'node:path'
import { type Deployment, openReader } from '@rowright/chain'
import {
  currentDeployment,
  type Database,
  drainOutbox,
  folderBlobStore,
  openDatabase,
  silentLog,
  withTx,
} from '@rowright/db'
import { openGuard } from '@rowright/guard'
import { type CollectionNode, DEFAULT_SETTINGS, openJournal, openLooks, openNode } from '@rowright/node'
import { makeNodeCode } from '@rowright/pipeline/collect'
import { refit } from '@rowright/pipeline/consensus'
import { consentsOf, revoke } from '@rowright/pipeline/consent'
import { publishFiles } from '@rowright/pipeline/export'
import { DEFAULT_RECIPE, preparationOf, setRecipe } from '@rowright/pipeline/item'
import { feedFrom } from '@rowright/pipeline/labeling'
import { createApiKey } from '@rowright/pipeline/people'
import { getCampaign } from '@rowright/pipeline/pool'
import { numberChanges, publish } from '@rowright/pipeline/release'
import { judge } from '@rowright/pipeline/settlement'
import { newCollection } from '@rowright/testing/collectScene'
import { answerAll, giveConsent, newCampaign, newPerson, newPool } from '@rowright/testing/factories'
import { createTestClient, http } from 'viem'
import { openDoor } from '../../apps/api/src/testDoor.ts'
import { pair } from '../../apps/node/src/run.ts'
import { memoryStore } from '../../apps/node/src/testing/memoryStore.ts'
import { newSigner } from '../../apps/node/src/testing/testInstance.ts'
import { articleOf, openTestInternet, siteOf } from '../../apps/node/src/testing/testInternet.ts'
import { finalizeAll, lookNext, turnsOf } from '../../apps/worker/src/collecting.ts'
import { follow } from '../../apps/worker/src/follower.ts'
import { reactions } from '../../apps/worker/src/reactions.ts'
import { ADA, DAN } from '../../apps/worker/src/testing/scene.ts'
import { sellOn } from '../../bench/interop/sell.ts'
import { startThrowawaySystem } from '../runtime/throwaway.ts'

const ARTICLE = articleOf('The flood')
/** A host for each way to say no, and three that say yes. What they say is served by real servers on loopback. */
const SITES: Record<string, RequestListener> = {
  'open.localhost': siteOf({ '/page': ARTICLE }),
  'second.localhost': siteOf({ '/page': articleOf('The bridge') }),
  'third.localhost': siteOf({ '/page': articleOf('The school') }),
  'robots.localhost': siteOf({ '/page': ARTICLE, '/robots.txt': 'User-agent: *\nDisallow: /' }),
  'ai-agents.localhost': siteOf({ '/page': ARTICLE, '/robots.txt': 'User-agent: GPTBot\nDisallow: /' }),
  'content-signal.localhost': siteOf({
    '/page': ARTICLE,
    '/robots.txt': 'User-agent: *\nContent-Signal: ai-train=no\nAllow: /',
  }),
  'content-usage.localhost': siteOf({
    '/page': ARTICLE,
    '/robots.txt': 'User-agent: *\nContent-Usage: train-ai=n\nAllow: /',
  }),
  'tdmrep.localhost': siteOf({
    '/page': ARTICLE,
    '/.well-known/tdmrep.json': '[{"location":"/","tdm-reservation":1}]',
  }),
  'ai-txt.localhost': siteOf({ '/page': ARTICLE, '/ai.txt': 'User-Agent: *\nDisallow: /' }),
  'header.localhost': siteOf({
    '/page': (_, response) =>
      response.setHeader('x-robots-tag', 'noai').setHeader('content-type', 'text/html').end(ARTICLE),
  }),
  'meta.localhost': siteOf({
    '/page': ARTICLE.replace('<head>', '<head><meta name="robots" content="noai">'),
  }),
  'private.localhost': siteOf({
    '/page': (_, response) =>
      response.setHeader('cache-control', 'private').setHeader('content-type', 'text/html').end(ARTICLE),
  }),
}
const ALLOWED = ['open.localhost', 'second.localhost', 'third.localhost']
const urlOf = (host: string) => `http://${host}/page`

/**
 * A pool from collected to labeled to licensed, without the internet: a real node asks twelve hosts of which nine say no,
 * each in its own way; what three permit is verified, prepared, screened, labeled, released, bought on a local chain and
 * read back. Nothing is leased before its operator agrees to the pool's terms, and a buyer is told to delete when that consent ends. Names and public addresses are the demo's, because the guard rightly refuses *.localhost; waiting times (5 s
 * between two requests, 30 days until a newcomer's pay is final) pass on the demo's clock.
 * @returns whether only the permitted pages were sent, and the buyer reads them with both rights lines.
 */
export async function collected(_: string[], signal: AbortSignal): Promise<boolean> {
  const say = (line: string) => console.log(line)
  say('… Starting a throw-away database and chain')
  const system = await startThrowawaySystem({
    purpose: 'collected',
    counts: { api: 0, web: 0, worker: 0 },
    demo: false,
  })
  const clock = { ahead: 0 }
  const database: Database = openDatabase(system.databaseUrl, {
    log: silentLog,
    size: 8,
    clockOffset: () => clock.ahead * 1_000,
  })
  const internet = await openTestInternet()
  const tx: Tx = (work) => withTx(database, { kind: 'system', name: 'demo' }, work)
  const blobFolder = join(system.dataDir, 'blobs')
  const db = { database, clock, url: system.databaseUrl, pool: database.pool, tx }
  const deployment = (await tx(currentDeployment))!.deployment as Deployment
  const door = await openDoor(db, { rpcUrl: system.rpcUrl, deployment, blobs: blobFolder })
  try {
    return await show({ say, signal, db, door, internet, deployment, rpcUrl: system.rpcUrl, blobFolder })
  } finally {
    await door.close()
    await internet.close()
    await database.pool.end()
    await system.stop()
    await rm(system.dataDir, { recursive: true, force: true })
  }
}

type Tx = <T>(work: Parameters<typeof withTx<T>>[2]) => Promise<T>
interface Stage {
  say: (line: string) => void
  signal: AbortSignal
  db: { database: Database; clock: { ahead: number }; tx: Tx }
  door: Awaited<ReturnType<typeof openDoor>>
  internet: Awaited<ReturnType<typeof openTestInternet>>
  deployment: Deployment
  rpcUrl: string
  blobFolder: string
}

async function show(stage: Stage): Promise<boolean> {
  const { say, db, internet } = stage
  const blobs = folderBlobStore(stage.blobFolder)
  for (const [host, site] of Object.entries(SITES)) await internet.host(host, site)
  const made = await openPool(stage)
  const node = await openBosNode(stage, made.code)
  await node.tick()
  const before = (await node.journal.works()).length
  say(`✓ ${before} pages leased before bo agrees to the pool’s terms`)
  await db.tx((ctx) => giveConsent(ctx, made.pool, made.bo))
  const outcomes = await collect(stage, node)
  const sent = outcomes.filter(({ outcome }) => outcome === 'revealed').map(({ url }) => url)
  for (const { url, outcome, reason } of outcomes)
    say(
      `${outcome === 'revealed' ? '✓ sent    ' : '✓ refused '} ${url.padEnd(34)} ${reason || 'nothing refuses'}`,
    )

  db.clock.ahead += 31 * 86_400
  await finalizeAll(db.database)
  while ((await drainOutbox(db.database, reactions(blobs))) > 0);
  const { rules } = await db.tx((ctx) =>
    preparationOf(ctx, { poolId: made.pool.id, collectionId: made.collectionId }),
  )
  say(`✓ prepared: ${rules[0]!.before} documents came, ${rules.at(-1)!.after} became items`)

  await db.tx(async (ctx) => {
    const campaign = await getCampaign(ctx, made.pool.id, made.labelId)
    await answerAll(ctx, campaign, made.chen, () => 'yes')
    const at = { poolId: made.pool.id, campaignId: made.labelId }
    await judge(ctx, at)
    await refit(ctx, at)
  })
  const release = await db.tx((ctx) => publish(ctx, blobs, { poolId: made.pool.id }))
  say(
    `✓ labeled: ${release.annotations} answers; release ${release.version} has ${release.rows} rows, one of them ada's own`,
  )
  const { rows, licenseId, key } = await license(stage, made)
  for (const row of rows) {
    const { observedAt, sourceRights } = JSON.parse(row.provenance_detail) as Detail
    const { host, sharePpm } = sourceRights
    say(
      `✓ licensed: ${row.id}: "${row.value}", ${row.provenance}, seen ${observedAt.slice(0, 10)}, ${sharePpm / 10_000} % of its revenue reserved for ${host}`,
    )
  }
  const expected = ALLOWED.map(urlOf).sort()
  const sentRight =
    String(sent.sort()) === String(expected) && String(rows.map((row) => row.id).sort()) === String(expected)
  const refused = outcomes.length - sent.length
  const revoked = await endConsent(stage, { poolId: made.pool.id, personId: made.bo.id, licenseId, key })
  say(`✓ bo ends the consent: dan’s feed says of ${revoked} rows that they are to be deleted`)
  const right = sentRight && before === 0 && revoked === rows.length
  say(
    JSON.stringify({
      hosts: outcomes.length,
      refused,
      sent: sent.length,
      released: release.rows,
      licensed: rows.length,
      leasedBeforeConsent: before,
      revoked,
      right,
    }),
  )
  return right
}

/** Ada's pool with a collection and the question that it feeds; bo's code for a node, chen who labels. */
async function openPool({ db }: Stage) {
  return db.tx(async (ctx) => {
    const ada = await newPerson(ctx, 'ada', ADA.address)
    const [bo, chen] = [await newPerson(ctx, 'bo'), await newPerson(ctx, 'chen')]
    const pool = await newPool(ctx, ada, 'pages of the valley')
    await giveConsent(ctx, pool, chen)
    const hosts = Object.keys(SITES)
    const { campaignId: collectionId } = await newCollection(ctx, pool.id, hosts, hosts.map(urlOf))
    await setRecipe(ctx, { poolId: pool.id, collectionId }, DEFAULT_RECIPE)
    const question = await newCampaign(ctx, pool, {
      items: ['a first item of ada’s'],
      overlap: 1,
      method: 'majority',
    })
    await ctx.tx.execute(
      `update campaign_funding set amount = amount * 100 where campaign_id = '${question.id}'`,
    )
    await feedFrom(ctx, question, { collectionId })
    const { code } = await makeNodeCode(ctx, bo.id)
    return { pool, bo, chen, collectionId, labelId: question.id, code }
  })
}

/** What a node and the instance's own looks stand on: the demo's clock, and a guard over its internet. */
function groundOf({ db, internet }: Stage) {
  return {
    now: () => Date.now() + db.clock.ahead * 1_000,
    sleep: async (milliseconds: number) => {
      db.clock.ahead += Math.max(0, milliseconds) / 1_000
    },
    fetcher: openGuard({ userAgent: 'RowrightBot/0.1', wires: internet.wires }),
  }
}

/** A node with its journal and guard, paired over HTTP and switched on. */
async function openBosNode(stage: Stage, code: string): Promise<CollectionNode> {
  const { door } = stage
  const key = await newSigner()
  const pairing = await pair({ url: door.url, code, name: 'demo', node: key })
  const store = memoryStore()
  await openJournal(store).setSettings({ ...DEFAULT_SETTINGS, on: true, mode: 'automatic' })
  return openNode({
    ...{ store, pairing, node: key, client: 'rowright-node/0.1.0', fetch },
    ...groundOf(stage),
  })
}

/** The node works until nothing is left; the instance looks at what it brought. */
async function collect(stage: Stage, node: CollectionNode) {
  const { db, signal } = stage
  const { now, sleep, fetcher } = groundOf(stage)
  const look = openLooks({ fetcher, now, sleep, takeTurn: turnsOf(db.database) })
  const done = async () => (await node.journal.works()).filter((work) => work.state === 'done')
  for (let tick = 0; tick < 400 && (await done()).length < Object.keys(SITES).length; tick++) {
    signal.throwIfAborted()
    const next = await node.tick()
    db.clock.ahead += Math.max(1, (next - now()) / 1_000)
    while ((await lookNext(db.database, look)) > 0);
  }
  return done()
}

interface Row {
  id: string
  value: string
  provenance: string
  provenance_detail: string
}

/** The second rights line of a row. */
interface Detail {
  observedAt: string
  sourceRights: { host: string; sharePpm: number }
}

/** Dan buys on the local chain and reads his release. @returns its collected rows. */
async function license(
  { db, door, deployment, rpcUrl, blobFolder }: Stage,
  { pool }: { pool: Awaited<ReturnType<typeof openPool>>['pool'] },
): Promise<{ rows: Row[]; licenseId: string; key: string }> {
  const dan = await db.tx((ctx) => newPerson(ctx, 'dan', DAN.address))
  // The chain's clock goes along, or a license for a day would be over before it is bought.
  const chain = createTestClient({ mode: 'anvil', transport: http(rpcUrl) })
  await chain.increaseTime({ seconds: Math.ceil(db.clock.ahead) })
  await chain.mine({ blocks: 1 })
  const licenseId = await sellOn({ url: door.url, rpcUrl, tx: db.tx }, pool)
  await follow(db.database, openReader(rpcUrl), deployment, 0)
  const blobs = folderBlobStore(blobFolder)
  while ((await drainOutbox(db.database, reactions(blobs))) > 0);
  while ((await publishFiles(db.database, blobs)) > 0);
  const { key } = await db.tx((ctx) => createApiKey(ctx, { personId: dan.id, name: 'demo' }))
  const path = `/v1/licenses/${licenseId}/releases/latest/export?format=jsonl`
  const response = await fetch(door.url + path, { headers: { authorization: `Bearer ${key}` } })
  if (!response.ok) throw new Error(`the export answers ${response.status}: ${await response.text()}`)
  const lines = (await response.text()).trimEnd().split('\n')
  const rows = lines.map((line) => JSON.parse(line) as Row).filter((row) => row.id.startsWith('http'))
  return { rows, licenseId, key }
}

/** Bo ends the consent under which the pages were collected. @returns how many rows dan is told to delete. */
async function endConsent(
  { db, door }: Stage,
  { poolId, personId, licenseId, key }: Record<'poolId' | 'personId' | 'licenseId' | 'key', string>,
): Promise<number> {
  await db.tx(async (ctx) => {
    const [consent] = await consentsOf(ctx, personId)
    await revoke(ctx, { poolId, consentId: consent!.id, secret: consent!.secret! })
  })
  await db.tx((ctx) => numberChanges(ctx, { deleteAfterSeconds: 86_400 }))
  const response = await fetch(`${door.url}/v1/licenses/${licenseId}/tombstones?since=0`, {
    headers: { authorization: `Bearer ${key}` },
  })
  const { items } = (await response.json()) as { items: { action: string }[] }
  return items.filter((one) => one.action === 'delete').length
}
