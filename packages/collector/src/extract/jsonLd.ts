import type { DomDocument } from './dom.ts'

export type JsonLdNode = Record<string, unknown>

const MOST_SCRIPTS = 20
const MOST_CHARACTERS = 500_000
const MOST_NODES = 500

/** Every object of the page's JSON-LD, `@graph` and lists unfolded, outermost first. Broken scripts are skipped. */
export function readJsonLd(document: DomDocument): JsonLdNode[] {
  const nodes: JsonLdNode[] = []
  for (const script of [...document.querySelectorAll('script[type="application/ld+json"]')].slice(
    0,
    MOST_SCRIPTS,
  )) {
    const text = script.textContent ?? ''
    if (text.length > MOST_CHARACTERS) continue
    const waiting: unknown[] = [parse(text)]
    for (let at = 0; at < waiting.length && nodes.length < MOST_NODES; at++) {
      const value = waiting[at]
      if (Array.isArray(value)) waiting.push(...value.slice(0, MOST_NODES))
      else if (isNode(value)) {
        nodes.push(value)
        for (const key of ['@graph', 'mainEntity', 'mainEntityOfPage', 'hasPart']) waiting.push(value[key])
      }
    }
  }
  return nodes
}

export const isNode = (value: unknown): value is JsonLdNode =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Whether a node is of a type, by the end of its name: `NewsArticle`, `BlogPosting`, `https://schema.org/Article`. */
export function isArticle(node: JsonLdNode): boolean {
  return [node['@type']]
    .flat()
    .some((type) => typeof type === 'string' && /(?:Article|Posting|Report|WebPage)$/.test(type))
}

/** A text, or the `name`, `@id` or `url` of the first object there. */
export function textOf(value: unknown): string | undefined {
  const first = Array.isArray(value) ? value[0] : value
  if (typeof first === 'string') return first.trim() || undefined
  if (!isNode(first)) return undefined
  return textOf(first.name) ?? textOf(first['@id']) ?? textOf(first.url)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Pages write broken JSON-LD often; it then says nothing.
    return undefined
  }
}
