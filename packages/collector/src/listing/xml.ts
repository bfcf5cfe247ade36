import { Parser } from 'htmlparser2'

/** A child of an entry, e.g. `<loc>` of a `<url>`. */
export interface XmlField {
  name: string
  text: string
  attributes: Record<string, string>
}

/** Letters of one field, fields of one entry, levels of a document: more is no listing of pages. */
const MOST_LETTERS = 4_000
const MOST_FIELDS = 100
const MOST_LEVELS = 40
/** Letters that the parser is handed at once, so that reading can end in between. */
const SLICE = 65_536

class Enough extends Error {}

/** Which elements are the entries of a document with this root; null: such a document is not read. */
export type EntryOf = (root: string) => string | null

/**
 * Reads the entries of an XML document one by one, each as its direct fields (and those of `news:news`). The parser
 * knows no entity but XML's own five and numbers: what a DTD declares stays as it is written, so nothing expands.
 * A prefix that the root carries is left out of names. Never throws: what comes before a fault counts.
 * @param onEntry returns false when it has had enough. @returns the root's name; null: this is no XML.
 */
export function readEntries(
  xml: string,
  entryOf: EntryOf,
  onEntry: (fields: XmlField[]) => boolean,
): { root: string | null; whole: boolean } {
  const path: string[] = []
  let root: string | null = null
  let prefix = ''
  let entry: string | null = null
  /** Levels above the entry that is being read; 0: none is. */
  let depth = 0
  let fields: XmlField[] = []
  let field: XmlField | null = null
  let level = 0
  let whole = true
  const nameOf = (name: string) =>
    prefix !== '' && name.startsWith(prefix) ? name.slice(prefix.length) : name
  const isField = (name: string) =>
    path.length === depth + 1 || (path.length === depth + 2 && name.startsWith('news:'))
  const parser = new Parser(
    {
      onopentagname(raw) {
        if (path.length >= MOST_LEVELS) throw new Enough()
        if (root === null) {
          prefix = raw.slice(0, raw.indexOf(':') + 1)
          root = nameOf(raw)
          entry = entryOf(root)
          if (entry === null) throw new Enough()
        }
        const name = nameOf(raw)
        path.push(name)
        if (depth === 0 && name === entry) {
          depth = path.length
          fields = []
        } else if (depth > 0 && fields.length < MOST_FIELDS && isField(name)) {
          field = { name, text: '', attributes: {} }
          level = path.length
          fields.push(field)
        }
      },
      onattribute(name, value) {
        // Attributes are told after their element's name: they are the newest field's while that is the innermost.
        if (field && path.length === level && Object.keys(field.attributes).length < 10)
          field.attributes[name] = value.slice(0, MOST_LETTERS)
      },
      ontext(text) {
        if (field && field.text.length < MOST_LETTERS) field.text += text.slice(0, MOST_LETTERS)
      },
      onclosetag(_, implied) {
        path.pop()
        if (path.length < level) field = null
        if (depth === 0 || path.length >= depth) return
        depth = 0
        // An entry that nobody closed was cut, and half an address is another one.
        if (implied) whole = false
        else if (!onEntry(fields)) throw new Enough()
      },
    },
    { xmlMode: true },
  )
  try {
    for (let from = 0; from < xml.length; from += SLICE) parser.write(xml.slice(from, from + SLICE))
    parser.end()
  } catch (fault) {
    if (!(fault instanceof Enough)) throw fault
    return { root, whole: false }
  }
  return { root, whole }
}
