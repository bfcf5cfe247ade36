import { release } from './packing.ts'

/** The lines of a stream of UTF-8 text, without their ends; memory is one chunk and one line. */
export async function* linesOf(source: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of source) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop()!
    yield* lines
  }
  rest += decoder.decode()
  if (rest !== '') yield rest
}

/**
 * The lines of a stream as bytes, each with its end, as many at a time as a chunk has: nothing is decoded or copied but
 * the line across two chunks. They are good until the next are asked for; memory is one chunk and one line.
 */
export async function* rawLines(source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer[]> {
  let rest: Uint8Array = Buffer.alloc(0)
  for await (const part of source) {
    const chunk = Buffer.from(part.buffer, part.byteOffset, part.byteLength)
    const lines: Buffer[] = []
    let from = 0
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
      lines.push(
        from === 0 ? Buffer.concat([rest, chunk.subarray(0, end + 1)]) : chunk.subarray(from, end + 1),
      )
      from = end + 1
    }
    rest = Buffer.concat([...(from === 0 ? [rest] : []), chunk.subarray(from)])
    if (lines.length > 0) yield lines
    release(chunk)
  }
  if (rest.length > 0) yield [Buffer.concat([rest, Buffer.from('\n')])]
}
