import type { DomDocument } from './dom.ts'
import { isArticle, type JsonLdNode, readJsonLd, textOf } from './jsonLd.ts'

export interface Metadata {
  title?: string
  /** Names, as the page gives them. */
  authors: string[]
  /** `YYYY-MM-DD`, or an instant in UTC when the page names the zone. */
  publishedAt?: string
  /** The page's own claim; it may name another host. */
  canonicalUrl?: string
  siteName?: string
  /** What the page says of its language (BCP 47), beside what its text shows. */
  declaredLanguage?: string
  licenses: LicenseHint[]
}

/** Where a license is named. A hint for source rights, not a legal finding. */
export interface LicenseHint {
  url: string
  where: 'rel-license' | 'json-ld' | 'meta' | 'creative-commons-link'
}

const LONGEST = 500

/** Title, authors, date, canonical address, licenses: JSON-LD before OpenGraph before plain HTML. */
export function readMetadata(document: DomDocument, pageUrl: string): Metadata {
  const nodes = readJsonLd(document)
  const article = nodes.find(isArticle)
  const meta = (...names: string[]) => metaContent(document, names)
  const link = document.querySelector('link[rel~="canonical"]')?.getAttribute('href')
  return {
    title: clean(
      textOf(article?.headline) ?? meta('og:title', 'twitter:title', 'dc.title') ?? plainTitle(document),
    ),
    authors: authorsOf(document, article, meta),
    publishedAt: firstDate([
      textOf(article?.datePublished),
      meta(
        'article:published_time',
        'datepublished',
        'date',
        'dc.date',
        'dc.date.issued',
        'dcterms.created',
        'pubdate',
      ),
      document.querySelector('time[datetime]')?.getAttribute('datetime'),
    ]),
    canonicalUrl: httpUrl(link ?? meta('og:url'), pageUrl),
    siteName: clean(meta('og:site_name')),
    declaredLanguage: clean(
      document.documentElement?.getAttribute('lang') ??
        meta('content-language', 'og:locale')?.replace('_', '-'),
    ),
    licenses: licensesOf(document, nodes, pageUrl),
  }
}

/** Outgoing links, absolute, http(s), without fragment, each once, in order. */
export function readLinks(document: DomDocument, pageUrl: string, most = 1000): string[] {
  const base = httpUrl(document.querySelector('base[href]')?.getAttribute('href'), pageUrl) ?? pageUrl
  const found = new Set<string>()
  for (const anchor of document.querySelectorAll('a[href]')) {
    if (found.size === most) break
    const url = httpUrl(anchor.getAttribute('href'), base)
    if (url !== undefined) found.add(url.split('#', 1)[0]!)
  }
  return [...found]
}

/** The content of the first `<meta>` with one of these names (name, property, itemprop or http-equiv). */
export function metaContent(document: DomDocument, names: string[]): string | undefined {
  const found = new Map<string, string>()
  for (const element of document.querySelectorAll('meta[content]')) {
    for (const attribute of ['name', 'property', 'itemprop', 'http-equiv']) {
      const name = element.getAttribute(attribute)?.trim().toLowerCase()
      const content = element.getAttribute('content')?.trim()
      if (name && content && !found.has(name)) found.set(name, content)
    }
  }
  return names.map((name) => found.get(name)).find((content) => content !== undefined)
}

export function httpUrl(href: string | null | undefined, base: string): string | undefined {
  if (!href) return undefined
  const url = URL.parse(href.trim(), base)
  return url && /^https?:$/.test(url.protocol) ? url.href.slice(0, 4 * LONGEST) : undefined
}

function plainTitle(document: DomDocument): string | undefined {
  const title = document.querySelector('title')?.textContent?.trim()
  const headings = document.querySelectorAll('h1')
  const heading = headings.length === 1 ? headings[0]!.textContent?.trim() : undefined
  if (heading && title?.includes(heading)) return heading
  // "Headline | Site" and "Headline - Site": the site is the short end.
  return title?.replace(/\s+[|–—»-]\s+[^|–—»]{1,40}$/, '') || heading
}

function authorsOf(
  document: DomDocument,
  article: JsonLdNode | undefined,
  meta: (...names: string[]) => string | undefined,
): string[] {
  const structured = [article?.author].flat().map(textOf)
  const candidates = structured.some((name) => name !== undefined)
    ? structured
    : [
        meta('author', 'dc.creator', 'article:author', 'parsely-author', 'byl') ??
          document.querySelector('[rel~="author"],[itemprop~="author"]')?.textContent?.trim(),
      ]
  const names = candidates
    .map((name) => clean(name)?.replace(/^by\s+/i, ''))
    .filter((name) => name !== undefined && name.length < 120 && !/^https?:/.test(name)) as string[]
  return [...new Set(names)].slice(0, 20)
}

function licensesOf(document: DomDocument, nodes: JsonLdNode[], pageUrl: string): LicenseHint[] {
  const hints: LicenseHint[] = []
  const add = (href: string | null | undefined, where: LicenseHint['where']) => {
    const url = httpUrl(href, pageUrl)
    if (url !== undefined && !hints.some((hint) => hint.url === url)) hints.push({ url, where })
  }
  for (const element of document.querySelectorAll(
    'a[rel~="license"],link[rel~="license"],area[rel~="license"]',
  ))
    add(element.getAttribute('href'), 'rel-license')
  for (const node of nodes) add(textOf(node.license), 'json-ld')
  add(metaContent(document, ['dcterms.license', 'dc.rights.license', 'copyright-license']), 'meta')
  for (const element of document.querySelectorAll('a[href*="creativecommons.org/"]')) {
    const href = element.getAttribute('href')
    if (/creativecommons\.org\/(?:licenses|publicdomain)\//.test(href ?? ''))
      add(href, 'creative-commons-link')
  }
  return hints.slice(0, 20)
}

function clean(text: string | null | undefined): string | undefined {
  return text?.replace(/\s+/g, ' ').trim().slice(0, LONGEST) || undefined
}

const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?\s?(Z|[+-]\d{2}:?\d{2})?)?/
const ZONED = /\b(?:GMT|UTC|[+-]\d{4})\s*$/

/** The first that is a date. A time without a zone is dropped: what it meant depends on where it is read. */
function firstDate(candidates: (string | null | undefined)[]): string | undefined {
  for (const candidate of candidates) {
    const iso = candidate ? ISO.exec(candidate.trim()) : null
    if (iso) {
      const [, year, month, day, time, zone] = iso
      const date = `${year}-${month}-${day}`
      if (!isDay(date)) continue
      return (time && zone && instant(`${date}T${time}${zone}`)) || date
    }
    if (candidate && ZONED.test(candidate)) {
      const at = instant(candidate)
      if (at !== undefined) return at
    }
  }
  return undefined
}

/** The 31st of February is no day, though `Date` takes it for one in March. */
const isDay = (date: string): boolean => instant(`${date}T00:00:00Z`)?.startsWith(date) ?? false

function instant(text: string): string | undefined {
  const milliseconds = Date.parse(text)
  return Number.isNaN(milliseconds) ? undefined : new Date(milliseconds).toISOString()
}
