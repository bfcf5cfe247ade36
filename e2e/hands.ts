import { expect, type Locator } from '@playwright/test'
import type { Visitor } from './people.ts'

/** How somebody works a page: by the keyboard alone, or with a thumb. */
export type Hands = 'keyboard' | 'thumb'

/** More stops than any page has between two things one wants. */
const MOST_STOPS = 80

/** Goes from stop to stop as Tab does until it is there: what cannot be reached so is not for people without a mouse. */
export async function reach({ page }: Visitor, target: Locator): Promise<void> {
  await expect(target).toBeVisible()
  const there = () => target.evaluate((element) => element === document.activeElement)
  for (let i = 0; i < MOST_STOPS; i++) {
    if (await there()) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab does not lead to ${target}`)
}

/** Presses a button. */
export async function press(visitor: Visitor, hands: Hands, target: Locator): Promise<void> {
  if (hands === 'thumb') return target.tap()
  await reach(visitor, target)
  await visitor.page.keyboard.press('Enter')
}
