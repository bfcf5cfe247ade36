import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { folderBlobStore } from '@rowright/db'
import { revoke } from '@rowright/pipeline/consent'
import { changesOf, latestRelease, releasesOf, republishNext } from '@rowright/pipeline/release'
import { testDatabase } from '@rowright/testing'
import { newSale } from '@rowright/testing/sale'
import { afterAll, expect, test } from 'vitest'
import { until } from './testing/numbers.ts'
import { KEYS } from './testing/scene.ts'
import { startWorker } from './worker.ts'

const database = testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'new-version-'))
const blobs = folderBlobStore(folder)
/** The longest that an operator may let revocations gather (`REPUBLISH_SECONDS`). */
const LONGEST = 3_000
const HOUR = 3_600_000
let worker: ReturnType<typeof startWorker> | undefined
afterAll(async () => {
  await worker?.stop()
  rmSync(folder, { recursive: true, force: true })
})

const builtOf = async (releaseId: string): Promise<Date | null> => {
  const { rows } = await database.pool.query<{ built_at: Date | null }>(
    `select built_at from edition where release_id = $1 and name = 'all'`,
    [releaseId],
  )
  return rows[0]?.built_at ?? null
}

test('[REL-12, REL-13, EXP-4] by a clock that is driven: the tombstones are there at once, the new version with its files within the hour', async () => {
  const sale = await database.tx((ctx) => newSale(ctx, blobs, { items: ['a', 'b', 'c'], labelers: 2 }))
  const poolId = sale.pool.id
  worker = startWorker({
    ...{ database: database.database, blobs, keys: KEYS, rpcUrl: 'http://127.0.0.1:9' },
    ...{ epochSeconds: 100_000, confirmations: 0, republishSeconds: LONGEST, deleteAfterSeconds: 86_400 },
  })
  await until('the first files', async () => (await builtOf(sale.release.id)) !== null)
  // From here on no time passes but what the test lets pass.
  const endedAt = Date.now()
  database.clock.standsAt = endedAt
  const [person] = sale.people as [(typeof sale.people)[number]]
  const actor = { kind: 'person' as const, personId: person.id, steward: false }
  await database.tx((ctx) => revoke(ctx, { poolId, consentId: person.consentId }), actor)
  const tombstones = () =>
    database.tx((ctx) => changesOf(ctx, { poolId, since: 0, limit: 100, kind: 'tombstone' }))
  await until('the tombstones', async () => (await tombstones()).length === 3)
  expect((await tombstones()).map((one) => one.effectiveAt.getTime())).toEqual([endedAt, endedAt, endedAt])

  database.clock.ahead = LONGEST - 1
  const early = await database.tx((ctx) => republishNext(ctx, blobs, { waitSeconds: LONGEST }))
  expect([early, (await database.tx((ctx) => releasesOf(ctx, poolId))).length], 'not a second early').toEqual(
    [false, 1],
  )
  database.clock.ahead = LONGEST
  await until(
    'the new version',
    async () => (await database.tx((ctx) => latestRelease(ctx, poolId)))!.version === 2,
  )
  const next = (await database.tx((ctx) => latestRelease(ctx, poolId)))!
  await until('its files', async () => (await builtOf(next.id)) !== null)
  expect(next.publishedAt.getTime() - endedAt).toBe(LONGEST * 1_000)
  expect((await builtOf(next.id))!.getTime() - endedAt).toBeLessThan(HOUR)
})
