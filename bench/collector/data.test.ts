import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'

const CASE = {
  id: 'a',
  robotstxt: 'User-agent: *\r\nDisallow: /',
  url: 'https://ada.example/',
  userAgent: 'bo',
  expected: false,
  testType: 'STANDARD',
}
const SENTENCE = {
  full_text: 'Write to ada@example.org.',
  spans: [{ entity_type: 'EMAIL_ADDRESS', start_position: 9, end_position: 24 }],
}
const TEXT = 'Ada measured the tide at the harbor every hour, and wrote each height in a small book of hers.'
const PAGE = { a: { articleBody: TEXT } }

/** What a benchmark says of a folder with these files: its last line and what it complains of. */
function run(name: string, files: Record<string, string | Uint8Array>): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'))
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), content)
  }
  const bench = join(import.meta.dirname, '..', `${name}.ts`)
  return new Promise((resolve) => {
    execFile(process.execPath, [bench, folder], (_, stdout, stderr) => resolve(`${stdout}${stderr}`))
  })
}

const json = (value: unknown) => JSON.stringify(value)
const cases: [bench: string, what: string, files: Record<string, string | Uint8Array>, says: RegExp][] = [
  ['robots', 'one case behind a mark', { 'spec-test-cases.json': `\ufeff${json([CASE])}` }, /"passed":1,/],
  [
    'robots',
    'no label',
    { 'spec-test-cases.json': json([CASE, { ...CASE, expected: undefined }]) },
    /entry 2 has no exp/,
  ],
  ['robots', 'no file', { 'other.json': '[]' }, /^There is no .*spec-test-cases.json\.\n$/],
  ['robots', 'nothing in the file', { 'spec-test-cases.json': '' }, /is not JSON\.\n$/],
  ['robots', 'an empty list', { 'spec-test-cases.json': '[]' }, /is empty\.\n$/],
  ['langid', 'one paragraph', { 'paragraphs.json': json({ en: [TEXT], de: [] }) }, /"accuracy":1\}/],
  ['langid', 'no list', { 'paragraphs.json': json({ en: TEXT }) }, /"en" .* no list of texts/],
  ['langid', 'no paragraph', { 'paragraphs.json': '{}' }, /holds no paragraph/],
  ['pii', 'one sentence', { 'sentences.json': json([SENTENCE]) }, /"recall":1,/],
  ['pii', 'no spans', { 'sentences.json': json([{ full_text: 'a' }]) }, /entry 1 has no spans/],
  ['pii', 'a span outside', { 'sentences.json': json([{ ...SENTENCE, full_text: 'a' }]) }, /span outside/],
  [
    'extract',
    'a page without truth beside one in an old encoding',
    {
      'ground-truth.json': json({ a: { articleBody: TEXT.replace('Ada', 'Adé') } }),
      'html/a.html': Buffer.from(`<meta charset="iso-8859-1"><p>${TEXT.replace('Ada', 'Adé')}</p>`, 'latin1'),
      'html/b.html': '',
    },
    /1 of html have no truth.*\n.*"accuracy":1,/,
  ],
  ['extract', 'no page', { 'ground-truth.json': json(PAGE) }, /There is no .*a\.html\.gz/],
  ['extract', 'no gzip', { 'ground-truth.json': json(PAGE), 'html/a.html.gz': 'a' }, /is not gzip/],
  [
    'extract',
    'an empty page',
    { 'ground-truth.json': json(PAGE), 'html/a.html.gz': gzipSync('') },
    /"f1":0,/,
  ],
  ['extract', 'no truth', { 'ground-truth.json': json({ a: {} }) }, /: a has no articleBody/],
  ['extract', 'a list', { 'ground-truth.json': '[]' }, /is no object of pages/],
]

test.each(cases)('[COL-80] %s: %s', async (bench, _, files, says) => {
  expect(await run(bench, files)).toMatch(says)
})
