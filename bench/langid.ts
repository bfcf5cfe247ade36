/**
 * Language identification by paragraph
 *
 * npm run bench -- langid <dir> [--characters n]
 * `<dir>/paragraphs.json`: paragraphs by ISO 639-1 code. `--characters` cuts each paragraph.
 */
import { parseArgs } from 'node:util'
import { detectLanguage } from '@rowright/collector'
import { BenchInputError, readCount, report, round } from './aggregate/data.ts'
import { readJson } from './collector/data.ts'

report(() => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { characters: { type: 'string', default: '100000' } },
  })
  const characters = readCount('characters', values.characters, 1)
  const languages = readJson<Record<string, string[]>>(positionals[0], 'paragraphs.json')
  for (const [language, texts] of Object.entries(languages)) {
    if (!Array.isArray(texts) || texts.some((text) => typeof text !== 'string'))
      throw new BenchInputError(`"${language}" of paragraphs.json is no list of texts.`)
  }
  let paragraphs = 0
  let right = 0
  for (const [language, texts] of Object.entries(languages)) {
    const hits = texts.filter((text) => detectLanguage(text.slice(0, characters)) === language).length
    if (hits < texts.length) console.log(`${language}: ${hits} of ${texts.length}`)
    paragraphs += texts.length
    right += hits
  }
  if (paragraphs === 0) throw new BenchInputError('paragraphs.json holds no paragraph.')
  return { paragraphs, accuracy: round(right / paragraphs, 6) }
})
