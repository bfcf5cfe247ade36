import { readLicenses } from './decide.ts'
import { extractText } from './extract/article.ts'
import { HTML_LIMIT } from './extract/bound.ts'
import { decodePage } from './extract/decode.ts'
import { parsePage } from './extract/dom.ts'
import { detectLanguage } from './extract/language.ts'
import { type Metadata, readLinks, readMetadata } from './extract/metadata.ts'
import { type Fingerprints, fingerprint } from './fingerprint/fingerprint.ts'
import { type Decision, decideBy, type Evidence, say } from './optout/evidence.ts'
import { licenseElements, readPageSignals } from './optout/page.ts'
import { type HeaderPairs, licenseLinks, readResponse } from './optout/response.ts'
import type { RslDocument } from './optout/rsl.ts'
import { countPersonalData, type PersonalDataCounts, redactPersonalData } from './pii/redact.ts'
import { sentence } from './words/sentence.ts'

export interface CollectInput {
  url: string
  agent: string
  status: number
  headers: HeaderPairs
  body: Uint8Array
  /** Licenses that an earlier refusal asked for (`licenses`), fetched. */
  rsl?: RslDocument[]
}

/** A page as it may leave the machine: text and metadata without personal data, and what was taken out. */
export interface CollectedDocument extends Metadata {
  url: string
  text: string
  /** ISO 639-1, by the text itself. */
  language?: string
  links: string[]
  personalData: PersonalDataCounts
  fingerprints: Fingerprints
}

export type Collected =
  | { kind: 'document'; document: CollectedDocument; decision: Decision }
  /** `licenses`: RSL documents that would have to be read first; nothing leaves before they are. */
  | { kind: 'refusal'; decision: Decision; licenses: string[] }

/** What an answer gives: a document, or a refusal with its evidence. Nothing of a refused page is returned. */
export function collect({ url, agent, status, headers, body, rsl = [] }: CollectInput): Collected {
  const pairs = [...headers]
  const evidence = [...readResponse(status, pairs, agent), ...readContentType(pairs)]
  const early = decideBy(evidence)
  if (!early.allowed) return { kind: 'refusal', decision: early, licenses: [] }

  const contentType = headerOf(pairs, 'content-type')
  const source = decodePage(body, contentType)
  const isPlain = /^\s*text\/plain\b/i.test(contentType)
  const document = parsePage(isPlain ? '' : source)
  const licenses = [...licenseLinks(pairs, url), ...licenseElements(document, url)]
  evidence.push(...readPageSignals(document, agent), ...readLicenses(licenses, rsl, url))
  const decision = decideBy(evidence)
  if (!decision.allowed) {
    return {
      kind: 'refusal',
      decision,
      licenses: licenses.filter((link) => !rsl.some((known) => known.url === link)),
    }
  }

  const metadata = readMetadata(document, url)
  const links = readLinks(document, url).filter((link) => !holdsPersonalData(link))
  const extracted = isPlain ? plainLines(source) : extractText(document)
  if (extracted === undefined) {
    const empty = say('content', 'refuses', 'body', '', sentence('noArticle'))
    return { kind: 'refusal', decision: decideBy([...evidence, empty]), licenses: [] }
  }
  const { text, counts } = redactPersonalData(extracted)
  return {
    kind: 'document',
    decision,
    document: {
      ...withoutPersonalData(metadata),
      url,
      text,
      language: detectLanguage(text),
      links,
      personalData: counts,
      fingerprints: fingerprint(text),
    },
  }
}

const plainLines = (source: string): string | undefined =>
  source
    .slice(0, HTML_LIMIT)
    .replace(/[ \t\r]*\n\s*/g, '\n')
    .trim() || undefined

function readContentType(headers: [string, string][]): Evidence[] {
  const type = headerOf(headers, 'content-type')
  if (type === '' || /^\s*(?:text\/(?:html|plain)|application\/xhtml\+xml)\b/i.test(type)) return []
  return [say('content', 'refuses', 'header content-type', type, sentence('noText', type.slice(0, 80)))]
}

const headerOf = (headers: [string, string][], wanted: string): string =>
  headers.find(([name]) => name.toLowerCase() === wanted)?.[1] ?? ''

/** Addresses travel encoded in links: `?to=ada%40example.org`. */
const holdsPersonalData = (text: string): boolean =>
  Object.keys(countPersonalData(text.replace(/%40/gi, '@'))).length > 0

function withoutPersonalData(metadata: Metadata): Metadata {
  const redact = (text: string | undefined) => text && redactPersonalData(text).text
  return {
    ...metadata,
    title: redact(metadata.title),
    siteName: redact(metadata.siteName),
    authors: metadata.authors.filter((name) => !holdsPersonalData(name)),
  }
}
