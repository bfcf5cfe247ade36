import { afterEach, expect, test } from 'vitest'
import { articleOf, siteOf } from '../../node/src/testing/testInternet.ts'
import { type BrowserScene, openBrowserScene, SOON } from './testing/browserScene.ts'

let scene: BrowserScene
afterEach(() => scene?.close())

/** Everything that the self-test tries, with some layers taken out of the build; what was not refused, and why the rest was. */
async function selfTestWithout(layers: string): Promise<{ open: string[]; words: string[] }> {
  scene = await openBrowserScene(
    { 'news.test': siteOf({ '/a': articleOf('The flood') }) },
    { build: ['--without', layers] },
  )
  await scene.pairByClicks()
  const page = await scene.open('options.html')
  await page.click('#self-test')
  const lines = page.locator('#self-test-lines li')
  await expect.poll(() => lines.count(), SOON).toBe(9)
  return {
    open: await lines.filter({ has: page.locator('.bad') }).allTextContents(),
    words: await lines
      .locator('span:nth-child(2)')
      .evaluateAll((spans) => spans.map((span) => span.getAttribute('title') ?? '')),
  }
}

test('[NOD-20] without the browser’s own address check, the session’s rules refuse every address and this machine before a byte is sent', async () => {
  const { open, words } = await selfTestWithout('first')
  expect(open).toEqual([])
  expect(words.filter((line) => line.includes('BLOCKED_BY_CLIENT'))).toHaveLength(8)
  expect(scene.internet.privateHits).toEqual([])
})

test('[NOD-20] without both, the address that answered is seen and what it said is thrown away', async () => {
  const { open, words } = await selfTestWithout('first,second')
  expect(open).toEqual([])
  expect(words.filter((line) => line.includes('It was thrown away.'))).toHaveLength(8)
  // So the test can fail: these did reach the private server.
  expect(scene.internet.privateHits.length).toBeGreaterThanOrEqual(8)
})
