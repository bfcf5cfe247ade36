import { readFile } from 'node:fs/promises'
import { expect, test } from '@playwright/test'
import { world } from '@rowright/testing/world'
import { agree, attachWallet, cashOut, insist } from '../labeler.ts'
import { fill, type Visitor, visit } from '../people.ts'
import { closeAndOffer, openAndFund } from '../requester.ts'

const ITEMS = ['A sunny day', 'It rains', 'The sky is blue', 'A storm at night']
const truth = (text: string) => (/sunny|blue/.test(text) ? 'yes' : 'no')
const PRICE = 20_000n

/** Answers everything there is, rightly. */
async function answerAll(labeler: Visitor): Promise<void> {
  const { page, words } = labeler
  for (let i = 0; i < ITEMS.length; i++) {
    const shown = page.getByRole('article').getByText(new RegExp(`^(${ITEMS.join('|')})$`))
    const text = (await shown.textContent())!
    // A person needs a moment to read; the editor takes nothing before that.
    await page.waitForTimeout(400)
    const asked = page.getByRole('article').getByText(text, { exact: true })
    await insist(
      labeler,
      () => page.keyboard.press(truth(text) === 'yes' ? '1' : '2'),
      () => asked.isVisible(),
      (within) => expect(asked).toHaveCount(0, within),
    )
  }
  await expect(page.getByText(words('editor.doneTitle'))).toBeVisible()
}

for (const { title, locale, size } of [
  { title: 'at a desk, in English', locale: 'en', size: 'desk' },
  { title: 'on a phone, in 繁體中文', locale: 'zh-Hant', size: 'phone' },
] as const) {
  test(`the main job, ${title}: pool, funds, answers, results, pay, release, license, export, revenue`, async ({
    browser,
  }) => {
    const [rita, ada, bo, bea] = await Promise.all(
      Array.from({ length: 4 }, () => visit(browser, { locale, size })),
    )
    if (!rita || !ada || !bo || !bea) throw new Error('four people are needed')
    const pool = `Weather ${locale}`

    const campaignUrl = await openAndFund(rita, {
      pool,
      question: 'Is the weather good?',
      csv: `id,text\n${ITEMS.map((text, i) => `item-${i},${text}`).join('\n')}\n`,
      overlap: 2,
    })
    const [, poolId, campaignId] = /requester\/([^/]+)\/campaigns\/([^/#?]+)/.exec(campaignUrl)!

    for (const labeler of [ada, bo]) {
      await labeler.page.goto(`${world().url}/label/${poolId}/${campaignId}`)
      await labeler.page.getByRole('button', { name: labeler.words('editor.start') }).click()
      await agree(labeler)
      await answerAll(labeler)
    }
    await attachWallet(ada)

    await closeAndOffer(rita, campaignUrl, '10')

    // Ada has an address: her pay is in the tree. Bo is a guest: his waits for him.
    const worked = await cashOut(ada, 4n * PRICE)
    expect(worked).toBe(4n * PRICE)

    await fill(bea.wallet.account.address)
    await bea.page.goto(`${world().url}/pools/${poolId}`)
    await bea.page
      .getByRole('button', { name: bea.words('buyer.buy') })
      .first()
      .click()
    const dialog = bea.page.getByRole('dialog')
    await dialog.getByRole('button', { name: bea.words('buyer.signIn') }).click()
    await bea.page.getByRole('button', { name: /Test Wallet/ }).click()
    await bea.page
      .getByRole('dialog')
      .getByRole('button', { name: bea.words('buyer.pay') })
      .click()
    await expect(bea.page.getByText(bea.words('buyer.bought')).first()).toBeVisible()
    await bea.page.keyboard.press('Escape')
    const [download] = await Promise.all([
      bea.page.waitForEvent('download'),
      bea.page.getByRole('button', { name: bea.words('buyer.download') }).click(),
    ])
    const rows = (await readFile(await download.path(), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(rows.map((row) => [row.item.payload.text, row.result.value]).sort()).toEqual(
      ITEMS.map((text) => [text, truth(text)]).sort(),
    )
    expect(rows.every((row) => row.annotations.length === 2)).toBe(true)

    // 10 tUSD: 40 % to Rita who gave the items, 60 % to the two who answered all rows.
    expect(await cashOut(ada, 3_000_000n)).toBe(4n * PRICE + 3_000_000n)
    await attachWallet(bo)
    expect(await cashOut(bo, 3_000_000n)).toBe(4n * PRICE + 3_000_000n)
    for (const contributor of [ada, bo]) expect(contributor.wallet.asked).not.toContain('eth_sendTransaction')
    for (const person of [rita, ada, bo, bea]) await person.context.close()
  })
}
