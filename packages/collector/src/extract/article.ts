import { Readability } from '@mozilla/readability'
import { type Block, toBlocks } from './blocks.ts'
import type { DomDocument, DomElement } from './dom.ts'
import { prune } from './prune.ts'
import { countProse, trimBlocks } from './trim.ts'

/** Where a page itself says that its article is. */
const MARKED = 'article,main,[role=main],[itemprop~=articleBody]'
/** Readability weighs paragraphs one parent at a time, and of an article in many parts takes one. */
const LEAST_OF_MARKED = 0.4
const LEAST_OF_BODY = 0.2

/** The article of a page as text, one line a block; undefined when the page has none. Changes the document. */
export function extractText(document: DomDocument): string | undefined {
  prune(document)
  const marked = [...document.querySelectorAll(MARKED)].map(toBlocks)
  const body = document.body ? toBlocks(document.body) : []
  const article = new Readability<DomElement>(document as never, {
    charThreshold: 500,
    keepClasses: true,
    serializer: (node) => node as unknown as DomElement,
  }).parse()
  const found = article?.content ? toBlocks(article.content) : []
  const kept = unlessSmall(unlessSmall(found, mostProse(marked), LEAST_OF_MARKED), body, LEAST_OF_BODY)
  const lines = trimBlocks(kept, article?.title ?? '').map(({ text }) => text)
  return lines.length === 0 ? undefined : lines.join('\n')
}

const unlessSmall = (part: Block[], whole: Block[], least: number): Block[] =>
  countProse(part) < least * countProse(whole) ? whole : part

const mostProse = (candidates: Block[][]): Block[] =>
  candidates.reduce<Block[]>((best, blocks) => (countProse(blocks) > countProse(best) ? blocks : best), [])
