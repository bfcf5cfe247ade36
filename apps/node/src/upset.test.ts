import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { DEFAULT_SETTINGS, inEnglish, type LogLine, openInstance } from '@rowright/node'
import { afterEach, expect, test } from 'vitest'
import { openScene, type Scene } from './testing/scene.ts'
import { newSigner } from './testing/testInstance.ts'
import { articleOf, siteOf } from './testing/testInternet.ts'

let scene: Scene
afterEach(() => scene?.close())

const DAY = 86_400_000
const news = siteOf({ '/a': articleOf('The flood'), '/b': articleOf('The dam') })
const leases = () => [...scene.instance.leases.values()]

test.each([
  ['back', -DAY],
  ['forward', DAY],
])('[NOD-5] a clock that is set %s by a day while a page is under way stops nothing', async (_, jump) => {
  scene = await openScene()
  scene.instance.retryAfter = 1_800
  const seen = await scene.internet.host('news.test', news)
  scene.instance.offer('http://news.test/a', { delaySeconds: 30 })
  // robots.txt is asked for; the rest waits for the host.
  await scene.node.tick()
  await scene.node.tick()
  expect(leases()).toMatchObject([{ paid: 0 }])
  scene.clock.ahead += jump
  scene.restart()
  await scene.run()
  expect(leases()).toMatchObject([{ paid: 1 }])
  // What was put off for an hour is not put off for a day and an hour.
  scene.instance.offer('http://news.test/b')
  scene.clock.ahead -= DAY
  await scene.run()
  expect(leases().map(({ paid }) => paid)).toEqual([1, 1])
  expect(scene.said()).toContain(
    'This machine’s clock was set back: what was put off until then goes on now.',
  )
  const robots = seen.filter(({ path }) => path === '/robots.txt').length
  expect(robots).toBeLessThanOrEqual(3)
})

test('[NOD-11] a host that was taken back while a page of it was under way is not asked; the page goes back as the operator’s word', async () => {
  scene = await openScene()
  const seen = await scene.internet.host('news.test', news)
  scene.permittedHosts = ['news.test']
  scene.instance.offer('http://news.test/a', { delaySeconds: 60 })
  await scene.node.tick()
  await scene.node.tick()
  const before = seen.length
  scene.permittedHosts = ['other.test']
  await scene.run()
  expect(seen).toHaveLength(before)
  expect(leases()[0]!.returned).toEqual({
    reason: 'operator',
    detail: 'You have not allowed news.test in this browser.',
  })
  await scene.clock.sleep(600_000)
  await scene.node.tick()
  expect(scene.instance.calls.findLast(({ call }) => call === 'leases')!.input.hosts).toEqual(['other.test'])
})

const strange: [what: string, answer: RequestListener, said: RegExp][] = [
  ['500', (_, response) => response.writeHead(500).end('oh'), /^The instance answers 500\.$/],
  ['a page of a proxy', (_, response) => response.end('<h1>Sign in to the Wi-Fi</h1>'), /does not know/],
  ['a page with 502', (_, response) => response.writeHead(502).end('<h1>Bad gateway</h1>'), /answers 502/],
  [
    'a redirect',
    (_, response) => response.writeHead(302, { location: '/elsewhere' }).end(),
    /cannot be reached/,
  ],
  [
    'more than any answer',
    (_, response) => {
      const piece = Buffer.alloc(100_000, ' ')
      const more = () => {
        while (!response.destroyed && response.write(piece));
        if (!response.destroyed) response.once('drain', more)
      }
      more()
    },
    /its answer is too long/,
  ],
  [
    'half an answer',
    (_, response) => response.writeHead(200, { 'content-length': 9 }).write('{', () => response.destroy()),
    /cannot be reached/,
  ],
]
test.each(strange)(
  '[NOD-12] an instance that answers %s is asked again later, in words',
  async (_, answer, said) => {
    const server = createServer(answer)
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
    try {
      const { port } = server.address() as AddressInfo
      const instance = openInstance({
        url: `http://127.0.0.1:${port}`,
        node: await newSigner(),
        now: Date.now,
        fetch,
      })
      const called = await instance.call('me', {})
      expect(called.kind).toBe('later')
      expect(called.kind === 'later' && inEnglish(called.said)).toMatch(said)
    } finally {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    }
  },
)

test('[NOD-1] a node of another version goes on with what it finds: work, settings and lines of before', async () => {
  scene = await openScene()
  await scene.internet.host('news.test', news)
  scene.instance.offer('http://news.test/a', { delaySeconds: 60 })
  scene.instance.offer('http://closed.test/p')
  await scene.internet.host('closed.test', siteOf({ '/robots.txt': 'User-agent: *\nDisallow: /' }))
  // The version before kept no sentences; one after it may know more settings.
  const { put, append } = scene.store
  const withoutSaid = (value: unknown): unknown =>
    JSON.parse(JSON.stringify(value, (key, one) => (key === 'said' ? undefined : one)))
  scene.store.put = (key, value) => put(key, withoutSaid(value))
  scene.store.append = (line) => append(withoutSaid(line) as LogLine)
  await scene.node.tick()
  while (!(await scene.node.journal.works()).some(({ state }) => state === 'returning' || state === 'done'))
    await scene.node.tick()
  Object.assign(scene.store, { put, append })
  await put('settings', { ...DEFAULT_SETTINGS, on: true, mode: 'automatic', laterSetting: 7 })
  scene.restart()
  await scene.run()
  expect(leases().map(({ paid, returned }) => returned?.reason ?? paid)).toEqual([1, 'refused'])
})
