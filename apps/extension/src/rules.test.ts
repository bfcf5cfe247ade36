import { readFile } from 'node:fs/promises'
import { afterEach, expect, test } from 'vitest'
import { REFUSING_SITES } from '../../node/src/testing/refusingSites.ts'
import { articleOf, siteOf } from '../../node/src/testing/testInternet.ts'
import { type BrowserScene, openBrowserScene, SOON } from './testing/browserScene.ts'

let scene: BrowserScene
afterEach(() => scene?.close())

const NEWS = siteOf({ '/a': articleOf('The flood'), '/b': articleOf('The dam') })
const offered = (url: string) => ({ url, campaignId: crypto.randomUUID(), pay: '1200' })
const leaseCalls = () =>
  scene.instance.calls.filter(({ call, input }) => call === 'leases' && input.preview !== true)

test('[NOD-3] a page with any kind of opt-out is never sent, and the log says where it is written', async () => {
  const sites = Object.fromEntries(
    Object.entries(REFUSING_SITES).map(([host, pages]) => [host, siteOf(pages)]),
  )
  scene = await openBrowserScene(sites)
  await scene.manyAtOnce()
  for (const host of Object.keys(sites)) scene.instance.offer(`http://${host}/p`)
  await scene.pairByClicks()
  const outcomes = () => Object.keys(sites).map((host) => [host, scene.outcome(`http://${host}/p`)])
  await expect
    .poll(outcomes, { timeout: 400_000 })
    .toEqual(Object.keys(sites).map((host) => [host, 'refused']))
  for (const { text, reveals, commitments } of scene.instance.leases.values())
    expect([text, reveals, commitments]).toEqual([undefined, [], []])
  const page = await scene.open('options.html')
  for (const { lease, returned } of scene.instance.leases.values())
    await expect
      .poll(() => page.locator('#log').textContent(), SOON)
      .toContain(`${lease.lease.url}: ${returned!.detail}`)
  for (const host of ['robots.test', 'ai.test', 'signal.test', 'tdm.test', 'aitxt.test', 'rsl.test'])
    expect(scene.seen[host]!.map(({ path }) => path)).not.toContain('/p')
})

test('[NOD-11] preview shows pages and pay and fetches nothing; approved hosts are asked, others and blocked ones are not', async () => {
  scene = await openBrowserScene({ 'news.test': NEWS, 'other.test': NEWS })
  const { instance } = scene
  instance.offers.push(offered('http://news.test/a'), offered('http://other.test/b'))
  instance.offer('http://news.test/a')
  await scene.pairByClicks('preview')
  const page = await scene.open('options.html')
  await expect
    .poll(() => page.locator('#offers').textContent(), SOON)
    .toContain('http://other.test/b0.0012 tUSD')
  await scene.shot(page, 'preview')
  const popup = await scene.open('popup.html')
  await popup.setViewportSize({ width: 360, height: 560 })
  await expect.poll(() => popup.locator('#last').textContent(), SOON).toContain('http://news.test/a')
  expect(await popup.locator('#doing').textContent()).toBe('The node only previews.')
  await scene.shot(popup, 'popup-preview')
  expect(leaseCalls()).toEqual([])
  expect(Object.values(scene.seen).flat()).toEqual([])

  await page.selectOption('select[name=mode]', 'approve')
  await page.click('#settings button[type=submit]')
  const news = page.locator('[data-host="news.test"]')
  const other = page.locator('[data-host="other.test"]')
  await expect.poll(() => news.getAttribute('class'), SOON).toBe('waiting')
  await scene.shot(page, 'approve')
  expect(Object.values(scene.seen).flat()).toEqual([])
  await news.getByRole('button', { name: 'Allow' }).click()
  await expect.poll(() => scene.outcome('http://news.test/a'), SOON).toBe('paid')
  expect(leaseCalls().map(({ input }) => input.hosts)).toContainEqual(['news.test'])
  expect(scene.seen['other.test']).toEqual([])

  await other.getByRole('button', { name: 'Block' }).click()
  await expect.poll(() => other.getAttribute('class'), SOON).toBe('blocked')
  await page.selectOption('select[name=mode]', 'automatic')
  await page.click('#settings button[type=submit]')
  // Whatever the instance sends, a blocked host is not asked.
  instance.offer('http://other.test/b')
  await expect.poll(() => scene.outcome('http://other.test/b'), SOON).toBe('operator')
  expect(leaseCalls().at(-1)!.input.exceptHosts).toEqual(['other.test'])
  expect(scene.seen['other.test']).toEqual([])
})

test('[NOD-10] caps, the schedule, a metered line, the battery and the pause stop new pages; everything is exported and deleted by a click', async () => {
  scene = await openBrowserScene({ 'news.test': NEWS })
  const { instance } = scene
  await scene.pairByClicks()
  const page = await scene.open('options.html')
  const popup = await scene.open('popup.html')
  const save = () => page.click('#settings button[type=submit]')
  const says = (words: string) => expect.poll(() => popup.locator('#doing').textContent(), SOON).toBe(words)
  const field = (name: string) => page.locator(`#settings [name=${name}]`)
  /** A rule is on, the log says so, and a page that waits is not leased; then it is off, and the page is. */
  async function holds(line: string, lift: () => Promise<unknown>): Promise<void> {
    await says(line)
    await expect.poll(() => page.locator('#log').textContent(), SOON).toContain(`${line} No new pages.`)
    const before = instance.leases.size
    const url = `http://news.test/${before % 2 ? 'a' : 'b'}?${before}`
    instance.offer(url)
    expect(instance.leases.size).toBe(before)
    await lift()
    await save()
    await expect.poll(() => scene.outcome(url), SOON).toBeDefined()
  }
  await field('pagesPerDay').fill('0')
  await save()
  await holds('Today’s cap of 0 pages is used.', () => field('pagesPerDay').fill('1000'))
  await field('megabytesPerHour').fill('0')
  await save()
  await holds('This hour’s cap of 0 MB is used.', () => field('megabytesPerHour').fill('50'))
  const hour = new Date().getHours()
  const at = (later: number) => `${String((hour + later) % 24).padStart(2, '0')}:00`
  await field('from').fill(at(3))
  await field('to').fill(at(5))
  await save()
  await holds(`Outside the schedule (${at(3)} to ${at(5)}).`, async () => {
    await field('from').fill('')
    await field('to').fill('')
  })

  // The machine as a laptop would tell: the worker asks a page about the battery, and this one answers first.
  await page.evaluate(() =>
    chrome.runtime.onMessage.addListener((message, _, answer) => {
      if (message.kind === 'battery') answer({ charging: false })
    }),
  )
  await popup.evaluate(() => Object.assign(navigator, { getBattery: async () => ({ charging: false }) }))
  await save()
  await holds('This machine runs on its battery.', () => field('pauseOnBattery').uncheck())
  const saveData = () => {
    const { connection } = navigator as unknown as { connection: object }
    Object.defineProperty(connection, 'saveData', { value: true })
  }
  await scene.context.serviceWorkers()[0]!.evaluate(saveData)
  await popup.evaluate(saveData)
  await save()
  await holds('This device saves data.', () => field('pauseOnMetered').uncheck())
  await popup.click('#switch')
  await holds('The node is switched off.', () => popup.click('#switch'))

  const [download] = await Promise.all([page.waitForEvent('download'), page.click('#export')])
  const exported = JSON.parse(await readFile((await download.path())!, 'utf8'))
  expect(exported.pairing.url).toBe(instance.url)
  expect(exported.log.map(({ text }: { text: string }) => text).join()).toContain('This device saves data.')
  expect(JSON.stringify(exported)).not.toContain('The river rose')
  page.on('dialog', (dialog) => void dialog.accept())
  await page.click('#delete')
  await expect.poll(() => page.locator('#log-said').textContent(), SOON).toContain('Deleted')
  await expect.poll(() => page.locator('#log').textContent(), SOON).toBe('Nothing yet.')
  // Who opens the popup now is back at the beginning: it closes, and the page of the consent opens.
  await scene.context.newPage().then((fresh) => fresh.goto(`${scene.base}popup.html`).catch(() => {}))
  await (await scene.installed()).locator('#agree').waitFor(SOON)
})
