import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs, promisify } from 'node:util'
import { folderBlobStore, openDatabase, silentLog, withTx } from '@rowright/db'
import { revoke } from '@rowright/pipeline/consent'
import { COLUMNS, exportRows, formatOf, select } from '@rowright/pipeline/export'
import { createApiKey } from '@rowright/pipeline/people'
import { publish } from '@rowright/pipeline/release'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { ADA, DAN } from '../apps/worker/src/testing/scene.ts'
import { startThrowawaySystem } from '../scripts/runtime/throwaway.ts'
import { abortGrowth } from './export/abuse.ts'
import { forgetPeak, peakMB } from './export/memory.ts'
import { startNginx } from './export/nginx.ts'
import { fillPool } from './export/rows.ts'
import { preparePython } from './interop/python.ts'
import { sellOn } from './interop/sell.ts'

/** The buyer's side: releases and exports against `COPY … csv` and nginx, memory, and how fast an end of consent shows. */
const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '8' },
    abuse: { type: 'string', default: '300' },
  },
})
const [rows, rounds, abuse] = [values.rows, values.rounds, values.abuse].map(Number) as [
  number,
  number,
  number,
]
const SYSTEM = { kind: 'system', name: 'bench' } as const
const say = (line: string) => console.log(`… ${line}`)
const run = promisify(execFile)
async function seconds<T>(work: () => Promise<T>): Promise<number> {
  const began = performance.now()
  await work()
  return (performance.now() - began) / 1_000
}

say(`${rows} rows in a throw-away system`)
const system = await startThrowawaySystem({
  purpose: 'bench-export',
  counts: { web: 0 },
  demo: false,
  env: { REPUBLISH_SECONDS: '0', RATE_FACTOR: '1000' },
})
const database = openDatabase(system.databaseUrl, { log: silentLog, size: 4 })
const nginxes: { stop(): void }[] = []
try {
  console.log(JSON.stringify(await measure()))
} finally {
  for (const one of nginxes) one.stop()
  await database.pool.end()
  await system.stop()
}
process.disconnect?.()

async function measure() {
  const blobs = folderBlobStore(join(system.dataDir, 'blobs'))
  const tx = <T>(work: Parameters<typeof withTx<T>>[2]) => withTx(database, SYSTEM, work)
  const { pool, people } = await fillPool(database, ADA.address, rows)
  const frozen = { release: await tx((ctx) => publish(ctx, blobs, { poolId: pool.id })) }
  const licenseId = await sellOn({ url: system.url, rpcUrl: system.rpcUrl, tx }, pool)
  const key = await tx(async (ctx) => {
    await ctx.tx.execute(
      `insert into payout_method (address, person_id) values ('${DAN.address.toLowerCase()}', '${people[0]!.id}')`,
    )
    return (await createApiKey(ctx, { personId: people[0]!.id, name: 'bench' })).key
  })
  const get = (path: string) => fetch(system.url + path, { headers: { authorization: `Bearer ${key}` } })
  const of = `/v1/licenses/${licenseId}/releases`
  type Files = { items: { path: string; kind: string; url: string; sha256: string }[] }
  const built = await seconds(async () => {
    while ((await get(`${of}/latest/files`)).status !== 200) await sleep(250)
  })
  say(`published, and the files were built ${built.toFixed(1)} s later`)
  const { items } = (await (await get(`${of}/latest/files`)).json()) as Files
  const urls = items.filter((one) => one.kind === 'parquet').map((one) => one.url)

  const records = items.find((one) => one.kind === 'zstd')!.sha256
  await loadTable(blobs, records)
  const api = system.processes().find((one) => one.name === 'api')!.pid
  const python = await preparePython(say)
  const script = join(import.meta.dirname, 'export', 'read.py')
  const best = { copy: Infinity, prebuilt: Infinity, filtered: Infinity, manifest: Infinity }
  let filteredPeakMB = 0
  for (let round = 0; round < rounds; round++) {
    best.copy = Math.min(best.copy, await seconds(copyOut))
    const read = JSON.parse((await run(python, [script, ...urls])).stdout) as {
      seconds: number
      rows: number
    }
    if (read.rows !== rows) throw new Error(`${read.rows} rows were read, not ${rows}`)
    best.prebuilt = Math.min(best.prebuilt, read.seconds)
    forgetPeak(api)
    const filter = 'format=jsonl&compression=zstd&minConfidence=0.8&language=en'
    best.filtered = Math.min(
      best.filtered,
      await seconds(async () => drain(await get(`${of}/latest/export?${filter}`))),
    )
    filteredPeakMB = Math.max(filteredPeakMB, Math.round(peakMB(api)))
    best.manifest = Math.min(
      best.manifest,
      await seconds(async () =>
        (await get(`/v1/pools/${pool.id}/releases/latest/files/manifest.json`)).body!.getReader().read(),
      ),
    )
    say(
      `round ${round + 1}: copy ${best.copy.toFixed(2)} s, Arrow ${best.prebuilt.toFixed(2)} s, filtered ${best.filtered.toFixed(2)} s`,
    )
  }
  const staticVsNginx = await againstNginx(urls[0]!, items.find((one) => one.kind === 'parquet')!.sha256)
  say(`${abuse} s of clients that go away`)
  const abortGrowthMB = await abortGrowth(api, `${system.url}${of}/latest/export?format=jsonl`, key, abuse)
  const last = people.at(-1)!
  await withTx(database, { kind: 'person', personId: last.id, steward: false }, (ctx) =>
    revoke(ctx, { poolId: pool.id, consentId: last.consentId }),
  )
  const tombstoneSeconds = await seconds(async () => {
    for (;;) {
      const { items } = (await (await get(`/v1/licenses/${licenseId}/tombstones?limit=1`)).json()) as {
        items: unknown[]
      }
      if (items.length > 0) return
      await sleep(100)
    }
  })
  const refused = await get(`${of}/${frozen.release.id}/files`)
  if (refused.status !== 410) throw new Error(`a withdrawn release was given: ${refused.status}`)
  const ratio = (a: number, b: number) => Math.round((a / b) * 1000) / 1000
  return {
    prebuiltVsCopy: ratio(best.copy, best.prebuilt),
    filteredVsCopy: ratio(best.copy, best.filtered),
    filteredPeakMB,
    firstManifestMs: Math.round(best.manifest * 1000),
    staticVsNginx,
    tombstoneSeconds: Math.round(tombstoneSeconds * 10) / 10,
    abortGrowthMB,
  }
}

/** The same records in a table, through our own CSV: the floor is `COPY` of exactly what is exported. */
async function loadTable(blobs: ReturnType<typeof folderBlobStore>, records: string): Promise<void> {
  const types = { string: 'text', double: 'float8', integer: 'int' }
  await database.pool.query(
    `create unlogged table bench_rows (${COLUMNS.map(({ name, type }) => `"${name}" ${types[type]}`).join(', ')})`,
  )
  const client = await database.pool.connect()
  try {
    const into = client.query(copyFrom('copy bench_rows from stdin with (format csv, header)'))
    await pipeline(
      Readable.from(exportRows(blobs, records, formatOf('csv'), select({}), { zstd: false })),
      into,
    )
  } finally {
    client.release()
  }
}

async function copyOut(): Promise<void> {
  const client = await database.pool.connect()
  try {
    for await (const _ of client.query(copyTo('copy bench_rows to stdout with (format csv)')));
  } finally {
    client.release()
  }
}

async function drain(response: Response): Promise<void> {
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
  for await (const _ of response.body!);
}

/** Bytes per second of eight curls, ours over nginx's, in turns; null without nginx. */
async function againstNginx(url: string, sha256: string): Promise<number | null> {
  const nginx = await startNginx(join(system.dataDir, 'nginx'), join(system.dataDir, 'blobs'))
  if (!nginx) {
    console.error('✗ There is no nginx here, so serving was not compared.')
    return null
  }
  nginxes.push(nginx)
  const theirs = `${nginx.url}/${sha256.slice(0, 2)}/${sha256}`
  const streams = (from: string) =>
    seconds(() => Promise.all(Array.from({ length: 8 }, () => run('curl', ['-sf', '-o', '/dev/null', from]))))
  let [own, other] = [Infinity, Infinity]
  for (let round = 0; round < rounds; round++) {
    other = Math.min(other, await streams(theirs))
    own = Math.min(own, await streams(url))
  }
  return Math.round((other / own) * 1000) / 1000
}
