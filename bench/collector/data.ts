import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { BenchInputError } from '../aggregate/data.ts'

/** Parses a JSON file of a benchmark's directory. */
export function readJson<T>(folder: string | undefined, file: string): T {
  if (folder === undefined) throw new BenchInputError(`Give the directory that holds ${file}.`)
  const path = resolve(folder, file)
  if (!existsSync(path) || !statSync(path).isFile()) throw new BenchInputError(`There is no ${path}.`)
  try {
    return JSON.parse(readFileSync(path, 'utf8').replace(/^\ufeff/, '')) as T
  } catch (error) {
    throw new BenchInputError(`${path} is not JSON.`, { cause: error })
  }
}

export interface Page {
  id: string
  url: string
  articleBody: string
}

/** A list of a JSON file, each entry of which passes the check; the check says what is wrong with it, if anything. */
export function readEntries<T>(
  folder: string | undefined,
  file: string,
  check: (entry: T) => string | undefined,
): T[] {
  const entries = readJson<unknown>(folder, file)
  const path = resolve(folder!, file)
  if (!Array.isArray(entries)) throw new BenchInputError(`${path} is no list.`)
  return checked(
    path,
    entries.map((entry, at) => [`entry ${at + 1}`, entry as T]),
    check,
  )
}

function checked<T>(path: string, named: [string, T][], check: (entry: T) => string | undefined): T[] {
  if (named.length === 0) throw new BenchInputError(`${path} is empty.`)
  for (const [name, entry] of named) {
    const fault = isRecord(entry) ? check(entry) : 'is no object'
    if (fault) throw new BenchInputError(`${path}: ${name} ${fault}.`)
  }
  return named.map(([, entry]) => entry)
}

const isRecord = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The pages of an article benchmark: `ground-truth.json` and `html/<id>.html.gz`. */
export function readPages(folder: string | undefined): Page[] {
  const file = 'ground-truth.json'
  const truth = readJson<Record<string, { articleBody?: string; url?: string }>>(folder, file)
  const path = resolve(folder!, file)
  if (!isRecord(truth)) throw new BenchInputError(`${path} is no object of pages.`)
  checked(path, Object.entries(truth), ({ articleBody }) =>
    typeof articleBody === 'string' ? undefined : 'has no articleBody',
  )
  return Object.entries(truth).map(([id, { articleBody = '', url = 'https://example.org/' }]) => ({
    id,
    url,
    articleBody,
  }))
}

/** Names of pages in `html` that have no truth, and so are not scored. */
export function unscoredPages(folder: string, pages: Page[]): string[] {
  const known = new Set(pages.map(({ id }) => id))
  const html = join(folder, 'html')
  if (!existsSync(html)) return []
  return readdirSync(html).filter((name) => !known.has(name.replace(/\.html(?:\.gz)?$/, '')))
}

export function readHtml(folder: string, id: string): Uint8Array {
  const packed = join(folder, 'html', `${id}.html.gz`)
  if (existsSync(packed)) {
    try {
      return gunzipSync(readFileSync(packed))
    } catch (error) {
      throw new BenchInputError(`${packed} is not gzip.`, { cause: error })
    }
  }
  const plain = join(folder, 'html', `${id}.html`)
  if (existsSync(plain)) return readFileSync(plain)
  throw new BenchInputError(`There is no ${packed}.`)
}
