import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { drainOutbox, folderBlobStore } from '@rowright/db'
import { admit, payloadIfThere, vouch, withdraw } from '@rowright/pipeline/item'
import { addTasks, openSlots, reserve, setAside } from '@rowright/pipeline/labeling'
import { getCampaign } from '@rowright/pipeline/pool'
import { testDatabase } from '@rowright/testing'
import { giveConsent, newCampaign, newPerson, newPool } from '@rowright/testing/factories'
import { sql } from 'drizzle-orm'
import { afterAll, expect, test } from 'vitest'
import { reactions } from './reactions.ts'

const database = testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'quarantine-'))
const blobs = folderBlobStore(folder)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const react = () => drainOutbox(database.database, reactions(blobs))
const TEXTS: Record<string, string> = {
  clean: 'nothing to see',
  email: 'write to ada@example.org',
  card: 'paid with 4111 1111 1111 1111',
}

/** A campaign of one answer an item: one is clean, one has an e-mail address, one a card. */
async function scene() {
  return database.tx(async (ctx) => {
    const ada = await newPerson(ctx, 'ada')
    const bo = await newPerson(ctx, 'bo')
    const pool = await newPool(ctx, ada, `pool of ${ada.id}`)
    await giveConsent(ctx, pool, bo)
    const campaign = await newCampaign(ctx, pool, {
      items: Object.keys(TEXTS),
      overlap: 1,
      payload: (id) => ({ text: TEXTS[id] }),
    })
    const { rows } = await ctx.tx.execute<{ id: string; external_id: string }>(
      sql`select id, external_id from item where pool_id = ${pool.id}`,
    )
    const itemOf = Object.fromEntries(rows.map((row) => [row.external_id, row.id]))
    return { ada, bo, pool, campaign, itemOf }
  })
}
type Scene = Awaited<ReturnType<typeof scene>>

/** What a labeler is handed until nothing is left, each passed over. */
const handedOut = ({ campaign, bo }: Scene) =>
  database.tx(async (ctx) => {
    const seen: string[] = []
    for (;;) {
      const who = { poolId: campaign.poolId, campaignId: campaign.id, personId: bo.id }
      const { assignment } = await reserve(ctx, who)
      if (!assignment) return seen.sort()
      seen.push((assignment.item.payload as { id: string }).id)
      await ctx.tx.execute(
        sql`update assignment set state = 'skipped', ended_at = now() where id = ${assignment.id}`,
      )
    }
  })
const committed = async ({ campaign }: Scene) =>
  (await database.tx((ctx) => getCampaign(ctx, campaign.poolId, campaign.id))).committed
const flags = async (kind: string) =>
  (await database.pool.query('select subject from flag where kind = $1', [kind])).rows.map(
    (row) => row.subject,
  )

test('[ITM-5, LAB-20] what is quarantined is never handed out and costs nothing; a steward is told of what is sensitive', async () => {
  const at = await scene()
  expect(await committed(at), 'slots of the clean one alone').toBe(100n)
  expect(await handedOut(at)).toEqual(['clean'])
  await react()
  expect(await flags('quarantine-waits')).toContain(at.pool.id)
})

test('[ITM-6] the requester vouches: an address is released and becomes work; a card waits for a steward', async () => {
  const at = await scene()
  const of = { poolId: at.pool.id, by: at.ada.id, statement: 'our own test data' }
  const itemIds = [at.itemOf.email!, at.itemOf.card!]
  expect(await database.tx((ctx) => vouch(ctx, { ...of, itemIds }))).toEqual([at.itemOf.email])
  await react()
  expect(await handedOut(at)).toEqual(['clean', 'email'])
  await expect(
    database.tx((ctx) => vouch(ctx, { ...of, itemIds: [at.itemOf.email!] })),
    '[ITM-8] decided once',
  ).rejects.toMatchObject({ code: 'item/not-quarantined' })
})

test('[ITM-7] withdrawn is for good: content and file are gone, and a cleaned version may have the name', async () => {
  const at = await scene()
  const of = { poolId: at.pool.id, giverId: at.ada.id, provenance: {} }
  const long = (text: string) => ({ text: text.repeat(1_000) })
  const row = (payload: Record<string, unknown>) => ({ externalId: 'long', payload, line: 1 })
  const [itemId] = await database.tx((ctx) =>
    admit(ctx, blobs, { ...of, rows: [row(long('ada@example.org '))] }),
  )
  const stored = async () =>
    (await database.pool.query('select payload, blob from item where id = $1', [itemId])).rows[0]
  const { blob } = await stored()
  expect(await blobs.head(blob)).not.toBeNull()

  await database.tx((ctx) => withdraw(ctx, { poolId: at.pool.id, itemIds: [itemId!], by: at.ada.id }))
  await react()
  expect(await payloadIfThere(blobs, await stored())).toBeNull()
  expect(await blobs.head(blob), 'its file').toBeNull()
  const again = await database.tx((ctx) => admit(ctx, blobs, { ...of, rows: [row(long('hello '))] }))
  expect(again).toHaveLength(1)
})

test('[LAB-20] a task that is set aside while somebody holds it is let go, and comes back as it was', async () => {
  const at = await scene()
  const who = { poolId: at.pool.id, campaignId: at.campaign.id, personId: at.bo.id }
  const taskId = at.campaign.taskOf.get('clean')!
  await database.tx((ctx) => reserve(ctx, who))
  await database.tx((ctx) => setAside(ctx, { poolId: at.pool.id, taskIds: [taskId] }, 'quarantined'))
  expect(await committed(at)).toBe(0n)
  expect(await database.tx((ctx) => reserve(ctx, who))).toEqual({ assignment: null, reason: 'no-task-left' })
  await database.tx(async (ctx) => openSlots(ctx, await getCampaign(ctx, who.poolId, who.campaignId)))
  expect(await committed(at), 'still aside').toBe(0n)

  await database.pool.query(
    `insert into outbox (topic, pool_id, payload) values ('item.released', $1, jsonb_build_object('itemId', $2::text))`,
    [at.pool.id, at.itemOf.clean],
  )
  await react()
  expect(await handedOut(at)).toEqual(['clean'])
})

test('[LAB-20] an item quarantined already is set aside in every further campaign', async () => {
  const at = await scene()
  await database.tx(async (ctx) => {
    const other = await newCampaign(ctx, at.pool, { items: [], more: { name: 'again' } })
    const tasks = Object.entries(at.itemOf).map(([externalId, itemId]) => ({
      itemId,
      externalId,
      track: 'work' as const,
    }))
    await addTasks(ctx, { poolId: at.pool.id, campaignId: other.id, seed: 'again', tasks })
    const { rows } = await ctx.tx.execute(
      sql`select i.external_id from task t join item i on i.id = t.item_id where t.campaign_id = ${other.id} and aside_as = 'quarantined' order by 1`,
    )
    expect(rows).toEqual([{ external_id: 'card' }, { external_id: 'email' }])
  })
})
