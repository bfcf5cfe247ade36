import type { Page } from '@playwright/test'
import { afterEach, expect, test } from 'vitest'
import { CODE, openTestInstance } from '../../node/src/testing/testInstance.ts'
import { articleOf, siteOf } from '../../node/src/testing/testInternet.ts'
import { type BrowserScene, openBrowserScene, SOON } from './testing/browserScene.ts'

let scene: BrowserScene
afterEach(() => scene?.close())

const NEWS = siteOf({ '/a': articleOf('The flood'), '/b': articleOf('The dam') })
const LINES = 10_000

/** As a node that has worked for weeks: one line in a hundred names another host. */
const fillLog = (page: Page) =>
  page.evaluate(
    (many) =>
      new Promise<void>((done) => {
        indexedDB.open('rowright-node').onsuccess = ({ target }) => {
          const { result } = target as IDBOpenDBRequest
          const transaction = result.transaction('log', 'readwrite')
          const log = transaction.objectStore('log')
          for (let i = 0; i < many; i++) {
            const url = i % 100 === 0 ? `http://rare.test/${i}` : `http://news.test/${i}`
            const said = { key: 'leased', with: [url, '0.0012 tUSD'] }
            const text = `Leased ${url} for 0.0012 tUSD.`
            const at = new Date(Date.UTC(2026, 0, 1) + i * 60_000).toISOString()
            log.add({ at, level: i % 10 === 0 ? 'refused' : 'info', event: 'leased', text, said, url })
          }
          transaction.oncomplete = () => done()
        }
      }),
    LINES,
  )

test('[NOD-15] ten thousand lines are searched, filtered and paged without a wait', async () => {
  scene = await openBrowserScene({ 'news.test': NEWS })
  const page = await scene.open('options.html')
  await fillLog(page)
  await page.reload()
  const rows = page.locator('#log li:not(.day)')
  const count = page.locator('#log-count')
  await expect.poll(() => count.textContent(), SOON).toBe(`${LINES} of ${LINES} lines`)
  expect(await rows.count()).toBe(200)
  expect(await rows.first().textContent()).toContain('http://news.test/9999')
  // Measured in the page: what a person waits for at a letter.
  const took = await page.evaluate(() => {
    const search = document.getElementById('log-search') as HTMLInputElement
    const began = performance.now()
    search.value = 'RARE.test'
    search.dispatchEvent(new Event('input'))
    return performance.now() - began
  })
  expect(await count.textContent()).toBe(`100 of ${LINES} lines`)
  expect(took).toBeLessThan(5_000)
  await page.selectOption('#log-level', 'info')
  expect(await rows.allTextContents()).toEqual(['No line has this.'])
  await page.fill('#log-search', '')
  expect(await count.textContent()).toBe(`9000 of ${LINES} lines`)
  await page.click('#log-more')
  expect(await rows.count()).toBe(400)
  await scene.shot(page, 'log')
})

test('[NOD-2, NOD-20] a forged lease moves nothing in the browser either, and an instance whose line breaks is said', async () => {
  scene = await openBrowserScene({ 'news.test': NEWS, 'other.test': NEWS })
  const { instance } = scene
  await scene.pairByClicks()
  instance.forge = (signed) => ({
    ...signed,
    lease: { ...signed.lease, url: 'http://other.test/a', hosts: ['other.test'] },
  })
  instance.offer('http://news.test/a')
  const page = await scene.open('options.html')
  await expect
    .poll(() => page.locator('#log').textContent(), SOON)
    .toContain('The lease is not signed by the instance that this node is paired with. Nothing was fetched.')
  expect(Object.values(scene.seen).flat()).toEqual([])
  instance.onCall = () => {
    throw new Error('the line breaks')
  }
  const popup = await scene.open('popup.html')
  await expect
    .poll(() => popup.locator('#instance-said').textContent(), SOON)
    .toMatch(/^The instance cannot be reached/)
  await expect.poll(() => page.locator('#log').textContent(), SOON).toContain('Again in 30 s.')
})

test('[NOD-15] when the browser has no room left the node rests and says so; it goes on when there is some', async () => {
  scene = await openBrowserScene({ 'news.test': NEWS })
  const { instance } = scene
  await scene.pairByClicks()
  const popup = await scene.open('popup.html')
  // As the browser refuses a write; its own quota would be noticed half a minute later only.
  await scene.context.serviceWorkers()[0]!.evaluate(() => {
    const { put } = IDBObjectStore.prototype
    const full = () => {
      throw new DOMException('no room', 'QuotaExceededError')
    }
    IDBObjectStore.prototype.put = full
    Object.assign(globalThis, { room: () => Object.assign(IDBObjectStore.prototype, { put }) })
  })
  instance.offer('http://news.test/a')
  await popup.evaluate(() => chrome.runtime.sendMessage({ kind: 'work' }))
  await expect
    .poll(() => popup.locator('#doing').textContent(), SOON)
    .toBe('This browser has no room left for the node’s memory: it does nothing until there is some.')
  expect(await popup.evaluate(() => chrome.action.getBadgeText({}))).toBe('!')
  expect(scene.seen['news.test']).toEqual([])
  await scene.shot(popup, 'full')
  await scene.context.serviceWorkers()[0]!.evaluate(() => (globalThis as unknown as { room(): void }).room())
  await popup.evaluate(() => chrome.runtime.sendMessage({ kind: 'work' }))
  await expect.poll(() => scene.outcome('http://news.test/a'), SOON).toBe('paid')
  await expect.poll(() => popup.evaluate(() => chrome.action.getBadgeText({})), SOON).toBe('')
})

test('[NOD-11] a host that is taken back in the browser’s own page while the node works is asked no more, and the log says so', async () => {
  scene = await openBrowserScene({ 'news.test': NEWS, 'other.test': NEWS })
  const { instance } = scene
  await scene.pairByClicks()
  const page = await scene.open('options.html')
  // The page of a lease waits for its host: another request was a moment ago.
  instance.offer('http://news.test/a', { delaySeconds: 8 })
  await expect.poll(() => scene.seen['news.test']!.length, SOON).toBe(1)
  const browser = await scene.context.newPage()
  await browser.goto('chrome://extensions')
  await browser.evaluate(
    async ({ extensionId, mine }) => {
      const { developerPrivate } = chrome as unknown as {
        developerPrivate: Record<string, (...input: unknown[]) => Promise<void>>
      }
      await developerPrivate.updateExtensionConfiguration!({ extensionId, hostAccess: 'ON_SPECIFIC_SITES' })
      for (const host of mine) await developerPrivate.addHostPermission!(extensionId, host)
    },
    { extensionId: new URL(scene.base).hostname, mine: ['http://127.0.0.1/*', 'http://other.test/*'] },
  )
  await expect.poll(() => scene.outcome('http://news.test/a'), SOON).toBe('operator')
  expect(scene.seen['news.test']).toHaveLength(1)
  await expect
    .poll(() => page.locator('#log').textContent(), SOON)
    .toContain('http://news.test/a: You have not allowed news.test in this browser. Nothing of it leaves')
  expect(await page.locator('#log').textContent()).toContain('may ask every site.')
})

test('[NOD-16] an instance that has another address now is paired again by clicks, and the page under way is finished there; another instance’s lease moves nothing', async () => {
  scene = await openBrowserScene({ 'news.test': NEWS, 'other.test': NEWS })
  const { instance } = scene
  await scene.pairByClicks()
  const page = await scene.open('options.html')
  page.on('dialog', (dialog) => void dialog.accept())
  const later = () => ({ notBefore: new Date(Date.now() + 5_000).toISOString() })
  instance.offer('http://news.test/a', later())
  await expect.poll(() => instance.leases.size, SOON).toBe(1)

  const moved = instance.url.replace('127.0.0.1', 'localhost')
  await pairAgain(page, moved)
  await expect.poll(() => page.locator('#paired-with').textContent(), SOON).toBe(`It works for ${moved}.`)
  await expect.poll(() => scene.outcome('http://news.test/a'), SOON).toBe('paid')

  // The same lease would be good; it is another instance that signed it.
  const other = await openTestInstance()
  other.retryAfter = 1
  try {
    instance.offer('http://news.test/b', later())
    await expect.poll(() => instance.leases.size, SOON).toBe(2)
    await pairAgain(page, other.url)
    await expect
      .poll(() => page.locator('#log').textContent(), SOON)
      .toContain('The lease is not signed by the instance that this node is paired with.')
    other.offer('http://other.test/a')
    await expect.poll(() => [...other.leases.values()].map(({ paid }) => paid), SOON).toEqual([1])
    expect(scene.outcome('http://news.test/b')).toBeUndefined()
    expect(scene.seen['news.test']!.map(({ path }) => path)).not.toContain('/b')
  } finally {
    await other.close()
  }
})

/** From the settings, as a person does; then back to them. */
async function pairAgain(page: Page, url: string): Promise<void> {
  await page.click('#pair-again')
  await page.fill('#instance', url)
  await page.fill('#code', CODE)
  await page.click('#pair-form button')
  await page.locator('#hosts:not([hidden])').waitFor(SOON)
  await page.goto(`${scene.base}options.html`)
}
