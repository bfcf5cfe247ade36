import { afterEach, expect, test } from 'vitest'
import { articleOf, siteOf } from '../../node/src/testing/testInternet.ts'
import { type BrowserScene, openBrowserScene, SOON } from './testing/browserScene.ts'

let scene: BrowserScene
afterEach(() => scene?.close())

const DATED = 'Mon, 05 Jan 2026 10:00:00 GMT'

test('[NOD-9] a page that was seen before is asked for by its tag and its date: 304 is unchanged and pays a fifth, another tag is a new text', async () => {
  let etag = '"first"'
  const page = articleOf('The flood')
  scene = await openBrowserScene({
    'news.test': siteOf({
      '/tagged': (request, response) => {
        response.setHeader('etag', etag).setHeader('content-type', 'text/html')
        if (request.headers['if-none-match'] === etag) response.writeHead(304).end()
        else response.end(page)
      },
      '/dated': (request, response) => {
        response.setHeader('last-modified', DATED).setHeader('content-type', 'text/html')
        if (request.headers['if-modified-since'] === DATED) response.writeHead(304).end()
        else response.end(page)
      },
    }),
  })
  const { instance } = scene
  await scene.pairByClicks()
  const options = await scene.open('options.html')
  const log = options.locator('#log')
  const known = { pay: '1200', unchangedPay: '240' }
  let asked = 0
  async function visit(path: string, more: object): Promise<void> {
    asked++
    instance.offer(`http://news.test${path}`, { ...known, ...more })
    await expect
      .poll(() => [...instance.leases.values()].filter(({ paid }) => paid > 0).length, SOON)
      .toBe(asked)
  }
  const sent = (name: string) =>
    scene.seen['news.test']!.filter(({ path }) => /^\/(?:tagged|dated)$/.test(path)).map(
      ({ headers }) => headers[name],
    )

  await visit('/tagged', { etag })
  await visit('/dated', { modifiedSince: DATED })
  expect(sent('if-none-match')).toEqual(['"first"', undefined])
  expect(sent('if-modified-since')).toEqual([undefined, DATED])
  expect([...instance.leases.values()].map(({ text }) => text)).toEqual([undefined, undefined])
  await expect
    .poll(() => log.textContent(), SOON)
    .toMatch(
      /http:\/\/news\.test\/tagged: GET 304, 0\.0 kB from 127\.0\.0\.1\. Unchanged since it was last seen\./,
    )
  expect(await log.textContent()).toContain('http://news.test/dated: GET 304')
  expect(await log.textContent()).toContain(
    'Leased http://news.test/tagged for 0.0012 tUSD. It was seen before; unchanged, it pays 0.00024 tUSD.',
  )

  expect(await log.textContent()).toContain('Sent http://news.test/tagged. It pays 0.00024 tUSD when')

  // The server has another version now: the whole text goes, for the whole pay.
  etag = '"second"'
  await visit('/tagged', { etag: '"first"' })
  expect(sent('if-none-match').at(-1)).toBe('"first"')
  expect([...instance.leases.values()].at(-1)!.text).toContain('Paragraph 6 on The flood')
  const popup = await scene.open('popup.html')
  await expect
    .poll(() => popup.locator('#last li').allTextContents(), SOON)
    .toEqual([
      expect.stringMatching(/The flood0\.0012 tUSD$/),
      expect.stringMatching(/dated \(unchanged\)0\.00024 tUSD$/),
      expect.stringMatching(/tagged \(unchanged\)0\.00024 tUSD$/),
    ])
})
