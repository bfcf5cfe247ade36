import type { DomDocument } from '../extract/dom.ts'
import { readJsonLd } from '../extract/jsonLd.ts'
import { sentence } from '../words/sentence.ts'
import { speaksToUs } from './agents.ts'
import { type Evidence, say } from './evidence.ts'
import { readDirectives } from './preferences.ts'
import { readReservation } from './siteFiles.ts'

/** What a page's own markup says. Reads the document before extraction changes it. */
export function readPageSignals(document: DomDocument, agent: string): Evidence[] {
  return [...metaSignals(document, agent), ...paywallSigns(document), ...loginSigns(document)]
}

function metaSignals(document: DomDocument, agent: string): Evidence[] {
  return [...document.querySelectorAll('meta[content]')].flatMap((meta) => {
    const name = (meta.getAttribute('name') ?? meta.getAttribute('http-equiv') ?? '').trim().toLowerCase()
    const content = meta.getAttribute('content') ?? ''
    const where = `meta ${name}`
    if (name === 'tdm-reservation') return [readReservation(content, where, content)]
    const isRobots = name === 'x-robots-tag' || (name !== '' && speaksToUs(name, agent))
    return isRobots ? readDirectives('meta-robots', content, where, (scope) => speaksToUs(scope, agent)) : []
  })
}

/** schema.org `isAccessibleForFree`, and the tiers that publishers declare. */
function paywallSigns(document: DomDocument): Evidence[] {
  const found: Evidence[] = []
  for (const node of readJsonLd(document)) {
    const free = node.isAccessibleForFree
    if (free === false || (typeof free === 'string' && /(?:^|\/)false$/i.test(free))) {
      const text = JSON.stringify({ '@type': node['@type'], isAccessibleForFree: free })
      found.push(say('paywall', 'refuses', 'JSON-LD', text, sentence('notFree')))
      break
    }
  }
  for (const meta of document.querySelectorAll(
    'meta[property="article:content_tier"],meta[name="article:content_tier"],meta[itemprop="isAccessibleForFree"]',
  )) {
    const content = meta.getAttribute('content') ?? ''
    if (/^(?:locked|metered|false|no)$/i.test(content.trim()))
      found.push(say('paywall', 'refuses', 'meta', content, sentence('notFree')))
  }
  return found
}

const LITTLE_TEXT = 1500

/** A password field on a page with little else is a door, not an article with a sign-in box. */
function loginSigns(document: DomDocument): Evidence[] {
  const password = document.querySelector('input[type="password" i]')
  if (password === null) return []
  let length = 0
  for (const paragraph of document.querySelectorAll('p')) length += (paragraph.textContent ?? '').length
  return length < LITTLE_TEXT
    ? [say('login', 'refuses', 'input type=password', '', sentence('signInAsked'))]
    : []
}

/** `<link rel="license" type="application/rsl+xml" href>`. */
export function licenseElements(document: DomDocument, pageUrl: string): string[] {
  return [...document.querySelectorAll('link[rel~="license"][type="application/rsl+xml"]')].flatMap(
    (link) => URL.parse(link.getAttribute('href') ?? '', pageUrl)?.href ?? [],
  )
}
