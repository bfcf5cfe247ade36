/** What lying nodes do. Each is asked for a page and answers with a text, true or not, with or without a visit. */
import type { Web } from './web.ts'

export interface Ask {
  url: number
  /** Number of the operator: one visitor, whatever accounts it has. */
  operator: number
  /** Whether the account is trusted by now; a careful liar waits for it. */
  trusted: boolean
  /** Asked to look at somebody else's page; a ring knows the pages on which it lied. */
  witness: boolean
}

export interface Answer {
  text: string
  /** Words that the node says it has. */
  claimedWords: number
  fetched: boolean
  fake: boolean
}

export type Liar = (ask: Ask) => Answer

export interface Trade {
  web: Web
  random: () => number
}

const counted = (text: string) => text.split(' ').length
const answer = (text: string, fake: boolean, fetched: boolean): Answer => ({
  text,
  claimedWords: counted(text),
  fetched,
  fake,
})

export const honest =
  ({ web }: Trade): Liar =>
  ({ url, operator }) =>
    answer(web.visit(url, operator), false, true)

/** Honest until trusted, then a share of the pages is invented. */
export const cover =
  (trade: Trade, share: number): Liar =>
  (ask) =>
    ask.trusted && !ask.witness && trade.random() < share
      ? answer(trade.web.invent(Math.floor(trade.random() * 2 ** 31)), true, false)
      : honest(trade)(ask)

/** Members invent the same text for the same page, and vouch for each other's when they are asked to look. */
export function ring(trade: Trade, share: number): Liar {
  const lied = new Set<number>()
  return (ask) => {
    const { url, trusted, witness } = ask
    const lies = lied.has(url) || (trusted && !witness && trade.random() < share)
    if (!lies) return honest(trade)(ask)
    lied.add(url)
    return answer(trade.web.invent(url ^ 0x5bd1e995), true, false)
  }
}

export const LIARS: Record<string, (trade: Trade) => Liar> = {
  'random text':
    ({ web, random }) =>
    () =>
      answer(web.invent(Math.floor(random() * 2 ** 31)), true, false),
  'stale copy':
    ({ web }) =>
    ({ url }) =>
      answer(web.stale(url), true, false),
  'replica copy': (trade) => ring(trade, 0.3),
  'no fetch':
    ({ web }) =>
    ({ url }) =>
      answer(web.invent(url ^ 0x2545f491), true, false),
  'cover 2 %': (trade) => cover(trade, 0.02),
  'cover 5 %': (trade) => cover(trade, 0.05),
  'cover 10 %': (trade) => cover(trade, 0.1),
  'cover 30 %': (trade) => cover(trade, 0.3),
  'cover 100 %': (trade) => cover(trade, 1),
  'templated text': ({ web }) => {
    const template = web.invent(77, 36)
    return ({ url }) => answer(`${template} ${web.invent(url, 4)}`, true, false)
  },
  'padded counts': ({ web, random }) => {
    return ({ url, operator }) => {
      const text = `${web.visit(url, operator)} ${web.invent(url, 80)}`
      return { text, claimedWords: counted(text) * (random() < 0.5 ? 1 : 3), fetched: true, fake: true }
    }
  },
}
