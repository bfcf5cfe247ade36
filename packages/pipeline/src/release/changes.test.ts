import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Ctx, emit, folderBlobStore } from '@rowright/db'
import { othersDone, testDatabase } from '@rowright/testing'
import {
  answerAll,
  giveConsent,
  newCampaign,
  newPerson,
  newPool,
  type TestPerson,
} from '@rowright/testing/factories'
import { drizzle } from 'drizzle-orm/node-postgres'
import { afterAll, expect, test } from 'vitest'
import { markGold, refit } from '../consensus/index.ts'
import { revoke } from '../consent/index.ts'
import {
  assertHolds,
  changesOf,
  getRelease,
  latestRelease,
  numberChanges,
  publish,
  type ReleaseManifest,
  type ReleaseRow,
  republishNext,
  rowIdOf,
  withdrawExpired,
} from './index.ts'

const database = testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'changes-'))
const blobs = folderBlobStore(folder)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const WEEK = { deleteAfterSeconds: 7 * 86_400 }

/** Ada and bo answered both items, chen the second only. */
async function published(said: (who: number) => string = () => 'yes') {
  return database.tx(async (ctx) => {
    const pool = await newPool(ctx, await newPerson(ctx, 'requester'))
    const people: (TestPerson & { consentId: string })[] = []
    for (const name of ['ada', 'bo', 'chen']) {
      const person = await newPerson(ctx, name)
      people.push({ ...person, consentId: await giveConsent(ctx, pool, person) })
    }
    const [ada, bo, chen] = people
    const list = new Map<TestPerson, string[]>([
      [ada!, ['a', 'b']],
      [bo!, ['b']],
      [chen!, ['b']],
    ])
    const campaign = await newCampaign(ctx, pool, { items: ['a', 'b'], list, method: 'majority' })
    for (const [i, person] of people.entries()) await answerAll(ctx, campaign, person, () => said(i))
    await refit(ctx, { poolId: pool.id, campaignId: campaign.id })
    const release = await publish(ctx, blobs, { poolId: pool.id })
    return { pool, campaign, release, ada: ada!, bo: bo!, chen: chen! }
  })
}

const numberNow = () => database.tx((ctx) => numberChanges(ctx, WEEK))
const number = async () => {
  await othersDone(database)
  return numberNow()
}
const feed = (poolId: string) => database.tx((ctx) => changesOf(ctx, { poolId, since: 0, limit: 100 }))
const end = (poolId: string, person: TestPerson & { consentId: string }) =>
  database.tx((ctx) => revoke(ctx, { poolId, consentId: person.consentId }), {
    kind: 'person',
    personId: person.id,
    steward: false,
  })
const linesOf = async (sha256: string) =>
  Buffer.from(await blobs.get(sha256))
    .toString('utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as ReleaseRow & { salt: string })

test('[REL-11] a transaction that began earlier and commits later loses nothing to a reader who went ahead', async () => {
  const { pool, release } = await published()
  const other = await published()
  await number()
  const [slow, fast] = [await database.pool.connect(), await database.pool.connect()]
  try {
    const at = (client: typeof slow) => ({ tx: drizzle(client), now: () => new Date() }) as unknown as Ctx
    await slow.query('begin')
    await emit(at(slow), 'consent.revoked', pool.id, { consentId: other.ada.consentId })
    await fast.query('begin')
    await emit(at(fast), 'release.published', other.pool.id, { releaseId: other.release.id })
    await fast.query('commit')
    expect(await numberNow(), 'the later one waits for the earlier one').toBe(0)
    await slow.query('commit')
    expect(await number()).toBe(2)
    expect(await number()).toBe(0)
  } finally {
    // Where it failed, what is open ends with its connection.
    slow.release(true)
    fast.release(true)
  }
  expect((await feed(pool.id)).map(({ seq, kind, releaseId }) => [seq, kind, releaseId])).toEqual([
    [1, 'release', release.id],
  ])
})

test('[REL-11] two publishers at once number each event once', async () => {
  const { pool } = await published()
  await Promise.all(Array.from({ length: 6 }, number))
  await number()
  expect((await feed(pool.id)).map(({ seq }) => seq)).toEqual([1])
})

test('[REL-9, REL-12, REL-13, REL-14] an ended consent: tombstones, no new delivery, a successor without the answer', async () => {
  const { pool, release, ada } = await published((who) => (who === 0 ? 'no' : 'yes'))
  await number()
  const [a, b] = await linesOf(release.rowsSha256)
  expect(b!.result.votes).toEqual({ no: 1, yes: 2 })
  await end(pool.id, ada)
  await expect(
    database.tx(async (ctx) => assertHolds(ctx, await getRelease(ctx, pool.id, release.id))),
    'refused before any worker has looked',
  ).rejects.toMatchObject({ code: 'release/withdrawn', status: 410, context: { successor: null } })
  expect(await number()).toBe(1)
  const tombstones = (await feed(pool.id)).filter((one) => one.kind === 'tombstone')
  expect(new Map(tombstones.map((one) => [one.rowId, one.action]))).toEqual(
    new Map([
      [rowIdOf(a!.salt), 'delete'],
      [rowIdOf(b!.salt), 'replace'],
    ]),
  )
  expect(tombstones[0]!.deleteBy!.getTime() - tombstones[0]!.effectiveAt.getTime()).toBe(7 * 86_400_000)

  expect(await database.tx((ctx) => republishNext(ctx, blobs, { waitSeconds: 3_600 })), 'it gathers').toBe(
    false,
  )
  expect(await database.tx((ctx) => republishNext(ctx, blobs, { waitSeconds: 0 }))).toBe(true)
  expect(await database.tx((ctx) => republishNext(ctx, blobs, { waitSeconds: 0 }))).toBe(false)
  const next = (await database.tx((ctx) => latestRelease(ctx, pool.id)))!
  expect(next.version).toBe(2)
  const rows = await linesOf(next.rowsSha256)
  expect(rows.map((row) => row.id)).toEqual(['b'])
  expect(rows[0]!.result).toMatchObject({ value: 'yes', method: 'recount', votes: { yes: 2 } })
  expect(rows[0]!.annotations).toHaveLength(2)
  await expect(
    database.tx(async (ctx) => assertHolds(ctx, await getRelease(ctx, pool.id, release.id))),
  ).rejects.toMatchObject({ context: { successor: { releaseId: next.id, version: 2 } } })
})

test('[REL-13] when nothing is left there is no successor, and nobody asks again', async () => {
  const { pool, ada, bo, chen } = await published()
  await number()
  for (const one of [ada, bo, chen]) await end(pool.id, one)
  await number()
  expect(await database.tx((ctx) => republishNext(ctx, blobs, { waitSeconds: 0 }))).toBe(true)
  expect(await database.tx((ctx) => republishNext(ctx, blobs, { waitSeconds: 0 }))).toBe(false)
  expect((await database.tx((ctx) => latestRelease(ctx, pool.id)))!.version).toBe(1)
})

test('[REL-12] consents that expire withdraw what stands on them, once', async () => {
  const { pool } = await published()
  await number()
  expect(await database.tx((ctx) => withdrawExpired(ctx, WEEK))).toBe(0)
  database.clock.ahead = 301 * 86_400
  expect(await database.tx((ctx) => withdrawExpired(ctx, WEEK))).toBeGreaterThanOrEqual(3)
  expect(await database.tx((ctx) => withdrawExpired(ctx, WEEK))).toBe(0)
  database.clock.ahead = 0
  const reasons = (await feed(pool.id)).flatMap((one) => one.reason ?? [])
  expect(reasons).toEqual(['consent-expired', 'consent-expired', 'consent-expired', 'consent-expired'])
})

test('[REL-10] the statement of quality measures against control tasks, with its interval, and is in the manifest', async () => {
  const made = await database.tx(async (ctx) => {
    const pool = await newPool(ctx, await newPerson(ctx, 'requester'))
    const ada = await newPerson(ctx, 'ada')
    await giveConsent(ctx, pool, ada)
    const items = Array.from({ length: 10 }, (_, i) => `item ${i}`)
    const campaign = await newCampaign(ctx, pool, { items, overlap: 1, method: 'majority' })
    await answerAll(ctx, campaign, ada, () => 'yes')
    await refit(ctx, { poolId: pool.id, campaignId: campaign.id })
    const first = await publish(ctx, blobs, { poolId: pool.id })
    const gold = items
      .slice(0, 4)
      .map((id, i) => ({ taskId: campaign.taskOf.get(id)!, answer: i === 0 ? 'no' : 'yes' }))
    await markGold(ctx, pool.id, gold)
    await ctx.tx.execute(
      `update item set provenance = '{"kind":"collect","level":"L2"}' where external_id = 'item 9' and pool_id = '${pool.id}'`,
    )
    return { first, second: await publish(ctx, blobs, { poolId: pool.id }) }
  })
  const stated = async (sha256: string) =>
    (JSON.parse(Buffer.from(await blobs.get(sha256)).toString('utf8')) as ReleaseManifest).quality
  expect((await stated(made.first.manifestSha256)).estimatedError).toMatchObject({
    basis: 'confidence',
    tasks: 0,
  })
  const quality = await stated(made.second.manifestSha256)
  // 1 of 4 wrong: Wilson 95 % is 4.56 % to 69.94 %.
  expect(quality.estimatedError).toEqual({
    basis: 'gold',
    ppm: 250_000,
    lowPpm: 45_587,
    highPpm: 699_358,
    tasks: 4,
  })
  expect(quality.provenance).toEqual([
    { level: 'L0', rows: 9, sharePpm: 900_000 },
    { level: 'L2', rows: 1, sharePpm: 100_000 },
  ])
  expect(quality).toMatchObject({
    annotationsPerRow: { mean: 1, least: 1, most: 1 },
    madeBy: [{ madeBy: 'human', annotations: 10, sharePpm: 1_000_000 }],
    consent: { annotations: 10, leftOut: 0 },
  })
  expect(made.second.quality).toEqual(quality)
})

test('[REL-15] a row that keeps fewer answers than its campaign wants at least is deleted, not replaced', async () => {
  for (const [least, action, left] of [
    [2, 'replace', ['b']],
    [3, 'delete', []],
  ] as const) {
    const { pool, campaign, release, ada } = await published()
    await number()
    const at = [pool.id, campaign.id, least]
    await database.pool.query('update campaign set overlap_min = $3 where pool_id = $1 and id = $2', at)
    const [, b] = await linesOf(release.rowsSha256)
    await end(pool.id, ada)
    await number()
    const tombstone = (await feed(pool.id)).find((one) => one.rowId === rowIdOf(b!.salt))
    expect(tombstone?.action, `at least ${least}`).toBe(action)
    await database.tx((ctx) => republishNext(ctx, blobs, { waitSeconds: 0 }))
    const next = (await database.tx((ctx) => latestRelease(ctx, pool.id)))!
    const rows = next.version === 2 ? await linesOf(next.rowsSha256) : []
    expect(rows.map((row) => row.id)).toEqual(left)
  }
})
