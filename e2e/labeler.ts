import { expect, type Locator } from '@playwright/test'
import { type Deployment, openReader, readTokenBalance } from '@rowright/chain'
import { world } from '@rowright/testing/world'
import type { Visitor } from './people.ts'

/**
 * Gives the one-tap consent where it is asked for; practice, if any, is passed over.
 * @param before the tap. @param push how buttons are pressed.
 */
export async function agree(
  { page, words }: Visitor,
  before?: () => Promise<void>,
  push: (button: Locator) => Promise<void> = (button) => button.click(),
): Promise<void> {
  const practice = page.getByRole('button', { name: words('editor.practiceSkip') })
  const consent = page.getByRole('button', { name: words('editor.consentAgree') })
  await practice.or(consent).first().waitFor()
  if (await practice.isVisible()) await push(practice)
  await before?.()
  await push(consent)
}

/**
 * Answers until the page has taken it. An editor takes nothing in the first moments of a task, and nobody knows how
 * long those are on a busy machine; once it has taken something nothing can be skipped there, so nothing is sent twice.
 * @param shown whether the task is there that is meant. @param gone fails as long as it is.
 */
export async function insist(
  { page, words }: Visitor,
  answer: () => Promise<unknown>,
  shown: () => Promise<boolean>,
  gone: (within: { timeout: number }) => Promise<unknown>,
): Promise<void> {
  const skip = page.getByRole('article').getByRole('button', { name: words('editor.skip') })
  await expect(async () => {
    if ((await shown()) && (await skip.isEnabled({ timeout: 5_000 }))) await answer()
    await gone({ timeout: 5_000 })
  }).toPass({ timeout: 400_000 })
}

/** Attaches the wallet to the guest on the page of their work. */
export async function attachWallet({ page, words }: Visitor): Promise<void> {
  await page.goto(`${world().url}/work`)
  await page
    .getByRole('button', { name: words('work.attach') })
    .first()
    .click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /Test Wallet/ })
    .click()
  await expect(page.getByText(words('work.guestTitle'))).toHaveCount(0)
}

/** Waits until there is something to cash out, and does it. @returns base units in the wallet when it has arrived. */
export async function cashOut({ page, words, wallet }: Visitor, atLeast: bigint): Promise<bigint> {
  const button = page.getByRole('button', { name: words('work.cashOut') })
  let tries = 0
  await expect(async () => {
    await page.goto(`${world().url}/work`)
    // Longer each time: on a busy machine a page takes as long to come.
    await expect(button).toBeEnabled({ timeout: 4_000 * ++tries })
  }).toPass({ timeout: 400_000 })
  await button.click()
  const reader = openReader(world().rpcUrl)
  const { chain } = (await (await fetch(`${world().url}/v1/instance`)).json()) as { chain: Deployment }
  const balance = () => readTokenBalance(reader, chain.token, wallet.account.address)
  await expect.poll(async () => (await balance()) >= atLeast, { timeout: 400_000 }).toBe(true)
  return balance()
}
