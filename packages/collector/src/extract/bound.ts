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

const TAG = /<!--|<(\/?)([a-z][^\s<>/]{0,60})/gi
/** Elements without content, and those whose end tag may be missing, so that they do not nest when repeated. */
const FLAT = /^(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr|p|li|dd|dt|option)$/i

/** Elements whose content is no markup, and what ends them. */
const RAW: Record<string, RegExp> = {
  '<!--': /-->/g,
  ...Object.fromEntries(
    ['script', 'style', 'textarea', 'title'].map((name) => [name, new RegExp(`</${name}(?=[\\s/>])`, 'gi')]),
  ),
}
/** An HTML element in a drawing that was not closed ends the drawing (WHATWG HTML §13.2.6.5). */
const ENDS_DRAWING = /^(?:article|body|center|div|dl|footer|h[1-6]|header|main|nav|ol|p|section|table|ul)$/i

/**
 * HTML that a parser and an extractor can afford: not too long, too many or too deep tags. Tags that nest too
 * deep are left out and their text stays. Drawings (SVG) hold no text and hundreds of tags, and are left out whole.
 */
export function boundHtml(html: string): string {
  const text = html.slice(0, markupEnd(html))
  let depth = 0
  let tags = 0
  let drawings = 0
  let from = 0
  let bounded = ''
  const tag = new RegExp(TAG)
  for (let match = tag.exec(text); match !== null; match = tag.exec(text)) {
    const [whole, slash, written = whole] = match
    const name = written.toLowerCase()
    const closes = slash === '/'
    if (drawings > 0) {
      if (name === 'svg') drawings += closes ? -1 : 1
      else if (ENDS_DRAWING.test(name)) drawings = 0
      if (drawings === 0) from = name === 'svg' ? endOfTag(text, match.index) : match.index
      if (drawings > 0 || name === 'svg') continue
    }
    if (++tags > MOST_TAGS) return bounded + text.slice(from, match.index)
    const end = closes ? undefined : RAW[name]
    if (end) {
      end.lastIndex = tag.lastIndex
      const found = end.exec(text)
      if (found === null) break
      tag.lastIndex = found.index
    }
    if (FLAT.test(name) || end || name in RAW) continue
    if (name === 'svg') {
      bounded += text.slice(from, match.index)
      from = endOfTag(text, match.index)
      if (!closes && !text.startsWith('/>', from - 2)) drawings = 1
      continue
    }
    if (depth >= DEEPEST && (!closes || depth > DEEPEST)) {
      bounded += `${text.slice(from, match.index)} `
      from = endOfTag(text, match.index)
      tag.lastIndex = from
    }
    depth = Math.max(0, depth + (closes ? -1 : 1))
  }
  return drawings > 0 ? bounded : bounded + text.slice(from)
}

function endOfTag(text: string, start: number): number {
  const end = text.indexOf('>', start)
  return end === -1 ? text.length : end + 1
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
