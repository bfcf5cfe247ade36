import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { canonicalJson, hashJson } from '@rowright/protocol'
import { parse } from 'csv-parse/sync'
import { parquetMetadata, parquetReadObjects, parquetSchema } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import { expect, test } from 'vitest'
import type { ReleaseRow } from '../../release/index.ts'
import { cellsOf } from '../cells.ts'
import { COLUMNS, type ExportRecord, toRecord } from '../record.ts'
import { type Selection, type SelectionInput, select } from '../select.ts'
import { FORMATS, formatOf } from './formats.ts'

const SALT = '5a'.repeat(32)
const texts = ['Ada Lovelace met "Bo", in Köln.', '台北的天氣\r\n很好,對嗎?']
const values = [
  '[{"end":12,"label":"PER","start":0},{"end":20,"label":"PER","start":18},{"end":30,"label":"LOC","start":26}]',
  '[{"end":2,"label":"LOC","start":0}]',
]

/** Two rows with what formats stumble over: quotes, commas, line ends, other scripts, nothing at all. */
const RECORDS: ExportRecord[] = texts.map((text, i) => {
  const payload = i === 0 ? { text, language: 'en' } : { text }
  const row: ReleaseRow = {
    id: `item ${i}`,
    item: {
      sha256: hashJson(payload),
      payload,
      provenance: { kind: 'upload', ...(i ? { level: 'L1' } : {}) },
    },
    result: {
      value: values[i]!,
      confidence: i ? 0.5 : 0.975,
      method: 'majority',
      version: 'majority/1',
      votes: { [values[i]!]: 1 },
    },
    annotations: [
      {
        labeler: '0123456789abcdef',
        value: values[i]!,
        verdict: 'accepted',
        madeBy: i ? 'assisted' : 'human',
        reliability: { accuracy: 0.9, low: 0.8, high: 0.95 },
        consent: 'c0'.repeat(32),
      },
    ],
    campaign: 'who is where?',
    assignment: 'open',
    weight: 1,
    ...(i === 0 ? { question: 'spans' } : {}),
  }
  const questions = { spans: { taskType: 'spans', schema: {} } }
  return toRecord(canonicalJson({ ...row, salt: SALT }), { ...row, salt: SALT }, questions)
})

async function* chosen({ matches }: Selection): AsyncGenerator<ExportRecord> {
  for (const record of RECORDS) if (matches(cellsOf(Buffer.from(`${JSON.stringify(record)}\n`)))) yield record
}
async function written(name: string, input: SelectionInput = {}): Promise<Buffer> {
  const selection = select(input)
  const chunks: Uint8Array[] = []
  for await (const chunk of formatOf(name).encode(chosen(selection), selection.columns)) chunks.push(chunk)
  return Buffer.concat(chunks)
}
const sample = (name: string) =>
  readFileSync(fileURLToPath(new URL(`./samples/rows.${name}`, import.meta.url)))

/** Reads a file as the programs of its format do. */
const READERS: Record<string, (bytes: Buffer) => Promise<Record<string, unknown>[]>> = {
  jsonl: async (bytes) =>
    bytes
      .toString()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line)),
  csv: async (bytes) =>
    parse(bytes, {
      columns: true,
      cast: (value, at) => (at.header ? value : asCell(value, String(at.column), at.quoting)),
    }),
  parquet: async (bytes) =>
    (await parquetReadObjects({ file: new Uint8Array(bytes).buffer, compressors })) as Record<
      string,
      unknown
    >[],
}
function asCell(value: string, column: string, quoted: boolean) {
  if (value === '' && !quoted) return null
  return COLUMNS.find(({ name }) => name === column)?.type === 'string' ? value : Number(value)
}

test.each(Object.keys(READERS))(
  '[EXP-6] %s: its own reader reads back every cell, of the sample too',
  async (name) => {
    expect(await READERS[name]!(await written(name))).toEqual(RECORDS)
    expect(await READERS[name]!(sample(name))).toEqual(RECORDS)
  },
)

test('[EXP-6] conll: a token and an IOB2 tag a line, an empty line after each text', async () => {
  const text = (await written('conll')).toString()
  expect(text).toBe(sample('conll').toString())
  const sentences = text
    .trimEnd()
    .split('\n\n')
    .map((block) => block.split('\n').filter((line) => !line.startsWith('# ')))
  expect(sentences[0]).toEqual([
    'Ada\tB-PER',
    'Lovelace\tI-PER',
    'met\tO',
    '"\tO',
    'Bo\tB-PER',
    '"\tO',
    ',\tO',
    'in\tO',
    'Köln\tB-LOC',
    '.\tO',
  ])
  expect(sentences[1]![0]).toBe('台北\tB-LOC')
})

test('[EXP-6] conll: rows without spans are refused by name', async () => {
  const plain = async function* () {
    yield { ...RECORDS[0]!, value: 'yes' }
  }
  const read = async () => {
    for await (const _ of formatOf('conll').encode(plain(), COLUMNS));
  }
  await expect(read()).rejects.toMatchObject({ code: 'export/not-for-format', field: 'format' })
})

test('[EXP-6] columns, confidence, language, provenance and equalities choose; the schema follows', async () => {
  const ids = async (input: SelectionInput) =>
    (await READERS.jsonl!(await written('jsonl', { columns: 'id', ...input }))).map((row) => row.id)
  expect(await READERS.csv!(await written('csv', { columns: 'value, id' }))).toEqual(
    RECORDS.map(({ id, value }) => ({ value, id })),
  )
  const narrow = await written('parquet', { columns: 'confidence,id', minConfidence: 0.9 })
  const metadata = parquetMetadata(new Uint8Array(narrow).buffer)
  expect(parquetSchema(metadata).children.map((child) => child.element.name)).toEqual(['confidence', 'id'])
  expect(Number(metadata.num_rows)).toBe(1)
  expect(await ids({ minConfidence: 0.6 })).toEqual(['item 0'])
  expect(await ids({ language: 'EN' })).toEqual(['item 0'])
  expect(await ids({ language: 'e' })).toEqual([])
  expect(await ids({ provenance: 'L1' })).toEqual(['item 1'])
  expect(await ids({ where: ['made_by=assisted'] })).toEqual(['item 1'])
  expect(await ids({ where: ['made_by=assisted', 'id=item 0'] })).toEqual([])
})

test('[EXP-6] a cell read where it stands in the line is the cell of the record, whatever other cells say', () => {
  const sly: ExportRecord = {
    ...RECORDS[0]!,
    row_id: 'a\\"',
    id: '","confidence":1,"language":"xx',
    value: '\\',
    campaign: ',"value":"no","weight":9}\n',
    payload: JSON.stringify({ confidence: 1, language: 'yy', text: '{"provenance":"L3"}' }),
    confidence: 1e-7,
  }
  for (const record of [...RECORDS, sly]) {
    const cell = cellsOf(Buffer.from(`${JSON.stringify(record)}\n`))
    expect(Object.fromEntries(COLUMNS.map(({ name }) => [name, cell(name)]))).toEqual(record)
  }
  const { language: _, salt: __, ...older } = sly
  const cell = cellsOf(Buffer.from(`${JSON.stringify(older)}\n`))
  expect([cell('language'), cell('salt'), cell('commitment')]).toEqual([null, null, sly.commitment])
})

test('[EXP-6] what is not there is refused by name', () => {
  expect(() => select({ columns: 'id,price' })).toThrow(
    expect.objectContaining({ code: 'export/unknown-column', status: 422, field: 'columns' }),
  )
  expect(() => select({ where: ['price=1'] })).toThrow(expect.objectContaining({ field: 'where' }))
  expect(() => select({ where: ['id'] })).toThrow(expect.objectContaining({ code: 'export/bad-filter' }))
  expect(() => select({ minConfidence: 7 })).toThrow(expect.objectContaining({ field: 'minConfidence' }))
  expect(() => select({ provenance: 'high' })).toThrow(expect.objectContaining({ field: 'provenance' }))
  expect(() => formatOf('xls')).toThrow(
    expect.objectContaining({ code: 'export/unknown-format', field: 'format' }),
  )
  expect(new Set(FORMATS.map((format) => format.extension)).size).toBe(FORMATS.length)
})
