import { testDatabase } from '@rowright/testing'
import { askFor, newCollection, newNode } from '@rowright/testing/collectScene'
import { newPerson, newPool } from '@rowright/testing/factories'
import { afterEach, expect, test } from 'vitest'
import { canariesOf } from './canaryHosts.ts'
import { canaryPath } from './canaryPage.ts'
import { isCanary, keepCanaryHosts, offersFor } from './index.ts'

const db = testDatabase()
const HALF = 500_000
const ORIGINS = ['https://a.stories.example', 'https://b.stories.example']
afterEach(() => db.tx((ctx) => keepCanaryHosts(ctx, [])))

const WORDS = 'river bridge tower market garden harbor chapel orchard meadow station quarry museum'.split(' ')
const paths = (section: string) =>
  WORDS.map((word, n) => `/${section}/2025/${word}-${WORDS.at(n - 3)}-${1_000 + n * 37}.html`)

/** A trusted node in a campaign of one host, half of whose leases are canaries. */
async function scene(host: string, pages = paths('news')) {
  await db.tx((ctx) => keepCanaryHosts(ctx, ORIGINS, HALF))
  const at = await db.tx(async (ctx) => {
    const pool = await newPool(ctx, await newPerson(ctx, 'ada'))
    const urls = pages.map((path) => `https://${host}${path}`)
    return { ...(await newCollection(ctx, pool.id, [host], urls)), node: await newNode(ctx, 'bo') }
  })
  await db.pool.query(
    'insert into node_standing (pool_id, person_id, in_row, passed, was_trusted) values ($1, $2, 100, 100, true)',
    [at.poolId, at.node.personId],
  )
  await db.pool.query('update host set delay_seconds = 1')
  return at
}

test('[CLT-61] a canary’s path is built like those of the campaign: what they share stays, the rest is drawn', () => {
  const now = new Date('2026-11-27')
  const like = paths('news')
  const made = Array.from({ length: 200 }, (_, n) => canaryPath(`seed ${n}`, now, like))
  for (const path of made) expect(path).toMatch(/^\/news\/2025\/[a-z]+-[a-z]+-\d{4}\.html$/)
  expect(new Set(made).size).toBeGreaterThan(195)
  expect(made.filter((path) => like.includes(path))).toEqual([])
  expect(canaryPath('seed 1', now, like)).toBe(made[1])
  expect(canaryPath('seed 1', now, ['/', '/1', '/2'])).toMatch(/^\/2026\/11\/[a-z]+(?:-[a-z]+)+-\d{10}$/)
})

test('[CLT-61] what two campaigns have in common is no list of the hosts of canaries', () => {
  const all = Array.from({ length: 12 }, (_, n) => `s${n}.example`)
  const ofCampaign = Array.from({ length: 300 }, (_, n) => canariesOf(`campaign ${n}`, all))
  for (const some of ofCampaign) expect(some).toHaveLength(3)
  expect(canariesOf('campaign 7', all.toReversed())).toEqual(ofCampaign[7])
  expect(new Set(ofCampaign.flat())).toEqual(new Set(all))
  // Of two draws of 3 in 12 none is in common with 38 %.
  const apart = ofCampaign.filter((some, n) => n > 0 && !some.some((one) => ofCampaign[n - 1]!.includes(one)))
  expect(apart.length).toBeGreaterThan(70)
  expect(canariesOf('campaign 7', ['only.example'])).toEqual(['only.example'])
})

test('[CLT-11, CLT-61] anybody who knows the seed finds the canaries by their ids; no other lease has such an id', async () => {
  const at = await scene('draws.example')
  const { leases } = await askFor(db, at.node, 'net', 12, at.campaignId)
  const { rows } = await db.pool.query(
    'select seed from audit_period where starts_at <= $1 order by starts_at desc limit 1',
    [leases[0]!.issuedAt],
  )
  const { kinds, mistaken } = await told(leases, rows[0].seed)
  expect(kinds.has('work') && kinds.has('canary'), [...kinds].join()).toBe(true)
  expect(mistaken).toEqual([])
})

const told = async (leases: { id: string; kind: string }[], seed: string) => ({
  kinds: new Set(leases.map(({ kind }) => kind)),
  mistaken: leases.filter(({ id, kind }) => isCanary(seed, id, HALF) !== (kind === 'canary')),
})

test('[CLT-61] a preview shows the next canary as it shows a page that waits, and the same one until it is handed out', async () => {
  const at = await scene('preview.example')
  const preview = (hosts?: string[]) =>
    db
      .tx((ctx) => offersFor(ctx, { count: 90, exceptHosts: [], ...(hosts ? { hosts } : {}) }))
      .then((offers) => offers.filter(({ campaignId }) => campaignId === at.campaignId))
  const own = async () => (await preview()).filter(({ url }) => url.includes('stories.example'))
  const before = await own()
  expect(before).toHaveLength(3)
  expect(await own()).toEqual(before)
  const name = new URL(before[0]!.url).hostname
  expect(await preview([name])).toEqual(before)
  let canary: { url: string } | undefined
  for (let asks = 0; asks < 30 && !canary; asks++) {
    canary = (await askFor(db, at.node, 'net', 1, at.campaignId)).leases.find(({ kind }) => kind === 'canary')
    db.clock.ahead += 5
  }
  expect(before.map(({ url }) => url)).toContain(canary?.url)
  expect((await own()).map(({ url }) => url)).not.toContain(canary?.url)
})

test('[CLT-61] with few pages to hand out there are no more canaries than their share of them', async () => {
  const at = await scene('few.example', paths('few').slice(0, 1))
  await db.tx((ctx) => keepCanaryHosts(ctx, ORIGINS, 100_000))
  let canaries = 0
  for (let asks = 0; asks < 100; asks++) {
    const { leases } = await askFor(db, at.node, 'net', 20, at.campaignId)
    canaries += leases.filter(({ kind }) => kind === 'canary').length
    await db.pool.query(`update lease set state = 'returned' where node_id = $1`, [at.node.id])
    await db.pool.query(`update frontier_url set state = 'queued', tries = 0 where campaign_id = $1`, [
      at.campaignId,
    ])
    db.clock.ahead += 120
  }
  // 100 pages at one in ten: 11 expected, none once in 37,000 runs, over 34 less often; drawn for all 20 places it would be 200.
  expect(canaries).toBeGreaterThan(0)
  expect(canaries).toBeLessThan(35)
})
