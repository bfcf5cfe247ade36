import { readdirSync, readFileSync } from 'node:fs'
import { join, posix, relative, sep } from 'node:path'

export interface Source {
  /** Path from the checkout, with forward slashes. */
  path: string
  lines: number
  /** Without comments, so that prose about a rule does not break it. */
  code: string
  imports: Import[]
}

export interface Import {
  /** As written: `../pool/index.ts`, `node:fs`, `@rowright/db`. */
  specifier: string
  /** Path from the checkout when relative, else the specifier. */
  target: string
  typeOnly: boolean
}

const KINDS = /\.(ts|tsx|mts|mjs|js|sol|css)$/
const SKIPPED = new Set(['node_modules', 'dist', 'out', 'cache', 'generated', 'coverage', 'test-results'])

/** Every source file under `root` that people write. Generated folders and hidden ones are not looked into. */
export function readSources(root: string): Source[] {
  const found: Source[] = []
  const visit = (folder: string) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.name.startsWith('.') || SKIPPED.has(entry.name)) continue
      const path = join(folder, entry.name)
      if (entry.isDirectory()) visit(path)
      else if (KINDS.test(entry.name) && entry.name !== 'next-env.d.ts')
        found.push(readSource(relative(root, path).split(sep).join('/'), readFileSync(path, 'utf8')))
    }
  }
  visit(root)
  return found.sort((a, b) => (a.path < b.path ? -1 : 1))
}

export function readSource(path: string, text: string): Source {
  const code = withoutComments(text)
  return { path, lines: text.split('\n').length - 1, code, imports: importsOf(path, code) }
}

/** Static and dynamic imports and re-exports. `import type` and `export type` are marked. */
function importsOf(path: string, code: string): Import[] {
  const pattern =
    /\b(?:(import|export)\s+(type\s)?[\w\s{},*$]*?from\s*|import\s*\(\s*|import\s+)(['"])([^'"\n]+)\3/g
  return [...code.matchAll(pattern)].map((match) => {
    const specifier = match[4]!
    const target = specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier) : specifier
    return { specifier, target, typeOnly: match[2] !== undefined }
  })
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1')
}
