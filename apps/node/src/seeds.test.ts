import type { RequestListener } from 'node:http'
import { gzipSync } from 'node:zlib'
import { openGuard } from '@rowright/guard'
import { openListings } from '@rowright/node'
import {
  addSeeds,
  addUrls,
  askTakeDown,
  decideTakeDown,
  removeSeed,
  type Seed,
  seedsOf,
} from '@rowright/pipeline/collect'
import { testDatabase } from '@rowright/testing'
import { newCollection, PAGE_PAY } from '@rowright/testing/collectScene'
import { newPerson, newPool, type TestPerson } from '@rowright/testing/factories'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readNextSeed, turnsOf } from '../../worker/src/collecting.ts'
import { type SharedTime, sharedTime } from './testing/sharedTime.ts'
import { openTestInternet, siteOf, type TestInternet } from './testing/testInternet.ts'

const db = testDatabase()
let internet: TestInternet
let requester: TestPerson
beforeAll(async () => {
  internet = await openTestInternet()
  requester = await db.tx((ctx) => newPerson(ctx, 'ada'))
})
afterAll(() => internet.close())

const now = () => Date.now() + db.clock.ahead * 1_000
const listings = (time?: SharedTime) =>
  openListings({
    fetcher: openGuard({ userAgent: 'RowrightBot/0.1', wires: internet.wires }),
    now,
    takeTurn: turnsOf(db.database),
    sleep: async (milliseconds) => {
      db.clock.ahead += Math.max(0, milliseconds) / 1_000
    },
    ...time,
  })

/** Reads whatever is due within so many seconds. @returns how many documents. */
async function readAll(seconds = 600, read = listings()): Promise<number> {
  const until = db.clock.ahead + seconds
  let documents = 0
  while (db.clock.ahead < until) {
    const done = await readNextSeed(db.database, read)
    documents += done
    // Hours pass in steps of a minute or two: nothing that is due waits longer.
    if (done === 0) db.clock.ahead += seconds > 3_600 ? 100 : 5
  }
  return documents
}

type At = { poolId: string; campaignId: string }
const collectionOn = (hosts: string[], tags: string[] = []): Promise<At> =>
  db.tx(async (ctx) => {
    const at = await newCollection(ctx, (await newPool(ctx, requester)).id, hosts, [])
    await ctx.tx.execute(
      `update collection set tags = '${JSON.stringify(tags)}' where campaign_id = '${at.campaignId}'`,
    )
    return at
  })
const name = (at: At, urls: string[], tags: string[] = []) =>
  db.tx((ctx) => addSeeds(ctx, { ...at, urls, tags }))
const seen = (at: At): Promise<Seed[]> => db.tx((ctx) => seedsOf(ctx, at))
const queued = async (at: At) =>
  (
    await db.pool.query('select url, state, found_by from frontier_url where campaign_id = $1 order by url', [
      at.campaignId,
    ])
  ).rows.map(({ url, state, found_by }) => `${url} ${state} ${found_by}`)

const urlset = (urls: string[]) =>
  `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${urls.map((url) => `<url><loc>${url}</loc></url>`).join('')}</urlset>`
const indexOf = (urls: string[], lastmod = '') =>
  `<sitemapindex>${urls.map((url) => `<sitemap><loc>${url}</loc>${lastmod && `<lastmod>${lastmod}</lastmod>`}</sitemap>`).join('')}</sitemapindex>`
const xml =
  (body: string | Buffer): RequestListener =>
  (_, response) =>
    response.setHeader('content-type', 'application/xml').end(body)

test('[CLT-40..CLT-42] robots.txt leads to an index, a packed sitemap and its pages, which are queued as far as they are paid for', async () => {
  const requests = await internet.host(
    'news.example',
    siteOf({
      '/robots.txt':
        'User-agent: *\nDisallow: /private\nSitemap: http://news.example/index.xml\nSitemap: http://far.example/map.xml',
      '/index.xml': xml(
        indexOf([
          'http://news.example/1.xml.gz',
          'http://news.example/index.xml',
          'http://news.example/2.xml',
        ]),
      ),
      '/1.xml.gz': (_, response) =>
        response
          .setHeader('content-type', 'application/x-gzip')
          .end(
            gzipSync(
              urlset([
                'http://news.example/a',
                'http://news.example/private/b',
                'http://far.example/c',
                'http://news.example:81/d',
                'mailto:ada@example.org',
              ]),
            ),
          ),
      '/2.xml': xml(urlset(['http://news.example/a', 'http://news.example/gone'])),
      '/ai.txt': 'User-Agent: *\nDisallow: *.pdf',
    }),
  )
  const at = await collectionOn(['news.example'])
  await db.tx(async (ctx) => {
    const asked = await askTakeDown(ctx, {
      urls: ['http://news.example/gone'],
      asks: 'author',
      contact: 'x@example.org',
      statement: 'mine',
    })
    await decideTakeDown(ctx, { id: asked.id, by: requester.id, accepted: true, answer: 'yes' })
  })
  expect(await name(at, ['http://news.example/robots.txt'])).toBe(1)
  expect(await name(at, ['http://news.example/robots.txt']), 'named again').toBe(0)
  await readAll()
  expect(await queued(at)).toEqual(['http://news.example/a queued sitemap'])
  const [root] = await seen(at)
  expect(root).toMatchObject({
    kind: 'robots',
    fault: null,
    parts: { all: 3, unread: 0, faulty: 0 },
    found: 7,
    refused: { robots: 1, 'foreign-host': 2, 'not-a-page': 2, 'taken-down': 1 },
    pages: { queued: 1 },
  })
  const paths = requests.map(({ path }) => path)
  expect(
    paths.filter((path) => path === '/index.xml'),
    'an index that names itself is read once',
  ).toHaveLength(1)
  expect(paths).toContain('/1.xml.gz')
  await db.tx((ctx) => removeSeed(ctx, { ...at, seedId: root!.id }))
  expect(await seen(at)).toEqual([])
  expect(await queued(at)).toHaveLength(1)
  await expect(db.tx((ctx) => removeSeed(ctx, { ...at, seedId: root!.id }))).rejects.toMatchObject({
    code: 'collect/unknown-seed',
  })
})

test('[CLT-42, CLT-22] pages beyond the budget wait, and come when they are paid for', async () => {
  const urls = Array.from({ length: 12_000 }, (_, n) => `http://many.example/${n}`)
  await internet.host('many.example', siteOf({ '/map.xml': xml(urlset(urls)) }))
  const at = await collectionOn(['many.example'])
  await name(at, ['http://many.example/map.xml'])
  await readAll(60)
  // The scene pays for ten thousand.
  expect((await seen(at))[0]).toMatchObject({ found: 12_000, pages: { queued: 10_000, waiting: 2_000 } })
  const { rows } = await db.pool.query('select committed from campaign where id = $1', [at.campaignId])
  expect(BigInt(rows[0].committed)).toBe(PAGE_PAY * 10_000n)
})

test('[CLT-43] it asks again politely: 304 is unchanged, new pages enter, quiet documents are asked less, Retry-After is heeded', async () => {
  const pages = ['http://feed.example/1']
  let status = 200
  const asked: { at: number; etag: string | undefined; since: string | undefined }[] = []
  await internet.host(
    'feed.example',
    siteOf({
      '/feed.xml': (request, response) => {
        const { 'if-none-match': etag, 'if-modified-since': since } = request.headers
        asked.push({ at: now(), etag, since })
        const tag = `"${pages.length}"`
        if (status !== 200) return response.writeHead(status, { 'retry-after': '7200' }).end()
        if (etag === tag) return response.writeHead(304).end()
        response.writeHead(200, { etag: tag, 'last-modified': 'Mon, 02 Nov 2026 10:00:00 GMT' })
        response.end(
          `<rss><channel>${pages.map((url) => `<item><link>${url}</link></item>`).join('')}</channel></rss>`,
        )
      },
    }),
  )
  const at = await collectionOn(['feed.example'])
  await name(at, ['http://feed.example/feed.xml'])
  const read = listings()
  await readAll(60, read)
  expect(await queued(at)).toEqual(['http://feed.example/1 queued feed'])
  await readAll(7 * 3_600, read)
  expect(asked.length).toBe(2)
  expect(asked[1]).toMatchObject({ etag: '"1"', since: 'Mon, 02 Nov 2026 10:00:00 GMT' })
  expect(asked[1]!.at - asked[0]!.at).toBeGreaterThanOrEqual(6 * 3_600_000)
  pages.push('http://feed.example/2')
  await readAll(13 * 3_600, read)
  expect(asked[2]!.at - asked[1]!.at, 'nothing was new: twice as late').toBeGreaterThanOrEqual(12 * 3_600_000)
  expect(await queued(at)).toHaveLength(2)
  status = 503
  await readAll(7 * 3_600, read)
  const failing = asked.length
  expect(failing, 'it brought something: twice as soon').toBeGreaterThan(3)
  expect((await seen(at))[0]).toMatchObject({ fault: 'busy', detail: '503', found: 2 })
  expect(asked[4]!.at - asked[3]!.at).toBeGreaterThanOrEqual(7_200_000)
  status = 200
  await name(at, ['http://feed.example/feed.xml'])
  await readAll(4 * 3_600, read)
  expect((await seen(at))[0]).toMatchObject({ fault: null, found: 2 })
})

test('[CLT-43] a sitemap that its index says is newer is read at once; a date of the future is not believed', async () => {
  let lastmod = '2020-01-01'
  const requests = await internet.host(
    'dated.example',
    siteOf({
      '/index.xml': (_, response) => response.end(indexOf(['http://dated.example/1.xml'], lastmod)),
      '/1.xml': xml(urlset(['http://dated.example/a'])),
    }),
  )
  const at = await collectionOn(['dated.example'])
  await name(at, ['http://dated.example/index.xml'])
  const read = listings()
  const count = () => requests.filter(({ path }) => path === '/1.xml').length
  await readAll(60, read)
  expect(count()).toBe(1)
  // Read it a last time before its interval grows beyond what this test waits for.
  await db.pool.query(`update seed set next_at = next_at + interval '30 days' where url like '%/1.xml'`)
  lastmod = '2099-01-01'
  await readAll(7 * 3_600, read)
  expect(count()).toBe(1)
  lastmod = new Date(now() + 60_000).toISOString()
  await db.pool.query(`update seed set next_at = now() where url like '%dated.example/index.xml'`)
  await readAll(60, read)
  expect(count()).toBe(2)
})

test('[CLT-44] tags of the campaign select entries of a feed', async () => {
  await internet.host(
    'tags.example',
    siteOf({
      '/feed': (_, response) =>
        response.end(`<feed xmlns="http://www.w3.org/2005/Atom">
          <entry><link href="/a"/><category term="River "/></entry><entry><link href="/b"/><category term="sport"/></entry>
          <entry><link href="/c"/></entry><entry><link href="/d"/><category term="x" label="ＦＬＯＯＤ"/></entry></feed>`),
    }),
  )
  const at = await collectionOn(['tags.example'], ['river', 'flood'])
  await expect(name(at, ['http://tags.example/feed'], ['sport'])).rejects.toMatchObject({ field: 'tags.0' })
  await name(at, ['http://tags.example/feed'], ['river', 'flood'])
  await readAll(60)
  expect(await queued(at)).toEqual(['http://tags.example/a queued tag', 'http://tags.example/d queued tag'])
  expect((await seen(at))[0]).toMatchObject({ found: 4, refused: { tag: 2 }, tags: ['river', 'flood'] })
})

test('[CLT-40, CLT-42] foreign and taken-down hosts are refused with the field; a closed campaign reads nothing', async () => {
  const at = await collectionOn(['own.example'])
  await expect(name(at, ['http://own.example/a.xml', 'http://else.example/b.xml'])).rejects.toMatchObject({
    code: 'collect/invalid-collection',
    field: 'urls.1',
  })
  await expect(name(at, ['ftp://own.example/a.xml'])).rejects.toMatchObject({ field: 'urls.0' })
  await expect(
    name(
      at,
      Array.from({ length: 101 }, (_, n) => `http://own.example/${n}.xml`),
    ),
  ).rejects.toMatchObject({ field: 'urls' })
  const requests = await internet.host(
    'own.example',
    siteOf({ '/a.xml': xml(urlset(['http://own.example/a'])) }),
  )
  await db.pool.query(`update campaign set status = 'paused' where id = $1`, [at.campaignId])
  await name(at, ['http://own.example/a.xml'])
  await readAll(60)
  expect(requests).toEqual([])
})

test('[CLT-41, CLT-45] what cannot be read says why, in the seed’s own row', async () => {
  const big = `${urlset(['http://bad.example/first']).replace('</urlset>', '')}${`<url><loc>http://bad.example/x</loc>${' '.repeat(1_000)}</url>`.repeat(50_000)}`
  const cases: Record<string, { answer: RequestListener; fault: string | null; more?: Partial<Seed> }> = {
    '/page': {
      answer: (_, r) =>
        r.setHeader('content-type', 'text/html').end('<!doctype html><html><body>hi</body></html>'),
      fault: 'page',
    },
    '/none': { answer: (_, r) => r.writeHead(404).end(), fault: 'gone' },
    '/teapot': { answer: (_, r) => r.writeHead(418).end(), fault: 'answer' },
    '/text': { answer: (_, r) => r.end('hello'), fault: 'unknown' },
    '/away': {
      answer: (_, r) => r.writeHead(302, { location: 'http://10.0.0.1/' }).end(),
      fault: 'redirect',
    },
    '/round': { answer: (_, r) => r.writeHead(302, { location: '/round' }).end(), fault: 'redirect' },
    '/closed/map.xml': { answer: xml(urlset([])), fault: 'refused' },
    '/broken': { answer: (r) => r.socket.destroy(), fault: 'unreachable' },
    // Fifty megabytes: read as far as twenty, and said.
    '/big': { answer: xml(big), fault: null, more: { whole: false, pages: { queued: 2 } } },
    '/bomb.gz': {
      answer: xml(gzipSync(`<urlset>${' '.repeat(60_000_000)}</urlset>`)),
      fault: null,
      more: { whole: false, found: 0 },
    },
    '/half.gz': {
      answer: xml(
        gzipSync(urlset(Array.from({ length: 5_000 }, (_, n) => `http://bad.example/${n}`))).subarray(
          0,
          9_000,
        ),
      ),
      fault: null,
      more: { whole: false },
    },
    '/entities': {
      answer: xml(
        `<!DOCTYPE urlset [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "${'&a;'.repeat(10)}">]><urlset><url><loc>http://bad.example/&b;</loc></url></urlset>`,
      ),
      fault: null,
      more: { found: 1 },
    },
  }
  const robots = 'User-agent: *\nDisallow: /closed'
  await internet.host(
    'bad.example',
    siteOf({
      '/robots.txt': robots,
      ...Object.fromEntries(Object.entries(cases).map(([path, { answer }]) => [path, answer])),
    }),
  )
  internet.name('inside.example', '10.0.0.7')
  const at = await collectionOn(['bad.example', 'inside.example', 'nowhere.example'])
  await name(at, [
    ...Object.keys(cases).map((path) => `http://bad.example${path}`),
    'http://inside.example/a',
    'http://nowhere.example/a',
  ])
  await readAll(600)
  const found = new Map((await seen(at)).map((one) => [one.url, one]))
  for (const [path, { fault, more = {} }] of Object.entries(cases))
    expect(found.get(`http://bad.example${path}`), path).toMatchObject({ fault, ...more })
  expect(found.get('http://inside.example/a')).toMatchObject({ fault: 'unsafe-address' })
  expect(found.get('http://nowhere.example/a')).toMatchObject({ fault: 'refused' })
  expect(internet.privateHits).toEqual([])
})

test('[CLT-73] of a draft each named document is read once, before anything is paid; one that is forgotten takes its pages along', async () => {
  const files = {
    '/index.xml': xml(indexOf(['http://draft.example/1.xml'])),
    '/map.xml': xml(urlset(['http://draft.example/a'])),
  }
  const requests = await internet.host('draft.example', siteOf(files))
  const at = await collectionOn(['draft.example'])
  await db.pool.query(`update campaign set status = 'draft' where id = $1`, [at.campaignId])
  await name(at, ['http://draft.example/index.xml', 'http://draft.example/map.xml'])
  await readAll(86_400)
  const asked = requests.map(({ path }) => path).filter((path) => path.endsWith('.xml'))
  expect(asked.sort()).toEqual(Object.keys(files))
  expect(await queued(at)).toEqual(['http://draft.example/a waiting sitemap'])
  for (const { id } of await seen(at)) await db.tx((ctx) => removeSeed(ctx, { ...at, seedId: id }))
  expect(await queued(at)).toEqual([])
})

test('[CLT-41] indexes without end are read three levels deep', async () => {
  const requests = await internet.host('deep.example', (request, response) => {
    const level = /^\/(\d+)\.xml$/.exec(request.url ?? '')?.[1]
    if (level === undefined) return response.writeHead(404).end()
    return response.end(indexOf([`http://deep.example/${Number(level) + 1}.xml`]))
  })
  const at = await collectionOn(['deep.example'])
  await name(at, ['http://deep.example/0.xml'])
  await readAll(300)
  expect(requests.filter(({ path }) => path.endsWith('.xml')).map(({ path }) => path)).toEqual(
    [0, 1, 2, 3].map((level) => `/${level}.xml`),
  )
  expect((await seen(at))[0]).toMatchObject({ refused: { 'over-limit': 1 } })
})

test('[CLT-24] all requests of the reader stand in the host’s one bucket, five seconds apart', async () => {
  const times: number[] = []
  const time = sharedTime(db, 2)
  await internet.host('slow.example', (request, response) => {
    times.push(time.now())
    if (!request.url?.endsWith('.xml')) return response.writeHead(404).end()
    return response.end(urlset(['http://slow.example/a']))
  })
  const at = await collectionOn(['slow.example'])
  await db.tx((ctx) => addUrls(ctx, { ...at, foundBy: 'seed', urls: ['http://slow.example/z'] }))
  await name(
    at,
    [1, 2, 3].map((n) => `http://slow.example/${n}.xml`),
  )
  // Two workers, each with a memory of its own.
  const worker = async () => {
    const read = listings(time)
    for (const until = time.now() + 200_000; time.now() < until; )
      if ((await readNextSeed(db.database, read)) === 0) await time.sleep(5_000)
    time.leave()
  }
  await Promise.all([worker(), worker()])
  expect(times.length).toBeGreaterThanOrEqual(6)
  const gaps = times.slice(1).map((time, n) => time - times[n]!)
  expect(Math.min(...gaps), String(gaps)).toBeGreaterThanOrEqual(5_000)
})
