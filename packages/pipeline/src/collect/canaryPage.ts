import { sha256Hex } from '@rowright/protocol'

/** A page that nobody has seen before. */
export interface CanaryPage {
  title: string
  paragraphs: string[]
}

const WHO = `baker farmer teacher miller ferryman gardener doctor carpenter librarian fisherman clerk painter smith shepherd
  mason weaver postman singer student neighbor mayor pharmacist sailor cook printer watchmaker ranger nurse driver tailor`
const WHAT = `bridge orchard harbor school market mill library garden chapel station tower meadow quarry well barn workshop
  theater dike vineyard lighthouse granary square bakery museum nursery ferry stable archive greenhouse hall`
const DID = `repaired painted measured visited remembered described opened closed counted moved photographed cleaned drew
  inspected borrowed lent sold praised doubted planned built widened sheltered mapped named guarded rented left found showed`
const HOW = `slowly quietly carefully twice again together alone early late gladly patiently briefly openly often rarely
  cheerfully by hand before dawn after the rain without help in spring last autumn at noon for a week under lamps by boat`
const WHERE = `north valley river hill coast forest village lake border island plain pass cape bay moor terrace canal slope
  delta ridge marsh grove shore cliff spring ford gorge field lane corner`
const listOf = (words: string) => words.split(/\s+/)
const WORDS = {
  who: listOf(WHO),
  what: listOf(WHAT),
  did: listOf(DID),
  how: listOf(HOW),
  where: listOf(WHERE),
}

type Draw = (most: number) => number

const SENTENCES: ((word: (of: keyof typeof WORDS) => string, draw: Draw) => string)[] = [
  (w, n) =>
    `The ${w('who')} of the ${w('where')} ${w('did')} the ${w('what')} ${w('how')} in ${1_850 + n(150)}.`,
  (w) =>
    `Nobody at the ${w('what')} had seen how the ${w('who')} ${w('did')} it, and the ${w('who')} said nothing.`,
  (w, n) =>
    `It took ${2 + n(90)} days until the ${w('what')} near the ${w('where')} was what the ${w('who')} had wanted.`,
  (w) =>
    `Behind the ${w('what')} a path leads down to the ${w('where')}, where a ${w('who')} once ${w('did')} a ${w('what')}.`,
  (w, n) =>
    `A letter from the ${w('who')} names ${3 + n(40)} reasons; the ${w('what')} by the ${w('where')} is the first of them.`,
  (w) =>
    `When the ${w('who')} came back from the ${w('where')}, the ${w('what')} had been ${w('did')} ${w('how')}.`,
  (w, n) =>
    `Of the ${10 + n(900)} people who live between the ${w('where')} and the ${w('where')}, most know the ${w('what')} well.`,
  (w) =>
    `The ${w('what')} smells of the ${w('where')}, says the ${w('who')}, and of everything that was ever ${w('did')} there.`,
]

/** Numbers that anybody draws again from the same seed. */
function drawFrom(seed: string): Draw {
  let at = 0
  return (most) => Number.parseInt(sha256Hex(`rowright.canary.v1:${seed}:${at++}`).slice(0, 12), 16) % most
}

/** The page of a seed: a title and a dozen paragraphs of sentences that no other page has. Pure. */
export function canaryPage(seed: string): CanaryPage {
  const draw = drawFrom(seed)
  const word = (of: keyof typeof WORDS) => WORDS[of][draw(WORDS[of].length)]!
  const sentence = () => SENTENCES[draw(SENTENCES.length)]!(word, draw)
  const title = `The ${word('what')} and the ${word('who')} of the ${word('where')}`
  const paragraphs = Array.from({ length: 10 + draw(6) }, () =>
    Array.from({ length: 3 + draw(3) }, sentence).join(' '),
  )
  return { title, paragraphs }
}

/** An address as any paper has them; of its words there are more than anybody guesses. */
function slug(draw: Draw, at: Date): string {
  const word = (of: keyof typeof WORDS) => WORDS[of][draw(WORDS[of].length)]!
  const name = `${word('what')}-${word('who')}-${word('where')}-${word('did')}-${10_000 + draw(90_000)}${10_000 + draw(90_000)}`
  return `/${at.getUTCFullYear()}/${String(at.getUTCMonth() + 1).padStart(2, '0')}/${name}`
}

const PLAIN = /^(?:\/[\w.~-]+)+\/?$/
const PARTS = /\.[a-z\d]{2,5}$|[a-z]+|\d+/gi

/**
 * A path like those of a campaign's pages: what they have in common stays, their other words and numbers are mixed and drawn
 * anew. Where that leaves too few, a paper's. [CLT-61] Pure. @param like paths of its pages.
 */
export function canaryPath(seed: string, at: Date, like: readonly string[]): string {
  const draw = drawFrom(`${seed}:path`)
  const shapes = like.filter((path) => PLAIN.test(path))
  const partsOf = (path: string) => path.match(PARTS) ?? []
  const pages = new Map<string, number>()
  for (const path of shapes)
    for (const part of new Set(partsOf(path))) pages.set(part, (pages.get(part) ?? 0) + 1)
  const common = (part: string) => pages.get(part)! * 2 > shapes.length
  const words = [...pages.keys()].filter((part) => /^[a-z]{3,}$/i.test(part) && !common(part))
  const shape = shapes[draw(Math.max(1, shapes.length))] ?? ''
  let guesses = 1
  const among = (most: number) => {
    guesses *= most
    return draw(most)
  }
  const path = shape.replace(PARTS, (part) => {
    if (part.startsWith('.') || common(part)) return part
    if (/\d/.test(part)) return part.replace(/\d/g, () => String(among(10)))
    return part.length < 3 ? part : words[among(words.length)]!
  })
  return guesses < LEAST_GUESSES ? slug(draw, at) : path
}

/** So many that hardly two paths are the same. */
const LEAST_GUESSES = 1e6
