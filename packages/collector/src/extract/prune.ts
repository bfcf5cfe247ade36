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
  /(?:^|[\s_-])(?:related|recommend(?:ed|ations?)?|newsletters?|promo|sponsor(?:ed)?|social|shar(?:e|ing)|breadcrumbs?|bylines?|captions?|credits?|copyright|comments?|disqus|taboola|outbrain|sidebar|subscribe|subscription|signup|pagination|paywall|cookies?|toolbar|menu|advert(?:isement)?s?|teasers?|trending|popular|tags?|author-?(?:bio|box|info)|read-?(?:more|next)|see-?also|more-?(?:stories|from|on))(?:$|[\s_-])/i

const KEEP_TAGS = new Set(['HTML', 'BODY', 'MAIN', 'ARTICLE', 'H1', 'TABLE', 'TBODY', 'TR', 'TD', 'P'])

/** Most of the page's paragraphs that a name alone may take away: a body class "has-sidebar" must not. */
const SHARE = 0.25

/** Takes away what a page itself marks as no part of its article. */
export function prune(document: DomDocument): void {
  const { body } = document
  if (!body) return
  const prose = measureProse(body)
  const limit = SHARE * (prose.get(body) ?? 0)
  const remove = (element: DomElement) => {
    if ((prose.get(element) ?? 0) < limit) element.remove()
  }
  for (const element of document.querySelectorAll(FURNITURE)) remove(element)
  for (const element of body.querySelectorAll('[class],[id]')) {
    if (KEEP_TAGS.has(element.tagName)) continue
    const name = `${element.getAttribute('class') ?? ''} ${element.getAttribute('id') ?? ''}`
    if (NAMED.test(name.slice(0, 500))) remove(element)
  }
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
