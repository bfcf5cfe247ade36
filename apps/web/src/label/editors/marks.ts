/** A marked stretch: UTF-16 offsets, `end` excluded. */
export interface Mark {
  start: number
  end: number
  label: string
}

interface Token {
  start: number
  end: number
}

export const textOf = (payload: Record<string, unknown>): string =>
  [payload.text, payload.sentence, payload.question, payload.content].find(
    (text): text is string => typeof text === 'string' && text !== '',
  ) ?? ''

/** What can be taken: words; single characters, as readers see them, of scripts without spaces. */
export function tokensOf(text: string): Token[] {
  const whole = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u
  const part = /^[\p{L}\p{N}\p{M}]/u
  const tokens: Token[] = []
  for (const { segment, index } of new Intl.Segmenter('und', { granularity: 'grapheme' }).segment(text)) {
    if (segment.trim() === '') continue
    const last = tokens.at(-1)
    const before = last && text.slice(last.end - 1, last.end)
    const joins =
      last?.end === index &&
      part.test(segment) &&
      !whole.test(segment) &&
      /[\p{L}\p{N}\p{M}\u200c\u200d]$/u.test(before ?? '') &&
      !whole.test(before ?? '')
    if (last && joins) last.end = index + segment.length
    else tokens.push({ start: index, end: index + segment.length })
  }
  return tokens
}

/** From the first token taken to the last. */
export const stretch = (tokens: readonly Token[], taken: { from: number; to: number }): Token => ({
  start: tokens[taken.from]!.start,
  end: tokens[taken.to]!.end,
})

type Piece = { start: number; end: number } & (
  | { kind: 'gap' }
  | { kind: 'token'; index: number }
  | { kind: 'mark'; mark: Mark }
)

/** The text as marks, free tokens and what lies between, in order. */
export function piecesOf(text: string, tokens: readonly Token[], marks: readonly Mark[]): Piece[] {
  const free = tokens.flatMap((token, index): Piece[] =>
    marks.some((mark) => mark.start < token.end && token.start < mark.end)
      ? []
      : [{ ...token, kind: 'token', index }],
  )
  const marked = marks.map((mark): Piece => ({ start: mark.start, end: mark.end, kind: 'mark', mark }))
  const pieces: Piece[] = []
  let at = 0
  for (const piece of [...free, ...marked].sort((a, b) => a.start - b.start)) {
    if (piece.start > at) pieces.push({ kind: 'gap', start: at, end: piece.start })
    pieces.push(piece)
    at = piece.end
  }
  if (at < text.length) pieces.push({ kind: 'gap', start: at, end: text.length })
  return pieces
}
