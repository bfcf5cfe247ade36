import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { folderBlobStore } from '@rowright/db'
import { testDatabase } from '@rowright/testing'
import { answerAll, giveConsent, newCampaign, newPerson, newPool } from '@rowright/testing/factories'
import { newSale } from '@rowright/testing/sale'
import { afterAll, expect, test } from 'vitest'
import { refit } from '../consensus/index.ts'
import { revoke } from '../consent/index.ts'
import { publish } from '../release/index.ts'
import { COLUMNS } from './record.ts'
import { sampleOf } from './sample.ts'

const database = testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'sample-'))
const blobs = folderBlobStore(folder)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** One pixel; 70 bytes. */
const PICTURE =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

/** A release whose items and answers say things that nobody may see without a license. */
async function released(items: string[], payload: (id: string) => Record<string, unknown>) {
  return database.tx(async (ctx) => {
    const pool = await newPool(ctx, await newPerson(ctx, 'requester'))
    const ada = await newPerson(ctx, 'ada')
    const consentId = await giveConsent(ctx, pool, ada)
    const campaign = await newCampaign(ctx, pool, {
      ...{ items, overlap: 1, method: 'majority', payload },
    })
    await answerAll(ctx, campaign, ada, () => 'yes')
    await refit(ctx, { poolId: pool.id, campaignId: campaign.id })
    return { release: await publish(ctx, blobs, { poolId: pool.id }), ada, consentId }
  })
}
const seen = (at: { poolId: string; id: string }) =>
  database.tx((ctx) => sampleOf(ctx, blobs, { poolId: at.poolId, releaseId: at.id }))

test('[EXP-11] anybody sees how rows were made, and nothing that people gave', async () => {
  const { release } = await released(['item-one', 'item-two'], (id) => ({
    text: `Dear neighbor, ${id} wrote a song, and its name is Chen.`,
    image: PICTURE,
    'Chen Wei': 'a name that no schema gave',
    nested: { singer: 'Chen' },
    tags: ['ballad', 'slow'],
    seen: true,
  }))
  const { rows } = await seen(release)
  expect(rows).toHaveLength(2)
  const [row] = rows
  expect(Object.keys(row!)).toEqual(COLUMNS.map(({ name }) => name))
  expect(row).toMatchObject({
    campaign: { shown: 'which digit is this?' },
    method: { shown: 'majority' },
    answers: { shown: 1 },
    made_by: { shown: 'human' },
    provenance: { shown: 'L0' },
    value: { masked: { kind: 'text' } },
    row_id: { masked: { kind: 'hash', hexDigits: 32 } },
    annotations: { masked: { kind: 'list', items: 1 } },
    votes: { masked: { kind: 'list', items: 1, of: { kind: 'number' } } },
  })
  expect(row!.payload).toEqual({
    masked: {
      kind: 'object',
      members: {
        id: { kind: 'text', characters: 10 },
        text: { kind: 'text', characters: 60 },
        image: { kind: 'picture', bytes: 70 },
        nested: { kind: 'object', members: {}, others: 1 },
        tags: { kind: 'list', items: 2, of: { kind: 'text', characters: 10 } },
        seen: { kind: 'truth' },
      },
      others: 1,
    },
  })
  const said = JSON.stringify(rows)
  for (const secret of ['Chen', 'song', 'neighbor', 'item-', 'yes', 'singer', 'ballad', 'base64'])
    expect(said, secret).not.toContain(secret)
  expect(said.match(/[0-9a-f]{16,}/g), 'no name and no hash').toBeNull()
})

test('[EXP-11] five rows are read at most, and no more of them than a megabyte', async () => {
  const names = Array.from({ length: 7 }, (_, i) => `row-${i}`)
  const small = await released(names, () => ({}))
  expect((await seen(small.release)).rows).toHaveLength(5)
  // As if each item were a picture of 400 kB.
  const { poolId, id, rowsSha256 } = small.release
  const [line] = Buffer.from(await blobs.get(rowsSha256))
    .toString()
    .split('\n')
  const row = JSON.parse(line!) as { item: object }
  const long = JSON.stringify({ ...row, item: { ...row.item, payload: { text: 'x'.repeat(400_000) } } })
  const large = Buffer.from(`${long}\n`.repeat(5))
  await database.pool.query(
    'update release set rows_sha256 = $1, bytes = $2 where pool_id = $3 and id = $4',
    [...[await blobs.put(large), large.byteLength, poolId, id]],
  )
  expect((await seen(small.release)).rows).toHaveLength(2)
})

test('[EXP-11] a release whose consent has ended shows nothing from that moment on', async () => {
  const { release, ada, consentId } = await released(['only'], () => ({}))
  expect((await seen(release)).rows).toHaveLength(1)
  const actor = { kind: 'person', personId: ada.id, steward: false } as const
  await database.tx((ctx) => revoke(ctx, { poolId: release.poolId, consentId }), actor)
  await expect(seen(release)).rejects.toMatchObject({ code: 'release/withdrawn' })
})

test('[EXP-11] what consents allow to licensees they do not allow to be shown', async () => {
  const { release } = await database.tx((ctx) =>
    newSale(ctx, blobs, { items: ['a'], labelers: 2, classes: [['anyone'], ['anyone']] }),
  )
  const { rows } = await seen(release)
  expect([rows[0]!.value, rows[0]!.id]).toEqual([{ masked: { kind: 'text' } }, { masked: { kind: 'text' } }])
})
