import { decodeXml } from '../extract/decode.ts'
import { parseRobots } from '../robots/parse.ts'
import { readJsonFeed } from './jsonFeed.ts'
import { readEntries, type XmlField } from './xml.ts'

/** A page that a sitemap or a feed names. */
export interface ListedPage {
  url: string
  /** ISO instant since which it is as it is, by the site's own word. */
  modifiedAt?: string
  /** What it is about: categories, tags, keywords; as written. */
  tags: string[]
}

export interface ListedSitemap {
  url: string
  modifiedAt?: string
}

/** What a document lists. `whole` is false where it was cut, or has more than is read. [COL-70] */
export type Listing =
  | { kind: 'sitemap' | 'feed'; pages: ListedPage[]; whole: boolean }
  | { kind: 'index' | 'robots'; sitemaps: ListedSitemap[]; whole: boolean }
  /** `page`: it is HTML; `unknown`: it lists nothing that can be read. */
  | { kind: 'none'; why: 'page' | 'unknown' }

/** sitemaps.org: 50,000 addresses in one sitemap; indexes are held to 1,000 here. */
const MOST_PAGES = 50_000
const MOST_SITEMAPS = 1_000
const MOST_TAGS = 40
const LONGEST_ADDRESS = 2_000

/** Which element of which root is an entry. RSS 1.0 has its items beside the channel, under `rdf:RDF`. */
const ENTRIES: Record<string, string> = {
  urlset: 'url',
  sitemapindex: 'sitemap',
  rss: 'item',
  RDF: 'item',
  feed: 'entry',
}

/**
 * Reads a sitemap, an index of sitemaps (sitemaps.org), a text file of addresses, a feed (RSS 0.9 to 2.0, Atom, JSON
 * Feed) or the `Sitemap` lines of robots.txt. Never throws; what cannot be read is left out. [COL-70…COL-75]
 * @param input.url where it was had from: addresses may be relative to it.
 */
export function readListing(input: { url: string; bytes: Uint8Array; contentType?: string }): Listing {
  const { url, bytes, contentType = '' } = input
  if (new URL(url).pathname === '/robots.txt') return ofRobots(bytes, url)
  const text = decodeXml(bytes, contentType).replace(/^\ufeff/, '')
  const first = text.trimStart()[0]
  if (first === '{') return ofJson(text, url)
  if (first !== '<') return ofText(text)
  return ofXml(text, url)
}

function ofXml(text: string, base: string): Listing {
  const entries: XmlField[][] = []
  let most = MOST_PAGES
  const { root, whole } = readEntries(
    text,
    (name) => {
      if (name === 'sitemapindex') most = MOST_SITEMAPS
      return ENTRIES[name] ?? null
    },
    (fields) => {
      if (entries.length === most) return false
      entries.push(fields)
      return true
    },
  )
  if (root === null || ENTRIES[root] === undefined)
    return { kind: 'none', why: /^(?:html|!doctype)/i.test(root ?? '') ? 'page' : 'unknown' }
  const listed = (one: (fields: XmlField[], base: string) => ListedPage | null) =>
    entries.flatMap((fields) => one(fields, base) ?? [])
  if (root === 'sitemapindex') return { kind: 'index', sitemaps: listed(ofUrl), whole }
  if (root === 'urlset') return { kind: 'sitemap', pages: listed(ofUrl), whole }
  return { kind: 'feed', pages: listed(root === 'feed' ? ofEntry : ofItem), whole }
}

const textOf = (fields: XmlField[], ...names: string[]): string | undefined => {
  for (const name of names) {
    const text = fields.find((field) => field.name === name)?.text.trim()
    if (text) return text
  }
  return undefined
}

/** `<url>` and `<sitemap>` of sitemaps.org; keywords are those of news sitemaps. */
function ofUrl(fields: XmlField[], base: string): ListedPage | null {
  const keywords = textOf(fields, 'news:keywords')?.split(',') ?? []
  return pageOf(textOf(fields, 'loc'), base, textOf(fields, 'lastmod'), keywords)
}

/** `<item>` of RSS. A `guid` is the address where there is no other and it does not say that it is none. */
function ofItem(fields: XmlField[], base: string): ListedPage | null {
  const guid = fields.find(({ name }) => name === 'guid')
  const link = textOf(fields, 'link') ?? (guid?.attributes.isPermaLink === 'false' ? undefined : guid?.text)
  const tags = fields.filter(({ name }) => name === 'category' || name === 'dc:subject')
  return pageOf(
    link,
    base,
    textOf(fields, 'atom:updated', 'dc:date', 'pubDate'),
    tags.map(({ text }) => text),
  )
}

/** `<entry>` of Atom (RFC 4287). */
function ofEntry(fields: XmlField[], base: string): ListedPage | null {
  const links = fields.filter(({ name }) => name === 'link')
  const link = links.find(({ attributes: { rel = 'alternate' } }) => rel === 'alternate')
  const tags = fields
    .filter(({ name }) => name === 'category')
    .flatMap(({ attributes: { term, label } }) => [term, label].filter((tag) => tag !== undefined))
  return pageOf(link?.attributes.href, base, textOf(fields, 'updated', 'published'), tags)
}

function ofJson(text: string, base: string): Listing {
  const items = readJsonFeed(text)
  if (items === null) return { kind: 'none', why: 'unknown' }
  const pages = items
    .slice(0, MOST_PAGES)
    .flatMap(({ url, modified, tags }) => pageOf(url, base, modified, tags) ?? [])
  return { kind: 'feed', pages, whole: items.length <= MOST_PAGES }
}

/** A text file of addresses, one a line. */
function ofText(text: string): Listing {
  const lines = text.split(/[\r\n]+/).filter((line) => line.trim() !== '')
  if (!/^https?:\/\/\S+$/.test(lines[0]?.trim() ?? '')) return { kind: 'none', why: 'unknown' }
  const pages = lines
    .slice(0, MOST_PAGES)
    .flatMap((line) => (/^https?:\/\//.test(line.trim()) ? (pageOf(line, undefined) ?? []) : []))
  return { kind: 'sitemap', pages, whole: lines.length <= MOST_PAGES }
}

function ofRobots(bytes: Uint8Array, base: string): Listing {
  const { sitemaps, truncated } = parseRobots(bytes)
  const listed = sitemaps.slice(0, MOST_SITEMAPS).flatMap(({ value }) => pageOf(value, base) ?? [])
  return {
    kind: 'robots',
    sitemaps: listed.map(({ url }) => ({ url })),
    whole: !truncated && sitemaps.length <= MOST_SITEMAPS,
  }
}

function pageOf(
  address: string | undefined,
  base: string | undefined,
  modified?: string,
  tags: string[] = [],
): ListedPage | null {
  const url = address === undefined ? null : URL.parse(address.trim(), base)
  if (!url || url.href.length > LONGEST_ADDRESS) return null
  url.hash = ''
  const at = instantOf(modified)
  const told = tags.flatMap((tag) => tag.trim().slice(0, 200) || []).slice(0, MOST_TAGS)
  return { url: url.href, ...(at === undefined ? {} : { modifiedAt: at }), tags: told }
}

/** W3C date and time (a day, a month, a year too) or RFC 822; what is none, or no year of the web, is not believed. */
function instantOf(text: string | undefined): string | undefined {
  const time = Date.parse(text?.trim().slice(0, 60) ?? '')
  if (!(time >= Date.UTC(1990) && time < Date.UTC(2100))) return undefined
  return new Date(time).toISOString()
}
