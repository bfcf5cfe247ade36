import type { Finding } from './finding.ts'

const LOCAL = /[\p{L}\p{N}!#$%&'*+/=?^_`{|}~.-]/u
const LONGEST_LOCAL = 64
const LONGEST_DOMAIN = 253
const DOMAIN = /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,10}\p{L}[\p{L}\p{N}-]{0,61}\p{L}/u
const OBFUSCATED =
  /(?<![\w.+-])[\w.+-]{1,64}\s?[[({]\s?(?:at|@)\s?[\])}]\s?[\w-]{1,63}(?:\s?(?:\.|[[({]\s?(?:dot|\.)\s?[\])}])\s?[A-Za-z][\w-]{0,62}){1,4}/gi
/** Media files named for screens of double density ("logo@2x.png") are no addresses. */
const FILE_ENDING = /\.(?:png|jpe?g|gif|svg|webp|css|js)$/i

/**
 * E-mail addresses (RFC 5322 dot-atoms, RFC 6531 letters) and their bracketed disguises ("ada [at] example
 * [dot] org"). Walks outward from each "@", so that a megabyte of letters costs one pass.
 */
export function findEmails(text: string): Finding[] {
  const found: Finding[] = []
  for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
    const domain = DOMAIN.exec(text.slice(at + 1, at + 1 + LONGEST_DOMAIN))?.[0]
    if (domain === undefined || FILE_ENDING.test(domain)) continue
    let start = at
    while (start > 0 && at - start < LONGEST_LOCAL && LOCAL.test(text[start - 1]!)) start--
    while (start < at && /[.'`|/=*]/.test(text[start]!)) start++
    if (start < at && text[at - 1] !== '.') found.push({ kind: 'email', start, end: at + 1 + domain.length })
  }
  for (const match of text.matchAll(OBFUSCATED)) {
    found.push({ kind: 'email', start: match.index, end: match.index + match[0].length })
  }
  return found
}
