import type { Browser, BrowserContext, Page } from '@playwright/test'
import { world } from '@rowright/testing/world'
import { type InjectedWallet, injectWallet } from './wallet.ts'
import { type Locale, wordsOf } from './words.ts'

export const SIZES = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const

/** Somebody in front of a browser of their own. */
export interface Visitor {
  page: Page
  context: BrowserContext
  wallet: InjectedWallet
  /** The interface's words in their language. */
  words: ReturnType<typeof wordsOf>
}

/** Opens a browser for a named person, with a wallet in it, in their language and at their size. */
export async function visit(
  browser: Browser,
  options: { locale: Locale; size: keyof typeof SIZES; wallet?: string },
): Promise<Visitor> {
  const context = await browser.newContext({
    viewport: SIZES[options.size],
    hasTouch: options.size === 'phone',
    locale: options.locale === 'en' ? 'en-US' : 'zh-TW',
    acceptDownloads: true,
  })
  await context.addCookies([{ name: 'NEXT_LOCALE', value: options.locale, url: world().url }])
  const page = await context.newPage()
  const wallet = await injectWallet(page, options.wallet ?? 'Test Wallet')
  return { page, context, wallet, words: wordsOf(options.locale) }
}

/** Test dollars and gas, as the local faucet gives them. */
export async function fill(address: string): Promise<void> {
  const response = await fetch(`${world().url}/v1/faucet`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ address }),
  })
  if (!response.ok) throw new Error(`The faucet answered ${response.status}: ${await response.text()}`)
}
