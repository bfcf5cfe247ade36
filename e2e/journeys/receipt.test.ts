import { readFile } from 'node:fs/promises'
import { expect, test } from '@playwright/test'
import { world } from '@rowright/testing/world'
import { agree } from '../labeler.ts'
import { visit } from '../people.ts'

for (const { name, locale, size } of [
  { name: 'ada, at a desk, in English', locale: 'en', size: 'desk' },
  { name: '阿寶, on a phone, in 繁體中文', locale: 'zh-Hant', size: 'phone' },
] as const) {
  test(`${name}: names a licensee she denies, deletes her account, ends the consent by the file alone`, async ({
    browser,
  }) => {
    const ada = await visit(browser, { locale, size })
    const { page, words } = ada
    await page.goto(world().url)
    await page.getByRole('button', { name: words('home.start') }).click()
    await page.waitForURL(/\/label\//)
    const denied = `0x${'d1'.repeat(20)}`
    await agree(ada, async () => {
      await page.getByText(words('named.title')).click()
      const list = page.getByLabel(words('named.denied'))
      await list.fill('Acme')
      await expect(page.getByRole('button', { name: words('editor.consentAgree') })).toBeDisabled()
      await list.fill(denied.toUpperCase().replace('X', 'x'))
    })
    await expect(page.getByRole('main').locator('img[src^="data:image/png"]')).toBeVisible()

    await page.goto(`${world().url}/work`)
    await page.getByRole('tab', { name: words('work.tabConsents') }).click()
    await expect(page.getByTitle(denied)).toBeVisible()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: words('work.receipt') }).click(),
    ])
    const file = await readFile(await download.path())
    expect(JSON.parse(file.toString())).toMatchObject({ endAt: `${world().url}/end-consent` })
    await page.getByRole('tab', { name: words('work.tabAccount') }).click()
    await page.getByRole('button', { name: words('work.delete') }).click()
    await page
      .getByRole('alertdialog')
      .getByRole('button', { name: words('work.delete') })
      .click()
    await page.waitForURL(`${world().url}/`)
    await ada.context.close()

    // Another browser, where nobody has ever signed in.
    const stranger = await visit(browser, { locale, size })
    await stranger.page.goto(world().url)
    await stranger.page.getByRole('link', { name: words('footer.endConsent') }).click()
    const choose = stranger.page.getByLabel(words('endByReceipt.file'))
    await choose.setInputFiles({ name: 'a.json', mimeType: 'application/json', buffer: Buffer.from('{}') })
    await expect(stranger.page.getByText(words('endByReceipt.notReceipt'))).toBeVisible()
    const receipt = { name: download.suggestedFilename(), mimeType: 'application/json', buffer: file }
    for (const said of ['ended', 'endedBefore']) {
      await choose.setInputFiles(receipt)
      await expect(stranger.page.getByTitle(denied)).toBeVisible()
      await stranger.page.getByRole('button', { name: words('endByReceipt.end') }).click()
      await expect(stranger.page.getByText(words(`endByReceipt.${said}`))).toBeVisible()
      await stranger.page.getByRole('button', { name: words('endByReceipt.other') }).click()
    }
    await stranger.context.close()
  })
}
