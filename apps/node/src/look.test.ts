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
