import { afterEach, expect, test } from 'vitest'
import { CODE } from '../../node/src/testing/testInstance.ts'
import { articleOf, siteOf } from '../../node/src/testing/testInternet.ts'
import { type BrowserScene, openBrowserScene, SOON } from './testing/browserScene.ts'

let scene: BrowserScene
afterEach(() => scene?.close())

const to = (location: string) =>
  siteOf({ '/p': (_, response) => response.writeHead(302, { location }).end() })
const NEWS = siteOf({ '/a': articleOf('The flood'), '/b': articleOf('The dam') })

test('[NOD-2] nothing happens before the consent, the pairing and the click that allows hosts', async () => {
  scene = await openBrowserScene({ 'news.test': NEWS, 'closed.test': NEWS })
  const { instance, installed, shot } = scene
  instance.offer('http://news.test/a')
  const page = await installed()
  await expect.poll(() => page.locator('#agree').isVisible(), SOON).toBe(true)
  await shot(page, 'consent')
  expect(instance.calls).toEqual([])
  await page.click('#agree-button')
  await page.fill('#instance', instance.url)
  await page.fill('#code', CODE.toLowerCase())
  await shot(page, 'pair')
  await page.click('#pair-form button')
  await expect.poll(() => page.locator('input[name=campaign]').count(), SOON).toBe(1)
  await shot(page, 'hosts')
  // Each open page may ask what there is; nothing else was asked, least of all a page of the web.
  expect(new Set(instance.calls.map(({ call }) => call))).toEqual(new Set(['pair', 'me']))
  expect(instance.calls.filter(({ call }) => call === 'pair')).toHaveLength(1)
  expect(scene.seen).toEqual({ 'news.test': [], 'closed.test': [] })
  await page.selectOption('#mode', 'automatic')
  await page.click('#start')
  await expect.poll(() => page.locator('#hosts-said').textContent(), SOON).toContain('It is on.')
  await expect.poll(() => scene.outcome('http://news.test/a'), SOON).toBe('paid')
})

test('[NOD-20] pages are fetched, refusals are kept, and no way leads to the private server', async () => {
  scene = await openBrowserScene({
    'news.test': (request, response) => {
      response.setHeader('set-cookie', 'visitor=1; Path=/')
      NEWS(request, response)
    },
    'closed.test': siteOf({ '/robots.txt': 'User-agent: *\nDisallow: /', '/p': articleOf('Closed') }),
    'noai.test': siteOf({
      '/p': articleOf('No').replace('<title>', '<meta name="robots" content="noai"><title>'),
    }),
    'trap.test': to('http://lan.test/p'),
    'literal.test': to('http://127.0.0.1/'),
    'chain.test': to('http://trap.test/p'),
    'moved.test': to('http://news.test/b'),
  })
  const { instance } = scene
  await scene.pairByClicks()
  const hosts = (...more: string[]) => ({ hosts: more })
  instance.offer('http://news.test/a')
  instance.offer('http://closed.test/p')
  instance.offer('http://noai.test/p')
  instance.offer('http://lan.test/p')
  instance.offer('http://trap.test/p', hosts('trap.test', 'lan.test'))
  instance.offer('http://literal.test/p')
  instance.offer('http://chain.test/p', hosts('chain.test', 'trap.test', 'lan.test'))
  instance.offer('http://moved.test/p', hosts('moved.test', 'news.test'))
  const page = await scene.open('options.html')
  const expected = {
    'news.test/a': 'paid',
    'closed.test/p': 'refused',
    'noai.test/p': 'refused',
    'lan.test/p': 'unsafe-address',
    'trap.test/p': 'unsafe-address',
    'literal.test/p': 'redirect-off-list',
    'chain.test/p': 'unsafe-address',
    'moved.test/p': 'paid',
  }
  const outcomes = () =>
    Object.fromEntries(Object.keys(expected).map((one) => [one, scene.outcome(`http://${one}`)]))
  await expect.poll(outcomes, { timeout: 400_000 }).toEqual(expected)
  expect(scene.internet.privateHits).toEqual([])
  for (const { headers, method } of scene.seen['news.test']!) {
    expect(method).toBe('GET')
    expect(headers['user-agent']).toBe('RowrightBot/0.1 (+https://rowright.example/bot)')
    expect([headers.cookie, headers.referer, headers['accept-language']]).toEqual([undefined, undefined, '*'])
  }
  await page.reload()
  await expect.poll(() => page.locator('#log').textContent(), SOON).toContain('http://noai.test/p')
  await scene.shot(page, 'options')
})

test('[NOD-20] the self-test button shows each try refused by the browser itself; the popup switches off', async () => {
  scene = await openBrowserScene({ 'news.test': NEWS })
  await scene.pairByClicks()
  const page = await scene.open('options.html')
  await page.click('#self-test')
  await expect.poll(() => page.locator('#self-test-lines li').count(), SOON).toBe(9)
  expect(
    await page.locator('#self-test-lines .bad').allTextContents(),
    (await page.locator('#self-test-lines').textContent()) ?? '',
  ).toEqual([])
  expect(scene.internet.privateHits).toEqual([])
  await scene.shot(page, 'self-test')
  const popup = await scene.open('popup.html')
  await popup.setViewportSize({ width: 360, height: 560 })
  await expect.poll(() => popup.locator('#state').textContent(), SOON).toContain('On')
  await scene.shot(popup, 'popup')
  await popup.click('#switch')
  await expect.poll(() => popup.locator('#state').textContent(), SOON).toBe('Off')
})
