import { afterEach, expect, test } from 'vitest'
import { REFUSING_SITES } from './testing/refusingSites.ts'
import { openScene, type Scene } from './testing/scene.ts'
import { articleOf, siteOf } from './testing/testInternet.ts'

let scene: Scene
afterEach(() => scene.close())

const outcomes = () => [...scene.instance.leases.values()]
const only = () => outcomes()[0]!

test('[NOD-1] a lease is checked, fetched, stripped of personal data, committed to, and only then revealed', async () => {
  scene = await openScene()
  const seen = await scene.internet.host('news.test', siteOf({ '/flood': articleOf('The flood') }))
  scene.instance.offer('http://news.test/flood')
  await scene.run()
  expect(seen.map(({ path }) => path)).toEqual([
    '/robots.txt',
    '/.well-known/tdmrep.json',
    '/ai.txt',
    '/flood',
  ])
  expect(scene.instance.calls.map(({ call }) => call)).toEqual(['me', 'leases', 'commit', 'reveal', 'leases'])
  expect(only().paid).toBe(1)
  expect(only().text).toContain('Write to [email] for more.')
  expect(only().text).not.toContain('ada@example.org')
  const fetched = scene.said().find((line) => line.includes('GET 200'))
  expect(fetched).toMatch(
    /^http:\/\/news\.test\/flood: GET 200, \d\.\d kB from 93\.184\.215\.1\. No signal refuses/,
  )
  expect(fetched).toContain('Taken out before anything leaves: 1 email.')
  expect(scene.said()).toContain('Leased http://news.test/flood for 0.0012 tUSD.')
})

test('[NOD-21] a request names itself, and carries no cookie, no referrer, no language', async () => {
  scene = await openScene()
  const seen = await scene.internet.host('news.test', (request, response) => {
    response.setHeader('set-cookie', 'visitor=1; Path=/')
    siteOf({ '/a': articleOf('One'), '/b': articleOf('Two') })(request, response)
  })
  scene.instance.offer('http://news.test/a')
  scene.instance.offer('http://news.test/b')
  await scene.run()
  expect(outcomes().map(({ paid }) => paid)).toEqual([1, 1])
  for (const { headers, method } of seen) {
    expect(method).toBe('GET')
    expect(headers['user-agent']).toBe('RowrightBot/0.1 (+https://rowright.example/bot)')
    expect(headers.cookie).toBeUndefined()
    expect(headers.referer).toBeUndefined()
    expect(headers['accept-language']).toBe('*')
  }
})

test('[NOD-3] what a site refuses is not asked for, not sent, and the log says where it is written', async () => {
  scene = await openScene()
  const asked: Record<string, string[]> = {}
  for (const [host, pages] of Object.entries(REFUSING_SITES)) {
    const seen = await scene.internet.host(host, siteOf(pages))
    scene.instance.offer(`http://${host}/p`)
    Object.defineProperty(asked, host, { get: () => seen.map(({ path }) => path), enumerable: true })
  }
  await scene.run()
  const hosts = Object.keys(REFUSING_SITES)
  expect(
    outcomes()
      .map(({ lease }) => new URL(lease.lease.url).hostname)
      .sort(),
  ).toEqual([...hosts].sort())
  for (const { lease, returned, reveals, commitments } of outcomes()) {
    expect([returned?.reason, reveals, commitments], lease.lease.url).toEqual(['refused', [], []])
    expect(
      scene.said().some((line) => line.startsWith(lease.lease.url) && line.includes(returned!.detail)),
      lease.lease.url,
    ).toBe(true)
  }
  for (const host of ['robots.test', 'ai.test', 'signal.test', 'down.test'])
    expect(asked[host]).toEqual(['/robots.txt'])
  for (const host of ['tdm.test', 'aitxt.test', 'rsl.test']) expect(asked[host]).not.toContain('/p')
  const detail = (host: string) =>
    outcomes().find(({ lease }) => lease.lease.url.includes(host))!.returned!.detail
  expect(detail('robots.test')).toContain('robots.txt line 2')
  expect(detail('header.test')).toContain('header x-robots-tag')
  expect(detail('tdm.test')).toContain('/.well-known/tdmrep.json')
  expect(detail('rsl.test')).toBe(
    'RSL prohibits use for AI. (RSL http://rsl.test/license.xml: <content url="/"><license><prohibits type="usage">ai-train</prohibits></license></content>)',
  )
})

test('[NOD-4] two requests to a host are never closer than its delay, and a site’s files are asked for once a day', async () => {
  scene = await openScene()
  const at: number[] = []
  const site = siteOf({ '/1': articleOf('One'), '/2': articleOf('Two'), '/3': articleOf('Three') })
  const seen = await scene.internet.host('slow.test', (request, response) => {
    at.push(scene.clock.now())
    site(request, response)
  })
  for (const page of ['/1', '/2', '/3']) scene.instance.offer(`http://slow.test${page}`, { delaySeconds: 20 })
  await scene.run()
  expect(
    seen.map(({ path }) => path).filter((path) => path.endsWith('.txt') || path.endsWith('.json')),
  ).toHaveLength(3)
  expect(outcomes().map(({ paid }) => paid)).toEqual([1, 1, 1])
  for (let i = 1; i < at.length; i++) expect(at[i]! - at[i - 1]!).toBeGreaterThanOrEqual(20_000)
})

test('[NOD-2] a forged lease moves nothing: no host is asked, and the log says why', async () => {
  scene = await openScene()
  const seen = await scene.internet.host('news.test', siteOf({ '/flood': articleOf('The flood') }))
  scene.instance.forge = (signed) => ({
    ...signed,
    lease: { ...signed.lease, url: 'http://router.test/', hosts: ['router.test'] },
  })
  scene.internet.name('router.test', '192.168.0.1')
  scene.instance.offer('http://news.test/flood')
  await scene.run()
  expect(seen).toEqual([])
  expect(scene.internet.privateHits).toEqual([])
  expect(scene.said()).toContain(
    'The lease is not signed by the instance that this node is paired with. Nothing was fetched.',
  )
})

test('[NOD-5] a clock that is wrong by an hour is reckoned with, and said', async () => {
  for (const ahead of [3_600_000, -3_600_000]) {
    scene = await openScene()
    scene.clock.ahead = ahead
    await scene.internet.host('news.test', siteOf({ '/flood': articleOf('The flood') }))
    scene.instance.offer('http://news.test/flood')
    await scene.run()
    expect(only().paid).toBe(1)
    const side = ahead > 0 ? 'ahead of' : 'behind'
    expect(scene.said()).toContain(
      `This machine’s clock is 3600 s ${side} the instance’s; the node reckons with it.`,
    )
    if (ahead > 0) await scene.close()
  }
})

test('[NOD-6] redirects are checked hop by hop, and never leave the lease’s hosts', async () => {
  scene = await openScene()
  const to = (location: string) =>
    siteOf({ '/p': (_, response) => response.writeHead(302, { location }).end() })
  const good = await scene.internet.host('www.start.test', siteOf({ '/page': articleOf('Found') }))
  await scene.internet.host('start.test', to('http://www.start.test/page'))
  await scene.internet.host('off.test', to('http://elsewhere.test/'))
  await scene.internet.host('loop.test', to('http://loop.test/p'))
  await scene.internet.host('lan.test', to('http://192.168.0.1/admin'))
  await scene.internet.host('local.test', to('http://2130706433/'))
  await scene.internet.host('file.test', to('file:///etc/passwd'))
  await scene.internet.host('nowhere.test', siteOf({ '/p': (_, response) => response.writeHead(301).end() }))
  await scene.internet.host('closed.test', to('http://www.closed.test/page'))
  const closed = await scene.internet.host(
    'www.closed.test',
    siteOf({ '/robots.txt': 'User-agent: *\nDisallow: /page' }),
  )
  scene.instance.offer('http://start.test/p', { hosts: ['start.test', 'www.start.test'] })
  for (const host of ['off', 'loop', 'lan', 'local', 'file', 'nowhere'])
    scene.instance.offer(`http://${host}.test/p`)
  scene.instance.offer('http://closed.test/p', { hosts: ['closed.test', 'www.closed.test'] })
  await scene.run()
  const reason = (host: string) =>
    outcomes().find(({ lease }) => lease.lease.url === `http://${host}.test/p`)!.returned?.reason
  expect(outcomes()[0]!.paid).toBe(1)
  expect(good.at(-1)!.path).toBe('/page')
  expect(['off', 'loop', 'lan', 'local', 'file', 'nowhere', 'closed'].map(reason)).toEqual([
    'redirect-off-list',
    'too-many-redirects',
    'redirect-off-list',
    'redirect-off-list',
    'redirect-off-list',
    'redirect-off-list',
    'refused',
  ])
  expect(closed.map(({ path }) => path)).toEqual(['/robots.txt'])
  expect(scene.internet.privateHits).toEqual([])
})

test('[NOD-8] 429 and 5xx go back with the time that the host asks for', async () => {
  scene = await openScene()
  await scene.internet.host(
    'busy.test',
    siteOf({ '/p': (_, response) => response.writeHead(429, { 'retry-after': '120' }).end() }),
  )
  scene.instance.offer('http://busy.test/p')
  await scene.run()
  expect(only().returned).toMatchObject({
    reason: 'busy',
    detail: 'The server answers 429. It asks to wait 120 s.',
  })
  expect(scene.instance.calls.find(({ call }) => call === 'return')!.input.retryAfter).toBe(120)
})

test('[NOD-9] a page that is as the lease knows it is confirmed without a body', async () => {
  scene = await openScene()
  await scene.internet.host(
    'old.test',
    siteOf({
      '/p': (request, response) =>
        response.writeHead(request.headers['if-none-match'] === '"v1"' ? 304 : 500).end(),
    }),
  )
  scene.instance.offer('http://old.test/p', { etag: '"v1"', unchangedPay: '200' })
  await scene.run()
  expect(only()).toMatchObject({ paid: 1, text: undefined })
  expect(scene.said().join(' ')).toMatch(
    /Leased http:\/\/old\.test\/p for .*It was seen before; unchanged, it pays /,
  )
  expect((await scene.node.journal.works())[0]).toMatchObject({ pay: '200' })
})

test('[NOD-9] a date is sent back as the server wrote it', async () => {
  scene = await openScene()
  const modifiedSince = 'Mon, 02 Nov 2026 10:00:00 GMT'
  const seen = await scene.internet.host(
    'dated.test',
    siteOf({
      '/p': (request, response) =>
        response.writeHead(request.headers['if-modified-since'] === modifiedSince ? 304 : 500).end(),
    }),
  )
  scene.instance.offer('http://dated.test/p', { modifiedSince })
  await scene.run()
  expect(only()).toMatchObject({ paid: 1, text: undefined })
  expect(seen.at(-1)!.headers).not.toHaveProperty('if-none-match')
})

test('[NOD-10] caps, blocks and the switch stop new pages, each with its sentence', async () => {
  scene = await openScene({ megabytesPerHour: 1, blockedHosts: ['blocked.test'], approvedHosts: [] })
  const big = await scene.internet.host('big.test', siteOf({ '/p': articleOf('Big') }))
  const blocked = await scene.internet.host('www.blocked.test', siteOf({ '/p': articleOf('Blocked') }))
  scene.instance.offer('http://big.test/p')
  scene.instance.offer('http://www.blocked.test/p')
  await scene.run()
  expect(outcomes().map(({ returned }) => [returned?.reason, returned?.detail])).toEqual([
    ['operator', 'Up to 2.0 MB would go over your cap.'],
    ['operator', 'You blocked blocked.test.'],
  ])
  expect([...big, ...blocked]).toEqual([])
  const settings = await scene.node.journal.settings()
  await scene.node.journal.setSettings({ ...settings, on: false })
  scene.instance.offer('http://big.test/p')
  await scene.run()
  expect(outcomes()).toHaveLength(2)
  expect(scene.said()).toContain('The node is switched off. No new pages.')
})

test('a reveal waits for the other replicas, and a call that fails is made again', async () => {
  scene = await openScene()
  await scene.internet.host('news.test', siteOf({ '/flood': articleOf('The flood') }))
  scene.instance.waits = 2
  let broken = 2
  scene.instance.onCall = (call, when) => {
    if (call === 'commit' && when === 'done' && broken-- > 0) throw new Error('the line breaks')
  }
  scene.instance.offer('http://news.test/flood')
  await scene.run()
  expect(only()).toMatchObject({ paid: 1 })
  expect(only().commitments).toHaveLength(1)
  expect(scene.instance.calls.filter(({ call }) => call === 'reveal')).toHaveLength(3)
})

test('[NOD-25] a page whose label names the wrong encoding is read by its bytes, and nothing broken travels', async () => {
  scene = await openScene()
  const page = articleOf('La crue').replaceAll('the river', 'la rivière à côté')
  const latin1 = Buffer.from(page, 'latin1')
  const as = (bytes: Buffer, type: string) =>
    siteOf({ '/p': (_, response) => response.setHeader('content-type', type).end(bytes) })
  await scene.internet.host('label.test', as(latin1, 'text/html; charset=utf-8'))
  await scene.internet.host('none.test', as(latin1, 'text/html'))
  await scene.internet.host('unknown.test', as(Buffer.from(page), 'text/html; charset=klingon'))
  await scene.internet.host(
    'torn.test',
    as(
      Buffer.concat([
        Buffer.from(page.replace('</article>', '<p>The end \0 of it ')),
        Buffer.from([0xe2, 0x82]),
      ]),
      'text/html; charset=utf-8',
    ),
  )
  for (const host of ['label', 'none', 'unknown', 'torn']) scene.instance.offer(`http://${host}.test/p`)
  await scene.run()
  for (const { paid, text, lease } of outcomes()) {
    expect(paid, lease.lease.url).toBe(1)
    expect(text, lease.lease.url).toContain('la rivière à côté')
    expect(text).not.toMatch(/[\0\ufffd]/)
  }
})

test('[NOD-20] a lease for a name that leads home goes back as unsafe, with the address in the log', async () => {
  scene = await openScene()
  scene.internet.name('router.test', '192.168.0.1')
  scene.instance.offer('http://router.test/')
  await scene.run()
  expect(only().returned?.reason).toBe('unsafe-address')
  expect(scene.said().join()).toContain('router.test is 192.168.0.1: it is in a private network.')
  expect(scene.internet.privateHits).toEqual([])
})

test('[NOD-10] a node that was ended asks no sooner than it would have, and says once why it rests; other settings ask at once', async () => {
  scene = await openScene()
  const asked = () => scene.instance.calls.filter(({ call }) => call === 'leases').length
  await scene.run()
  expect(asked()).toBe(1)
  for (let restart = 0; restart < 3; restart++) await scene.restart().tick()
  expect(asked()).toBe(1)
  const { settings, setSettings } = scene.node.journal
  await setSettings({ ...(await settings()), pagesPerHour: 7 })
  await scene.restart().tick()
  expect(asked()).toBe(2)
  await setSettings({ ...(await settings()), on: false })
  for (let restart = 0; restart < 3; restart++) await scene.restart().tick()
  expect(scene.said().filter((line) => line.includes('switched off'))).toHaveLength(1)
})
