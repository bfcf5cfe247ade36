import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Ctx, folderBlobStore } from '@rowright/db'
import { commitmentOf } from '@rowright/protocol'
import { overlapping, testDatabase } from '@rowright/testing'
import { collectResult } from '@rowright/testing/collectResult'
import { askFor, newCollection, newNode, pageText } from '@rowright/testing/collectScene'
import { newPerson, newPool } from '@rowright/testing/factories'
import { afterAll, expect, test } from 'vitest'
import { ask, commit, makeNodeCode, type Node, pairNode, reveal } from './index.ts'

const db = testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'races-'))
const blobs = folderBlobStore(folder)
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const SALT = '07'.repeat(32)

/** A collection of pages on hosts of their own, and a node. */
async function scene(name: string, passes: number) {
  const hosts = Array.from({ length: 6 }, (_, n) => `${name}${n}.example`)
  const made = await db.tx(async (ctx) => {
    const pool = await newPool(ctx, await newPerson(ctx, 'ada'))
    const urls = hosts.map((host) => `https://${host}/`)
    return { ...(await newCollection(ctx, pool.id, hosts, urls)), node: await newNode(ctx, 'bo') }
  })
  await db.pool.query(
    'insert into node_standing (pool_id, person_id, in_row, passed, was_trusted) values ($1, $2, $3, $3, $4)',
    [made.poolId, made.node.personId, passes, passes >= 10],
  )
  return made
}
const asking = (node: Node, campaignId: string, count: number) => ({
  ...{ node, network: 'net', requestId: crypto.randomUUID(), count, campaignIds: [campaignId] },
})
const valuesOf = <T>(settled: PromiseSettledResult<T>[]) =>
  settled.map((one) => (one.status === 'fulfilled' ? one.value : one.reason))

test('[CLT-23] the same request sent twice at once gets the same leases, and no more', async () => {
  const { node, campaignId } = await scene('twice', 100)
  const asked = asking(node, campaignId, 3)
  const [one, two] = valuesOf(await overlapping(db, (ctx) => ask(ctx, asked)))
  const ids = (of: typeof one) => of.leases.map(({ id }: { id: string }) => id).sort()
  expect(ids(one)).toHaveLength(3)
  expect(ids(two)).toEqual(ids(one))
})

test('[CLT-26] two nodes of one new account that ask at once hold one lease together', async () => {
  const { node, campaignId } = await scene('newcomer', 0)
  const other = await db.tx(async (ctx) => {
    const { code } = await makeNodeCode(ctx, node.personId)
    const publicKey = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url')
    return pairNode(ctx, { code, publicKey, name: 'second', client: 'test/1' })
  })
  const nodes = [node, other]
  const [one, two] = valuesOf(await overlapping(db, (ctx) => ask(ctx, asking(nodes.pop()!, campaignId, 5))))
  expect(one.leases.length + two.leases.length).toBe(1)
})

test('[CLT-10] of two nodes that reveal the same text for two pages at once, the second repeats the first', async () => {
  const { node, campaignId, poolId } = await scene('same', 100)
  const { leases } = await askFor(db, node, 'net', 2, campaignId)
  expect(leases).toHaveLength(2)
  const text = pageText('https://everywhere.example/')
  const sent = leases.map((row) => {
    const result = collectResult({ ...row, seenAt: row.notBefore.toISOString() }, text)
    return { node, leaseId: row.id, salt: SALT, result }
  })
  for (const { leaseId, result } of sent)
    await db.tx((ctx) => commit(ctx, { node, leaseId, commitment: commitmentOf(SALT, result) }))
  const other = await db.tx((ctx) => newNode(ctx, 'chen'))
  await db.pool.query('update lease set node_id = $1, node_key = $2, person_id = $3 where id = $4', [
    ...[other.id, other.publicKey, other.personId, sent[1]!.leaseId],
  ])
  sent[1] = { ...sent[1]!, node: other, result: { ...sent[1]!.result, nodeKey: other.publicKey } }
  await db.pool.query('update lease set commitment = $1 where id = $2', [
    ...[commitmentOf(SALT, sent[1]!.result), sent[1]!.leaseId],
  ])
  const waiting = sent.toReversed()
  const done = await overlapping(db, (ctx: Ctx) => reveal(ctx, blobs, waiting.pop()!))
  expect(done.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled'])
  const { rows } = await db.pool.query(
    'select lease_id, repeats from contribution where pool_id = $1 order by repeats nulls first',
    [poolId],
  )
  expect(rows).toEqual([
    { lease_id: sent[0]!.leaseId, repeats: null },
    { lease_id: sent[1]!.leaseId, repeats: sent[0]!.leaseId },
  ])
})
