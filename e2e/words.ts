import { readFileSync } from 'node:fs'

export type Locale = 'en' | 'zh-Hant'
type Messages = { [key: string]: string | Messages }

/**
 * The interface's own words, so that a journey reads the same in every language. `{placeholders}`, plurals and tags
 * match anything.
 */
export function wordsOf(locale: Locale): (key: string, fill?: Record<string, string>) => RegExp {
  const path = new URL(`../apps/web/messages/${locale}.json`, import.meta.url)
  const messages = JSON.parse(readFileSync(path, 'utf8')) as Messages
  return (key, fill = {}) => {
    const found = key
      .split('.')
      .reduce<string | Messages | undefined>(
        (at, part) => (typeof at === 'object' ? at[part] : undefined),
        messages,
      )
    if (typeof found !== 'string') throw new Error(`There is no message ${key} in ${locale}`)
    const filled = Object.entries(fill).reduce(
      (text, [name, value]) => text.replaceAll(`{${name}}`, value),
      found,
    )
    const literal = filled
      .replaceAll(/<\/?\w+>/g, '\u0000')
      .replaceAll(/\{(?:[^{}]|\{[^{}]*\})*\}/g, '\u0000')
      .replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
    return new RegExp(`^\\s*${literal.replaceAll('\u0000', '.*')}\\s*$`)
  }
}
