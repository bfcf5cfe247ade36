import { type DomElement, type DomNode, isElement, isText } from './dom.ts'

const BLOCK_TAGS = new Set(
  (
    'ADDRESS ARTICLE ASIDE BLOCKQUOTE BODY BR CAPTION CENTER DD DETAILS DIALOG DIV DL DT FIELDSET FIGCAPTION FIGURE ' +
    'FOOTER FORM H1 H2 H3 H4 H5 H6 HEADER HGROUP HR LI MAIN NAV OL OPTION P PRE SECTION SUMMARY TABLE TBODY ' +
    'TD TFOOT TH THEAD TR UL'
  ).split(' '),
)
const SILENT_TAGS = new Set(
  'SCRIPT STYLE NOSCRIPT TEMPLATE IFRAME OBJECT SVG BUTTON SELECT TEXTAREA'.split(' '),
)

/** A run of text between two block boundaries, as a reader sees it: one line. */
export interface Block {
  text: string
  /** The innermost block element it stands in. */
  element: DomElement
  /** Characters inside links, of `text.length`. */
  linked: number
}

/** The text of an element as lines (what `innerText` does and `textContent` does not). Iterative: depth is no risk. */
export function toBlocks(root: DomElement): Block[] {
  const blocks: Block[] = []
  let element = root
  let text = ''
  let linked = 0
  const close = () => {
    const clean = text.replace(/\s+/g, ' ').trim()
    if (clean !== '') blocks.push({ text: clean, element, linked: Math.min(linked, clean.length) })
    text = ''
    linked = 0
  }
  const open: Place[] = [placeOf(root, false, root)]
  while (open.length > 0) {
    const top = open.at(-1)!
    const child = top.children[top.next++]
    if (child === undefined) {
      open.pop()
      if (isElement(top.node) && BLOCK_TAGS.has(top.node.tagName)) close()
      const outer = open.at(-1)
      if (outer) element = outer.within
      continue
    }
    if (isText(child)) {
      const piece = child.textContent ?? ''
      text += piece
      if (top.inLink) linked += piece.replace(/\s+/g, ' ').trim().length
      continue
    }
    if (!isElement(child) || SILENT_TAGS.has(child.tagName)) continue
    const isBlock = BLOCK_TAGS.has(child.tagName)
    if (isBlock) {
      close()
      element = child
    }
    open.push(placeOf(child, top.inLink || child.tagName === 'A', isBlock ? child : top.within))
  }
  close()
  return blocks
}

interface Place {
  node: DomNode
  children: DomNode[]
  next: number
  inLink: boolean
  within: DomElement
}

/** linkedom builds `childNodes` anew on every read, so it is read once. */
const placeOf = (node: DomNode, inLink: boolean, within: DomElement): Place => ({
  node,
  children: [...node.childNodes],
  next: 0,
  inLink,
  within,
})
