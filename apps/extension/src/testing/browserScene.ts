import { execFile } from 'node:child_process'
import { rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import type { RequestListener } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type BrowserContext, chromium, type Page } from '@playwright/test'
import { expect } from 'vitest'
import { findChromium } from '../../../../packages/testing/src/findChromium.ts'
import { CODE, openTestInstance, type TestInstance } from '../../../node/src/testing/testInstance.ts'
import { openTestInternet, type Seen, type TestInternet } from '../../../node/src/testing/testInternet.ts'
import { ENVIRONMENT, SHOTS } from '../env.ts'

const BUILD = fileURLToPath(new URL('../../build.mjs', import.meta.url))
/** Longer than anything takes on two busy cores. */
export const SOON = { timeout: 500_000 }
/** Every name and spelling that must not be reached leads to the private server, where it would be counted. */
const PRIVATE = [
  '127.0.0.1',
  '192.168.0.1',
  '10.0.0.1',
  '169.254.169.254',
  'localhost',
  'self-test.localhost',
  'lan.test',
]

export interface BrowserScene {
  instance: TestInstance
  internet: TestInternet
  context: BrowserContext
  /** `chrome-extension://…/`. */
  base: string
  /** What each host's server saw. */
  seen: Record<string, Seen[]>
  /** The page that the extension itself opened when it was installed. */
  installed(): Promise<Page>
  open(page: string): Promise<Page>
  /** `paid`, the reason of the return, or nothing yet. */
  outcome(url: string): string | undefined
  /** The consent page, clicked through as a person does; the node is on. */
  pairByClicks(mode?: 'preview' | 'approve' | 'automatic'): Promise<void>
  /** As many pages at once as the settings let: hosts do not wait for each other. Before it is paired. */
  manyAtOnce(): Promise<void>
  shot(page: Page, name: string): Promise<void>
  close(): Promise<void>
}

const builds = new Map<string, Promise<string>>()

/** The extension as these options build it, once in a process. */
function buildOnce(options: string[]): Promise<string> {
  const key = options.join(' ')
  const known = builds.get(key) ?? build()
  builds.set(key, known)
  return known
  async function build(): Promise<string> {
    const into = await mkdtemp(join(tmpdir(), 'extension-built-'))
    process.once('exit', () => rmSync(into, { recursive: true, force: true }))
    await promisify(execFile)(process.execPath, [BUILD, '--test', '--into', into, ...options])
    return into
  }
}

/** A real Chromium with the extension as built for tests, over a test internet: public hosts say so by the browser's own override. */
export async function openBrowserScene(
  sites: Record<string, RequestListener>,
  { build = [], language = 'en' }: { build?: string[]; language?: 'en' | 'zh-TW' } = {},
): Promise<BrowserScene> {
  const folder = await mkdtemp(join(tmpdir(), 'extension-'))
  const [built, internet, instance] = await Promise.all([
    buildOnce(build),
    openTestInternet(),
    openTestInstance(),
  ])
  // A node that came too early comes again soon.
  instance.retryAfter = 1
  instance.campaigns.push({
    campaignId: crypto.randomUUID(),
    poolId: crypto.randomUUID(),
    name: 'Local news',
    pay: '1200',
    hosts: Object.keys(sites).slice(0, 2),
    anyPublicSite: false,
  })
  const seen: Record<string, Seen[]> = {}
  const rules: string[] = []
  const spaces: string[] = []
  const mapped = async (name: string) => {
    const { port } = internet.wires.dial((await internet.wires.resolve(name))[0]!, 80)
    rules.push(`MAP ${name}:80 127.0.0.1:${port}`)
    return port
  }
  for (const [name, answer] of Object.entries(sites)) {
    seen[name] = await internet.host(name, answer)
    spaces.push(`127.0.0.1:${await mapped(name)}=public`)
  }
  for (const name of PRIVATE) {
    internet.name(name, '192.168.0.1')
    await mapped(name)
  }
  const context = await chromium.launchPersistentContext(join(folder, 'profile'), {
    executablePath: findChromium(console.log),
    headless: false,
    viewport: { width: 900, height: 900 },
    // Where the browser looks for its language on Linux.
    env: { ...ENVIRONMENT, LANGUAGE: language.replace('-', '_') },
    args: [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      `--disable-extensions-except=${built}`,
      `--load-extension=${built}`,
      `--host-resolver-rules=${rules.join(',')}`,
      `--ip-address-space-overrides=${spaces.join(',')}`,
      `--lang=${language}`,
    ],
  })
  context.setDefaultTimeout(SOON.timeout)
  const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker', SOON))
  const base = new URL('.', worker.url()).href

  const scene: BrowserScene = {
    instance,
    internet,
    context,
    base,
    seen,
    async installed() {
      const find = () => context.pages().find((page) => page.url() === `${base}consent.html`)
      await expect.poll(() => find() !== undefined, SOON).toBe(true)
      return find()!
    },
    async open(path) {
      const page = await context.newPage()
      await page.goto(base + path)
      return page
    },
    outcome(url) {
      const lease = [...instance.leases.values()].find((one) => one.lease.lease.url === url)
      return lease && (lease.paid > 0 ? 'paid' : lease.returned?.reason)
    },
    async pairByClicks(mode = 'automatic') {
      const page = await scene.installed()
      await page.locator('.step:not([hidden])').waitFor(SOON)
      if (await page.locator('#agree').isVisible()) await page.click('#agree-button')
      await page.fill('#instance', instance.url, SOON)
      await page.fill('#code', CODE.toLowerCase())
      await page.click('#pair-form button')
      await page.locator('input[name=campaign]').first().waitFor(SOON)
      await page.selectOption('#mode', mode)
      await page.click('#start')
      await page.locator('#hosts-said:not(.problem):not(:empty)').waitFor(SOON)
      await page.close()
    },
    async manyAtOnce() {
      const page = await scene.open('options.html')
      await page.fill('[name=atOnce]', '20')
      await page.click('#settings button[type=submit]')
      await page.locator('#settings-said:not(:empty)').waitFor(SOON)
      await page.close()
    },
    async shot(page, name) {
      if (SHOTS) await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true })
    },
    async close() {
      await context.close()
      await internet.close()
      await instance.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
  return scene
}
