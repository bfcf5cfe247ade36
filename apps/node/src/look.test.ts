import type { RequestListener } from 'node:http'
import { gzipSync } from 'node:zlib'
import { openGuard } from '@rowright/guard'
import { openLooks } from '@rowright/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { articleOf, openTestInternet, siteOf, type TestInternet } from './testing/testInternet.ts'

let internet: TestInternet
beforeAll(async () => {
  internet = await openTestInternet()
})
afterAll(() => internet.close())

/** A clock that sleeping moves, so that nobody waits for a host's turn. */
function looksOf() {
  let now = 1_800_000_000_000
  return openLooks({
    fetcher: openGuard({ userAgent: 'RowrightBot/0.1', wires: internet.wires }),
    now: () => now,
    sleep: async (milliseconds) => {
      now += milliseconds
    },
  })
}
const NOTHING = { text: null, busy: false }

test('[NOD-26] a permitted page is read like a node reads it, once its site was asked', async () => {
  const seen = await internet.host('news.example', siteOf({ '/flood': articleOf('The flood') }))
  const look = looksOf()
  expect(await look('http://news.example/flood')).toEqual({ text: expect.stringContaining('The flood') })
  expect(seen.map(({ path }) => path)).toEqual([
    '/robots.txt',
    '/.well-known/tdmrep.json',
    '/ai.txt',
    '/flood',
  ])
  await look('http://news.example/flood')
  expect(
    seen.slice(4).map(({ path }) => path),
    'site files are remembered',
  ).toEqual(['/flood'])
})

test('[NOD-26] what refuses by now, is gone, or lies elsewhere is nothing, and says nothing against the node', async () => {
  await internet.host(
    'closed.example',
    siteOf({ '/robots.txt': 'User-agent: *\nDisallow: /', '/p': articleOf('Closed') }),
  )
  await internet.host('moved.example', (request, response) => {
    if (request.url !== '/p') return response.writeHead(404).end()
    return response.writeHead(302, { location: 'http://news.example/flood' }).end()
  })
  internet.name('inside.example', '10.0.0.7')
  const look = looksOf()
  for (const url of ['http://closed.example/p', 'http://moved.example/p', 'http://inside.example/p'])
    expect(await look(url), url).toEqual(NOTHING)
  expect(await look('http://nowhere.example/p')).toEqual(NOTHING)
  expect(await look('no address')).toEqual(NOTHING)
  expect(internet.privateHits).toEqual([])
})

test('[NOD-26] a host that asks for time gets it', async () => {
  await internet.host('busy.example', (request, response) => {
    if (request.url !== '/p') return response.writeHead(404).end()
    return response.writeHead(503, { 'retry-after': '120' }).end()
  })
  expect(await looksOf()('http://busy.example/p')).toEqual({ text: null, busy: true, retryAfter: 120 })
})

test('[NOD-26, COL-6] a hostile robots.txt holds nothing up: what cannot be read refuses, what is too long is read as far as it counts', async () => {
  const page = articleOf('Behind it')
  const robots =
    (answer: RequestListener): RequestListener =>
    (request, response) =>
      request.url === '/robots.txt' ? answer(request, response) : siteOf({ '/p': page })(request, response)
  const plain = (body: string): RequestListener =>
    robots((_, response) => response.writeHead(200, { 'content-type': 'text/plain' }).end(body))
  const sites: Record<string, [site: RequestListener, read: boolean]> = {
    'endless.example': [
      robots(({ url }, response) => response.writeHead(302, { location: `${url}` }).end()),
      false,
    ],
    'bomb.example': [
      robots((_, response) =>
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(50_000_000))),
      ),
      true,
    ],
    'broken.example': [robots((_, response) => response.writeHead(500).end('x')), false],
    'away.example': [
      robots((_, response) => response.writeHead(301, { location: 'http://192.168.0.1/robots.txt' }).end()),
      false,
    ],
    'refusal-first.example': [plain(`User-agent: *\nDisallow: /\n${'# blank\n'.repeat(2_000_000)}`), false],
    'stars.example': [plain(`User-agent: *\nDisallow: /${'*a'.repeat(100_000)}\n`), true],
  }
  const look = looksOf()
  for (const [host, [site, read]] of Object.entries(sites)) {
    await internet.host(host, site)
    const found = await look(`http://${host}/p`)
    const text = 'text' in found ? found.text : null
    expect([host, text === null ? null : text.includes('Behind it')]).toEqual([host, read ? true : null])
  }
  expect(internet.privateHits).toEqual([])
})
