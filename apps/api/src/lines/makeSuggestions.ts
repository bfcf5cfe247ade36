import { writeFileSync } from 'node:fs'
import { openReader } from '@rowright/ocr'
import { bundled } from '@rowright/ocr/files'
import { engineLanguage } from '@rowright/ocr/language'
import { taskType } from '@rowright/tasktype'
import { renderLine } from './render.ts'
import { LINE_LANGUAGES, udhrLines } from './udhr.ts'

/** Lines that are looked at in each language, in order; those of which the engine reads nothing are left out. */
const LOOKED_AT = 90

/**
 * Reads the worn lines with the bundled engine and writes what it says beside this file, so that seeding the demo need
 * not wait for it: `node apps/api/src/lines/makeSuggestions.ts`. Prints how many are wrong.
 */
const made: Record<string, { value: string; confidencePpm: number; version: string }> = {}
for (const language of LINE_LANGUAGES) {
  const engine = engineLanguage(language)!
  const reader = await openReader(engine, bundled(engine))
  const type = taskType('transcription')
  const schema = type.parseSchema({ language })
  let wrong = 0
  let read = 0
  for (const line of udhrLines(language).slice(0, LOOKED_AT)) {
    const { text, confidencePpm, version } = await reader.read(renderLine(line))
    if (text === '') continue
    made[line.id] = { value: text, confidencePpm, version }
    read++
    const form = (value: string) => type.parseValue(schema, value, null)
    if (!type.same(schema, form(text), form(line.text))) wrong++
  }
  await reader.close()
  console.log(
    `${language}: ${wrong} of ${read} suggestions are wrong (${Math.round((100 * wrong) / read)} %)`,
  )
}
writeFileSync(new URL('suggestions.json', import.meta.url), `${JSON.stringify(made, null, 2)}\n`)
