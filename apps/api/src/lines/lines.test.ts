import { readFileSync } from 'node:fs'
import { openReader } from '@rowright/ocr'
import { bundled } from '@rowright/ocr/files'
import { engineLanguage } from '@rowright/ocr/language'
import { taskType } from '@rowright/tasktype'
import { decode } from 'fast-png'
import { expect, test } from 'vitest'
import { renderLine } from './render.ts'
import { LINE_LANGUAGES, udhrLines } from './udhr.ts'

const suggestions = JSON.parse(readFileSync(new URL('suggestions.json', import.meta.url), 'utf8')) as Record<
  string,
  { value: string; confidencePpm: number; version: string }
>

test.each(LINE_LANGUAGES)(
  '%s: lines are whole words of one script, each once, and drawn the same again',
  (language) => {
    const lines = udhrLines(language)
    expect(lines.length).toBeGreaterThan(100)
    expect(new Set(lines.map((line) => line.text)).size).toBe(lines.length)
    for (const { text } of lines) expect(text).toBe(text.trim().normalize('NFC'))
    const [first, second] = lines
    expect(renderLine(first!)).toEqual(renderLine(first!))
    expect(renderLine(first!)).not.toEqual(renderLine({ ...first!, id: second!.id }))
    const { width, height, channels, depth } = decode(renderLine(first!))
    expect({ height, channels, depth }).toEqual({ height: 64, channels: 1, depth: 4 })
    expect(width, 'the font has the signs: as wide as they are').toBeGreaterThan(200)
  },
)

test.each(LINE_LANGUAGES)('%s: about half of the suggestions are wrong', (language) => {
  const type = taskType('transcription')
  const schema = type.parseSchema({ language })
  const form = (text: string) => type.parseValue(schema, text, null)
  const read = udhrLines(language).filter((line) => suggestions[line.id])
  const wrong = read.filter((line) => !type.same(schema, form(suggestions[line.id]!.value), form(line.text)))
  expect(read.length).toBeGreaterThanOrEqual(72)
  expect(wrong.length / read.length).toBeGreaterThan(0.35)
  expect(wrong.length / read.length).toBeLessThan(0.65)
})

test.each(LINE_LANGUAGES)('%s: the suggestions are what the script makes', async (language) => {
  const engine = engineLanguage(language)!
  const reader = await openReader(engine, bundled(engine))
  try {
    const some = udhrLines(language)
      .filter((line) => suggestions[line.id])
      .slice(0, 6)
    const readings = await Promise.all(some.map((line) => reader.read(renderLine(line))))
    const same = readings.filter(({ text }, i) => text === suggestions[some[i]!.id]!.value)
    // Processors add in different orders: a sign on the edge may fall to the other side.
    expect(same.length, JSON.stringify(readings)).toBeGreaterThanOrEqual(some.length - 1)
    for (const [i, { version }] of readings.entries()) expect(version).toBe(suggestions[some[i]!.id]!.version)
  } finally {
    await reader.close()
  }
})
