import { COLUMNS, type ExportRecord } from './record.ts'

/** Reads one cell of a row; null also where the row has no such column, because it is older than that. */
export type Cells = (name: keyof ExportRecord) => string | number | null

const MEMBERS = new Map(COLUMNS.map(({ name }) => [name, Buffer.from(`,"${name}":`)]))
const [QUOTE, BACKSLASH, COMMA, END] = Array.from('"\\,}', (char) => char.charCodeAt(0)) as [
  number,
  number,
  number,
  number,
]

/**
 * Cells of a record's line, read where they stand. A line is one flat JSON object as `JSON.stringify` writes it: inside
 * a string every quote has a backslash, so `,"name":` stands nowhere but before the cell of that name.
 */
export const cellsOf =
  (line: Buffer): Cells =>
  (name) => {
    const member = MEMBERS.get(name)!
    // The first one has the brace before it instead.
    const first = line.compare(member, 1, member.length, 1, member.length) === 0
    const at = first ? 0 : line.indexOf(member)
    return at < 0 ? null : (JSON.parse(cellAt(line, at + member.length)) as string | number | null)
  }

function cellAt(line: Buffer, from: number): string {
  let to = from + 1
  if (line[from] === QUOTE) {
    for (; line[to] !== QUOTE; to++) if (line[to] === BACKSLASH) to++
    to++
  } else {
    while (line[to] !== COMMA && line[to] !== END) to++
  }
  return line.toString('utf8', from, to)
}
