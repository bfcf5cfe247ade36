/** Characters of HTML that are parsed; what lies beyond is not read. The largest news pages have 3 million. */
export const HTML_LIMIT = 4_000_000
/** Deeper than 180 of 181 articles (59; one never closes its elements); extraction walks up from each paragraph. */
const DEEPEST = 80
/**
 * Tags that are parsed, four times as many as in the largest of 181 articles (3,131). Extraction tries a page up to four
 * times, so 30,000 hostile ones took it ten seconds.
 */
export const MOST_TAGS = 12_000

/** "<" and "&": each may begin a piece of text of its own, and millions of pieces take a parser minutes. An article has 5,087 at most. */
export const MOST_MARKS = 40_000

const LESS_THAN = 0x3c
const AMPERSAND = 0x26

const TAG = /<(\/?)([a-z][a-z0-9]{0,20})(?=[\s/>])/gi
/** Elements without content, and those whose end tag may be missing, so that they do not nest when repeated. */
const FLAT =
  /^(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr|p|li|dd|dt|option|html|head|body)$/i

/**
 * HTML that a parser and an extractor can afford: not too long, too many or too deep tags. Tags that nest too
 * deep are left out and their text stays; an ordinary page comes back as it is.
 */
export function boundHtml(html: string): string {
  const text = html.slice(0, markupEnd(html))
  let depth = 0
  let tags = 0
  let from = 0
  let bounded = ''
  for (const match of text.matchAll(TAG)) {
    if (++tags > MOST_TAGS) return bounded + text.slice(from, match.index)
    if (FLAT.test(match[2]!)) continue
    const closes = match[1] === '/'
    if (depth >= DEEPEST && (!closes || depth > DEEPEST)) {
      const end = text.indexOf('>', match.index)
      bounded += `${text.slice(from, match.index)} `
      from = end === -1 ? text.length : end + 1
    }
    depth = Math.max(0, depth + (closes ? -1 : 1))
  }
  return bounded + text.slice(from)
}

/** Where the text has had as many marks as may be, or its limit. */
function markupEnd(html: string): number {
  let marks = 0
  const end = Math.min(html.length, HTML_LIMIT)
  for (let at = 0; at < end; at++) {
    const unit = html.charCodeAt(at)
    if ((unit === LESS_THAN || unit === AMPERSAND) && ++marks > MOST_MARKS) return at
  }
  return end
}
