/** RFC 9309 §2.5 asks for at least 500 KiB; what lies beyond is not read, as at Google. */
export const ROBOTS_BYTES_LIMIT = 512_000
/** Google's limit per line: 2,083 characters of a URL, times eight. */
const LONGEST_LINE = 16_664
/** How many rules one file may have before the rest is not read. */
const MOST_LINES = 60_000

export interface RobotsRule {
  allow: boolean
  /** As written, with non-ASCII and lower-case escapes normalized to `%XX`. */
  pattern: string
  line: number
  text: string
}

/** A line that belongs to a group but is no allow or disallow: `Content-Signal`, `Content-Usage`. */
export interface RobotsPreference {
  name: string
  value: string
  line: number
  text: string
}

export interface RobotsGroup {
  /** Product tokens in lower case (`[a-z_-]+`, so `AB42bot` is `ab`), or `*`. */
  agents: string[]
  /** The first words as written, in lower case: `ai2bot` must not be lost to the grammar. */
  names: string[]
  rules: RobotsRule[]
  preferences: RobotsPreference[]
}

export interface RobotsFile {
  groups: RobotsGroup[]
  /** Lines that stand outside the groups: `Sitemap`, `License` (RSL 1.0 ties it to no agent). */
  sitemaps: RobotsPreference[]
  licenses: RobotsPreference[]
  /** Preferences before the first `User-agent` line. They name nobody, so they are read as for everybody. */
  ungrouped: RobotsPreference[]
  /** Whether something was left unread because the file is too large. */
  truncated: boolean
}

const DISALLOW = /^d(?:is+al+ow|iasllow|isallaw)$/
const BLANKS = ' \t\v\f'
const USER_AGENT = /^user[- ]?agent$/

/** Parses robots.txt. Never throws: a line that means nothing is skipped (RFC 9309 §2.2). */
export function parseRobots(source: Uint8Array | string): RobotsFile {
  const { lines, truncated } = splitLines(source)
  const file: RobotsFile = { groups: [], sitemaps: [], licenses: [], ungrouped: [], truncated }
  let group: RobotsGroup | undefined
  let naming = false
  for (const [index, whole] of lines.entries()) {
    const cut = whole.length > LONGEST_LINE
    const text = cut ? whole.slice(0, LONGEST_LINE) : whole
    const field = readField(text)
    if (field === undefined) continue
    const { key, value } = field
    const line = index + 1
    if (USER_AGENT.test(key)) {
      if (!naming || group === undefined) {
        group = { agents: [], names: [], rules: [], preferences: [] }
        file.groups.push(group)
      }
      naming = true
      group.agents.push(productToken(value))
      group.names.push(value.split(/[\s/]/, 1)[0]!.toLowerCase())
    } else if (key === 'allow' || DISALLOW.test(key)) {
      naming = false
      const allow = key === 'allow'
      // Half of an allow allows more than was said; half of a disallow forbids more.
      if (group === undefined || value === '' || (cut && allow)) continue
      group.rules.push({ allow, pattern: normalizeEscapes(value), line, text: text.trim().slice(0, 500) })
    } else {
      const preference = { name: key, value, line, text: text.trim().slice(0, 500) }
      if (key === 'sitemap') file.sitemaps.push(preference)
      else if (key === 'license') file.licenses.push(preference)
      else if (key === 'content-signal' || key === 'content-usage') {
        // Neither ends the list of agents, nor is it lost when no agent was named.
        if (group === undefined) file.ungrouped.push(preference)
        else group.preferences.push(preference)
      }
    }
  }
  return file
}

/** Lines by any of CR, LF, CRLF. A line broken by the size limit is dropped: half a path means something else. */
function splitLines(source: Uint8Array | string): { lines: string[]; truncated: boolean } {
  const tooLong = source.length > ROBOTS_BYTES_LIMIT
  const text =
    typeof source === 'string'
      ? source.slice(0, ROBOTS_BYTES_LIMIT).replace(/^\ufeff/, '')
      : new TextDecoder('utf-8').decode(withoutMark(source.subarray(0, ROBOTS_BYTES_LIMIT)))
  const lines = text.split(/\r\n|\r|\n/)
  if (tooLong) lines.pop()
  return { lines: lines.slice(0, MOST_LINES), truncated: tooLong || lines.length > MOST_LINES }
}

/** Skips a byte order mark, also one that lost its end: EF, EF BB, EF BB BF (as google/robotstxt does). */
function withoutMark(bytes: Uint8Array): Uint8Array {
  const mark = [0xef, 0xbb, 0xbf]
  let length = 0
  while (length < 3 && bytes[length] === mark[length]) length++
  return bytes.subarray(length)
}

/** `key: value` without comment; also `key value` with the colon forgotten, when it is exactly two words. */
function readField(line: string): { key: string; value: string } | undefined {
  const hash = line.indexOf('#')
  const text = trimAscii(hash === -1 ? line : line.slice(0, hash))
  const colon = text.indexOf(':')
  if (colon > 0) {
    return { key: trimAscii(text.slice(0, colon)).toLowerCase(), value: trimAscii(text.slice(colon + 1)) }
  }
  const words = text.split(/[ \t\v\f]+/)
  return words.length === 2 && colon === -1 ? { key: words[0]!.toLowerCase(), value: words[1]! } : undefined
}

/**
 * Blanks of ASCII only: a byte order mark inside the file is no blank, though `trim` takes it for one. Not a
 * regular expression, since `[ ]+$` is quadratic on a line of blanks.
 */
function trimAscii(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && BLANKS.includes(text[start]!)) start++
  while (end > start && BLANKS.includes(text[end - 1]!)) end--
  return text.slice(start, end)
}

/** RFC 9309 §2.2.1: a product token is `[A-Za-z_-]+`; what follows (a version, more words) is not read. */
export function productToken(value: string): string {
  if (/^\*(?:\s|$)/.test(value)) return '*'
  return /^[a-z_-]*/i.exec(value)![0].toLowerCase()
}

/** Octets outside of ASCII as percent-encoded UTF-8, and what `normalizeAscii` does (RFC 9309 §2.2.2). */
export const normalizeEscapes = (path: string): string =>
  normalizeAscii(path.replace(/[^\0-\x7f]+/gu, escapeOctets))

/** Escapes in upper case; signs that no URL holds as they are (RFC 3986 §2) escaped, as a fetch sends them. */
export const normalizeAscii = (path: string): string =>
  path.replace(/[ "<>\\^`{|}]/g, escapeOctets).replace(/%[0-9a-f]{2}/gi, (octet) => octet.toUpperCase())

const escapeOctets = (text: string): string =>
  [...new TextEncoder().encode(text)].map((octet) => `%${octet.toString(16).toUpperCase()}`).join('')
