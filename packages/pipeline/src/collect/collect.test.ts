import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BlobStore, folderBlobStore, inTurn } from '@rowright/db'
import { accounts, balanceOf, imbalance, totals } from '@rowright/pipeline/ledger'
import { type CollectResult, commitmentOf } from '@rowright/protocol'
import { testDatabase } from '@rowright/testing'
import { collectResult } from '@rowright/testing/collectResult'
import {
  askFor as askOf,
  bring as bringOf,
  lookAll as lookAllOf,
  newCollection,
  newNode,
  PAGE_PAY,
  pageText,
} from '@rowright/testing/collectScene'
import { newPerson, newPool, type TestPerson } from '@rowright/testing/factories'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  addUrls,
  admissible,
  ask,
  commit,
  expireLeases,
  finalize,
  giveBack,
  type Handed,
  LEASES_PER_HOUR,
  type Node,
  nodeView,
  reveal,
} from './index.ts'

const db = testDatabase()
const PAY = PAGE_PAY
let folder: string
let blobs: BlobStore
let requester: TestPerson

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'collect-'))
  blobs = folderBlobStore(folder)
  requester = await db.tx((ctx) => newPerson(ctx, 'ada'))
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const wordsOf = (page: string) => Array.from({ length: 60 }, (_, at) => `${page}${at}`).join(' ')
type Leased = Handed['leases'][number]
const askFor = (node: Node, network: string, count = 1, campaignId?: string) =>
  askOf(db, node, network, count, campaignId)

const SALT = '07'.repeat(32)
const resultOf = (row: Leased, text: string) =>
  collectResult({ ...row, seenAt: row.notBefore.toISOString() }, text)

const bring = (node: Node, row: Leased, text = pageText(row.url)) => bringOf(db, blobs, node, row, text)
const lookAll = (see?: (url: string) => string | null) => lookAllOf(db, see)

const stateOf = async (leaseId: string) =>
  (await db.pool.query(`select state, pay_state from contribution where lease_id = $1`, [leaseId])).rows[0]

/** Works until the node has brought so many pages; the clock moves as hosts allow. */
async function work(
  node: Node,
  network: string,
  campaignId: string,
  pages: number,
  text?: (url: string) => string,
) {
  const brought: string[] = []
  while (brought.length < pages) {
    const { leases } = await askFor(node, network, Math.min(20, pages - brought.length), campaignId)
    if (leases.length === 0) db.clock.ahead += 5
    for (const row of leases) {
      db.clock.ahead += 1
      await bring(node, row, text?.(row.url))
      brought.push(row.id)
    }
    await lookAll()
  }
  return brought
}

const pages = (host: string, count: number) =>
  Array.from({ length: count }, (_, at) => `https://${host}/${host[0]}p${at}`)

test('[CLT-22..CLT-24] a page is leased once, one delay apart over all nodes, and the same request gives the same leases', async () => {
  const at = await db.tx(async (ctx) =>
    newCollection(ctx, (await newPool(ctx, requester)).id, ['one.example'], pages('one.example', 30)),
  )
  const nodes = await db.tx(async (ctx) => inTurn([...Array(8).keys()], (n) => newNode(ctx, `node ${n}`)))
  const answers = await Promise.all(nodes.map((node, n) => askFor(node, `net-${n}`, 5, at.campaignId)))
  const leases = answers.flatMap((answer) => answer.leases)
  expect(leases.length).toBeGreaterThan(0)
  expect(new Set(leases.map((row) => row.url)).size).toBe(leases.length)
  const times = leases.map((row) => row.notBefore.getTime()).sort((a, b) => a - b)
  for (const [n, time] of times.entries())
    if (n > 0) expect(time - times[n - 1]!).toBeGreaterThanOrEqual(5_000)
  const requestId = crypto.randomUUID()
  db.clock.ahead += 60
  const node = await db.tx((ctx) => newNode(ctx, 'dee'))
  const twice = await Promise.all(
    [1, 2].map(() =>
      db.tx((ctx) => ask(ctx, { node, network: 'net-d', requestId, count: 1, campaignIds: [at.campaignId] })),
    ),
  )
  const again = await db.tx((ctx) => ask(ctx, { node, network: 'net-d', requestId, count: 1 }))
  expect(again.leases.length).toBe(1)
  expect(
    twice.flatMap((one) => one.leases.map((row) => row.id)).every((id) => id === again.leases[0]!.id),
  ).toBe(true)
  await expect(
    db.tx((ctx) => addUrls(ctx, { ...at, foundBy: 'seed', urls: ['https://two.example/a'] })),
  ).rejects.toMatchObject({ field: 'urls.0' })
})

test('[CLT-26] an account is handed no more leases than an hour has, over all its nodes', async () => {
  const at = await db.tx(async (ctx) =>
    newCollection(ctx, (await newPool(ctx, requester)).id, ['hour.example'], pages('hour.example', 3)),
  )
  const node = await db.tx((ctx) => newNode(ctx, 'kim'))
  const first = (await askFor(node, 'net-h', 1, at.campaignId)).leases[0]!
  const given = {
    reason: 'operator' as const,
    detail: '',
    hops: [],
    observedAt: first.notBefore.toISOString(),
  }
  await db.tx((ctx) => giveBack(ctx, { node, leaseId: first.id, given }))
  // As if the account had had all the others already.
  await db.pool.query(
    `insert into lease select (jsonb_populate_record(l, jsonb_build_object('id', gen_random_uuid(), 'request_id', gen_random_uuid()))).*
     from lease l, generate_series(2, $2) where l.id = $1`,
    [first.id, LEASES_PER_HOUR],
  )
  db.clock.ahead += 10
  expect(await askFor(node, 'net-h', 1, at.campaignId)).toMatchObject({
    leases: [],
    reason: expect.stringMatching(/hour/),
  })
  db.clock.ahead += 3_600
  expect((await askFor(node, 'net-h', 1, at.campaignId)).leases).toHaveLength(1)
})

test('[CLT-27, CLT-28] only what was committed is taken, once, and only of the lease', async () => {
  const at = await db.tx(async (ctx) =>
    newCollection(ctx, (await newPool(ctx, requester)).id, ['three.example'], pages('three.example', 3)),
  )
  const [node, thief] = await db.tx(
    async (ctx) => [await newNode(ctx, 'chen'), await newNode(ctx, 'eve')] as const,
  )
  const row = (await askFor(node, 'net-3', 1, at.campaignId)).leases[0]!
  const result = resultOf(row, pageText(row.url))
  const sendCommit = (by: Node, commitment: string) =>
    db.tx((ctx) => commit(ctx, { node: by, leaseId: row.id, commitment }))
  const sendReveal = (sent: CollectResult, by = node, salt = SALT) =>
    db.tx((ctx) => reveal(ctx, blobs, { node: by, leaseId: row.id, salt, result: sent }))
  await expect(sendReveal(result)).rejects.toMatchObject({ code: 'collect/not-committed' })
  await expect(sendCommit(thief, commitmentOf(SALT, result))).rejects.toMatchObject({
    code: 'collect/unknown-lease',
  })
  const off = { ...result, hops: [...result.hops, { url: 'https://router.example/', status: 200 }] }
  await sendCommit(node, commitmentOf(SALT, off))
  await sendCommit(node, commitmentOf(SALT, off))
  await expect(sendCommit(node, commitmentOf(SALT, result))).rejects.toMatchObject({
    code: 'collect/other-commitment',
  })
  await expect(sendReveal(result)).rejects.toMatchObject({ code: 'collect/does-not-open' })
  await expect(sendReveal(off, node, '08'.repeat(32))).rejects.toMatchObject({
    code: 'collect/does-not-open',
  })
  await expect(sendReveal(off, thief)).rejects.toMatchObject({ code: 'collect/unknown-lease' })
  await expect(sendReveal(off)).rejects.toMatchObject({
    code: 'collect/not-of-the-lease',
    field: 'result.hops.1.url',
  })
  const given = { reason: 'redirect-off-list' as const, detail: '', hops: [], observedAt: result.observedAt }
  await db.tx((ctx) => giveBack(ctx, { node, leaseId: row.id, given }))
  await db.tx((ctx) => giveBack(ctx, { node, leaseId: row.id, given }))
  await expect(sendReveal(off)).rejects.toMatchObject({ code: 'collect/lease-over' })

  const second = (await askFor(node, 'net-3', 1, at.campaignId)).leases[0]!
  await bring(node, second)
  await bring(node, second)
  const { rows } = await db.pool.query(`select count(*)::int as n from contribution where lease_id = $1`, [
    second.id,
  ])
  expect(rows[0].n).toBe(1)
  await lookAll()
  await bring(node, second)
  expect(await db.tx((ctx) => balanceOf(ctx, at.poolId, accounts.pending(node.personId)))).toBe(PAY)
})

test('[CLT-2..CLT-4, CLT-9, CLT-12, CLT-31, CLT-32] a newcomer is checked, becomes trusted, is paid; the newest 19 rewards wait', async () => {
  const at = await db.tx(async (ctx) =>
    newCollection(ctx, (await newPool(ctx, requester)).id, ['four.example'], pages('four.example', 60)),
  )
  const node = await db.tx((ctx) => newNode(ctx, 'fay'))
  const [first] = await work(node, 'net-4', at.campaignId, 1)
  expect(await stateOf(first!)).toEqual({ state: 'confirmed', pay_state: 'pending' })
  await work(node, 'net-4', at.campaignId, 39)
  const view = await db.tx((ctx) => nodeView(ctx, node))
  expect(view.all).toEqual({ pending: 40n * PAY, final: 0n })
  expect(view.recent.every((one) => one.state === 'pass')).toBe(true)
  const { rows } = await db.pool.query(
    `select passed, failed, was_trusted from node_standing where person_id = $1`,
    [node.personId],
  )
  expect(rows[0]).toMatchObject({ failed: 0, was_trusted: true })
  expect(rows[0].passed).toBeGreaterThanOrEqual(10)

  expect(await db.tx((ctx) => finalize(ctx, at.poolId, node.personId))).toBe(21)
  expect(await db.tx((ctx) => finalize(ctx, at.poolId, node.personId))).toBe(0)
  const { points, pending, budget } = accounts
  const held: bigint[] = []
  for (const account of [points(node.personId), pending(node.personId), budget(at.campaignId)])
    held.push(await db.tx((ctx) => balanceOf(ctx, at.poolId, account)))
  expect(held).toEqual([21n * PAY, 19n * PAY, 9_960n * PAY])
  const [document] = await db.tx((ctx) => admissible(ctx, blobs, { poolId: at.poolId, leaseIds: [first!] }))
  expect(document).toMatchObject({
    payload: { type: 'page', source: 'four.example' },
    provenance: { kind: 'collected', level: 'L2', sourceRights: { host: 'four.example', sharePpm: 300_000 } },
  })
  expect(await db.tx((ctx) => imbalance(ctx))).toBe(0n)
})

test('[CLT-5..CLT-8] a faker who was trusted falls: pending pay is forfeited, what nobody confirmed is withdrawn, its network waits', async () => {
  const at = await db.tx(async (ctx) =>
    newCollection(ctx, (await newPool(ctx, requester)).id, ['five.example'], pages('five.example', 200)),
  )
  const node = await db.tx((ctx) => newNode(ctx, 'gil'))
  await work(node, 'net-5', at.campaignId, 12)
  let invented = 0
  // A page in twelve is checked: that none of 188 is, is one chance in ten million.
  for (let n = 0; n < 400; n++) {
    const { leases } = await askFor(node, 'net-5', 1, at.campaignId)
    if (leases.length === 0) {
      const { rows } = await db.pool.query(`select dismissed from node_standing where person_id = $1`, [
        node.personId,
      ])
      if (rows[0].dismissed) break
      db.clock.ahead += 5
      continue
    }
    await bring(node, leases[0]!, wordsOf(`invented${n}x`))
    invented++
    await lookAll()
  }
  const { rows } = await db.pool.query(
    `select state, count(*)::int as n from contribution where person_id = $1 group by 1`,
    [node.personId],
  )
  const counts = Object.fromEntries(rows.map((row) => [row.state, row.n]))
  expect(counts.failed).toBeGreaterThanOrEqual(3)
  expect((counts.failed ?? 0) + (counts.withdrawn ?? 0)).toBeGreaterThanOrEqual(invented)
  expect(counts.trusted ?? 0).toBe(0)
  expect(await db.tx((ctx) => balanceOf(ctx, at.poolId, accounts.pending(node.personId)))).toBe(0n)
  expect(await db.tx((ctx) => balanceOf(ctx, at.poolId, accounts.budget(at.campaignId)))).toBe(10_000n * PAY)
  expect((await askFor(node, 'net-5', 1, at.campaignId)).reason).toMatch(/dismissed/)
  const fresh = await db.tx((ctx) => newNode(ctx, 'gil again'))
  expect((await askFor(fresh, 'net-5', 1, at.campaignId)).reason).toMatch(/network/)
  expect((await askFor(fresh, 'net-5b', 1, at.campaignId)).leases).toHaveLength(1)
  expect(
    Object.values(await db.tx((ctx) => totals(ctx, at.poolId))).reduce((sum, one) => sum + one, 0n),
  ).toBe(0n)
})

test('[CLT-3] when the platform cannot have the page, the node is paid and its standing is as before', async () => {
  const at = await db.tx(async (ctx) =>
    newCollection(ctx, (await newPool(ctx, requester)).id, ['six.example'], pages('six.example', 2)),
  )
  const node = await db.tx((ctx) => newNode(ctx, 'hal'))
  const row = (await askFor(node, 'net-6', 1, at.campaignId)).leases[0]!
  await bring(node, row)
  expect(await lookAll(() => null)).toBe(3)
  expect(await stateOf(row.id)).toEqual({ state: 'no-evidence', pay_state: 'pending' })
  expect(await db.tx((ctx) => admissible(ctx, blobs, { poolId: at.poolId, leaseIds: [row.id] }))).toEqual([])
  const { rows } = await db.pool.query(`select passed, failed from node_standing where person_id = $1`, [
    node.personId,
  ])
  expect(rows[0]).toEqual({ passed: 0, failed: 0 })
})

test('[CLT-24, CLT-29, CLT-30] a busy host is left alone for as long as it asks; a refused page is not tried again; unused leases end', async () => {
  const at = await db.tx(async (ctx) =>
    newCollection(ctx, (await newPool(ctx, requester)).id, ['seven.example'], pages('seven.example', 3)),
  )
  const node = await db.tx((ctx) => newNode(ctx, 'ida'))
  const next = async () => (await askFor(node, 'net-7', 1, at.campaignId)).leases[0]
  const give = (row: Leased, more: object) =>
    db.tx((ctx) =>
      giveBack(ctx, {
        node,
        leaseId: row.id,
        given: { reason: 'refused', detail: '', hops: [], observedAt: row.notBefore.toISOString(), ...more },
      }),
    )
  const refused = (await next())!
  await give(refused, {})
  const busy = (await next())!
  expect(busy.url).not.toBe(refused.url)
  await give(busy, { reason: 'busy', retryAfter: 900 })
  expect(await next()).toBeUndefined()
  db.clock.ahead += 841
  const later = (await next())!
  expect(later.notBefore.getTime()).toBeGreaterThanOrEqual(busy.issuedAt.getTime() + 900_000)
  db.clock.ahead += 1_000
  await db.tx((ctx) => expireLeases(ctx))
  const { rows } = await db.pool.query(`select state from frontier_url where url = any($1) order by state`, [
    [refused.url, later.url],
  ])
  expect(rows.map((row) => row.state)).toEqual(['queued', 'refused'])
  await expect(bring(node, later)).rejects.toMatchObject({ code: 'collect/lease-over' })
})

test('[CLT-10, CLT-14] a text that repeats another page is looked at and not admitted twice; a false fingerprint fails at once', async () => {
  const at = await db.tx(async (ctx) =>
    newCollection(ctx, (await newPool(ctx, requester)).id, ['eight.example'], pages('eight.example', 4)),
  )
  const node = await db.tx((ctx) => newNode(ctx, 'jo'))
  const same = wordsOf('syndicated')
  for (const expected of [true, false]) {
    const row = (await askFor(node, 'net-8', 1, at.campaignId)).leases[0]!
    await bring(node, row, same)
    await lookAll(() => same)
    expect(await stateOf(row.id)).toEqual({ state: 'confirmed', pay_state: 'pending' })
    const [document] = await db.tx((ctx) => admissible(ctx, blobs, { poolId: at.poolId, leaseIds: [row.id] }))
    expect('payload' in document!).toBe(expected)
  }
  const row = (await askFor(node, 'net-8', 1, at.campaignId)).leases[0]!
  const result = resultOf(row, pageText(row.url))
  result.document!.text = `${result.document!.text} padded with words that it does not count`
  await db.tx((ctx) => commit(ctx, { node, leaseId: row.id, commitment: commitmentOf(SALT, result) }))
  await db.tx((ctx) => reveal(ctx, blobs, { node, leaseId: row.id, salt: SALT, result }))
  expect(await stateOf(row.id)).toMatchObject({ state: 'failed' })
})

test('[CLT-9, CLT-25] a witness is trusted, of another cluster and network, sees an ordinary lease, and is paid', async () => {
  const at = await db.tx(async (ctx) =>
    newCollection(ctx, (await newPool(ctx, requester)).id, ['nine.example'], pages('nine.example', 40)),
  )
  const [first, other] = await db.tx(
    async (ctx) => [await newNode(ctx, 'kim'), await newNode(ctx, 'lou')] as const,
  )
  await work(first, 'net-9', at.campaignId, 11)
  const row = (await askFor(first, 'net-9', 1, at.campaignId)).leases[0]!
  await bring(first, row)
  // Whatever the draw was: now a node is to look.
  await db.pool.query(`update contribution set state = 'checking' where lease_id = $1`, [row.id])
  await db.pool.query(`delete from look where lease_id = $1`, [row.id])
  await db.tx((ctx) =>
    ctx.tx.execute(sql`insert into look (pool_id, lease_id, url, by, not_cluster, not_network, asked_at)
      select ${at.poolId}, ${row.id}, ${row.url}, 'node', cluster_id, 'net-9', ${ctx.now()} from person where id = ${first.personId}`),
  )
  const sees = async (node: Node, network: string) => {
    db.clock.ahead += 60
    const { leases } = await askFor(node, network, 1, at.campaignId)
    return leases[0]!
  }
  expect((await sees(other, 'net-9b')).url).not.toBe(row.url)
  await db.pool.query(
    `insert into node_standing (pool_id, person_id, in_row, was_trusted) values ($1, $2, 10, true)
    on conflict (pool_id, person_id) do update set in_row = 10, was_trusted = true`,
    [at.poolId, other.personId],
  )
  expect((await sees(other, 'net-9')).url).not.toBe(row.url)
  expect((await sees(first, 'net-9c')).url).not.toBe(row.url)
  const witness = await sees(other, 'net-9b')
  expect(witness).toMatchObject({ url: row.url, pay: PAY, delaySeconds: row.delaySeconds })
  await bring(other, witness)
  expect(await stateOf(row.id)).toMatchObject({ state: 'confirmed' })
  expect(await db.tx((ctx) => balanceOf(ctx, at.poolId, accounts.pending(other.personId)))).toBe(PAY)
})
