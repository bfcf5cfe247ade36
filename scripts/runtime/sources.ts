import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join, relative } from 'node:path'

const SKIPPED = new Set(['node_modules', 'out', 'cache', 'test-results', 'playwright-report'])

/** Changed by the build itself, or without influence on it. */
const UNTELLING = /(\.tsbuildinfo|\.test\.tsx?|\.md|^tsconfig\.json|^next-env\.d\.ts)$/

/** A hash over the paths and bytes of every file under some folders or files of the checkout. */
export async function hashSources(root: string, places: string[]): Promise<string> {
  const hash = createHash('sha256')
  for (const place of places) {
    for (const file of await filesOf(join(root, place))) {
      hash
        .update(`${relative(root, file)}\0`)
        .update(readFileSync(file))
        .update('\0')
    }
  }
  return hash.digest('hex')
}

/** Every telling file below a folder in a stable order; a file is its own list; what is missing is empty. */
async function filesOf(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOTDIR') return undefined
    if (error.code === 'ENOENT') return []
    throw error
  })
  if (!entries) return [path]
  const files: string[] = []
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    if (SKIPPED.has(entry.name) || entry.name.startsWith('.next')) continue
    const child = join(path, entry.name)
    if (entry.isDirectory()) files.push(...(await filesOf(child)))
    else if (entry.isFile() && !UNTELLING.test(entry.name)) files.push(child)
  }
  return files
}
