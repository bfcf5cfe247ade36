import { matchesPattern } from '../robots/match.ts'
import { type Sentence, sentence } from '../words/sentence.ts'
import { type Evidence, say } from './evidence.ts'

/** Usages of RSL 1.0 (2025-12-10) that cover training; earlier drafts wrote `train-ai`. */
const TRAINING = /^(?:all|ai-all|ai-train|train-ai|ai)$/
const LONGEST = 500_000

/** A license document that a robots.txt line, a Link header or a link element names. */
export interface RslDocument {
  url: string
  /** Undefined when it could not be had. */
  xml?: string
}

/** What RSL says about a URL: prohibited, not among what is permitted, or to be paid refuses. */
export function readRsl({ url: source, xml }: RslDocument, url: string): Evidence[] {
  const where = `RSL ${source}`
  const refuse = (text: string, said: Sentence) => say('rsl', 'refuses', where, text, said)
  if (xml === undefined || !/<rsl[\s>]/i.test(xml)) {
    return [refuse(xml ?? '', sentence('licenseUnread'))]
  }
  const contents = elements(xml.slice(0, LONGEST), 'content').filter(({ attributes }) =>
    covers(attribute(attributes, 'url'), url),
  )
  return contents.flatMap(({ inner, whole }) => {
    const usages = (tag: string) =>
      elements(inner, tag)
        .filter(({ attributes }) => (attribute(attributes, 'type') ?? 'usage').toLowerCase() === 'usage')
        .map((element) =>
          element.inner
            .toLowerCase()
            .split(/[\s,]+/)
            .filter(Boolean),
        )
    const permits = usages('permits')
    const payments = elements(inner, 'payment').map(({ attributes }) =>
      (attribute(attributes, 'type') ?? 'free').toLowerCase(),
    )
    if (
      usages('prohibits')
        .flat()
        .some((usage) => TRAINING.test(usage))
    )
      return [refuse(whole, sentence('rslProhibits'))]
    if (permits.length > 0 && !permits.flat().some((usage) => TRAINING.test(usage)))
      return [refuse(whole, sentence('rslPermitsOther'))]
    const priced = payments.find((type) => type !== 'free')
    if (priced !== undefined) return [refuse(whole, sentence('rslPaid', priced))]
    return [say('rsl', 'permits', where, whole, sentence('rslFree'))]
  })
}

function covers(pattern: string | undefined, url: string): boolean {
  const target = URL.parse(url)
  if (pattern === undefined || target === null) return true
  const absolute = URL.parse(pattern)
  if (absolute && absolute.origin !== target.origin) return false
  const path = absolute ? absolute.pathname + absolute.search : pattern
  return matchesPattern(path === '' ? '/' : path, target.pathname + target.search)
}

interface XmlElement {
  attributes: string
  inner: string
  whole: string
}

/** Elements of a name, found by their tags: RSL does not nest an element in itself. Linear in the text. */
function elements(xml: string, name: string): XmlElement[] {
  const found: XmlElement[] = []
  const tag = new RegExp(`<(/?)(?:[a-z]+:)?${name}(?=[\\s/>])([^<>]*)>`, 'gi')
  let open: { attributes: string; from: number; start: number } | undefined
  for (const match of xml.matchAll(tag)) {
    const end = match.index + match[0].length
    if (match[1] === '/') {
      if (open) {
        const { attributes, from, start } = open
        found.push({ attributes, inner: xml.slice(from, match.index), whole: xml.slice(start, end) })
      }
      open = undefined
    } else if (match[2]!.endsWith('/')) found.push({ attributes: match[2]!, inner: '', whole: match[0] })
    else open = { attributes: match[2]!, from: end, start: match.index }
  }
  return found
}

const attribute = (attributes: string, name: string): string | undefined =>
  new RegExp(`(?:^|\\s)${name}\\s*=\\s*["']([^"']*)["']`, 'i').exec(attributes)?.[1]
