import { afterEach, expect, test } from 'vitest'
import { articleOf, siteOf } from '../../node/src/testing/testInternet.ts'
import { type BrowserScene, openBrowserScene, SOON } from './testing/browserScene.ts'

let scene: BrowserScene
afterEach(() => scene?.close())

const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

/** Chooses in a page's own menu: the browser draws it, so what it calls is called. */
async function choose(menuItemId: string, url: string, more: Record<string, string> = {}) {
  const visited = await scene.context.newPage()
  await visited.goto(url)
  const opened = scene.context.waitForEvent('page', SOON)
  await scene.context.serviceWorkers()[0]!.evaluate(
    async ({ menuItemId, url, more }) => {
      const [tab] = await chrome.tabs.query({ url })
      const { clip } = globalThis as unknown as { clip: (info: object, tab: object) => Promise<void> }
      await clip({ menuItemId, pageUrl: url, ...more }, tab!)
    },
    { menuItemId, url, more },
  )
  const page = await opened
  await page.locator('main:not([inert])').waitFor(SOON)
  return page
}

test('[NOD-29] a clip is shown as it would leave, without personal data, and leaves when it is confirmed', async () => {
  scene = await openBrowserScene({
    'news.test': siteOf({
      '/a': articleOf('The flood').replace('</article>', '<img src="/p.png" alt=""></article>'),
      '/noai': articleOf('No').replace('<title>', '<meta name="robots" content="noai"><title>'),
      '/p.png': (_, response) => response.setHeader('content-type', 'image/png').end(PIXEL),
    }),
  })
  const { instance } = scene
  instance.campaigns[0]!.tags = ['flood', 'dam']
  Object.assign(instance.campaigns[0]!, { agreed: false, poolName: 'Valley news' })
  await scene.pairByClicks('preview')
  const url = 'http://news.test/a'
  const page = await choose('clipSelection', url, {
    selectionText: 'The river rose. Write to ada@example.org for more.',
  })
  await expect
    .poll(() => page.locator('#text').textContent(), SOON)
    .toBe('The river rose. Write to [email] for more.')
  expect(await page.locator('#taken').textContent()).toBe('Taken out before anything leaves: 1 email.')
  // Not before the pool's terms are agreed to, on the instance's own page; coming back is enough.
  expect(await page.locator('#clip-waits').textContent()).toContain('“Valley news” waits for your consent')
  expect(await page.locator('#clip-waits a').getAttribute('href')).toBe(`${instance.url}/node#pools`)
  expect(await page.locator('#send').isDisabled()).toBe(true)
  await scene.shot(page, 'clip-waits')
  instance.campaigns[0]!.agreed = true
  await page.evaluate(() => window.dispatchEvent(new Event('focus')))
  await expect.poll(() => page.locator('#send').isDisabled(), SOON).toBe(false)
  await scene.shot(page, 'clip')
  // Nothing leaves before it is confirmed.
  await page.click('#send')
  expect(instance.clips).toEqual([])
  await page.check('#rights')
  await page.selectOption('#tag', 'dam')
  await page.click('#send')
  await expect.poll(() => page.locator('#clip-said').textContent(), SOON).toContain('Sent.')
  expect(instance.clips).toMatchObject([
    {
      kind: 'selection',
      url,
      tag: 'dam',
      text: 'The river rose. Write to [email] for more.',
      title: 'The flood',
    },
  ])

  const whole = await choose('clipPage', url)
  await whole.check('#rights')
  await whole.click('#send')
  await expect.poll(() => instance.clips.length, SOON).toBe(2)
  expect(instance.clips[1]!.text).toContain('Paragraph 6 on The flood')
  expect(JSON.stringify(instance.clips)).not.toContain('ada@example.org')

  const picture = await choose('clipImage', url, { srcUrl: 'http://news.test/p.png' })
  await picture.check('#rights')
  await picture.click('#send')
  await expect.poll(() => instance.clips.length, SOON).toBe(3)
  expect(instance.clips[2]!.image).toBe(`data:image/png;base64,${PIXEL.toString('base64')}`)

  const refused = await choose('clipSelection', 'http://news.test/noai', { selectionText: 'The river rose.' })
  expect(await refused.locator('#clip-said').textContent()).toContain(
    'This page refuses: meta robots says noai.',
  )
  expect(await refused.locator('#send').isDisabled()).toBe(true)
  const options = await scene.open('options.html')
  await expect.poll(() => options.locator('#log').textContent(), SOON).toContain(`Gave a clip of ${url}`)
  await expect.poll(() => options.locator('#clips').textContent(), SOON).toContain('its site is being asked')
  expect(instance.clips).toHaveLength(3)
})
