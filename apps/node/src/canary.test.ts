import { request as httpRequest, type RequestListener } from 'node:http'
import { folderBlobStore } from '@rowright/db'
import { openGuard } from '@rowright/guard'
import { DEFAULT_SETTINGS, openJournal, openNode } from '@rowright/node'
import {
  admissible,
  ask as askForLeases,
  canaryCounts,
  commit,
  finalize,
  giveBack,
  keepCanaryHosts,
  leaseBody,
  makeNodeCode,
  type Node,
  openCollections,
  reveal,
} from '@rowright/pipeline/collect'
import { accounts, balanceOf } from '@rowright/pipeline/ledger'
import { commitmentOf } from '@rowright/protocol'
import { testDatabase } from '@rowright/testing'
import { collectResult } from '@rowright/testing/collectResult'
import { askFor, newCollection, newNode, PAGE_PAY, pageText } from '@rowright/testing/collectScene'
import { giveConsent, newPerson, newPool, type TestPerson } from '@rowright/testing/factories'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openDoor, type TestDoor } from '../../api/src/testDoor.ts'
import { pair } from './run.ts'
import { memoryStore } from './testing/memoryStore.ts'
import { newSigner } from './testing/testInstance.ts'
import { articleOf, openTestInternet, type Seen, siteOf, type TestInternet } from './testing/testInternet.ts'

const ORIGIN = 'http://stories.example'
const ALWAYS = 1_000_000
const db = testDatabase()
let door: TestDoor
let internet: TestInternet
let requester: TestPerson
let seen: Seen[]
beforeAll(async () => {
  door = await openDoor(db, { canaries: [ORIGIN] })
  internet = await openTestInternet()
  requester = await db.tx((ctx) => newPerson(ctx, 'ada'))
  // The public name leads to this very instance.
  seen = await internet.host('stories.example', toTheDoor())
})
beforeEach(() => db.tx((ctx) => keepCanaryHosts(ctx, [ORIGIN], ALWAYS)))
afterAll(async () => {
  await internet.close()
  expect(door.faults).toEqual([])
  await door.close()
})

const toTheDoor = (): RequestListener => (asked, response) => {
  const { hostname, port } = new URL(door.url)
  const on = httpRequest(
    { hostname, port, path: asked.url, method: asked.method, headers: asked.headers },
    (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers)
      answer.pipe(response)
    },
  )
  asked.pipe(on)
}

const pagesOf = (host: string, count: number) =>
  Array.from({ length: count }, (_, n) => `http://${host}/${n}`)
const collection = (host: string, pages = 5) =>
  db.tx(async (ctx) => newCollection(ctx, (await newPool(ctx, requester)).id, [host], pagesOf(host, pages)))
const kindOf = async (id: string) =>
  (await db.pool.query('select kind from lease where id = $1', [id])).rows[0].kind
const standing = async (at: { poolId: string }, node: Node) =>
  (
    await db.pool.query(
      'select passed, failed, dismissed from node_standing where pool_id = $1 and person_id = $2',
      [at.poolId, node.personId],
    )
  ).rows[0]
const committed = async (at: { campaignId: string }) =>
  BigInt(
    (await db.pool.query('select committed from campaign where id = $1', [at.campaignId])).rows[0].committed,
  )
const SALT = '07'.repeat(32)
const blobs = () => folderBlobStore('/nonexistent')
/** Reveals a text for a lease without asking anybody. */
async function claim(node: Node, row: Parameters<typeof leaseBody>[0], text: string): Promise<void> {
  const result = collectResult({ ...row, seenAt: row.notBefore.toISOString() }, text)
  await db.tx((ctx) => commit(ctx, { node, leaseId: row.id, commitment: commitmentOf(SALT, result) }))
  await db.tx((ctx) => reveal(ctx, blobs(), { node, leaseId: row.id, salt: SALT, result }))
}

test('[CLT-60..CLT-62] the real node fetches a canary like any page: its server sees it, it passes, is paid, and is no item', async () => {
  const made = await db.tx(async (ctx) => {
    const bo = await newPerson(ctx, 'bo')
    const pool = await newPool(ctx, requester)
    await giveConsent(ctx, pool, bo)
    const at = await newCollection(ctx, pool.id, ['news.example'], ['http://news.example/flood'])
    return { ...at, bo, code: (await makeNodeCode(ctx, bo.id)).code }
  })
  await internet.host('news.example', siteOf({ '/flood': articleOf('The flood') }))
  const key = await newSigner()
  const pairing = await pair({ url: door.url, code: made.code, name: 'cellar', node: key })
  const store = memoryStore()
  await openJournal(store).setSettings({ ...DEFAULT_SETTINGS, on: true, mode: 'automatic' })
  const now = () => Date.now() + db.clock.ahead * 1_000
  const node = openNode({
    store,
    pairing,
    node: key,
    client: 'rowright-node/0.1.0',
    fetcher: openGuard({ userAgent: 'RowrightBot/0.1', wires: internet.wires }),
    fetch,
    now,
    sleep: async (milliseconds) => {
      db.clock.ahead += Math.max(0, milliseconds) / 1_000
    },
  })
  const done = async () => (await node.journal.works()).filter((work) => work.state === 'done')
  for (let tick = 0; tick < 60 && (await done()).length < 1; tick++) {
    const next = await node.tick()
    db.clock.ahead += Math.max(1, (next - now()) / 1_000)
  }
  const said = store.lines.map(({ text }) => text).join('\n')
  expect(await done(), said).toMatchObject([
    { outcome: 'revealed', url: expect.stringMatching(/^http:\/\/stories\.example\/2\d{3}\//) },
  ])
  expect(new Set(seen.map(({ headers }) => headers.host))).toEqual(new Set(['stories.example']))
  expect(seen.map(({ path }) => path)).toContain(new URL((await done())[0]!.url).pathname)
  const me = await node.me()
  expect(me, said).toMatchObject({
    earned: { all: { pending: String(PAGE_PAY) } },
    trust: { valid: 1 },
    recent: expect.arrayContaining([expect.objectContaining({ state: 'pass' })]),
  })
  expect(await db.tx((ctx) => canaryCounts(ctx))).toMatchObject({ passed: 1, proofs: 0, paid: PAGE_PAY })
  db.clock.ahead += 31 * 86_400
  expect(await db.tx((ctx) => finalize(ctx, made.poolId, made.bo.id))).toBe(1)
  const { rows } = await db.pool.query('select canary, state, item_id from contribution where pool_id = $1', [
    made.poolId,
  ])
  const leaseIds = (
    await db.pool.query('select lease_id from contribution where pool_id = $1', [made.poolId])
  ).rows
  const at = { poolId: made.poolId, leaseIds: leaseIds.map(({ lease_id }) => lease_id) }
  expect(await db.tx((ctx) => admissible(ctx, blobs(), at)), 'nothing of it becomes an item').toEqual([])
  expect(rows).toEqual([{ canary: true, state: 'confirmed', item_id: null }])
  expect(await db.tx((ctx) => balanceOf(ctx, made.poolId, accounts.points(made.bo.id)))).toBe(PAGE_PAY)
})

test('[CLT-5, CLT-62] who reveals a canary without having asked for it is dismissed at once, and its slot is free again', async () => {
  const at = await collection('lazy.example')
  const eve = await db.tx((ctx) => newNode(ctx, 'eve'))
  const before = await committed(at)
  const row = (await askFor(db, eve, 'net-e', 1, at.campaignId)).leases[0]!
  expect(await kindOf(row.id)).toBe('canary')
  expect(await committed(at)).toBe(before + PAGE_PAY)
  await claim(eve, row, pageText('whatever'))
  expect(await standing(at, eve)).toMatchObject({ dismissed: true, failed: 1 })
  expect(await committed(at)).toBe(before)
  expect((await askFor(db, eve, 'net-e', 1, at.campaignId)).leases).toEqual([])
  const { rows } = await db.pool.query('select 1 from lease_pay where person_id = $1', [eve.personId])
  expect(rows).toEqual([])
})

test('[CLT-62] another text than the server’s fails; a canary that goes back costs nobody anything', async () => {
  const at = await collection('other.example')
  const fay = await db.tx((ctx) => newNode(ctx, 'fay'))
  const before = await committed(at)
  const row = (await askFor(db, fay, 'net-f', 1, at.campaignId)).leases[0]!
  const { status } = await ask(row.url)
  expect(status).toBe(200)
  await claim(fay, row, pageText('something else'))
  expect(await standing(at, fay)).toMatchObject({ dismissed: false, failed: 1 })
  db.clock.ahead += 60
  const second = (await askFor(db, fay, 'net-f', 1, at.campaignId)).leases[0]!
  const given = {
    reason: 'unreachable' as const,
    detail: '',
    hops: [],
    observedAt: second.notBefore.toISOString(),
  }
  await db.tx((ctx) => giveBack(ctx, { node: fay, leaseId: second.id, given }))
  expect(await standing(at, fay)).toMatchObject({ failed: 1 })
  expect(await committed(at)).toBe(before)
})

/** As a browser would ask the public name. */
async function ask(url: string, method = 'GET'): Promise<{ status: number; body: string; headers: Headers }> {
  const guarded = new URL(url)
  const { hostname, port } = new URL(door.url)
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      {
        hostname,
        port,
        path: guarded.pathname,
        method,
        headers: { host: guarded.hostname, 'user-agent': 'test' },
      },
      (answer) => {
        let body = ''
        answer.on('data', (chunk: Buffer) => {
          body += chunk.toString()
        })
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            body,
            headers: new Headers(answer.headers as Record<string, string>),
          }),
        )
      },
    )
    sent.on('error', reject)
    sent.end()
  })
}

test('[CLT-61] a canary has the form of any other lease, its host is every campaign’s, and a blocked host gets none', async () => {
  const at = await collection('form.example', 40)
  const gus = await db.tx((ctx) => newNode(ctx, 'gus'))
  const canary = (await askFor(db, gus, 'net-g', 1, at.campaignId)).leases[0]!
  await db.tx((ctx) => keepCanaryHosts(ctx, [ORIGIN], 0))
  const hal = await db.tx((ctx) => newNode(ctx, 'hal'))
  const work = (await askFor(db, hal, 'net-h', 1, at.campaignId)).leases[0]!
  expect([await kindOf(canary.id), await kindOf(work.id)]).toEqual(['canary', 'work'])
  const [one, other] = [leaseBody(canary), leaseBody(work)]
  expect(Object.keys(one).sort()).toEqual(Object.keys(other).sort())
  expect({
    ...one,
    hosts: one.hosts.toSorted(),
    url: '',
    leaseId: '',
    nodeKey: '',
    issuedAt: '',
    notBefore: '',
    notAfter: '',
  }).toEqual({
    ...other,
    hosts: other.hosts.toSorted(),
    ...{ url: '', leaseId: '', nodeKey: '', issuedAt: '', notBefore: '', notAfter: '' },
  })
  await db.tx((ctx) => keepCanaryHosts(ctx, [ORIGIN], ALWAYS))
  const ida = await db.tx((ctx) => newNode(ctx, 'ida'))
  db.clock.ahead += 120
  const asked = { node: ida, network: 'net-i', requestId: crypto.randomUUID(), count: 1 }
  const { leases } = await db.tx((ctx) =>
    askForLeases(ctx, { ...asked, campaignIds: [at.campaignId], exceptHosts: ['stories.example'] }),
  )
  expect(await Promise.all(leases.map(({ id }) => kindOf(id)))).toEqual(['work'])
  const open = await db.tx((ctx) => openCollections(ctx, gus.personId))
  expect(open.find(({ campaignId }) => campaignId === at.campaignId)?.hosts).toEqual([
    'form.example',
    'stories.example',
  ])
  await db.tx((ctx) => keepCanaryHosts(ctx, [], ALWAYS))
  expect(
    (await db.tx((ctx) => openCollections(ctx, gus.personId))).every(
      ({ hosts }) => !hosts.includes('stories.example'),
    ),
  ).toBe(true)
})

test('[CLT-60, CLT-63] on a canary’s host there are its pages and nothing else of the instance; bad origins are refused', async () => {
  for (const path of [
    '/',
    '/v1/openapi.json',
    '/api/auth/session',
    '/requester',
    '/2026/11/no-such-page',
    '/robots.txt',
  ]) {
    const answer = await ask(`${ORIGIN}${path}`)
    expect([path, answer.status]).toEqual([path, 404])
    expect(answer.body).not.toMatch(/rowright/i)
    expect([...answer.headers.keys()].filter((name) => /cookie|policy|frame|rowright/.test(name))).toEqual([])
  }
  expect((await ask(`${ORIGIN}/2026/x`, 'POST')).status).toBe(404)
  for (const origin of [
    'stories.example',
    'https://stories.example/',
    'https://stories.example:8443',
    'ftp://a.example',
    'https://localhost',
  ])
    await expect(db.tx((ctx) => keepCanaryHosts(ctx, [origin]))).rejects.toMatchObject({
      code: 'collect/invalid-canary-host',
    })
})

test('[CLT-61] about a percent of leases is a canary, and the steward reads how many and what they found', async () => {
  await db.tx((ctx) => keepCanaryHosts(ctx, [ORIGIN]))
  const before = await db.tx((ctx) => canaryCounts(ctx))
  expect(before).toMatchObject({ hosts: ['stories.example'], proofs: 1, failed: 1 })
  const at = await collection('share.example', 400)
  const ivy = await db.tx((ctx) => newNode(ctx, 'ivy'))
  await db.pool.query('update host set delay_seconds = 1 where name = any($1)', [
    ['share.example', 'stories.example'],
  ])
  await db.tx((ctx) =>
    ctx.tx.execute(
      `insert into node_standing (pool_id, person_id, in_row, passed, was_trusted) values ('${at.poolId}', '${ivy.personId}', 100, 100, true)`,
    ),
  )
  let leases = 0
  for (let asks = 0; asks < 30; asks++) {
    const handed = await askFor(db, ivy, 'net-i', 20, at.campaignId)
    leases += handed.leases.length
    await db.pool.query(`update lease set state = 'returned' where node_id = $1`, [ivy.id])
    await db.pool.query(`update frontier_url set state = 'queued', tries = 0 where campaign_id = $1`, [
      at.campaignId,
    ])
    db.clock.ahead += 120
  }
  const after = await db.tx((ctx) => canaryCounts(ctx))
  expect(leases).toBeGreaterThan(500)
  // Of 600 at one percent, more than 30 come once in 10^13 runs.
  expect(after.canaries - before.canaries).toBeLessThan(30)
})
