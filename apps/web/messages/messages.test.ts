import { describe, expect, it } from 'vitest'
import en from './en.json' with { type: 'json' }
import zhHant from './zh-Hant.json' with { type: 'json' }

type Catalog = { [key: string]: string | Catalog }

function flatten(catalog: Catalog, path = ''): Map<string, string> {
  const found = new Map<string, string>()
  for (const [key, value] of Object.entries(catalog)) {
    if (typeof value === 'string') found.set(path + key, value)
    else for (const [inner, text] of flatten(value, `${path}${key}.`)) found.set(inner, text)
  }
  return found
}

/** Arguments and tags a message takes: `{name}`, `{count, plural, …}`, `<when></when>`. */
const argumentsOf = (message: string): string[] =>
  [
    ...new Set(
      [...message.matchAll(/\{([a-z]\w*)[,}]|<([a-z]\w*)>/g)].map((match) => match[1] ?? match[2] ?? ''),
    ),
  ].sort()

const english = flatten(en)
const chinese = flatten(zhHant)

describe('messages', () => {
  it('say everything in both languages', () => {
    expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort())
  })

  it('take the same arguments in both languages', () => {
    for (const [key, message] of english) {
      expect([key, argumentsOf(chinese.get(key) ?? '')]).toEqual([key, argumentsOf(message)])
    }
  })

  it('leave none empty', () => {
    for (const [key, message] of [...english, ...chinese])
      expect([key, message.trim()]).not.toEqual([key, ''])
  })

  it('translate every message that has words', () => {
    const same = [...english].filter(([key, text]) => chinese.get(key) === text).map(([key]) => key)
    // A wallet shows the statement of ERC-4361, which is ASCII only.
    expect(same.sort()).toEqual(['wallet.attachStatement', 'wallet.signInStatement'])
  })
})
