import type en from '../messages/en.json'

export type Key = keyof typeof en

/** A text in the browser's language; `$1`, `$2` are replaced. */
export const t = (key: Key, ...with_: (string | number)[]): string =>
  chrome.i18n.getMessage(key, with_.map(String))

/** Fills the page's own texts. */
export function translate(): void {
  document.documentElement.lang = chrome.i18n.getUILanguage()
  for (const place of document.querySelectorAll<HTMLElement>('[data-t]'))
    place.textContent = t(place.dataset.t as Key)
}
