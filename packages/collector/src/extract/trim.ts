import type { Block } from './blocks.ts'

const HEADING = /^H[1-6]$/
const SENTENCE_END = /[.!?…。！？؟।][)\]"'”’»」』]*$/
const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/gu

/** Lines that say what they are: short ones anywhere, whatever the site. */
const FURNITURE = [
  /^(?:advert(?:isement|ising)?s?|sponsored|anzeige|werbung|publicité|publicidad|publicidade|реклама|廣告|广告)\W*$/i,
  /^(?:skip to|continue reading|read (?:more|next|also|full)|see (?:more|also)|also read|more (?:on|from|like this)|related|recommended|you (?:may|might) (?:also )?(?:like|be interested)|don['’]?t miss|trending|most (?:read|popular)|top (?:stories|video)|latest news|watch (?:more|next)|leia (?:mais|também)|lea también|lire aussi|mehr zum thema|читайте также|延伸閱讀|相关阅读)\b/i,
  /\b(?:sign[ -]?up|subscribe|follow(?:ing)?)\b.{0,80}\b(?:newsletters?|inbox|e-?mails?|updates|twitter|facebook|instagram|youtube|channel|podcast|rss|alerts?)\b/i,
  /\b(?:newsletter|inbox)\b.{0,60}\b(?:sign[ -]?up|subscribe)\b/i,
  /^(?:follow|like|join|find|listen to|download|get)\b.{0,60}\b(?:on (?:twitter|facebook|instagram|youtube|linkedin|google)|(?:news)? app)\b/i,
  /\bclick(?:ing)? here\b/i,
  /(?:©|\(c\)|copyright).{0,100}(?:\d{4}|all rights reserved)|all rights reserved|todos os direitos|alle rechte vorbehalten|tous droits réservés|版權所有|保留所有权利/i,
  /\b(?:requires? javascript|enable javascript|uses? cookies|cookie policy|privacy policy|terms of (?:use|service))\b/i,
  /^(?:share|tweet|print|e-?mail|comments?|leave a (?:comment|reply)|join the conversation|tell us what you think|report (?:error|a typo)|load(?:ing)?(?: content| more)?|close|caption|advertisement|subscribe|learn more|sign in|log in)\b.{0,24}$/i,
  /^(?:image|photo|picture|slide)?\s*\d+\s*(?:of|\/)\s*\/?\s*\d+$/i,
  /^(?:photos?|images?|pictures?|video|credits?|source|foto|bild|quelle|fonte|фото)(?:\s+(?:by|credit|courtesy|copyright|caption))?\s*[:©].{0,120}$/i,
  /^(?:published|updated|posted|last (?:updated|modified)|publicado|veröffentlicht|опубликовано)\b.{0,60}\d/i,
]
const FURNITURE_WORDS = 40
const LEAD_WORDS = 22

/**
 * Keeps the blocks of an article: drops what says that it is none, lines that are nothing but a link, and lines
 * before the first sentence and after the last. A page of links, a table or a calendar would be gutted by the
 * last three, so each is left out where it would cost more than a share of the words.
 */
export function trimBlocks(blocks: Block[], title: string): Block[] {
  const said = blocks.filter((block) => !isFurniture(block))
  const unlinked = unlessTooMuch(
    said,
    said.filter((block) => !isMereLink(block)),
  )
  const first = unlinked.findIndex(isProse)
  if (first === -1) return unlinked
  const lead = unlinked.slice(0, first).filter((block, at) => isLead(block, at === first - 1, title))
  const led = unlessTooMuch(unlinked, [...lead, ...unlinked.slice(first)])
  let end = led.length
  while (end > 0 && isTail(led[end - 1]!)) end--
  return unlessTooMuch(led, led.slice(0, end))
}

/** Most words that a guess may take away. */
const SHARE = 0.25

function unlessTooMuch(all: Block[], kept: Block[]): Block[] {
  const total = sumWords(all)
  return total - sumWords(kept) > SHARE * total ? all : kept
}

const sumWords = (blocks: Block[]): number => blocks.reduce((sum, { text }) => sum + countWords(text), 0)

function isFurniture({ text }: Block): boolean {
  return countWords(text) <= FURNITURE_WORDS && FURNITURE.some((pattern) => pattern.test(text))
}

function isMereLink({ text, linked, element }: Block): boolean {
  // An address that an author spelled out is text.
  if (/^https?:\/\/\S+$/i.test(text)) return false
  const share = linked / text.length
  return share > 0.9 ? !HEADING.test(element.tagName) : share > 0.6 && /^[^:]{2,24}:/.test(text)
}

/** A sentence of some length, most of it no link. */
function isProse({ text, linked, element }: Block): boolean {
  if (HEADING.test(element.tagName) || linked > text.length / 2) return false
  const words = countWords(text)
  return words >= 25 || (words >= 7 && SENTENCE_END.test(text))
}

/** Words in sentences that are no links. */
export const countProse = (blocks: Block[]): number => sumWords(blocks.filter(isProse))

/** What may stand before the first sentence: long lines, items and cells without links, a section's heading. */
function isLead({ text, linked, element }: Block, next: boolean, title: string): boolean {
  if (HEADING.test(element.tagName)) return next && !sameWords(text, title) && element.tagName !== 'H1'
  if (countWords(text) > LEAD_WORDS) return true
  return /^(?:LI|TD|TH|PRE|BLOCKQUOTE|DD|DT)$/.test(element.tagName) && linked === 0
}

function isTail({ text, linked, element }: Block): boolean {
  return HEADING.test(element.tagName) || linked > text.length / 2
}

function sameWords(a: string, b: string): boolean {
  const plain = (text: string) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim()
  return plain(a) !== '' && plain(b).startsWith(plain(a))
}

/** Words; where a script writes without blanks, two characters count as one. */
function countWords(text: string): number {
  const wide = text.match(WIDE)?.length ?? 0
  return text.split(/\s+/).length + Math.floor(wide / 2)
}
