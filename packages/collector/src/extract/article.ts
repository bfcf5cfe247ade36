import { Readability } from '@mozilla/readability'
import { toBlocks } from './blocks.ts'
import type { DomDocument, DomElement } from './dom.ts'
import { prune } from './prune.ts'
import { trimBlocks } from './trim.ts'

/** The article of a page as text, one line a block; undefined when the page has none. Changes the document. */
export function extractText(document: DomDocument): string | undefined {
  prune(document)
  const article = new Readability<DomElement>(document as never, {
    charThreshold: 500,
    keepClasses: true,
    serializer: (node) => node as unknown as DomElement,
  }).parse()
  if (!article?.content) return undefined
  const lines = trimBlocks(toBlocks(article.content), article.title ?? '').map(({ text }) => text)
  return lines.length === 0 ? undefined : lines.join('\n')
}
