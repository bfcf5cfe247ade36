import { expect, test } from '@playwright/test'
import { openReader, readTokenBalance } from '@rowright/chain'
import { world } from '@rowright/testing/world'
import { digitImages } from '../../apps/api/src/digits.ts'
import { type Visitor, visit } from '../people.ts'

const digits = new Map(digitImages().map((image) => [image.dataUrl, String(image.digit)]))

/** Answers what is shown, rightly. @returns the digit. */
async function answerDigit({ page }: Visitor, by: 'thumb' | 'key'): Promise<string> {
  const image = page.getByRole('main').locator('img[src^="data:image/png"]')
  const shown = await image.getAttribute('src')
  const digit = digits.get(shown!)
  expect(digit, 'the image shown is one of the demo pool').toBeDefined()
  // A person needs a moment to see the image; the editor takes nothing before that.
  await page.waitForTimeout(400)
  if (by === 'key') await page.keyboard.press(digit!)
  else await page.getByRole('button', { name: new RegExp(`\\b${digit}$`) }).tap()
  await expect(image).not.toHaveAttribute('src', shown!)
  return digit!
}

for (const { name, locale, size, by } of [
  { name: 'ada, at a desk, in English, by number keys', locale: 'en', size: 'desk', by: 'key' },
  { name: '阿寶, on a phone, in 繁體中文, by thumb', locale: 'zh-Hant', size: 'phone', by: 'thumb' },
] as const) {
  test(`${name}: starts as a guest, labels, attaches a wallet, cashes out`, async ({ browser }) => {
    const ada = await visit(browser, { locale, size })
    const { page, words } = ada
    await page.goto(world().url)
    await page.getByRole('button', { name: words('home.start') }).click()
    await page.waitForURL(/\/label\//)

    await page.getByRole('button', { name: words('editor.practiceSkip') }).click()
    await page.getByRole('button', { name: words('editor.consentAgree') }).click()
    await expect(page.getByRole('main').locator('img[src^="data:image/png"]')).toBeVisible()
    for (let i = 0; i < 6; i++) await answerDigit(ada, by)

    await page.goto(`${world().url}/work`)
    await expect(page.getByText(words('work.guestTitle')).first()).toBeVisible()
    await page
      .getByRole('button', { name: words('work.attach') })
      .first()
      .click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /Test Wallet/ })
      .click()
    await expect(page.getByText(words('work.guestTitle'))).toHaveCount(0)

    // Judged after the hold, then in the tree of the next epoch.
    const cashOut = page.getByRole('button', { name: words('work.cashOut') })
    await expect(async () => {
      await page.reload()
      await expect(cashOut).toBeEnabled({ timeout: 4_000 })
    }).toPass({ timeout: 120_000 })
    await cashOut.click()
    const reader = openReader(world().rpcUrl)
    const { chain } = (await (await fetch(`${world().url}/v1/instance`)).json()) as {
      chain: { token: `0x${string}` }
    }
    await expect
      .poll(() => readTokenBalance(reader, chain.token, ada.wallet.account.address), { timeout: 60_000 })
      .toBe(60_000n)
    expect(ada.wallet.asked, 'the contributor sent no transaction').not.toContain('eth_sendTransaction')
    await ada.context.close()
  })
}
