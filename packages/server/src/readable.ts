import { RowrightError } from '@rowright/protocol'

const DEEPEST = 64

/**
 * Refuses what a JSON parser lets through and a database does not keep as it came: NUL (no text type of Postgres has
 * it), lone surrogates (no UTF-8 has them), U+FFFD (what broken UTF-8 decodes to), numbers that are not finite, the
 * key `__proto__`, and nesting deeper than 64 levels. Walks without recursion. [SRV-5]
 * @returns what is wrong and where, or null.
 */
export function unreadablePart(value: unknown): { path: string; what: string } | null {
  const waiting: { at: unknown; path: string; depth: number }[] = [{ at: value, path: '', depth: 0 }]
  for (let one = waiting.pop(); one; one = waiting.pop()) {
    const { at, path, depth } = one
    const what = typeof at === 'string' ? badText(at) : badNumber(at)
    if (what) return { path, what }
    if (typeof at !== 'object' || at === null) continue
    if (depth >= DEEPEST) return { path, what: `it is nested deeper than ${DEEPEST} levels` }
    for (const key of Object.keys(at)) {
      const badKey = key === '__proto__' ? 'the key "__proto__" is not taken' : badText(key)
      // A bad key is not repeated: its place is that of what holds it.
      if (badKey) return { path, what: badKey }
      waiting.push({
        at: (at as Record<string, unknown>)[key],
        path: path ? `${path}.${key}` : key,
        depth: depth + 1,
      })
    }
  }
  return null
}

function badText(text: string): string | null {
  if (!text.isWellFormed()) return 'a surrogate (\\uD800 to \\uDFFF) stands alone'
  if (text.includes('\0')) return 'it holds a NUL character'
  return text.includes('\uFFFD') ? 'it holds U+FFFD: the text was not UTF-8' : null
}

const badNumber = (value: unknown) =>
  typeof value === 'number' && !Number.isFinite(value) ? 'the number is too large' : null

/** @throws RowrightError `request/invalid` with the field. */
export function assertReadable(input: unknown): void {
  const bad = unreadablePart(input)
  if (!bad) return
  throw new RowrightError('request/invalid', `This cannot be read: ${bad.what}.`, {
    status: 422,
    field: bad.path.slice(0, 200) || 'body',
    hint: 'Send plain Unicode text in UTF-8, and JSON as shallow as the API describes.',
  })
}
