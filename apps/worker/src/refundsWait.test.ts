import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openReader } from '@rowright/chain'
import { folderBlobStore, recordDeployment } from '@rowright/db'
import { markGold } from '@rowright/pipeline/consensus'
import { imbalance } from '@rowright/pipeline/ledger'
import { getCampaign, remainderOf, setStatus } from '@rowright/pipeline/pool'
import { openRejections } from '@rowright/pipeline/settlement'
import { testChain, testDatabase } from '@rowright/testing'
import { afterAll, expect, test } from 'vitest'
import { follow } from './follower.ts'
import { finishRejections } from './judging.ts'
import { openSettler, sendDue } from './settle.ts'
import { sumOf } from './testing/numbers.ts'
import { fund, KEYS, newScene, putOnChain, react, tx, work } from './testing/scene.ts'

const database = testDatabase()
const chain = testChain()
const folder = mkdtempSync(join(tmpdir(), 'refunds-wait-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('[SET-28, SETTLE-7] nothing is attested for a refund while a rejection can be appealed; then all of it can go back', async () => {
  const at = chain.deployment
  await database.tx((ctx) =>
    recordDeployment(ctx, { chainId: at.chainId, genesisHash: at.genesisHash, deployment: at }),
  )
  const blobs = folderBlobStore(folder)
  const scene = await newScene(
    { database: database.database, blobs, rpcUrl: chain.rpcUrl, at },
    { items: 5, labelers: 1 },
  )
  const settler = await openSettler(database.database, at, { rpcUrl: chain.rpcUrl, keys: KEYS })
  const settle = async () => {
    for (let turn = 0; turn < 4; turn++) {
      await follow(database.database, openReader(chain.rpcUrl), scene.at, 0)
      await react(scene)
      await sendDue(settler)
    }
  }
  const left = () => tx(scene, (ctx) => remainderOf(ctx, scene.pool.id, scene.campaignId))
  const where = { poolId: scene.pool.id, campaignId: scene.campaignId }
  await putOnChain(scene)
  await fund(scene, 1_000n)
  await settle()
  await tx(scene, async (ctx) => {
    const { rows } = await ctx.tx.execute<{ id: string }>(
      `select id from task where campaign_id = '${scene.campaignId}' limit 3`,
    )
    const golds = rows.map(({ id }) => ({ taskId: id, answer: '1' }))
    await markGold(ctx, scene.pool.id, golds)
  })
  await work(scene)
  await tx(scene, async (ctx) => {
    await setStatus(ctx, await getCampaign(ctx, where.poolId, where.campaignId), 'closed')
    await ctx.tx.execute(
      `insert into outbox (topic, pool_id, payload) values ('campaign.closed', '${where.poolId}', '{"campaignId":"${where.campaignId}"}')`,
    )
  })
  await settle()
  expect(await tx(scene, (ctx) => openRejections(ctx, where))).toMatchObject({ answers: 5 })
  expect(await sumOf(scene, 'held')).toBe(500n)
  expect(await left(), 'the window of the chain is over, those of the labelers are not').toMatchObject({
    state: 'settling',
    amount: 500n,
  })

  await database.pool.query(
    `update pay_window set appeal_until = now() - interval '1 hour' where state = 'failed'`,
  )
  expect(await finishRejections(database.database)).toBe(1)
  await settle()
  expect(await left()).toMatchObject({ state: 'ready', amount: 1_000n })
  expect(await sumOf(scene, 'held')).toBe(0n)
  expect(await tx(scene, (ctx) => imbalance(ctx))).toBe(0n)
})
