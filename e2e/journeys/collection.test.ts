import { expect, test } from '@playwright/test'
import { world } from '@rowright/testing/world'
import { articleOf, siteOf } from '../../apps/node/src/testing/testInternet.ts'
import { type Field, openField } from '../field.ts'
import { agree } from '../labeler.ts'
import { visit } from '../people.ts'
import { close, fund, nextOf, openPool, start } from '../requester.ts'

const HOST = 'http://news.example'
const MAP = `<urlset>${['/flood', '/private/diary', '/bridge'].map((path) => `<url><loc>${HOST}${path}</loc></url>`).join('')}</urlset>`

let field: Field
test.beforeAll(async () => {
  field = await openField()
  await field.internet.host(
    'news.example',
    siteOf({
      '/robots.txt': 'User-agent: *\nDisallow: /private',
      '/map.xml': (_, response) => response.setHeader('content-type', 'application/xml').end(MAP),
      '/flood': articleOf('The flood'),
      '/bridge': articleOf('The bridge'),
    }),
  )
})
test.afterAll(() => field?.close())

test('rita, who wants one page of a site: sees what its sitemap would bring, pays, starts; bo’s node fetches it, it is checked and paid, and she closes', async ({
  browser,
}) => {
  const rita = await visit(browser, { locale: 'en', size: 'desk' })
  const { page, words } = rita
  await openPool(rita, 'News of the valley')
  await page.getByText(words('campaignForm.kind_collect')).click()

  // What is wrong is named where it is wrong, and nothing is sent.
  await page.getByLabel(words('collectionForm.hosts')).fill('news.example:8080')
  await page.getByRole('button', { name: words('campaignForm.create') }).click()
  await expect(page.getByText(words('collectionForm.fault_name'))).toBeVisible()
  await expect(page.getByText(words('collectionForm.fault_host'))).toBeVisible()

  await page.getByLabel(words('collectionForm.name')).fill('Floods')
  await page.getByLabel(words('collectionForm.hosts')).fill(`${HOST}/`)
  await page.getByLabel(words('collectionForm.documents')).fill('1')
  const cost = page.getByRole('region', { name: words('collectionForm.cost') })
  await expect(cost.getByText(/0\.004 tUSD/), 'the page and a second look').toBeVisible()
  await page.getByRole('button', { name: words('campaignForm.create') }).click()
  await page.waitForURL(/\/campaigns\/[0-9a-f-]{36}/)

  const sources = page.getByRole('region', { name: words('seeds.title') })
  await sources.getByLabel(words('seeds.addresses')).fill(`${HOST}/map.xml`)
  await sources.getByRole('button', { name: words('seeds.add') }).click()
  await expect(sources.getByText(`${HOST}/map.xml`)).toBeVisible()
  await fund(rita)
  await expect(nextOf(rita).getByRole('heading', { name: words('journey.do_start') })).toBeVisible()
  await page.getByRole('tab', { name: words('requester.tab_sources') }).click()
  await expect(sources.getByText(/^3 pages$/)).toBeVisible()
  await expect(sources.getByText('1 robots.txt says no')).toBeVisible()
  await start(rita)

  const bo = await visit(browser, { locale: 'zh-Hant', size: 'phone' })
  await bo.page.goto(`${world().url}/node`)
  await bo.page
    .getByRole('button', { name: bo.words('node.asGuest') })
    .first()
    .click()
  await bo.page.getByRole('button', { name: bo.words('node.poolRead') }).click()
  await agree(bo)
  await expect(bo.page.getByText(bo.words('node.poolAgreed'))).toBeVisible()
  await bo.page.getByRole('button', { name: bo.words('node.makeCode') }).click()
  const code = (await bo.page.getByText(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/).textContent())!
  await field.runNode(code)

  await page.getByRole('tab', { name: words('requester.tab_progress') }).click()
  await expect(page.getByText(words('collection.brought', { done: '1', total: '1' }))).toBeVisible()
  await expect(page.getByText(words('collection.pending', { amount: '0.002 tUSD' }))).toBeVisible()
  await expect(page.getByText(words('collection.outcome_confirmed')).first()).toBeVisible()
  await expect(page.getByText(words('collection.queuedHint'))).toBeVisible()
  expect(field.internet.privateHits).toEqual([])

  await expect(nextOf(rita).getByRole('heading', { name: words('journey.do_close') })).toBeVisible()
  await close(rita)
  await expect(page.getByText(words('requester.status_closing'))).toBeVisible()
  await page.getByRole('tab', { name: words('requester.tab_money') }).click()
  await expect(page.getByText(words('remainder.workingPages'))).toBeVisible()
  for (const person of [rita, bo]) await person.context.close()
})
