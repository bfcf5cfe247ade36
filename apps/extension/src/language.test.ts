import { afterEach, expect, test } from 'vitest'
import { articleOf, siteOf } from '../../node/src/testing/testInternet.ts'
import { type BrowserScene, openBrowserScene, SOON } from './testing/browserScene.ts'

let scene: BrowserScene
afterEach(() => scene?.close())

const EARLIER = 'Leased http://old.test/ for 0.0012 tUSD.'

test('[NOD-14] in a Chinese browser the log, a refusal of the instance and the reasons are Chinese; lines of an earlier version and the export stay English', async () => {
  scene = await openBrowserScene(
    {
      'news.test': siteOf({ '/a': articleOf('The flood') }),
      'closed.test': siteOf({ '/robots.txt': 'User-agent: GPTBot\nDisallow: /' }),
    },
    { language: 'zh-TW' },
  )
  const { instance } = scene
  const consent = await scene.installed()
  await consent.click('#agree-button')
  await scene.shot(consent, 'zh-pair')
  await consent.fill('#instance', instance.url)
  await consent.fill('#code', 'AAAA-AAAA')
  await consent.click('#pair-form button')
  await expect.poll(() => consent.locator('#pair-said').textContent(), SOON).toMatch(/^這個短碼不能配對/)
  await scene.pairByClicks()
  instance.offer('http://news.test/a')
  instance.offer('http://closed.test/p')
  const page = await scene.open('options.html')
  await page.evaluate(
    (line) =>
      new Promise((done) => {
        indexedDB.open('rowright-node').onsuccess = (event) => {
          const { result } = event.target as IDBOpenDBRequest
          const added = result.transaction('log', 'readwrite').objectStore('log').add(line)
          added.onsuccess = done
        }
      }),
    { at: '2026-01-01T00:00:00.000Z', level: 'info', event: 'leased', text: EARLIER },
  )
  await expect.poll(() => scene.outcome('http://news.test/a'), SOON).toBe('paid')
  await expect.poll(() => scene.outcome('http://closed.test/p'), SOON).toBe('refused')
  await page.reload()
  const log = page.locator('#log')
  const lines = [
    '領到 http://news.test/a 的租約，報酬 0.0012 tUSD。',
    'http://news.test/a：GET 200，',
    '離開之前已去除：電子郵件 1 個。',
    'robots.txt 在這裡拒絕 gptbot；它和我們一樣為 AI 收集。（robots.txt 第 2 行：Disallow: /）',
    '其中沒有任何內容離開這台電腦。',
  ]
  for (const line of lines) await expect.poll(() => log.textContent(), SOON).toContain(line)
  expect(await log.textContent()).toContain(EARLIER)
  expect((await log.textContent())!.replace(EARLIER, '')).not.toMatch(/Leased|Nothing of it|turns gptbot/)
  // What the source is told, and what is exported, is the English that was written.
  expect([...instance.leases.values()].map(({ returned }) => returned?.detail)).toContain(
    'robots.txt turns gptbot away here, which collects for AI as we do. (robots.txt line 2: Disallow: /)',
  )
  expect(await page.locator('.day').first().textContent()).toMatch(/^\d{4}年\d+月\d+日/)
  expect(await page.locator('html').getAttribute('lang')).toBe('zh-Hant')
  await page.fill('#log-search', '轉')
  await scene.shot(page, 'zh-options')
})
