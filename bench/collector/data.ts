import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { BenchInputError } from '../aggregate/data.ts'

/** Parses a JSON file of a benchmark's directory. */
export function readJson<T>(folder: string | undefined, file: string): T {
  if (folder === undefined) throw new BenchInputError(`Give the directory that holds ${file}.`)
  const path = resolve(folder, file)
  if (!existsSync(path)) throw new BenchInputError(`There is no ${path}.`)
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T
  } catch (error) {
    throw new BenchInputError(`${path} is not JSON.`, { cause: error })
  }
}

export interface Page {
  id: string
  url: string
  articleBody: string
}

/** The pages of an article benchmark: `ground-truth.json` and `html/<id>.html.gz`. */
export function readPages(folder: string | undefined): Page[] {
  const truth = readJson<Record<string, { articleBody?: string; url?: string }>>(folder, 'ground-truth.json')
  return Object.entries(truth).map(([id, { articleBody = '', url = 'https://example.org/' }]) => ({
    id,
    url,
    articleBody,
  }))
}

export function readHtml(folder: string, id: string): Uint8Array {
  const packed = join(folder, 'html', `${id}.html.gz`)
  if (existsSync(packed)) return gunzipSync(readFileSync(packed))
  const plain = join(folder, 'html', `${id}.html`)
  if (existsSync(plain)) return readFileSync(plain)
  throw new BenchInputError(`There is no ${packed}.`)
}
