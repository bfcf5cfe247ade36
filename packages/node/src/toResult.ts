import { type Collected, type Decision, fingerprint, type Sentence } from '@rowright/collector'
import {
  type CollectResult,
  encodeMinhash,
  type Hop,
  KEPT_HEADERS,
  type Lease,
  RESULT_EVIDENCE_LIMIT,
  RESULT_TEXT_LIMIT,
} from '@rowright/protocol'
import { sentence } from './words/sentences.ts'

const ADDRESS_LIMIT = 2000

/** What no database keeps as it came: NUL, lone surrogates, and U+FFFD, which broken bytes decode to. [NOD-7] */
// biome-ignore lint/suspicious/noControlCharactersInRegex: NUL is meant.
const UNKEPT = /[\u0000\ufffd]/g
export const plain = (text: string): string => text.toWellFormed().replace(UNKEPT, '')
/** Cut first: a cut may part a surrogate pair. */
const cut = (text: string, most: number): string => plain(text.slice(0, most))
const words = (text: string | undefined): string | undefined => (text && cut(text, 500)) || undefined
const fits = (address: string | undefined): address is string =>
  address !== undefined && address.length <= ADDRESS_LIMIT

export interface Seen {
  lease: Lease
  nodeKey: string
  client: string
  hops: Hop[]
  headers: [string, string][]
  bytes: number
  observedAt: string
}

/** A collected page in the form that travels, or why it does not fit into one. The same page gives the same result. */
export function toResult(
  seen: Seen,
  collected: Extract<Collected, { kind: 'document' }>,
): CollectResult | Sentence {
  const { document } = collected
  const text = plain(document.text)
  if (text.trim() === '') return sentence('nothingReadable')
  if (text.length > RESULT_TEXT_LIMIT) return sentence('longText', text.length, RESULT_TEXT_LIMIT)
  const { sha256, simhash, minhash } = text === document.text ? document.fingerprints : fingerprint(text)
  return {
    ...envelope(seen, collected.decision),
    document: {
      url: document.url,
      text,
      language: document.language,
      title: words(document.title),
      authors: document.authors.flatMap((name) => words(name) ?? []).slice(0, 20),
      publishedAt: document.publishedAt && cut(document.publishedAt, 40),
      canonicalUrl: fits(document.canonicalUrl) ? document.canonicalUrl : undefined,
      siteName: words(document.siteName),
      declaredLanguage: words(document.declaredLanguage),
      licenses: document.licenses.filter(({ url }) => fits(url)),
      links: document.links.filter(fits).slice(0, 1000),
      personalData: document.personalData,
      fingerprints: { sha256, simhash, minhash: encodeMinhash(minhash) },
    },
  }
}

/** The server said 304: the page is as it was. */
export const unchangedResult = (seen: Seen, decision: Decision): CollectResult => ({
  ...envelope(seen, decision),
  document: null,
})

function envelope(seen: Seen, decision: Decision): Omit<CollectResult, 'document'> {
  return {
    kind: 'rowright.result.v1',
    leaseId: seen.lease.leaseId,
    nodeKey: seen.nodeKey,
    client: seen.client,
    hops: seen.hops,
    headers: keptHeaders(seen.headers),
    decision: travelling(decision),
    bytes: seen.bytes,
    observedAt: seen.observedAt,
  }
}

function keptHeaders(headers: [string, string][]): CollectResult['headers'] {
  const kept: CollectResult['headers'] = []
  for (const [name, value] of headers) {
    const known = KEPT_HEADERS.find((one) => one === name.toLowerCase())
    if (known && kept.length < 60) kept.push([known, cut(value, 2000)])
  }
  return kept
}

/** Refusals first, then as many of the rest as travel. */
export function travelling(decision: Decision): CollectResult['decision'] {
  const refusals = decision.evidence.filter(({ stance }) => stance === 'refuses')
  const others = decision.evidence.filter(({ stance }) => stance !== 'refuses')
  return {
    allowed: decision.allowed,
    reason: cut(decision.reason, 2000),
    evidence: [...refusals, ...others].slice(0, RESULT_EVIDENCE_LIMIT).map((one) => ({
      signal: one.signal,
      stance: one.stance,
      where: cut(one.where, 2500),
      text: cut(one.text, 500),
      reason: cut(one.reason, 2000),
    })),
  }
}
