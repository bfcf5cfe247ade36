import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import en from '../messages/en.json' with { type: 'json' }
import zhHant from '../messages/zh-Hant.json' with { type: 'json' }

const read = (folder: string, kind: RegExp) =>
  readdirSync(fileURLToPath(new URL(folder, import.meta.url)))
    .filter((name) => kind.test(name))
    .map((name) => readFileSync(fileURLToPath(new URL(folder + name, import.meta.url)), 'utf8'))
    .join('\n')

test('the pages say everything in both languages, with the same arguments, and nothing that nobody says', () => {
  expect(Object.keys(zhHant)).toEqual(Object.keys(en))
  const written = read('../pages/', /html$/) + read('./', /^(?!.*test).*\.ts$/) + read('../', /build\.mjs$/)
  for (const [key, text] of Object.entries(en)) {
    const chinese = zhHant[key as keyof typeof zhHant]
    expect([key, chinese.match(/\$\d/g)?.sort()]).toEqual([key, text.match(/\$\d/g)?.sort()])
    if (key !== 'name') expect(chinese, key).not.toBe(text)
    const said = new RegExp(`['"]${key}['"]|\\b${key}: '|__MSG_${key}__`).test(written)
    expect(said, `somebody says ${key}`).toBe(true)
  }
})
