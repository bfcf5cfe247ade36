import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { world } from '@rowright/testing/world'
import { wordsOf } from '../words.ts'

const BUILD = fileURLToPath(new URL('../../apps/extension/build.mjs', import.meta.url))
const words = wordsOf('en')

/** The page that the extension opens when it is installed. */
async function installed(context: BrowserContext): Promise<Page> {
  const find = () => context.pages().find((page) => page.url().endsWith('/consent.html'))
  await expect.poll(() => find() !== undefined, { timeout: 60_000 }).toBe(true)
  return find()!
}

test('bo, with the extension in the browser: agrees, is sent to the instance’s own page, compares the letters, pairs there, and the node goes on', async ({
  browser,
}, { project }) => {
  const folder = await mkdtemp(join(tmpdir(), 'pairing-'))
  const built = join(folder, 'built')
  await promisify(execFile)(process.execPath, [BUILD, '--test', '--into', built])
  const { executablePath, args = [] } = project.use.launchOptions ?? {}
  const context = await browser.browserType().launchPersistentContext(join(folder, 'profile'), {
    ...(executablePath ? { executablePath } : {}),
    headless: false,
    locale: 'en-US',
    args: [...args, '--headless=new', `--disable-extensions-except=${built}`, `--load-extension=${built}`],
  })
  try {
    await context.addCookies([{ name: 'NEXT_LOCALE', value: 'en', url: world().url }])
    const node = await installed(context)
    await node.click('#agree-button')
    await node.fill('#instance', world().url)
    const opened = context.waitForEvent('page')
    await node.click('#page-form button')
    const page = await opened
    // Nobody is signed in: the same page offers it, and keeps the key that asks.
    await page
      .getByRole('button', { name: words('node.asGuest') })
      .first()
      .click()
    const card = page.getByRole('region', { name: words('node.keyTitle') })
    const letters = (await node.locator('#letters').textContent())!
    expect(letters).toMatch(/^[A-Za-z0-9_-]{8}$/)
    await expect(card.getByText(letters, { exact: true })).toBeVisible()
    await card.getByRole('button', { name: words('node.keyPair') }).click()
    await expect(page.getByText(words('node.keyDone'))).toBeVisible()
    // It asks until it is paired, and shows what it may be given to do.
    await expect(node.locator('#hosts')).toBeVisible({ timeout: 60_000 })
    await page.reload()
    const mine = page.getByRole('region', { name: words('node.pairTitle') })
    await expect(mine.getByText(letters, { exact: true })).toBeVisible()
    await expect(mine.getByText(/rowright-extension\//)).toBeVisible()
  } finally {
    await context.close()
    await rm(folder, { recursive: true, force: true })
  }
})
