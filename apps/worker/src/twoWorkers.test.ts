import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { folderBlobStore, openDatabase, recordDeployment, silentLog } from '@rowright/db'
import { earningsOf, requestCashOut } from '@rowright/pipeline/reward'
import { testChain, testDatabase } from '@rowright/testing'
import { answerAll } from '@rowright/testing/factories'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { balancesOf, countsOf, sumOf, until } from './testing/numbers.ts'
import { fund, KEYS, newScene, type Place, putOnChain, type Scene, tx } from './testing/scene.ts'
import { startWorker } from './worker.ts'

const database = testDatabase()
const chain = testChain({ window: 1 })
const folder = mkdtempSync(join(tmpdir(), 'two-workers-'))
const EPOCH_SECONDS = 1
const running = new Set<{ stop(): Promise<void> }>()
let place: Place

beforeAll(async () => {
  const at = chain.deployment
  const { chainId, genesisHash } = at
  await database.tx((ctx) => recordDeployment(ctx, { chainId, genesisHash, deployment: at }))
  const blobs = folderBlobStore(join(folder, 'blobs'))
  place = { database: database.database, blobs, rpcUrl: chain.rpcUrl, at }
  mkdirSync(join(folder, 'keys'))
  for (const [role, key] of Object.entries(KEYS)) writeFileSync(join(folder, 'keys', `${role}.key`), key)
})
afterEach(async () => {
  await Promise.all([...running].map((one) => one.stop()))
  running.clear()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A worker in this process, with connections of its own. */
function workerHere(): void {
  const own = openDatabase(database.url, { log: silentLog, size: 8 })
  const { blobs, rpcUrl } = place
  const worker = startWorker({
    database: own,
    blobs,
    rpcUrl,
    keys: KEYS,
    epochSeconds: EPOCH_SECONDS,
    confirmations: 0,
    republishSeconds: 60,
    deleteAfterSeconds: 600,
  })
  running.add({
    stop: async () => {
      await worker.stop()
      await own.pool.end()
    },
  })
}

/** A worker as `npm start` runs it: a process of its own. */
function workerProcess(): ChildProcess {
  const child = spawn(process.execPath, [fileURLToPath(new URL('main.ts', import.meta.url))], {
    stdio: 'ignore',
    env: {
      DATABASE_URL: database.url,
      RPC_URL: chain.rpcUrl,
      BLOB_STORE: join(folder, 'blobs'),
      KEYS_DIR: join(folder, 'keys'),
      PUBLIC_URL: 'http://localhost:3000',
      AUTH_SECRET: 'a secret of this test and of no other one',
      EPOCH_SECONDS: String(EPOCH_SECONDS),
    },
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  running.add({
    stop: () => {
      child.kill('SIGTERM')
      return ended
    },
  })
  return child
}

type Counts = Awaited<ReturnType<typeof countsOf>>

/** Everybody answers, piece by piece, and asks for their money as often as there is some. */
async function playThrough(
  scene: Scene,
  between: (round: number, before: Counts) => Promise<void>,
): Promise<void> {
  const campaign = { poolId: scene.pool.id, id: scene.campaignId }
  for (let round = 0; round < 4; round++) {
    const before = await countsOf(scene)
    for (const one of scene.labelers) await tx(scene, (ctx) => answerAll(ctx, campaign, one, () => '7', 5))
    await between(round, before)
    for (const one of scene.labelers) await cashOutIfAny(scene, one.id)
  }
  await until('everything is owed', async () => {
    const { rows } = await database.pool.query(
      `select count(*)::int as n from entitlement where pool_id = $1 and kind = 'work' having sum(amount) = 6000`,
      [scene.pool.id],
    )
    return rows.length === 1
  })
  await until('everybody is paid', async () => {
    for (const one of scene.labelers) {
      const { claimable, pending } = await tx(scene, (ctx) => earningsOf(ctx, one.id))
      if (claimable > 0n) await cashOutIfAny(scene, one.id)
      if (claimable + pending > 0n) return false
    }
    return true
  })
}

/** A claim that lands between looking and asking leaves nothing to ask for. */
async function cashOutIfAny(scene: Scene, personId: string): Promise<void> {
  await tx(scene, (ctx) => requestCashOut(ctx, { personId })).catch((error: { code?: string }) => {
    if (error.code !== 'reward/nothing-to-cash-out') throw error
  })
}

/** 20 items, 3 labelers, 100 each: what has to come out, whoever did it. */
async function checkSums(scene: Scene): Promise<void> {
  expect(await balancesOf(scene)).toEqual([2_000n, 2_000n, 2_000n])
  expect(await sumOf(scene, 'paid')).toBe(6_000n)
  expect(await sumOf(scene, 'budget')).toBe(1_000n)
  expect(await sumOf(scene, 'points')).toBe(0n)
  expect(await sumOf(scene, 'reward')).toBe(0n)
  const of = async (query: string) => (await database.pool.query(query, [scene.pool.id])).rows
  expect(
    await of(
      'select count(*)::int as n, count(distinct assignment_id)::int as d from verdict where pool_id = $1',
    ),
  ).toEqual([{ n: 60, d: 60 }])
  expect(
    await of(
      `select count(*)::int as n, sum(amount)::int as sum from transfer where pool_id = $1 and reason = 'accepted'`,
    ),
  ).toEqual([{ n: 60, sum: 6_000 }])
  expect(await of('select count(*)::int as n from epoch_line where pool_id = $1')).toEqual([{ n: 60 }])
  const counts = await countsOf(scene)
  expect(counts.imbalance).toBe('0')
  expect(counts.claimed).toBe(counts.declared)
  const roots = await database.pool.query('select root from epoch where posted_at is not null')
  expect(new Set(roots.rows.map((row) => row.root)).size).toBe(roots.rowCount)
}

test('[SETTLE-4] two workers over one campaign: each verdict, transfer, epoch, root and claim once', async () => {
  workerHere()
  workerHere()
  const scene = await newScene(place, { items: 20, labelers: 3, holdSeconds: 0 })
  await putOnChain(scene)
  await fund(scene, 7_000n)
  await until('slots are open', () => hasSlots(scene))
  await playThrough(scene, async () => {})
  await checkSums(scene)
})

test('[SETTLE-4] a worker process killed again and again, another that goes on: the same sums', async () => {
  workerHere()
  let victim = workerProcess()
  const scene = await newScene(place, { items: 20, labelers: 3, holdSeconds: 0 })
  await putOnChain(scene)
  await fund(scene, 7_000n)
  await until('slots are open', () => hasSlots(scene))
  await playThrough(scene, async () => {
    victim.kill('SIGKILL')
    victim = workerProcess()
  })
  await checkSums(scene)
})

test('[SETTLE-4] the only worker, killed while it settles and started again: the same sums', async () => {
  let only = workerProcess()
  const scene = await newScene(place, { items: 20, labelers: 3, holdSeconds: 0 })
  await putOnChain(scene)
  await fund(scene, 7_000n)
  await until('slots are open', () => hasSlots(scene))
  await playThrough(scene, async (round, before) => {
    // Somewhere between verdict, epoch, posting and claim: wait until it has done something more, then kill it.
    const watched = (['verdicts', 'epochs', 'posted', 'activated'] as const)[round]!
    await until(`more ${watched}`, async () => (await countsOf(scene))[watched] !== before[watched])
    only.kill('SIGKILL')
    only = workerProcess()
  })
  await checkSums(scene)
})

async function hasSlots(scene: Scene): Promise<boolean> {
  const { rowCount } = await database.pool.query('select 1 from task where pool_id = $1 and open_slots > 0', [
    scene.pool.id,
  ])
  return rowCount === 20
}
