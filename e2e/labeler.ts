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
  await expect(async () => {
    await page.goto(`${world().url}/work`)
    await expect(button).toBeEnabled({ timeout: 4_000 })
  }).toPass({ timeout: 120_000 })
  await button.click()
  const reader = openReader(world().rpcUrl)
  const { chain } = (await (await fetch(`${world().url}/v1/instance`)).json()) as { chain: Deployment }
  const balance = () => readTokenBalance(reader, chain.token, wallet.account.address)
  await expect.poll(async () => (await balance()) >= atLeast, { timeout: 60_000 }).toBe(true)
  return balance()
}
