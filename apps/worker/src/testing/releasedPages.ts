import { type BlobStore, drainOutbox } from '@rowright/db'
import { finalize } from '@rowright/pipeline/collect'
import { refit } from '@rowright/pipeline/consensus'
import { addTasks, openSlots, reserve, submit } from '@rowright/pipeline/labeling'
import { draftCampaign, recordFunding, setStatus } from '@rowright/pipeline/pool'
import { publish } from '@rowright/pipeline/release'
import type { TestDatabase } from '@rowright/testing'
import { askFor, bring, lookAll, newCollection, newNode } from '@rowright/testing/collectScene'
import { giveConsent, newPerson, newPool } from '@rowright/testing/factories'
import { expect } from 'vitest'
import { reactions } from '../reactions.ts'

const NEWCOMER_SECONDS = 31 * 86_400

/** Collected pages, labeled by chen and released; ada asked for them, bo's node brought them under bo's consent. */
export async function releasedPages(db: TestDatabase, blobs: BlobStore, urls: readonly string[]) {
  const at = await db.tx(async (ctx) => {
    const ada = await newPerson(ctx, 'ada')
    const chen = await newPerson(ctx, 'chen')
    const pool = await newPool(ctx, ada, `pages of ${ada.id}`)
    await giveConsent(ctx, pool, chen)
    const node = await newNode(ctx, 'bo')
    const hosts = [...new Set(urls.map((url) => new URL(url).hostname))]
    return { ...(await newCollection(ctx, pool.id, hosts, urls)), ada, chen, pool, node }
  })
  for (let brought = 0; brought < urls.length; ) {
    const { leases } = await askFor(db, at.node, 'net', 1, at.campaignId)
    for (const lease of leases) brought += await bring(db, blobs, at.node, lease)
    db.clock.ahead += 10
    await lookAll(db)
  }
  db.clock.ahead += NEWCOMER_SECONDS
  await db.tx((ctx) => finalize(ctx, at.poolId, at.node.personId))
  await drainOutbox(db.database, reactions(blobs))
  await db.tx(async (ctx) => {
    const draft = await draftCampaign(ctx, {
      poolId: at.poolId,
      name: 'is it news?',
      guidelines: '',
      labels: ['yes', 'no'].map((value) => ({ value, label: value })),
      ...{ price: 10n, stake: 0n, overlap: 1, goldRatePpm: 0, assignment: 'open', leaseSeconds: 600 },
      ...{ holdSeconds: 0, method: 'majority' },
    })
    const { rows } = await ctx.tx.execute<{ id: string; external_id: string }>(
      `select id, external_id from item where pool_id = '${at.poolId}' order by external_id`,
    )
    expect(rows.map((row) => row.external_id)).toEqual([...urls].sort())
    const tasks = rows.map((row) => ({ itemId: row.id, externalId: row.external_id, track: 'work' as const }))
    const of = { poolId: at.poolId, campaignId: draft.id }
    await addTasks(ctx, { ...of, seed: 'pages', tasks })
    const funding = { transaction: draft.id, logIndex: 0, blockNumber: 1, funder: `0x${'f'.repeat(40)}` }
    await recordFunding(ctx, { ...of, ...funding, amount: 1_000n })
    await setStatus(ctx, draft, 'open')
    await openSlots(ctx, { ...draft, status: 'open' })
    for (;;) {
      const { assignment } = await reserve(ctx, { ...of, personId: at.chen.id })
      if (!assignment) break
      const answer = { poolId: at.poolId, assignmentId: assignment.id, personId: at.chen.id }
      await submit(ctx, { ...answer, value: 'yes', elapsedMs: 900 })
    }
    await refit(ctx, of)
    expect(await publish(ctx, blobs, { poolId: at.poolId })).toMatchObject({ version: 1, rows: urls.length })
  })
  return at
}
