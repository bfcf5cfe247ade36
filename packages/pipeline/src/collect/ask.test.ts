import { testDatabase } from '@rowright/testing'
import { newCollection, newNode } from '@rowright/testing/collectScene'
import { newPerson, newPool } from '@rowright/testing/factories'
import { expect, test } from 'vitest'
import { ask } from './index.ts'

const db = testDatabase()
const pagesOf = (host: string) => Array.from({ length: 5 }, (_, n) => `https://${host}/${n}`)

test('[CLT-8, CLT-26] one call that takes leases of two campaigns counts each campaign’s own', async () => {
  const made = await db.tx(async (ctx) => {
    const pool = await newPool(ctx, await newPerson(ctx, 'ada'))
    const one = await newCollection(ctx, pool.id, ['left.example'], pagesOf('left.example'))
    const two = await newCollection(ctx, pool.id, ['right.example'], pagesOf('right.example'))
    return { pool, one, two, node: await newNode(ctx, 'lou') }
  })
  await db.pool.query(
    'insert into node_standing (pool_id, person_id, in_row, passed, was_trusted) values ($1, $2, 100, 100, true)',
    [made.pool.id, made.node.personId],
  )
  await db.pool.query(`update host set delay_seconds = 30 where name in ('left.example', 'right.example')`)
  const campaignIds = [made.one.campaignId, made.two.campaignId]
  const asked = { node: made.node, network: 'net-two', requestId: crypto.randomUUID(), count: 6, campaignIds }
  const { leases } = await db.tx((ctx) => ask(ctx, asked))
  const { rows } = await db.pool.query(
    `select leases_given, (select count(*)::int from lease l where l.campaign_id = c.campaign_id) as leases
     from collection c where pool_id = $1`,
    [made.pool.id],
  )
  expect(rows.map((row) => row.leases).sort(), String(leases.length)).toEqual([3, 3])
  expect(rows.map((row) => row.leases_given)).toEqual(rows.map((row) => row.leases))
})
