import { expect, test } from 'vitest'
import { isoDate, mendEncoding, oneForm, oneUnitForm } from './normalize.ts'
import { prepare, RULES } from './prepare.ts'
import { DEFAULT_RECIPE, type Recipe, recipeSha256 } from './recipe.ts'

const SENTENCES = [
  'The river rose two meters that night, and the lower streets had to be cleared of people with boats.',
  'Nobody was hurt, the mayor said to reporters, but the school will have to stay closed for a week.',
  'Volunteers came from the next valley with sandbags, bread and a pump that had stood in a barn for years.',
]
const PAGE = {
  type: 'page',
  url: 'https://news.example/flood',
  source: 'news.example',
  title: 'The flood',
  language: 'en',
  publishedAt: '2026-03-04T05:06:07+02:00',
  text: SENTENCES.join('\n\n'),
}
const page = (more: Record<string, unknown> = {}) => ({ ...PAGE, ...more })
const lastRule = (more: Record<string, unknown>, recipe: Partial<Recipe> = {}) => {
  const { payload, steps } = prepare(page(more), { ...DEFAULT_RECIPE, ...recipe })
  return payload === null ? steps.at(-1)!.rule : null
}

test('[ITM-11] an ordinary page passes every rule, once in order, and comes out the same as often as it is prepared', () => {
  const first = prepare(page(), DEFAULT_RECIPE)
  expect(first.steps.map((step) => step.rule)).toEqual(RULES.slice(0, -1))
  expect(first.payload).toEqual(page({ publishedAt: '2026-03-04T03:06:07.000Z' }))
  expect(prepare(page(), DEFAULT_RECIPE)).toEqual(first)
  expect(prepare(first.payload!, DEFAULT_RECIPE).payload, 'prepared again nothing changes').toEqual(
    first.payload,
  )
})

test('[ITM-11] encoding, letters, blanks and units have one form', () => {
  expect(mendEncoding('Itâ€™s 5\u00c2\u00a0km\r\n\u0007next')).toBe('It’s 5\u00a0km\nnext')
  expect(oneForm('Cafe\u0301 \u2003 x  \n\n\n\n y ')).toBe('Café x\n\ny')
  expect(oneUnitForm('１２㎞ at 5\u00a0% and 20℃, 3km/h, 4kg, 5 kgs, m5km2')).toBe(
    '12 km at 5% and 20 °C, 3 km/h, 4 kg, 5 kgs, m5km2',
  )
})

test('[ITM-11] a date is an instant in UTC or a day; what is ambiguous is none', () => {
  const dates = {
    '2026-03-04': '2026-03-04',
    '2026/3/4': '2026-03-04',
    '2026年3月4日': '2026-03-04',
    'March 4, 2026': '2026-03-04',
    '4 Mar 2026': '2026-03-04',
    '2026-03-04 10:00:00+0100': '2026-03-04T09:00:00.000Z',
    '2026-03-04T10:00:00': '2026-03-04',
    '03/04/2026': null,
    '2026-02-30': null,
    'last week': null,
  }
  for (const [text, date] of Object.entries(dates)) expect([text, isoDate(text)]).toEqual([text, date])
})

test('[ITM-11] each filter drops what its paper means by it, and the rule is named', () => {
  const repeat = (line: string, times: number) =>
    Array.from({ length: times }, (_, n) => `${line} ${n}`).join('\n')
  expect(lastRule({ text: SENTENCES[0] })).toBe('words')
  expect(lastRule({ text: `${PAGE.text} ${'\ufffd'.repeat(20)}` })).toBe('undecodable')
  expect(lastRule({}, { languages: ['de'] })).toBe('language')
  expect(lastRule({ text: 'Donaudampfschifffahrtsgesellschaft. '.repeat(60), language: 'de' })).toBe(
    'word-length',
  )
  expect(lastRule({ text: `${PAGE.text} ${'#tag of '.repeat(30)}` })).toBe('symbols')
  expect(lastRule({ text: repeat('- the point that we have to make with care', 30) })).toBe('bullet-lines')
  expect(
    lastRule({ text: repeat('the rest of this that you have to read', 20).replaceAll(/ \d+/g, '...') }),
  ).toBe('symbols')
  expect(
    lastRule({
      text: repeat(
        'this is a longer line of which the rest that you have to read is cut away at',
        20,
      ).replaceAll(/$/gm, '…'),
    }),
  ).toBe('ellipsis-lines')
  expect(lastRule({ text: '12 345 6789 the 123 456 of 78901.\n'.repeat(20) })).toBe('letter-words')
  expect(
    lastRule({ text: 'Buy shoes online cheap shoes best price shoes quick shipping shoes.\n'.repeat(8) }),
  ).toBe('stop-words')
  expect(
    lastRule({ text: repeat('home about contact of the and with that imprint privacy newsletter', 12) }),
  ).toBe('sentence-lines')
  expect(lastRule({ text: repeat('to the top of that.', 30).replaceAll(/ \d+$/gm, '.') })).toBe('short-lines')
  expect(lastRule({ text: `${PAGE.text}\n${SENTENCES[0]}\n${SENTENCES[0]}` })).toBe('repeated-characters')
  expect(lastRule({ text: 42 })).toBe('schema')
  expect(lastRule({ url: 'no address' })).toBe('schema')
})

test('[ITM-11] a Chinese page is no English one: its words are not counted by spaces', () => {
  const text = '昨夜河水上漲兩公尺，低處街道的居民乘船撤離。市長表示無人受傷，但學校將停課一週。'.repeat(3)
  expect(lastRule({ text, title: '水災', language: 'zh' })).toBeNull()
})

test('[ITM-12] a missing value drops the row, stays null, or becomes a question to people', () => {
  const { title: _, publishedAt: __, ...without } = PAGE
  const missing = (title: 'drop' | 'null' | 'label') =>
    prepare(without, { ...DEFAULT_RECIPE, missing: { title, language: 'drop', publishedAt: 'label' } })
  expect(missing('drop')).toMatchObject({
    payload: null,
    steps: expect.arrayContaining([{ rule: 'missing-title', did: 'dropped' }]),
  })
  expect(missing('null')).toMatchObject({
    payload: { title: null, publishedAt: null },
    toLabel: ['publishedAt'],
  })
  expect(missing('label').toLabel).toEqual(['title', 'publishedAt'])
  // A date that is none is missing.
  const recipe: Recipe = { ...DEFAULT_RECIPE, missing: { ...DEFAULT_RECIPE.missing, publishedAt: 'drop' } }
  expect(lastRule({ publishedAt: '03/04/2026' }, recipe)).toBe('missing-publishedAt')
})

test('[ITM-11] a recipe has one name', () => {
  expect(recipeSha256(DEFAULT_RECIPE)).toBe(
    recipeSha256({ ...DEFAULT_RECIPE, missing: { ...DEFAULT_RECIPE.missing } }),
  )
  expect(recipeSha256(DEFAULT_RECIPE)).not.toBe(recipeSha256({ ...DEFAULT_RECIPE, symbols: 0.2 }))
})
