import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { drainOutbox, folderBlobStore } from '@rowright/db'
import { finalize } from '@rowright/pipeline/collect'
import { refit } from '@rowright/pipeline/consensus'
import { DEFAULT_RECIPE, preparationOf, setRecipe } from '@rowright/pipeline/item'
import { feedFrom, reserve, submit } from '@rowright/pipeline/labeling'
import { draftCampaign, recordFunding, setStatus } from '@rowright/pipeline/pool'
import { publish, type ReleaseManifest } from '@rowright/pipeline/release'
import { testDatabase } from '@rowright/testing'
import { askFor, bring, lookAll, newCollection, newNode, pageText } from '@rowright/testing/collectScene'
import { giveConsent, newPerson, newPool } from '@rowright/testing/factories'
import { afterAll, expect, test } from 'vitest'
import { reactions } from './reactions.ts'

const db = testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'prepared-'))
const blobs = folderBlobStore(folder)
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const react = () => drainOutbox(db.database, reactions(blobs))

const HOST = 'news.example'
const at = (path: string) => `https://${HOST}/${path}`
/** What the site says: three articles, one of them with a telephone number, a stub, and a copy of the first. */
const TEXTS: Record<string, string> = {
  [at('first')]: pageText(at('first')),
  [at('second')]: `${pageText(at('second'))} It was 5㎞ away.`,
  [at('third')]: `${pageText(at('third'))} His number is +41 44 668 18 00.`,
  [at('stub')]: 'Coming soon.',
  [at('copy')]: pageText(at('first')),
}

test('[CLT-31, ITM-5, ITM-11..ITM-13, LAB-29] pages are prepared by the recipe, counted by rule, quarantined, labeled, and released with the recipe', async () => {
  const scene = await db.tx(async (ctx) => {
    const ada = await newPerson(ctx, 'ada')
    const chen = await newPerson(ctx, 'chen')
    const pool = await newPool(ctx, ada, 'news')
    await giveConsent(ctx, pool, chen)
    const { node, bo } = { node: await newNode(ctx, 'bo'), bo: await newPerson(ctx, 'bo') }
    await ctx.tx.execute(`update node set person_id = '${bo.id}' where id = '${node.id}'`)
    await giveConsent(ctx, pool, bo)
    const collection = await newCollection(ctx, pool.id, [HOST], Object.keys(TEXTS))
    const of = { poolId: pool.id, collectionId: collection.campaignId }
    await setRecipe(ctx, of, { ...DEFAULT_RECIPE, missing: { ...DEFAULT_RECIPE.missing, language: 'label' } })
    const ask = async (name: string, missing?: string) => {
      const draft = await draftCampaign(ctx, {
        ...{
          poolId: pool.id,
          name,
          guidelines: '',
          labels: ['en', 'de'].map((value) => ({ value, label: value })),
        },
        ...{ price: 10n, stake: 0n, overlap: 1, goldRatePpm: 0, assignment: 'open', leaseSeconds: 600 },
        ...{ holdSeconds: 0, method: 'majority' },
      })
      const to = { poolId: pool.id, campaignId: draft.id }
      const funding = { transaction: draft.id, logIndex: 0, blockNumber: 1, funder: `0x${'f'.repeat(40)}` }
      await recordFunding(ctx, { ...to, ...funding, amount: 1_000n })
      await setStatus(ctx, draft, 'open')
      expect(await feedFrom(ctx, draft, { ...of, ...(missing ? { missing } : {}) })).toBe(0)
      return to
    }
    const language = await ask('which language?', 'language')
    const title = await ask('a title?', 'title')
    await expect(
      feedFrom(
        ctx,
        { ...(await draftCampaign(ctx, { ...NOTHING, poolId: pool.id })) },
        { collectionId: title.campaignId },
      ),
    ).rejects.toMatchObject({ code: 'pool/invalid-campaign', field: 'collectionId' })
    return { ...of, language, title, chen, node: { ...node, personId: bo.id } }
  })
  for (let brought = 0; brought < 5; db.clock.ahead += 10) {
    const { leases } = await askFor(db, scene.node, 'net', 1, scene.collectionId)
    for (const lease of leases) brought += await bring(db, blobs, scene.node, lease, TEXTS[lease.url])
    await lookAll(db, (url) => TEXTS[url]!)
  }
  db.clock.ahead += 31 * 86_400
  await db.tx((ctx) => finalize(ctx, scene.poolId, scene.node.personId))
  await react()

  const { sha256, rules } = await db.tx((ctx) => preparationOf(ctx, scene))
  const counts = Object.fromEntries(
    rules.map(({ rule, before, changed, after }) => [rule, [before, changed, after]]),
  )
  expect(counts).toMatchObject({
    encoding: [4, 0, 4],
    units: [4, 1, 4],
    words: [4, 0, 3],
    'missing-language': [3, 3, 3],
    duplicates: [4, 0, 3],
  })
  // The fourth of five is the copy: it repeats another page, so no rule but the last ever saw it.
  const { rows: items } = await db.pool.query(
    `select i.external_id, i.payload->>'text' as text, i.provenance->>'recipe' as recipe, q.reasons is not null as held from item i
     left join quarantine q on q.item_id = i.id where i.pool_id = $1 order by 1`,
    [scene.poolId],
  )
  expect(items.map((row) => [row.external_id, row.held])).toEqual([
    [at('first'), false],
    [at('second'), false],
    [at('third'), true],
  ])
  expect(items[1].text).toContain('5 km away')
  expect(items.every((row) => row.recipe === sha256)).toBe(true)

  const handed: string[] = []
  for (;;) {
    const { assignment } = await db.tx((ctx) => reserve(ctx, { ...scene.language, personId: scene.chen.id }))
    if (!assignment) break
    handed.push((assignment.item.payload as { url: string }).url)
    const answer = { poolId: scene.poolId, assignmentId: assignment.id, personId: scene.chen.id }
    await db.tx((ctx) => submit(ctx, { ...answer, value: 'en', elapsedMs: 900 }))
  }
  expect(handed.sort(), 'what is quarantined is handed to nobody').toEqual([at('first'), at('second')])
  const { rows: tasks } = await db.pool.query(`select count(*)::int as n from task where campaign_id = $1`, [
    scene.title.campaignId,
  ])
  expect(tasks[0].n, 'a title is left null, not asked for').toBe(0)

  await db.tx(async (ctx) => {
    await refit(ctx, scene.language)
    const release = await publish(ctx, blobs, { poolId: scene.poolId })
    const text = Buffer.from(await blobs.get(release.manifestSha256)).toString('utf8')
    const { preparation } = JSON.parse(text) as ReleaseManifest
    expect(preparation).toMatchObject([{ sha256, recipe: { version: 'rowright.recipe.v1' } }])
    expect(preparation![0]!.rules).toEqual(rules)
  })
})

const NOTHING = {
  ...{ name: 'x', guidelines: '', labels: ['a', 'b'].map((value) => ({ value, label: value })) },
  ...{ price: 10n, stake: 0n, overlap: 1, goldRatePpm: 0, assignment: 'open' as const, leaseSeconds: 600 },
  ...{ holdSeconds: 0, method: 'majority' as const },
}
