import { sentence } from '../words/sentence.ts'
import { speaksToUs } from './agents.ts'
import { type Evidence, say } from './evidence.ts'
import { readContentSignal, readContentUsage, readDirectives } from './preferences.ts'
import { readReservation } from './siteFiles.ts'

/** Pairs of name and value; a `Headers` object is one in the browser and in Node. */
export type HeaderPairs = Iterable<[string, string]>

/** What the answer itself says before its body is read. */
export function readResponse(status: number, headers: HeaderPairs, agent: string): Evidence[] {
  const found = readStatus(status)
  for (const [rawName, value] of headers) {
    const name = rawName.toLowerCase()
    const where = `header ${name}`
    const text = `${name}: ${value}`
    if (name === 'x-robots-tag') {
      found.push(...readDirectives('x-robots-tag', value, where, (scope) => speaksToUs(scope, agent)))
    } else if (name === 'content-signal') found.push(...readContentSignal(value, where, text))
    else if (name === 'content-usage') found.push(...readContentUsage(value, where, text))
    else if (name === 'tdm-reservation') found.push(readReservation(value, where, text))
    else if (name === 'cache-control' && /(?:^|[\s,])private(?:$|[\s,=])/i.test(value)) {
      found.push(say('cache-control', 'refuses', where, text, sentence('forOnePerson')))
    } else if (name === 'www-authenticate') {
      found.push(say('login', 'refuses', where, text, sentence('signInAsked')))
    }
  }
  return found
}

/** 401, 402, 403, 407 and 451 are doors; nobody else is sent to try them. */
function readStatus(status: number): Evidence[] {
  if (status === 200 || status === 203) return []
  const text = `HTTP ${status}`
  if (status === 401 || status === 403 || status === 407)
    return [say('login', 'refuses', 'status', text, sentence('notForEverybody', status))]
  if (status === 402) return [say('paywall', 'refuses', 'status', text, sentence('paymentAsked'))]
  return [say('status', 'refuses', 'status', text, sentence('notAPage', status))]
}

/** `Link: <…>; rel="license"; type="application/rsl+xml"`. */
export function licenseLinks(headers: HeaderPairs, pageUrl: string): string[] {
  return [...headers]
    .filter(([name]) => name.toLowerCase() === 'link')
    .flatMap(([, value]) => value.slice(0, 20_000).split(/,\s*(?=<)/))
    .filter((link) => /rel\s*=\s*"?[^";]*\blicense\b/i.test(link) && /application\/rsl\+xml/i.test(link))
    .flatMap((link) => URL.parse(/<([^<>]*)>/.exec(link)?.[1] ?? '', pageUrl)?.href ?? [])
}
