import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { bundled, servedFiles } from './files.ts'
import { openReader } from './index.ts'
import { ENGINE_VERSION, type EngineLanguage, engineLanguage, tidy } from './language.ts'

const picture = (name: string) => readFileSync(new URL(`fixtures/${name}.png`, import.meta.url))
/** What a clean picture says, and what this version of the engine makes of it. */
const LINES: [EngineLanguage, string][] = [
  ['eng', 'All human beings are born free'],
  ['hin', 'सभी मनुष्यों को गौरव और'],
  ['chi_tra', '人人生而自由,在尊嚴'],
]

test.each(LINES)(
  '[OCR-1, OCR-4] %s is read with the bundled model and nothing else',
  async (language, text) => {
    const reader = await openReader(language, bundled(language))
    try {
      const reading = await reader.read(picture(language))
      expect(reading).toMatchObject({
        text,
        model: 'tesseract.js',
        version: `${ENGINE_VERSION} ${language} 4.0.0_best_int`,
      })
      expect(reading.confidencePpm).toBeGreaterThan(500_000)
      expect(reading.confidencePpm).toBeLessThanOrEqual(1_000_000)
      await expect(reader.read(Buffer.from('no picture'))).rejects.toThrow()
      expect((await reader.read(picture(language))).text, 'after a failure').toBe(text)
    } finally {
      await reader.close()
    }
  },
)

test('[OCR-1] what a browser asks for is there, under the version of the engine', () => {
  const { version } = createRequire(import.meta.url)('tesseract.js/package.json') as { version: string }
  expect(ENGINE_VERSION).toBe(version)
  const files = servedFiles()
  expect([...files.keys()].sort()).toEqual([
    'chi_tra.traineddata.gz',
    'eng.traineddata.gz',
    'hin.traineddata.gz',
    'tesseract-core-lstm.wasm.js',
    'tesseract-core-relaxedsimd-lstm.wasm.js',
    'tesseract-core-simd-lstm.wasm.js',
    'worker.min.js',
  ])
  for (const { path } of files.values()) expect(existsSync(path), path).toBe(true)
})

test('[OCR-2] a language without a model has no reading', () => {
  expect(['en', 'en-GB', 'hi', 'zh-Hant', 'zh-TW', 'zh-Hant-HK'].map(engineLanguage)).toEqual([
    'eng',
    'eng',
    'hin',
    'chi_tra',
    'chi_tra',
    'chi_tra',
  ])
  expect(['zh', 'zh-Hans', 'zh-CN', 'fr', 'hil', 'enm'].map(engineLanguage)).toEqual(Array(6).fill(null))
})

test('[OCR-3] what is read is tidied', () => {
  expect(tidy(' a  line\nand one\n', 'eng')).toBe('a line and one')
  expect(tidy('人人 生 而 自由 ， 在 UN 憲章\n', 'chi_tra')).toBe('人人生而自由，在 UN 憲章')
  expect(tidy('e\u0301', 'eng')).toBe('\u00e9')
})
