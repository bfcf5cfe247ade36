import { expect, test } from '@playwright/test'
import { world } from '@rowright/testing/world'
import { digitImages } from '../../apps/api/src/digits.ts'
import { agree, attachWallet, cashOut, insist } from '../labeler.ts'
import { type Visitor, visit } from '../people.ts'

const digits = new Map(digitImages().map((image) => [image.dataUrl, String(image.digit)]))

/** Answers what is shown, rightly. @returns the digit. */
async function answerDigit(labeler: Visitor, by: 'thumb' | 'key'): Promise<string> {
  const { page } = labeler
  const image = page.getByRole('main').locator('img[src^="data:image/png"]')
  const shown = await image.getAttribute('src')
  const digit = digits.get(shown!)
  expect(digit, 'the image shown is one of the demo pool').toBeDefined()
  // A person needs a moment to see the image; the editor takes nothing before that.
  await page.waitForTimeout(400)
  const button = page.getByRole('button', { name: new RegExp(`\\b${digit}$`) })
  await insist(
    labeler,
    () => (by === 'key' ? page.keyboard.press(digit!) : button.tap()),
    async () => (await image.getAttribute('src')) === shown,
    (within) => expect(image).not.toHaveAttribute('src', shown!, within),
  )
  return digit!
}

/** Windows of pay that have passed: the second frees what the first left staked. */
const passed = ({ page }: Visitor): Promise<number> =>
  page.evaluate(async () => {
    const { items } = await (await fetch('/v1/me/windows')).json()
    return items.filter((one: { state: string }) => one.state === 'passed').length
  })

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

    await agree(ada)
    await expect(page.getByRole('main').locator('img[src^="data:image/png"]')).toBeVisible()
    for (let i = 0; i < 12; i++) await answerDigit(ada, by)
    await expect(
      page
        .getByText(/\d+[^\n]*0\.\d+/)
        .filter({ visible: true })
        .first(),
    ).toBeVisible()
    for (let i = 12; (await passed(ada)) < 2; i++) {
      expect(i, 'two windows of five checks').toBeLessThan(200)
      await answerDigit(ada, by)
    }

    await attachWallet(ada)
    // Paid with the second window, less the stake of the next; then in the tree of the next epoch.
    expect(await cashOut(ada, 60_000n)).toBeGreaterThanOrEqual(60_000n)
    expect(ada.wallet.asked, 'the contributor sent no transaction').not.toContain('eth_sendTransaction')
    await ada.context.close()
  })
}
