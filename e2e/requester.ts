import { expect } from '@playwright/test'
import { world } from '@rowright/testing/world'
import { fill, type Visitor } from './people.ts'

/** Signs in with the wallet, which a requester and a buyer need first. */
export async function signIn({ page, words }: Visitor): Promise<void> {
  await page
    .getByRole('main')
    .getByRole('button', { name: words('requester.signIn') })
    .click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /Test Wallet/ })
    .click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
}

export interface Order {
  pool: string
  question: string
  /** Chooses the kind of question and its answers; default: yes or no. */
  ask?: (requester: Visitor) => Promise<void>
  /** CSV with a header. */
  csv: string
  overlap: number
}

/** What the page says comes next. */
export const nextOf = ({ page, words }: Visitor) => page.getByRole('region', { name: words('journey.title') })

/** Opens a pool, puts it on chain, and goes to the form of its first campaign. */
export async function openPool(requester: Visitor, name: string): Promise<void> {
  const { page, words, wallet } = requester
  await fill(wallet.account.address)
  await page.goto(`${world().url}/requester/new`)
  await signIn(requester)
  await page.getByLabel(words('requester.name')).fill(name)
  await page.getByRole('button', { name: words('requester.open') }).click()

  await page.getByRole('button', { name: words('onChain.button') }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: words('onChain.confirm') })
    .click()
  await nextOf(requester)
    .getByRole('link', { name: words('journey.go_campaign') })
    .click()
}

/** Funds the campaign with what is missing. */
export async function fund({ page, words }: Visitor): Promise<void> {
  await page.getByRole('tab', { name: words('requester.tab_money') }).click()
  await page.getByRole('button', { name: words('fund.fund') }).click()
}

/** Starts the campaign once it is funded. */
export async function start(requester: Visitor): Promise<void> {
  const { page, words } = requester
  const button = nextOf(requester).getByRole('button', { name: words('journey.go_start') })
  await expect(button).toBeEnabled()
  await button.click()
  await expect(page.getByText(words('requester.status_open')).first()).toBeVisible()
}

/** Closes the campaign that is looked at. */
export async function close({ page, words }: Visitor): Promise<void> {
  await page
    .getByRole('button', { name: words('requester.close') })
    .first()
    .click()
  await page
    .getByRole('alertdialog')
    .or(page.getByRole('dialog'))
    .getByRole('button', { name: words('requester.close') })
    .click()
}

/** Opens a pool, puts it on chain, writes a campaign, uploads, funds and starts it. @returns the campaign's address. */
export async function openAndFund(requester: Visitor, order: Order): Promise<string> {
  const { page, words } = requester
  await openPool(requester, order.pool)

  await page.getByLabel(words('campaignForm.question')).fill(order.question)
  if (order.ask) await order.ask(requester)
  else await page.getByRole('button', { name: words('questionForm.useYesNo') }).click()
  await page.getByLabel(words('overlapForm.each')).fill(String(order.overlap))
  await page.getByRole('button', { name: words('campaignForm.create') }).click()
  await page.waitForURL(/\/campaigns\/[0-9a-f-]{36}/)

  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles({ name: 'items.csv', mimeType: 'text/csv', buffer: Buffer.from(order.csv) })
  await page.getByRole('button', { name: words('upload.send') }).click()
  await fund(requester)
  await start(requester)
  return page.url()
}

/** Closes the campaign, publishes a release and offers it. */
export async function closeAndOffer(requester: Visitor, campaignUrl: string, price: string): Promise<void> {
  const { page, words } = requester
  await page.goto(campaignUrl)
  await close(requester)
  await expect(page.getByText(words('requester.status_closed')).first()).toBeVisible()
  await page.goto(campaignUrl.replace(/\/campaigns\/.*/, ''))
  await page.getByRole('button', { name: words('requester.publish') }).click()
  await page
    .getByRole('button', { name: words('offers.add') })
    .first()
    .click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(words('offers.price')).fill(price)
  await dialog.getByRole('button', { name: words('offers.confirm') }).click()
  await expect(dialog).toHaveCount(0)
}
