import type { DomDocument, DomElement, DomNode } from './dom.ts'

const FURNITURE = [
  'nav',
  'aside',
  'dialog',
  'figcaption',
  '[hidden]',
  '[role=navigation]',
  '[role=banner]',
  '[role=contentinfo]',
  '[role=complementary]',
  '[role=dialog]',
  '[role=search]',
  '[role=menu]',
].join(',')

const NAMED =
  /(?:^|[\s_-])(?:related|recommend(?:ed|ations?)?|newsletters?|promo|sponsor(?:ed)?|social|shar(?:e|ing)|breadcrumbs?|bylines?|captions?|credits?|copyright|taboola|outbrain|sidebar|subscribe|subscription|signup|pagination|paywall|cookies?|toolbar|menu|advert(?:isement)?s?|teasers?|trending|popular|tags?|author-?(?:bio|box|info)|read-?(?:more|next)|see-?also|more-?(?:stories|from|on))(?:$|[\s_-])/i

/** Taken away first: a long discussion would make the article look small. */
const DISCUSSION = /(?:^|[\s_-])(?:comments?|disqus)(?:$|[\s_-])/i

const KEEP_TAGS = new Set(['HTML', 'BODY', 'MAIN', 'ARTICLE', 'H1', 'TABLE', 'TBODY', 'TR', 'TD', 'P'])

/** An entry of microformats says that it is one, and often lists its topics as `tag-…`. */
const ENTRY = /(?:^|\s)(?:hentry|h-entry|e-content|entry-content)(?:$|\s)/

/** Most of the page's paragraphs that a name alone may take away: a body class "has-sidebar" must not. */
const SHARE = 0.25

/** Takes away what a page itself marks as no part of its article. */
export function prune(document: DomDocument): void {
  const { body } = document
  if (!body) return
  const isMost = measureShare(body)
  for (const element of document.querySelectorAll(FURNITURE)) {
    if (!isMost(element)) element.remove()
  }
  // Colored code has the class "comment" for its comments.
  for (const element of body.querySelectorAll('pre [class],code [class]')) element.removeAttribute('class')
  removeNamed(body, DISCUSSION)
  removeNamed(body, NAMED)
  // Readability takes a heading whose class says "header" for a page's header.
  for (const heading of body.querySelectorAll('h2,h3,h4,h5,h6')) {
    if (/header/i.test(heading.getAttribute('class') ?? '')) heading.removeAttribute('class')
  }
}

function removeNamed(body: DomElement, names: RegExp): void {
  const isMost = measureShare(body)
  for (const element of body.querySelectorAll('[class],[id]')) {
    const classes = element.getAttribute('class') ?? ''
    const name = `${classes} ${element.getAttribute('id') ?? ''}`
    if (KEEP_TAGS.has(element.tagName) || !names.test(name.slice(0, 500)) || ENTRY.test(classes)) continue
    if (!isMost(element)) element.remove()
  }
}

/** Whether an element holds so many of the characters in paragraphs that no name takes it away. */
function measureShare(body: DomElement): (element: DomElement) => boolean {
  const prose = measureProse(body)
  const limit = SHARE * (prose.get(body) ?? 0)
  return (element) => (prose.get(element) ?? 0) >= limit
}

/** Characters in paragraphs, for every element that has any. */
function measureProse(body: DomElement): Map<DomNode, number> {
  const prose = new Map<DomNode, number>()
  for (const paragraph of body.querySelectorAll('p')) {
    const { length } = paragraph.textContent ?? ''
    let node: DomNode | null = paragraph
    while (node !== null) {
      prose.set(node, (prose.get(node) ?? 0) + length)
      node = node === body ? null : node.parentNode
    }
  }
  return prose
}
