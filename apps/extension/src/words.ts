import { render, type Sentence, speaker } from '@rowright/collector'
import type en from '../messages/en.json'

export type Key = keyof typeof en

/** A text in the browser's language; `$1`, `$2` are replaced. */
export const t = (key: Key, ...with_: (string | number)[]): string =>
  chrome.i18n.getMessage(key, with_.map(String))

/** A sentence that a page of the extension will say. */
export const sentence = speaker<Key>()

/** A sentence in the browser's language; what has no words there stays as it was written. */
export const inWords = (said: Sentence | Sentence[]): string =>
  render(said, (key, values) =>
    key === '' ? undefined : chrome.i18n.getMessage(key.replace(/\W/g, '_'), values) || undefined,
  )

/** What was written down, perhaps by an earlier version: that had the English alone. */
export const written = ({ said, text }: { said?: Sentence | Sentence[]; text: string }): string =>
  said === undefined ? text : inWords(said)

/** Fills the page's own texts. */
export function translate(): void {
  document.documentElement.lang = t('languageTag')
  for (const place of document.querySelectorAll<HTMLElement>('[data-t]'))
    place.textContent = t(place.dataset.t as Key)
  for (const place of document.querySelectorAll<HTMLElement>('[data-t-label]'))
    place.setAttribute('aria-label', t(place.dataset.tLabel as Key))
  for (const place of document.querySelectorAll<HTMLInputElement>('[data-t-placeholder]'))
    place.placeholder = t(place.dataset.tPlaceholder as Key)
}
