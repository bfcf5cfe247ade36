import { afterEach, expect, test } from 'vitest'
import { articleOf, siteOf } from '../../node/src/testing/testInternet.ts'
import { EVERY_WRITE } from './env.ts'
import { type BrowserScene, openBrowserScene } from './testing/browserScene.ts'
import type { Step } from './testing/steppedStore.ts'

let scene: BrowserScene
afterEach(() => scene?.close())

/** A lease is given back when its fetch was broken off three times. */
const MOST_KILLS_IN_FETCH = 2
/** One side of these is enough every day; `EVERY_WRITE=1` takes all. */
const CHANGES_A_LEASE =
  /work:|before line (?:leased|committed|revealed)|before ask while idle|before forget ask/
const AN_HOUR = 3_600_000

test('[NOD-1] the worker is ended at every step of a page’s life: no lease is lost, none is committed to or paid twice', async () => {
  const pages = Object.fromEntries(
    ['/a', '/b', '/c', '/d', '/e', '/f', '/g'].map((path) => [path, articleOf(`Page ${path}`)]),
  )
  scene = await openBrowserScene(
    {
      'news.test': siteOf(pages),
      'closed.test': siteOf({ '/robots.txt': 'User-agent: *\nDisallow: /' }),
      'moved.test': siteOf({
        '/p': (_, response) => response.writeHead(302, { location: 'http://news.test/g' }).end(),
      }),
      'busy.test': siteOf({ '/p': (_, response) => response.writeHead(503).end() }),
    },
    { build: ['--steps'] },
  )
  const { instance } = scene
  const driver = await scene.open('options.html')
  const devtools = await scene.context.newCDPSession(driver)
  await devtools.send('ServiceWorker.enable')
  const killedAt = new Set<string>()
  const seen = new Set<string>()
  let killsInFetch = 0
  await driver.exposeFunction('goOn', async ({ id, label }: Step): Promise<boolean> => {
    if (seen.has(id)) return false
    seen.add(id)
    const inFetch =
      /^after work:fetching|while fetching|line fetched|line redirected|before work:collected/.test(label)
    if (!EVERY_WRITE && !CHANGES_A_LEASE.test(label)) return true
    if (killedAt.has(label) || (inFetch && killsInFetch >= MOST_KILLS_IN_FETCH)) return true
    killedAt.add(label)
    if (inFetch) killsInFetch++
    await devtools.send('ServiceWorker.stopAllWorkers')
    return false
  })
  await driver.evaluate(() => {
    const channel = new BroadcastChannel('steps')
    channel.onmessage = async ({ data }) => {
      const { goOn } = window as unknown as { goOn: (step: unknown) => Promise<boolean> }
      if (data.id && (await goOn(data))) channel.postMessage({ go: data.id })
    }
    // What an alarm does every half minute.
    setInterval(() => void chrome.runtime.sendMessage({ kind: 'work' }).catch(() => {}), 100)
  })
  await scene.pairByClicks()
  const expected: [url: string, outcome: string][] = [
    ['http://news.test/a', 'paid'],
    ['http://closed.test/p', 'refused'],
    ['http://news.test/b', 'paid'],
    ['http://news.test/c', 'paid'],
    ['http://moved.test/p', 'paid'],
    ['http://busy.test/p', 'busy'],
    ['http://news.test/d', 'paid'],
    ['http://news.test/e', 'paid'],
  ]
  for (const [url, outcome] of expected) {
    killsInFetch = 0
    const hosts = [...new Set([new URL(url).hostname, 'news.test'])]
    instance.offer(url, { hosts, notAfter: new Date(Date.now() + AN_HOUR).toISOString() })
    await expect.poll(() => scene.outcome(url), { timeout: 400_000 }).toBe(outcome)
  }
  expect(killedAt.size, [...killedAt].join(', ')).toBeGreaterThanOrEqual(EVERY_WRITE ? 40 : 15)
  const leases = [...instance.leases.values()]
  expect(leases).toHaveLength(expected.length)
  for (const { lease, commitments, reveals, paid, returned } of leases) {
    const { url } = lease.lease
    const one = expected.find(([known]) => known === url)![1] === 'paid' ? 1 : 0
    expect([url, commitments.length, paid, new Set(reveals).size]).toEqual([url, one, one, one])
    expect([url, returned === undefined]).toEqual([url, one === 1])
  }
}, 1_200_000)
