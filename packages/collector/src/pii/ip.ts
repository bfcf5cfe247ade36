import { type Finding, matchesOf } from './finding.ts'

const OCTET = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)'
const V4 = new RegExp(`(?<![\\w.-]|\\d,)${OCTET}(?:\\.${OCTET}){3}(?![\\w-]|\\.\\d)`, 'g')
const V6 = /(?<![\w:.])(?:[0-9a-f]{0,4}:){2,7}(?:[0-9a-f]{1,4}|(?:\d{1,3}\.){3}\d{1,3})?(?![\w:])/gi
/** Four numbers with dots are as often a release ("version 4.0.1.2") or a numbered section. */
const NUMBERED =
  /(?:\bv(?:er(?:sion)?)?\.?|release|firmware|build|section|chapter|§|[=~<>^!]=|[a-z]\/)\s*["':]?\s*$/i

/** Addresses of no one person: this host, private and shared networks, documentation, multicast (RFC 6890). */
const NOBODYS =
  /^(?:0|10|127|22[4-9]|2[345]\d)\.|^(?:169\.254|192\.168|172\.(?:1[6-9]|2\d|3[01])|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\.|^(?:192\.0\.[02]|198\.51\.100|203\.0\.113)\./

/** IP addresses that could be somebody's. */
export function findIps(text: string): Finding[] {
  const v4 = matchesOf(text, 'ip', V4, (match, start) => {
    if (NUMBERED.test(text.slice(Math.max(0, start - 20), start))) return false
    return !NOBODYS.test(match)
  })
  return [...v4, ...matchesOf(text, 'ip', V6, (match) => isV6(match.toLowerCase()))]
}

/** RFC 4291 §2.2, with at most one "::", and at least three groups so that "a::b" in code is left alone. */
function isV6(address: string): boolean {
  const [left, right, more] = address.split('::')
  if (more !== undefined || address.startsWith('2001:db8:')) return false
  const groups = [left, right].flatMap((half) => (half ? half.split(':') : []))
  const last = groups.at(-1)
  const count = groups.length + (last?.includes('.') ? 1 : 0)
  const wellFormed = groups.every((group, at) =>
    group.includes('.')
      ? at === groups.length - 1 && new RegExp(`^${OCTET}(?:\\.${OCTET}){3}$`).test(group)
      : /^[0-9a-f]{1,4}$/.test(group),
  )
  return wellFormed && (right === undefined ? count === 8 : count >= 3 && count < 8) && /\d/.test(address)
}
