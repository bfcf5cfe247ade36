/** A marked stretch of the text: UTF-16 offsets, `end` excluded. */
export interface Span {
  start: number
  end: number
  label: string
}

/** A word; one character of scripts without spaces; anything else that shows. The same on every machine: no dictionary. */
const TOKEN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]\p{M}*|[\p{L}\p{N}\p{M}]+|\S/gu

/**
 * Smallest pieces that no answer cuts: tokens, cut once more wherever somebody's span begins or ends.
 * @param text null where it is not at hand: then only the spans cut.
 */
export function unitsOf(
  text: string | null,
  answers: readonly (readonly Span[])[],
): { start: number; end: number }[] {
  const cuts = new Set(answers.flatMap((spans) => spans.flatMap(({ start, end }) => [start, end])))
  const tokens = [...(text ?? '').matchAll(TOKEN)].map((m) => ({
    start: m.index,
    end: m.index + m[0].length,
  }))
  for (const { start, end } of tokens) {
    cuts.add(start)
    cuts.add(end)
  }
  const edges = [...cuts].sort((a, b) => a - b)
  const pieces = edges.slice(1).map((end, i) => ({ start: edges[i]!, end }))
  // White space between words is nobody's word.
  return text === null ? pieces : pieces.filter(({ start, end }) => text.slice(start, end).trim() !== '')
}

/** The BIO tag of each piece. */
export function tagsOf(units: readonly { start: number; end: number }[], spans: readonly Span[]): string[] {
  return units.map(({ start }) => {
    const span = spans.find((one) => one.start <= start && start < one.end)
    if (!span) return 'O'
    const first = units.find((unit) => unit.start >= span.start)!
    return `${first.start === start ? 'B' : 'I'}-${span.label}`
  })
}

/** Spans of BIO tags, repaired: an `I` that continues nothing begins a span of its own. */
export function spansOf(units: readonly { start: number; end: number }[], tags: readonly string[]): Span[] {
  const spans: Span[] = []
  for (const [i, tag] of tags.entries()) {
    if (tag === 'O') continue
    const label = tag.slice(2)
    const open = spans.at(-1)
    const goesOn = tag.startsWith('I') && i > 0 && tags[i - 1] !== 'O' && open?.label === label
    if (goesOn) open.end = units[i]!.end
    else spans.push({ start: units[i]!.start, end: units[i]!.end, label })
  }
  return spans
}
