import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type BrowserContext, chromium, type Page } from '@playwright/test'

import { afterAll, beforeAll, expect, test } from 'vitest'
import { findChromium } from '../../../packages/testing/src/findChromium.ts'
import { CODE, openTestInstance, type TestInstance } from '../../node/src/testing/testInstance.ts'
import {
  articleOf,
  openTestInternet,
  type Seen,
  siteOf,
  type TestInternet,
} from '../../node/src/testing/testInternet.ts'

const HERE = fileURLToPath(new URL('..', import.meta.url))
const BUILT = join(HERE, 'dist/test')
/** A folder for pictures of what a person sees; none are taken without it. */
const SHOTS = process.env.SHOTS

let instance: TestInstance
let internet: TestInternet
let context: BrowserContext
let profile: string
let base: string
const seen: Record<string, Seen[]> = {}

/** Hosts of the test internet: public ones say so by the browser's own override, private ones do not. */
async function lay(): Promise<string[]> {
  const to = (location: string) =>
    siteOf({ '/p': (_, response) => response.writeHead(302, { location }).end() })
  const sites: Record<string, Parameters<typeof internet.host>[1]> = {
    'news.test': (request, response) => {
      response.setHeader('set-cookie', 'visitor=1; Path=/')
      siteOf({ '/a': articleOf('The flood'), '/b': articleOf('The dam') })(request, response)
    },
    'closed.test': siteOf({ '/robots.txt': 'User-agent: *\nDisallow: /', '/p': articleOf('Closed') }),
    'noai.test': siteOf({
      '/p': articleOf('No').replace('<title>', '<meta name="robots" content="noai"><title>'),
    }),
    'trap.test': to('http://lan.test/p'),
    'literal.test': to('http://127.0.0.1/'),
    'chain.test': to('http://trap.test/p'),
    'moved.test': to('http://news.test/b'),
  }
  for (const [name, answer] of Object.entries(sites)) seen[name] = await internet.host(name, answer)
  internet.name('lan.test', '192.168.0.1')
  const rules: string[] = []
  const spaces: string[] = []
  for (const name of [...Object.keys(sites), 'lan.test']) {
    const { port } = internet.wires.dial((await internet.wires.resolve(name))[0]!, 80)
    rules.push(`MAP ${name}:80 127.0.0.1:${port}`)
    if (name !== 'lan.test') spaces.push(`127.0.0.1:${port}=public`)
  }
  // Whatever spelling of a private address got through would reach the private server, and be counted.
  const home = internet.wires.dial('192.168.0.1', 80).port
  for (const host of [
    '127.0.0.1',
    '192.168.0.1',
    '10.0.0.1',
    '169.254.169.254',
    'localhost',
    'self-test.localhost',
  ])
    rules.push(`MAP ${host}:80 127.0.0.1:${home}`)
  return [`--host-resolver-rules=${rules.join(',')}`, `--ip-address-space-overrides=${spaces.join(',')}`]
}

beforeAll(async () => {
  await promisify(execFile)(process.execPath, [join(HERE, 'build.mjs'), '--test'])
  internet = await openTestInternet()
  instance = await openTestInstance()
  instance.campaigns.push({
    campaignId: crypto.randomUUID(),
    poolId: crypto.randomUUID(),
    name: 'Local news',
    pay: '1200',
    hosts: ['news.test', 'closed.test'],
    anyPublicSite: false,
  })
  profile = await mkdtemp(join(tmpdir(), 'extension-'))
  await open(await lay())
}, 120_000)
afterAll(async () => {
  await context?.close()
  await internet?.close()
  await instance?.close()
  await rm(profile, { recursive: true, force: true })
})

async function open(args: string[]) {
  context = await chromium.launchPersistentContext(profile, {
    executablePath: findChromium(console.log),
    headless: false,
    viewport: { width: 900, height: 900 },
    args: [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      `--disable-extensions-except=${BUILT}`,
      `--load-extension=${BUILT}`,
      ...args,
    ],
  })
  const worker =
    context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker', { timeout: 60_000 }))
  base = new URL('.', worker.url()).href
}

const shot = async (page: Page, name: string) => {
  if (SHOTS) await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true })
}
const outcome = (url: string) => {
  const lease = [...instance.leases.values()].find((one) => one.lease.lease.url === url)
  return lease && (lease.paid > 0 ? 'paid' : lease.returned?.reason)
}
const SOON = { timeout: 90_000 }

test('[NOD-2] nothing happens before the consent, the pairing and the click that allows hosts', async () => {
  const page = await context.newPage()
  await page.goto(`${base}consent.html`)
  await expect.poll(() => page.locator('#agree').isVisible(), SOON).toBe(true)
  await shot(page, 'consent')
  expect(instance.calls).toEqual([])
  await page.click('#agree-button')
  await page.fill('#instance', instance.url)
  await page.fill('#code', CODE.toLowerCase())
  await shot(page, 'pair')
  await page.click('#pair-form button')
  await expect.poll(() => page.locator('#hosts').isVisible(), SOON).toBe(true)
  await expect.poll(() => page.locator('input[name=campaign]').count(), SOON).toBe(1)
  await shot(page, 'hosts')
  expect(instance.calls.map(({ call }) => call)).toEqual(['pair', 'me'])
  await page.selectOption('#mode', 'automatic')
  await page.click('#start')
  await expect.poll(() => page.locator('#hosts-said').textContent(), SOON).toContain('It is on.')
  await page.close()
}, 120_000)

test('[NOD-20] pages are fetched, refusals are kept, and no way leads to the private server', async () => {
  const hosts = (...more: string[]) => ({ hosts: more })
  instance.offer('http://news.test/a')
  instance.offer('http://closed.test/p')
  instance.offer('http://noai.test/p')
  instance.offer('http://lan.test/p')
  instance.offer('http://trap.test/p', hosts('trap.test', 'lan.test'))
  instance.offer('http://literal.test/p')
  instance.offer('http://chain.test/p', hosts('chain.test', 'trap.test', 'lan.test'))
  instance.offer('http://moved.test/p', hosts('moved.test', 'news.test'))
  const page = await context.newPage()
  await page.goto(`${base}options.html`)
  await page.evaluate(() => chrome.runtime.sendMessage({ kind: 'work' }).catch(() => {}))
  const all = [
    'news.test/a',
    'closed.test/p',
    'noai.test/p',
    'lan.test/p',
    'trap.test/p',
    'literal.test/p',
    'chain.test/p',
    'moved.test/p',
  ]
  await expect.poll(() => all.every((one) => outcome(`http://${one}`)), { timeout: 150_000 }).toBe(true)
  expect(Object.fromEntries(all.map((one) => [one, outcome(`http://${one}`)]))).toEqual({
    'news.test/a': 'paid',
    'closed.test/p': 'refused',
    'noai.test/p': 'refused',
    'lan.test/p': 'unsafe-address',
    'trap.test/p': 'unsafe-address',
    'literal.test/p': 'redirect-off-list',
    'chain.test/p': 'unsafe-address',
    'moved.test/p': 'paid',
  })
  expect(internet.privateHits).toEqual([])
  for (const { headers, method } of seen['news.test']!) {
    expect(method).toBe('GET')
    expect(headers['user-agent']).toBe('RowrightBot/0.1 (+https://rowright.example/bot)')
    expect([headers.cookie, headers.referer, headers['accept-language']]).toEqual([undefined, undefined, '*'])
  }
  await page.reload()
  await expect.poll(() => page.locator('#log').textContent(), SOON).toContain('http://noai.test/p')
  await shot(page, 'options')
  await page.close()
}, 300_000)

test('[NOD-20] the self-test button shows each try refused by the browser itself', async () => {
  const page = await context.newPage()
  await page.goto(`${base}options.html`)
  await page.click('#self-test')
  await expect.poll(() => page.locator('#self-test-lines li').count(), SOON).toBe(8)
  expect(
    await page.locator('#self-test-lines .bad').allTextContents(),
    (await page.locator('#self-test-lines').textContent()) ?? '',
  ).toEqual([])
  expect(internet.privateHits).toEqual([])
  await shot(page, 'self-test')
  const popup = await context.newPage()
  await popup.setViewportSize({ width: 360, height: 560 })
  await popup.goto(`${base}popup.html`)
  await expect.poll(() => popup.locator('#state').textContent(), SOON).toContain('On')
  await shot(popup, 'popup')
  await popup.click('#switch')
  await expect.poll(() => popup.locator('#state').textContent(), SOON).toBe('Off')
  await popup.close()
  await page.close()
}, 150_000)
