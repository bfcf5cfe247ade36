import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fingerprint } from '@rowright/collector/fingerprint'
import { folderBlobStore } from '@rowright/db'
import { testDatabase } from '@rowright/testing'
import { askFor, bring, newCollection, newNode, pageText } from '@rowright/testing/collectScene'
import { newPerson, newPool } from '@rowright/testing/factories'
import { expect, test } from 'vitest'
import { bringIn, conclude } from './looks.ts'

const db = testDatabase()
const blobs = folderBlobStore(mkdtempSync(join(tmpdir(), 'looks-')))

/** A contribution of one node, seen by the other one's lease: all that is left is to conclude it. */
async function seenBy(
  at: { poolId: string; campaignId: string },
  nodes: readonly Awaited<ReturnType<typeof newNode>>[],
) {
  const [own, witness] = nodes as [(typeof nodes)[0], (typeof nodes)[0]]
  const lease = async (node: typeof own, network: string) => {
    for (;;) {
      const [row] = (await askFor(db, node, network, 1, at.campaignId)).leases
      if (row) return row
      db.clock.ahead += 20
    }
  }
  const row = await lease(own, `net ${own.id}`)
  await bring(db, blobs, own, row)
  await db.pool.query('delete from look where pool_id = $1 and lease_id = $2', [at.poolId, row.id])
  const other = await lease(witness, `net ${witness.id}`)
  await db.pool.query(
    `update lease set kind = 'witness', of_lease = $3, url = $4, state = 'revealed' where pool_id = $1 and id = $2`,
    [...[at.poolId, other.id, row.id, row.url]],
  )
  await db.pool.query(
    `insert into look (pool_id, lease_id, url, by, not_cluster, not_network, witness_lease, asked_at)
     select $1, $2, $3, 'node', p.cluster_id, $4, $5, now() from person p where p.id = $6`,
    [at.poolId, row.id, row.url, `net ${own.id}`, other.id, own.personId],
  )
  await db.tx((ctx) => bringIn(ctx, at.poolId, other.id, fingerprint(pageText(row.url))))
  return row.id
}

const waiting = async () =>
  (
    await db.pool.query(
      `select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    )
  ).rows[0].n as number

test('[CLT-2] two people who are each other’s witnesses are judged at once, and neither waits for the other for ever', async () => {
  const at = await db.tx(async (ctx) => {
    const pool = await newPool(ctx, await newPerson(ctx, 'ada'))
    const urls = Array.from({ length: 4 }, (_, n) => `https://each.example/${n}`)
    return newCollection(ctx, pool.id, ['each.example'], urls)
  })
  const nodes = await db.tx(async (ctx) => [await newNode(ctx, 'bo'), await newNode(ctx, 'chen')])
  const first = await seenBy(at, nodes)
  const second = await seenBy(at, nodes.toReversed())
  // Both conclusions stop where a witness is paid, each with what it holds by then, until both have come that far or wait.
  await db.pool.query(`
    create function hold_here() returns trigger language plpgsql as $$ begin perform pg_advisory_xact_lock_shared(4711); return new; end $$;
    create trigger hold_here after update on node_standing for each row execute function hold_here()`)
  const gate = await db.pool.connect()
  await gate.query('select pg_advisory_lock(4711)')
  let tries = 0
  const both = Promise.all(
    [first, second].map((leaseId) =>
      db.tx((ctx) => {
        tries++
        return conclude(ctx, at.poolId, leaseId)
      }),
    ),
  )
  await expect.poll(waiting, { timeout: 30_000 }).toBe(2)
  await gate.query('select pg_advisory_unlock(4711)')
  gate.release()
  await both
  await db.pool.query('drop trigger hold_here on node_standing')
  // A deadlock is ended by the database, and what it ended is tried again: nobody was.
  expect(tries).toBe(2)
  const { rows } = await db.pool.query('select distinct state from contribution where pool_id = $1', [
    at.poolId,
  ])
  expect(rows).toEqual([{ state: 'confirmed' }])
})
