import {
  normalizeAscii,
  normalizeEscapes,
  type RobotsFile,
  type RobotsGroup,
  type RobotsRule,
} from './parse.ts'

export interface RobotsVerdict {
  allowed: boolean
  /** The rule that decided; none when no rule matches, which allows. */
  rule?: RobotsRule
  /** Whether the file names this agent itself rather than `*`. */
  named: boolean
}

/**
 * Whether `agent` may fetch `url` (RFC 9309 §2.2.2): all groups of the agent as one, the longest pattern wins,
 * on a tie allow. Where the standard can be read in two ways (escapes of plain letters, `/a/../b`), a URL is
 * allowed only if both readings allow it.
 */
export function matchRobots(file: RobotsFile, agent: string, url: string): RobotsVerdict {
  const { groups, named } = groupsOf(file, agent)
  const rules = groups.flatMap((group) => group.rules)
  let best: RobotsVerdict = { allowed: true, named }
  for (const path of pathsOf(url)) {
    for (const reading of [AS_WRITTEN, DECODED]) {
      const rule = strongest(rules, path, reading)
      if (rule === undefined) continue
      if (!rule.allow) return { allowed: false, rule, named }
      best = { allowed: true, rule, named }
    }
  }
  return best
}

/** The groups that speak to an agent: its own, or those for everybody. */
export function groupsOf(file: RobotsFile, agent: string): { groups: RobotsGroup[]; named: boolean } {
  const token = agent.toLowerCase()
  const own = file.groups.filter(({ agents }) => agents.includes(token))
  if (token !== '' && token !== '*' && own.length > 0) return { groups: own, named: true }
  return { groups: file.groups.filter(({ agents }) => agents.includes('*')), named: false }
}

interface Reading {
  ofPath: (path: string) => string
  ofPattern: (pattern: string) => string
}

const AS_WRITTEN: Reading = { ofPath: (path) => path, ofPattern: (pattern) => pattern }
/** Plain letters stand for their escapes, and `%2A` and `%24` of a pattern for the signs themselves (RFC 9309 §2.2.3). */
const DECODED: Reading = {
  ofPath: (path) => decodePlain(path).replaceAll('*', '%2A').replaceAll('$', '%24'),
  ofPattern: (pattern) => decodePlain(pattern).replace(/\$(?!$)/g, '%24'),
}

function strongest(
  rules: RobotsRule[],
  path: string,
  { ofPath, ofPattern }: Reading,
): RobotsRule | undefined {
  const target = ofPath(path)
  let best: RobotsRule | undefined
  for (const rule of rules) {
    const { length } = rule.pattern
    const stronger =
      best === undefined ||
      length > best.pattern.length ||
      (length === best.pattern.length && rule.allow && !best.allow)
    if (stronger && matchesPattern(ofPattern(rule.pattern), target)) best = rule
  }
  return best
}

/**
 * `*` stands for any characters, a last `$` for the end. Each piece between stars is looked for once, leftmost
 * first, which decides such patterns without going back: no pattern is slow.
 */
export function matchesPattern(pattern: string, path: string): boolean {
  const anchored = pattern.endsWith('$')
  const pieces = (anchored ? pattern.slice(0, -1) : pattern).split('*')
  const first = pieces.shift()!
  if (!path.startsWith(first)) return false
  if (pieces.length === 0) return !anchored || path.length === first.length
  let at = first.length
  const last = anchored ? pieces.pop()! : ''
  for (const piece of pieces) {
    if (piece === '') continue
    const found = path.indexOf(piece, at)
    if (found === -1) return false
    at = found + piece.length
  }
  return path.length - last.length >= at && path.endsWith(last)
}

/** The path with query as it was given, and as a fetch would send it; one string when they are the same. */
function pathsOf(url: string): string[] {
  const raw = normalizeAscii(pathAsWritten(url))
  const given = normalizeEscapes(raw)
  const parsed = URL.parse(url)
  const sent = parsed ? normalizeEscapes(parsed.pathname + parsed.search) : given
  return [...new Set([raw, given, sent])]
}

function pathAsWritten(url: string): string {
  const withoutFragment = url.split('#', 1)[0]!
  const scheme = withoutFragment.indexOf('://')
  const afterScheme = scheme === -1 ? withoutFragment.replace(/^\/\//, '') : withoutFragment.slice(scheme + 3)
  const start = afterScheme.search(/[/?;]/)
  if (start === -1) return '/'
  return afterScheme[start] === '/' ? afterScheme.slice(start) : `/${afterScheme.slice(start)}`
}

/** Escapes of unreserved characters (RFC 3986 §2.3) name the same resource as the characters. */
function decodePlain(path: string): string {
  return path.replace(/%(?:2D|2E|3[0-9]|4[1-9A-F]|5[0-9A]|5F|6[1-9A-F]|7[0-9A]|7E)/g, (octet) =>
    String.fromCharCode(Number.parseInt(octet.slice(1), 16)),
  )
}
