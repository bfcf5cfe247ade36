import { createZstdDecompress } from 'node:zlib'

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

/** What a zstd stream (RFC 8878) holds. Ending early ends the source too. */
export async function* unzstd(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { Readable } = await import('node:stream')
  const input = Readable.from(source)
  const output = createZstdDecompress()
  input.on('error', (error) => output.destroy(error))
  input.pipe(output)
  try {
    yield* output
  } finally {
    input.destroy()
    output.destroy()
  }
}

/** Passes lines on and remembers how long the longest one was. */
export class LongestLine {
  bytes = 0
  #held = 0
  readonly pass = (source: AsyncIterable<Uint8Array>) => this.#measure(source)

  async *#measure(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of source) {
      let from = 0
      for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
        this.bytes = Math.max(this.bytes, this.#held + end - from)
        this.#held = 0
        from = end + 1
      }
      this.#held += chunk.byteLength - from
      this.bytes = Math.max(this.bytes, this.#held)
      yield chunk
    }
  }
}
