import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Ctx, folderBlobStore } from '@rowright/db'
import { buildMerkleTree, saltedCommitment, sha256Hex } from '@rowright/protocol'
import { overlapping, seededRandom, testDatabase } from '@rowright/testing'
import {
  answerAll,
  giveConsent,
  newCampaign,
  newPerson,
  newPool,
  type TestPerson,
} from '@rowright/testing/factories'
import { afterAll, expect, test } from 'vitest'
import { markGold, refit } from '../consensus/index.ts'
import { revoke } from '../consent/index.ts'
import type { Pool } from '../pool/index.ts'
import { dueRejections, finishRejection, judge } from '../settlement/index.ts'
import {
  getRelease,
  markSnapshot,
  nextSnapshot,
  publish,
  type ReleaseManifest,
  type ReleaseRow,
  releasesOf,
} from './index.ts'
import { splitRow } from './row.ts'

const database = testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'release-'))
const blobs = folderBlobStore(folder)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function staffed(ctx: Ctx, count: number) {
  const requester = await newPerson(ctx, 'requester')
  const pool = await newPool(ctx, requester)
  const labelers: (TestPerson & { consentId: string })[] = []
  for (let i = 0; i < count; i++) {
    const person = await newPerson(ctx, `labeler ${i}`)
    labelers.push({ ...person, consentId: await giveConsent(ctx, pool, person) })
  }
  return { pool, labelers, requester }
}

async function work(
  ctx: Ctx,
  pool: Pool,
  list: Map<TestPerson, string[]>,
  answer: (id: string) => string = () => 'yes',
) {
  const items = [...new Set([...list.values()].flat())]
  const campaign = await newCampaign(ctx, pool, { items, list })
  for (const person of list.keys()) await answerAll(ctx, campaign, person, answer)
  return campaign
}

async function resolve(ctx: Ctx, campaign: { poolId: string; id: string }) {
  const at = { poolId: campaign.poolId, campaignId: campaign.id }
  await judge(ctx, at)
  await refit(ctx, at)
}

const linesOf = async (sha256: string) =>
  Buffer.from(await blobs.get(sha256))
    .toString('utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as ReleaseRow & { salt: string })
const manifestOf = async (sha256: string) =>
  JSON.parse(Buffer.from(await blobs.get(sha256)).toString('utf8')) as ReleaseManifest

test('[REL-1, REL-4, REL-5] a release is its lines and a manifest that proves them and names nobody', async () => {
  await database.tx(async (ctx) => {
    const { pool, labelers, requester } = await staffed(ctx, 2)
    const items = ['zebra', 'Apple', 'élan', 'b-2']
    const campaign = await work(ctx, pool, new Map(labelers.map((one) => [one, items])))
    await markGold(ctx, pool.id, [{ taskId: campaign.taskOf.get('zebra')!, answer: 'yes' }])
    await resolve(ctx, campaign)
    const made = await publish(ctx, blobs, { poolId: pool.id })
    expect(made).toMatchObject({ version: 1, rows: 4, annotations: 8, labelers: 2 })

    const content = await blobs.get(made.rowsSha256)
    expect([sha256Hex(content), content.byteLength]).toEqual([made.rowsSha256, made.bytes])
    const lines = await linesOf(made.rowsSha256)
    expect(lines.map((line) => line.id)).toEqual(['Apple', 'b-2', 'zebra', 'élan'])
    const row = lines[0]!
    expect(row).toMatchObject({
      item: { payload: { id: 'Apple' }, provenance: { kind: 'upload' }, sha256: sha256Hex('{"id":"Apple"}') },
      result: { value: 'yes', method: 'ds', version: 'ds/1', votes: { yes: 2 } },
      campaign: 'which digit is this?',
      assignment: 'list',
      weight: 1,
    })
    expect(row.annotations).toHaveLength(2)
    expect(row.annotations[0]).toMatchObject({
      value: 'yes',
      verdict: 'accepted',
      madeBy: 'human',
      reliability: null,
    })
    expect(row.annotations[0]!.labeler).toMatch(/^[0-9a-f]{16}$/)
    expect(
      new Set(lines.map((line) => Object.keys(line).sort().join())).size,
      'gold looks like any other',
    ).toBe(1)

    const manifest = await manifestOf(made.manifestSha256)
    const commitments = lines.map(({ salt, ...rest }) => saltedCommitment(salt, rest))
    expect(manifest.rows.map((one) => one.commitment)).toEqual(commitments)
    expect(manifest.merkleRoot).toBe(buildMerkleTree(commitments.map((one) => `0x${one}` as const)).root)
    expect(manifest.merkleRoot).toBe(made.merkleRoot)
    expect(manifest).toMatchObject({
      version: 1,
      totalWeightPpm: '4000000',
      methods: [{ method: 'ds', version: 'ds/1' }],
    })
    expect(manifest.contributors.map((one) => one.weightPpm).sort()).toEqual([
      '1200000',
      '1200000',
      '1600000',
    ])
    const text = JSON.stringify(manifest)
    for (const secret of [
      ...labelers.map((one) => one.id),
      requester.id,
      ...lines.map((line) => line.salt),
      'zebra',
    ]) {
      expect(text).not.toContain(secret)
    }
  })
})

test('[REL-2] without a consent that holds, an annotation is dropped; without any annotation, the row', async () => {
  await database.tx(async (ctx) => {
    const { pool, labelers } = await staffed(ctx, 2)
    const [ada, bo] = labelers as [(typeof labelers)[0], (typeof labelers)[0]]
    await resolve(
      ctx,
      await work(
        ctx,
        pool,
        new Map([
          [ada, ['both', 'ada only']],
          [bo, ['both', 'bo only']],
        ]),
      ),
    )
    expect(await publish(ctx, blobs, { poolId: pool.id })).toMatchObject({
      rows: 3,
      annotations: 4,
      labelers: 2,
    })
    const asBo = { ...ctx, actor: { kind: 'person' as const, personId: bo.id, steward: false } }
    // One transaction has one now(): the revocation comes a second before the next release.
    await revoke(asBo, { poolId: pool.id, consentId: bo.consentId })
    const later = { ...ctx, now: () => new Date(ctx.now().getTime() + 1_000) }
    const second = await publish(later, blobs, { poolId: pool.id })
    expect(second).toMatchObject({ version: 2, rows: 2, annotations: 2, labelers: 1 })
    const lines = await linesOf(second.rowsSha256)
    expect(lines.map((line) => line.id)).toEqual(['ada only', 'both'])
    // Bo's part of the row is nobody's to give: Ada holds all of the labelers' 60 %.
    expect((await manifestOf(second.manifestSha256)).contributors.map((one) => one.weightPpm).sort()).toEqual(
      ['1200000', '800000'],
    )

    await revoke(
      { ...ctx, actor: { kind: 'person', personId: ada.id, steward: false } },
      { poolId: pool.id, consentId: ada.consentId },
    )
    await expect(publish(later, blobs, { poolId: pool.id })).rejects.toMatchObject({
      code: 'release/no-rows',
    })
  })
})

test('[REL-3] a rejected annotation stays, marked, without weight', async () => {
  await database.tx(async (ctx) => {
    const { pool, labelers } = await staffed(ctx, 2)
    const [ada, bo] = labelers as [(typeof labelers)[0], (typeof labelers)[0]]
    const items = ['a', 'b', 'c']
    const campaign = await newCampaign(ctx, pool, {
      items,
      list: new Map(labelers.map((one) => [one, items])),
      more: { appealSeconds: 0 },
    })
    await markGold(
      ctx,
      pool.id,
      items.map((id) => ({ taskId: campaign.taskOf.get(id)!, answer: 'yes' })),
    )
    await answerAll(ctx, campaign, ada, () => 'yes')
    await answerAll(ctx, campaign, bo, () => 'no')
    await resolve(ctx, campaign)
    for (const one of await dueRejections(ctx)) await finishRejection(ctx, one)
    const made = await publish(ctx, blobs, { poolId: pool.id })
    for (const line of await linesOf(made.rowsSha256)) {
      expect(line.annotations.map((one) => [one.value, one.verdict])).toEqual([
        ['no', 'rejected'],
        ['yes', 'accepted'],
      ])
      expect(line.result).toMatchObject({ value: 'yes', votes: { yes: 1 } })
    }
    const { contributors } = await manifestOf(made.manifestSha256)
    expect(contributors.map((one) => one.weightPpm).sort()).toEqual(['1200000', '1800000'])
  })
})

test('[REL-6] a row is never split beyond its weight, and floors cost less than one ppm per annotation', () => {
  const random = seededRandom('row split')
  for (let round = 0; round < 1_000; round++) {
    const giver = Math.floor(random() * 1_000_001)
    const accepted = Array.from(
      { length: Math.floor(random() * 12) },
      () => `person-${Math.floor(random() * 8)}`,
    )
    const shares = splitRow({ source: 0, giver, labelers: 1_000_000 - giver }, 'person-0', accepted)
    const total = [...shares.values()].reduce((sum, one) => sum + one, 0n)
    expect(total).toBeLessThanOrEqual(1_000_000n)
    if (accepted.length > 0) expect(1_000_000n - total).toBeLessThan(BigInt(accepted.length))
    else expect(total).toBe(BigInt(giver))
  }
})

test('[REL-4, REL-7] nothing new is refused; an unchanged row keeps its commitment; two at once are two versions at most', async () => {
  const poolId = await database.tx(async (ctx) => {
    const { pool, labelers } = await staffed(ctx, 1)
    await expect(publish(ctx, blobs, { poolId: pool.id })).rejects.toMatchObject({ code: 'release/no-rows' })
    await resolve(ctx, await work(ctx, pool, new Map([[labelers[0]!, ['a', 'b']]])))
    const first = await publish(ctx, blobs, { poolId: pool.id })
    await expect(publish(ctx, blobs, { poolId: pool.id })).rejects.toMatchObject({
      code: 'release/nothing-new',
    })
    await resolve(ctx, await work(ctx, pool, new Map([[labelers[0]!, ['c']]])))
    const second = await publish(ctx, blobs, { poolId: pool.id })
    const commitments = async (sha256: string) => (await manifestOf(sha256)).rows.map((row) => row.commitment)
    expect((await commitments(second.manifestSha256)).slice(0, 2)).toEqual(
      await commitments(first.manifestSha256),
    )
    await resolve(ctx, await work(ctx, pool, new Map([[labelers[0]!, ['d']]])))
    return pool.id
  })
  expect(await overlapping(database, (ctx) => publish(ctx, blobs, { poolId }))).toMatchObject([
    { status: 'fulfilled', value: { version: 3 } },
    { status: 'rejected', reason: { code: 'release/nothing-new' } },
  ])
  await database.tx(async (ctx) => {
    expect((await releasesOf(ctx, poolId)).map((one) => one.version)).toEqual([3, 2, 1])
    await expect(getRelease(ctx, poolId, poolId)).rejects.toMatchObject({ code: 'release/unknown-release' })
  })
})

test('releases go on chain in order, once their pool is there', async () => {
  await database.tx(async (ctx) => {
    const { pool, labelers } = await staffed(ctx, 1)
    await resolve(ctx, await work(ctx, pool, new Map([[labelers[0]!, ['a']]])))
    const release = await publish(ctx, blobs, { poolId: pool.id })
    expect(await nextSnapshot(ctx)).toBeNull()
    const chainPoolId = `0x${'9'.repeat(64)}`
    await ctx.tx.execute(`update pool set chain_pool_id = '${chainPoolId}' where id = '${pool.id}'`)
    expect(await nextSnapshot(ctx)).toMatchObject({ release: { id: release.id }, chainPoolId })
    await markSnapshot(ctx, { poolId: pool.id, releaseId: release.id, transaction: `0x${'1'.repeat(64)}` })
    expect(await nextSnapshot(ctx)).toBeNull()
  })
})
