import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import ofCollector from '../../../packages/collector/src/words/en.json' with { type: 'json' }
import ofCollectorZhHant from '../../../packages/collector/src/words/zh-Hant.json' with { type: 'json' }
import ofNode from '../../../packages/node/src/words/en.json' with { type: 'json' }
import problems from '../../../packages/node/src/words/problems.zh-Hant.json' with { type: 'json' }
import ofNodeZhHant from '../../../packages/node/src/words/zh-Hant.json' with { type: 'json' }
import { ROUTE_PROBLEMS } from '../../../packages/server/src/generated/routeProblems.ts'
import en from '../messages/en.json' with { type: 'json' }
import zhHant from '../messages/zh-Hant.json' with { type: 'json' }

const here = (place: string) => fileURLToPath(new URL(place, import.meta.url))
const read = (folder: string, kind: RegExp) =>
  readdirSync(here(folder), { recursive: true })
    .filter((name) => kind.test(String(name)))
    .map((name) => readFileSync(here(folder + String(name)), 'utf8'))
    .join('\n')
const CODE = /^(?!.*test).*\.ts$/

type List = Record<string, string>
const LISTS: [what: string, en: List, zhHant: List, written: string][] = [
  ['pages', en, zhHant, read('../pages/', /html$/) + read('./', CODE) + read('../', /^build\.mjs$/)],
  ['node', ofNode, ofNodeZhHant, read('../../../packages/node/src/', CODE) + read('./', CODE)],
  [
    'collector',
    ofCollector,
    ofCollectorZhHant,
    read('../../../packages/collector/src/', CODE) + read('../../../packages/node/src/', CODE),
  ],
]

test.each(LISTS)(
  '[NOD-14] %s: everything is said in both languages, with the same values, and nothing that nobody says',
  (_, english, chinese, written) => {
    expect(Object.keys(chinese)).toEqual(Object.keys(english))
    for (const [key, text] of Object.entries(english)) {
      expect([key, chinese[key]!.match(/\$\d/g)?.sort()]).toEqual([key, text.match(/\$\d/g)?.sort()])
      if (key !== 'name') expect(chinese[key], key).not.toBe(text)
      // The browser takes `$1$` for a name that nobody has defined, and loads nothing.
      expect(chinese[key], key).not.toMatch(/\$\w+\$/)
      const said = new RegExp(`['"]${key}['"]|\\b${key}: '|__MSG_${key}__`).test(written)
      expect(said, `somebody says ${key}`).toBe(true)
    }
  },
)

test('[NOD-14] whatever an instance refuses a node has words in Chinese, by its code', () => {
  const none = /'(no-lease\/[a-z-]+)'/g
  const source = readFileSync(here('../../../packages/pipeline/src/collect/noneBecause.ts'), 'utf8')
  const codes = [
    ...ROUTE_PROBLEMS.mountNodes!,
    ...[...source.matchAll(none)].map(([, code]) => code!),
    'request/too-many',
    'system/unavailable',
    'system/unforeseen',
  ]
  expect(Object.keys(problems).sort()).toEqual([...new Set(codes)].sort())
})
