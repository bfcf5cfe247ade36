import type { Transform } from 'node:stream'
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib'

/** What comes out at once: with zlib's own 16 kB, a million rows are 70,000 pieces. */
const CHUNK = { chunkSize: 131_072 }

/** What a zstd stream (RFC 8878) holds. */
export const unzstd = (source: AsyncIterable<Uint8Array>) => through(source, createZstdDecompress(CHUNK))

/** Zstd at its fastest level: it is made anew for each reader, and is within a few percent of the next ones. */
export const zstd = (source: AsyncIterable<Uint8Array>) =>
  through(source, createZstdCompress({ ...CHUNK, params: { [constants.ZSTD_c_compressionLevel]: 1 } }))

/**
 * Gives back the memory of a chunk that nobody reads any more. V8 counts buffers but does not look for dead ones before
 * 64 MB of them are new, which is more than the rest of an export takes. A chunk in the middle of its buffer, where zlib
 * goes on writing behind it, is left alone, and so are small ones, which share Node's pool.
 */
export function release({ buffer, byteOffset, byteLength }: Uint8Array): void {
  const last = byteOffset + byteLength === buffer.byteLength
  if (last && buffer.byteLength > Buffer.poolSize && buffer instanceof ArrayBuffer) buffer.transfer(0)
}

/** What a transform makes of a source, whose chunks are given back when it has taken them. Ending early ends both. */
async function* through(source: AsyncIterable<Uint8Array>, transform: Transform): AsyncGenerator<Uint8Array> {
  const feeding = feed(source, transform)
  try {
    yield* transform
  } finally {
    transform.destroy()
    await feeding
  }
}

async function feed(source: AsyncIterable<Uint8Array>, transform: Transform): Promise<void> {
  try {
    for await (const chunk of source) {
      const taken = await new Promise<boolean>((resolve) =>
        transform.write(chunk, (error) => resolve(!error)),
      )
      if (!taken) return
      release(chunk)
    }
    transform.end()
  } catch (error) {
    transform.destroy(error as Error)
  }
}
