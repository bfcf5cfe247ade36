import { afterEach, expect, test } from 'vitest'
import { articleOf, siteOf } from '../../node/src/testing/testInternet.ts'
import { type BrowserScene, openBrowserScene, SOON } from './testing/browserScene.ts'

let scene: BrowserScene
afterEach(() => scene?.close())

test('[NOD-10] what the worker was about to write when everything is deleted is not written', async () => {
  scene = await openBrowserScene(
    { 'news.test': siteOf({ '/a': articleOf('The flood') }) },
    { build: ['--steps'] },
  )
  const { instance } = scene
  const driver = await scene.open('options.html')
  const held = Promise.withResolvers<void>()
  let deleted = false
  await driver.exposeFunction('mayGo', (label: string) => {
    if (label !== 'before line fetched' || deleted) return true
    held.resolve()
    return false
  })
  await driver.evaluate(() => {
    const channel = new BroadcastChannel('steps')
    channel.onmessage = async ({ data }) => {
      const { mayGo } = window as unknown as { mayGo: (label: string) => Promise<boolean> }
      if (data.id && (await mayGo(data.label))) channel.postMessage({ go: data.id })
    }
  })
  await scene.pairByClicks()
  instance.offer('http://news.test/a')
  const page = await scene.open('options.html')
  await held.promise
  page.on('dialog', (dialog) => void dialog.accept())
  await page.click('#delete')
  await expect.poll(() => page.locator('#log-said').textContent(), SOON).toContain('Deleted')
  deleted = true
  // Long enough for the write to be there, were it made.
  await page.waitForTimeout(3_000)
  await page.reload()
  await expect.poll(() => page.locator('#log').textContent(), SOON).toBe('Nothing yet.')
  expect([...instance.leases.values()].map(({ commitments }) => commitments)).toEqual([[]])
})
