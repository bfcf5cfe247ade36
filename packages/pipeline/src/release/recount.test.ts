import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { folderBlobStore } from '@rowright/db'
import { testDatabase } from '@rowright/testing'
import {
  answerAll,
  giveConsent,
  newCampaign,
  newPerson,
  newPool,
  type TestPerson,
} from '@rowright/testing/factories'
import { afterAll, expect, test } from 'vitest'
import { refit } from '../consensus/index.ts'
import { revoke } from '../consent/index.ts'
import { judge } from '../settlement/index.ts'
import { publish, type Questions, type ReleaseManifest, type ReleaseRow, recount } from './index.ts'

const database = testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'recount-'))
const blobs = folderBlobStore(folder)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const four = ['cat', 'dog', 'owl', 'fox'].map((value) => ({ value, label: value }))
const name = (start: number, end: number) => ({ start, end, label: 'name' })

/**
 * What five say of the first task, how a release sums it up, and what the four say together once the last one's consent
 * has ended. By equality alone no two of the four say the same of `multi`, `rating`, `numeric` and `spans`, and none what
 * comes out.
 */
const CASES: { type: string; schema: unknown; said: unknown[]; before: string; after: string }[] = [
  {
    type: 'single',
    schema: {},
    said: ['cat', 'dog', 'cat', 'dog', 'cat'],
    before: 'cat',
    after: 'cat',
  },
  {
    type: 'multi',
    schema: { labels: four },
    said: [['cat', 'dog', 'fox'], ['cat', 'dog', 'owl'], ['dog'], ['cat'], ['cat', 'dog']],
    before: '["cat","dog"]',
    after: '["cat","dog"]',
  },
  {
    type: 'rating',
    schema: { least: 1, most: 5 },
    said: [1, 2, 4, 5, 3],
    before: '3',
    after: '3',
  },
  {
    type: 'numeric',
    schema: { least: 0, most: 1000, decimals: 1, tolerance: 0.5 },
    said: [10.1, 10.3, 10.2, 900, 10.6],
    before: '10.3',
    after: '10.2',
  },
  {
    type: 'pairwise',
    schema: { ties: true },
    said: ['left', 'left', 'right', 'tie', 'left'],
    before: 'left',
    after: 'left',
  },
  {
    type: 'spans',
    schema: { labels: [{ value: 'name', label: 'name' }] },
    said: [
      [name(0, 8)],
      [name(0, 8), name(13, 16), name(20, 23)],
      [name(0, 8), name(13, 16), name(17, 19)],
      [name(13, 16)],
      [name(0, 8), name(13, 16)],
    ],
    before: JSON.stringify(
      [name(0, 8), name(13, 16)].map(({ start, end, label }) => ({ end, label, start })),
    ),
    after: JSON.stringify([name(0, 8), name(13, 16)].map(({ start, end, label }) => ({ end, label, start }))),
  },
  {
    type: 'transcription',
    schema: { language: 'en' },
    said: ['the quick brown', 'the quick brawn', 'the quick browns', 'xyz', 'the quick brown'],
    before: '"the quick brown"',
    after: '"the quick brown"',
  },
]

test.each(CASES)(
  '[REL-9] $type: a result whose labeler left is counted again as its type adds up',
  async (one) => {
    await database.tx(async (ctx) => {
      const requester = await newPerson(ctx, 'requester')
      const pool = await newPool(ctx, requester)
      const labelers: (TestPerson & { consentId: string })[] = []
      for (const who of ['ada', 'bo', 'chen', 'dee', 'eve']) {
        const person = await newPerson(ctx, who)
        labelers.push({ ...person, consentId: await giveConsent(ctx, pool, person) })
      }
      const campaign = await newCampaign(ctx, pool, {
        items: ['first', 'second'],
        labels: one.type === 'single' ? ['cat', 'dog', 'owl'] : [],
        overlap: 5,
        payload: () => ({ text: 'Ada King met Bob at sea', left: 'this', right: 'that' }),
        more: { taskType: one.type, schema: one.schema, method: 'majority' },
      })
      for (const [i, person] of labelers.entries())
        await answerAll(ctx, campaign, person, () => {
          const said = one.said[i]
          return typeof said === 'string' ? said : JSON.stringify(said)
        })
      const at = { poolId: pool.id, campaignId: campaign.id }
      await judge(ctx, at)
      await refit(ctx, at)
      const read = async () => {
        const release = await publish(ctx, blobs, { poolId: pool.id })
        const text = async (key: string) => Buffer.from(await blobs.get(key)).toString('utf8')
        const lines = (await text(release.rowsSha256)).trimEnd().split('\n')
        const manifest = JSON.parse(await text(release.manifestSha256)) as ReleaseManifest
        return { row: JSON.parse(lines[0]!) as ReleaseRow, manifest }
      }
      const whole = await read()
      expect(whole.row.result.value).toBe(one.before)
      expect(whole.manifest.questions[whole.row.question!]!.taskType).toBe(one.type)

      const eve = labelers[4]!
      const asEve = { ...ctx, actor: { kind: 'person' as const, personId: eve.id, steward: false } }
      await revoke(asEve, { poolId: pool.id, consentId: eve.consentId })
      const { row, manifest } = await read()
      expect(row.annotations).toHaveLength(4)
      expect(row.result).toMatchObject({ value: one.after, method: 'recount', version: 'recount/2' })
      expect(row.result.confidence).toBeGreaterThan(0)
      expect(row.result.confidence).toBeLessThanOrEqual(1)
      // Who has the row and the manifest gets the same, in whatever order the answers stand.
      const turned = { ...row, annotations: row.annotations.toReversed() }
      expect(recount(turned, manifest.questions).result).toEqual(row.result)
    })
  },
)

test('[REL-9] a row of before rows named their question is counted by what was said', () => {
  const said = (value: string, accuracy: number) => ({
    labeler: `${value} ${accuracy}`,
    value,
    verdict: 'accepted' as const,
    madeBy: 'human',
    reliability: { accuracy, low: accuracy, high: accuracy },
    consent: '',
  })
  const row = {
    id: 'one',
    item: { sha256: '', payload: { text: 'x' }, provenance: null },
    result: { value: 'b', confidence: 1, method: 'sds', version: 'sds/1', votes: { a: 1, b: 2 } },
    annotations: [said('a', 0.95), said('b', 0.6)],
    campaign: 'old',
    assignment: 'open' as const,
    weight: 1 as const,
  }
  const none: Questions = {}
  expect(recount(row, none).result).toMatchObject({ value: 'a', votes: { a: 1, b: 1 } })
})
