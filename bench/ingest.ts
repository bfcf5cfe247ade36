import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { drainOutbox, folderBlobStore, openDatabase, silentLog, withTx } from '@rowright/db'
import { ask, commit, reveal } from '@rowright/pipeline/collect'
import { preparationOf } from '@rowright/pipeline/item'
import { commitmentOf } from '@rowright/protocol'
import { collectResult } from '@rowright/testing/collectResult'
import { newCollection, newNode } from '@rowright/testing/collectScene'
import { newPerson, newPool } from '@rowright/testing/factories'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { finalizeAll, lookNext } from '../apps/worker/src/collecting.ts'
import { reactions } from '../apps/worker/src/reactions.ts'
import { startThrowawaySystem } from '../scripts/runtime/throwaway.ts'
import { pagesOf } from './collect/pages.ts'
import { concurrently } from './replay/concurrently.ts'

/**
 * Verified documents a second through the whole platform side, against COPY into the same table
 *
 * npm run bench -- ingest [--documents 1000] [--nodes 20] [--at-once 8]
 * Real Postgres, blobs on disk, one process: leases are asked for, committed, revealed; newcomers and drawn ones are
 * looked at; pay becomes final; documents are prepared, screened and become items. What a node computes is not in it.
 * `ratio` is of `COPY` of the same rows into `contribution`, in the same run.
 */
const { values } = parseArgs({
  options: {
    documents: { type: 'string', default: '1000' },
    nodes: { type: 'string', default: '20' },
    'at-once': { type: 'string', default: '8' },
  },
})
const [documents, nodes, atOnce] = [values.documents, values.nodes, values['at-once']].map(Number) as [
  number,
  number,
  number,
]
const say = (line: string) => console.log(`… ${line}`)
const SYSTEM = { kind: 'system', name: 'bench' } as const
/** Statements sent, each a round trip. */
const trips = { count: 0 }
const query = pg.Client.prototype.query as (...args: unknown[]) => unknown
pg.Client.prototype.query = function counted(this: pg.Client, ...args: unknown[]) {
  trips.count++
  return query.apply(this, args)
} as typeof pg.Client.prototype.query

const system = await startThrowawaySystem({
  purpose: 'bench-ingest',
  counts: { web: 0, worker: 0 },
  demo: false,
})
let ahead = 0
const database = openDatabase(system.databaseUrl, {
  log: silentLog,
  size: atOnce + 2,
  clockOffset: () => ahead * 1_000,
})
const tx = <T>(work: Parameters<typeof withTx<T>>[2]) => withTx(database, SYSTEM, work)
try {
  console.log(JSON.stringify(await measure()))
} finally {
  await database.pool.end()
  await system.stop()
}
process.disconnect?.()

async function measure() {
  const blobs = folderBlobStore(join(system.dataDir, 'blobs'))
  const pages = pagesOf(documents)
  const urls = [...pages.keys()]
  const hosts = [...new Set(urls.map((url) => new URL(url).hostname))]
  const { at, crowd } = await tx(async (ctx) => {
    const pool = await newPool(ctx, await newPerson(ctx, 'ada'))
    const made: Awaited<ReturnType<typeof newNode>>[] = []
    for (let n = 0; n < nodes; n++) made.push(await newNode(ctx, `node ${n}`))
    return { at: await newCollection(ctx, pool.id, hosts, urls), crowd: made }
  })
  const phases = new Map<string, { seconds: number; trips: number }>()
  const timed = async <T>(phase: string, work: () => Promise<T>): Promise<T> => {
    const [began, before] = [performance.now(), trips.count]
    const value = await work()
    const known = phases.get(phase) ?? { seconds: 0, trips: 0 }
    const seconds = known.seconds + (performance.now() - began) / 1_000
    phases.set(phase, { seconds, trips: known.trips + trips.count - before })
    return value
  }
  const salt = '07'.repeat(32)
  const look = async (url: string) => ({ text: pages.get(url)! })
  const began = performance.now()
  let [brought, witnessed] = [0, 0]
  for (let idle = 0; brought < documents && idle < 500; ) {
    const leases = await timed('ask', () =>
      concurrently([...crowd.entries()], atOnce, async ([n, node]) => {
        const wish = { node, network: `net-${n}`, requestId: crypto.randomUUID(), count: 20 }
        return (await tx((ctx) => ask(ctx, wish))).leases.map((row) => ({ node, row }))
      }),
    )
    const work = leases.flat().map(({ node, row }) => {
      const result = collectResult({ ...row, seenAt: row.notBefore.toISOString() }, pages.get(row.url)!)
      return { node, kind: row.kind, leaseId: row.id, result, commitment: commitmentOf(salt, result) }
    })
    await timed('commit', () => concurrently(work, atOnce, (one) => tx((ctx) => commit(ctx, one))))
    await timed('reveal', () =>
      concurrently(work, atOnce, ({ node, leaseId, result }) =>
        tx((ctx) => reveal(ctx, blobs, { node, leaseId, salt, result })),
      ),
    )
    const asWitnesses = work.filter(({ kind }) => kind === 'witness').length
    brought += work.length - asWitnesses
    witnessed += asWitnesses
    idle = work.length === 0 ? idle + 1 : 0
    ahead += 60
    await timed('looks', async () => {
      while ((await lookNext(database, look)) > 0) ahead += 1
    })
  }
  ahead += 31 * 86_400
  await timed('final', () => finalizeAll(database))
  await timed('admit', async () => {
    while ((await drainOutbox(database, reactions(blobs))) > 0);
  })
  const seconds = (performance.now() - began) / 1_000
  for (const [phase, { seconds: spent, trips: made }] of phases)
    say(`${phase.padEnd(7)} ${spent.toFixed(2)} s, ${(made / brought).toFixed(1)} round trips a document`)

  const { rows } = await database.pool.query<{ items: number }>(
    `select count(*)::int as items from item where pool_id = $1`,
    [at.poolId],
  )
  const { items } = rows[0]!
  say(
    `${brought} documents, ${items} items, ${seconds.toFixed(1)} s; ${witnessed} texts of witnesses besides`,
  )
  for (const line of await leftOut(at)) say(line)
  const copyPerSecond = brought / (await copySeconds())
  const documentsPerSecond = items / seconds
  return {
    documentsPerSecond: Math.round(documentsPerSecond * 10) / 10,
    copyPerSecond: Math.round(copyPerSecond),
    ratio: Number((documentsPerSecond / copyPerSecond).toPrecision(3)),
  }
}

/** Why documents became no items: each one, by where it stands and what the recipe did. */
async function leftOut(at: { poolId: string; campaignId: string }): Promise<string[]> {
  const { rows } = await database.pool.query<{ why: string; documents: number }>(
    `select case when repeats is not null then 'repeats another page of the pool' when state in ('trusted', 'confirmed') and pay_state = 'final'
        then 'dropped by the recipe, or had already' else state || ', pay ' || pay_state end as why, count(*)::int as documents
     from contribution where pool_id = $1 and item_id is null group by 1 order by 2 desc`,
    [at.poolId],
  )
  const { rules } = await tx((ctx) => preparationOf(ctx, { poolId: at.poolId, collectionId: at.campaignId }))
  return [
    ...rows.map(({ why, documents }) => `no item: ${documents} ${why}`),
    ...rules
      .filter(({ before, after }) => after < before)
      .map(({ rule, before, after }) => `recipe: "${rule}" dropped ${before - after} of ${before}`),
  ]
}

/** COPY of the contributions into their own table, emptied. */
async function copySeconds(): Promise<number> {
  const client = await database.pool.connect()
  try {
    const chunks: Buffer[] = []
    const out = client.query(copyTo('copy contribution to stdout'))
    for await (const chunk of out) chunks.push(chunk as Buffer)
    await client.query('truncate contribution')
    const began = performance.now()
    await pipeline(Readable.from(chunks), client.query(copyFrom('copy contribution from stdin')))
    return (performance.now() - began) / 1_000
  } finally {
    client.release()
  }
}
