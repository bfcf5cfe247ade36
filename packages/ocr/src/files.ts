import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { type EngineLanguage, MODELS } from './language.ts'
import type { ReaderPlaces } from './reader.ts'

const require = createRequire(import.meta.url)
const folderOf = (name: string) => dirname(require.resolve(`${name}/package.json`))

const modelFolder = (language: EngineLanguage) => join(folderOf(`@tesseract.js-data/${language}`), MODELS)

/** The bundled parts for Node. */
export const bundled = (language: EngineLanguage): ReaderPlaces => ({ models: modelFolder(language) })

const LANGUAGES: readonly EngineLanguage[] = ['eng', 'hin', 'chi_tra']
/** By what a processor can do, the engine asks for one of them. */
const CORES = ['-relaxedsimd-lstm', '-simd-lstm', '-lstm']

type Served = [name: string, file: { path: string; type: string }]

/** What a browser asks for, by name under one address: the engine's worker, its WebAssembly, the models. [OCR-1] */
export function servedFiles(): ReadonlyMap<string, { path: string; type: string }> {
  const core = folderOf('tesseract.js-core')
  const script = (name: string, path: string): Served => [name, { path, type: 'text/javascript' }]
  return new Map<string, Served[1]>([
    script('worker.min.js', join(folderOf('tesseract.js'), 'dist', 'worker.min.js')),
    ...CORES.map((kind) => {
      const name = `tesseract-core${kind}.wasm.js`
      return script(name, join(core, name))
    }),
    ...LANGUAGES.map((language) => {
      const name = `${language}.traineddata.gz`
      return [name, { path: join(modelFolder(language), name), type: 'application/gzip' }] satisfies Served
    }),
  ])
}
