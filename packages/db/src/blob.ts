import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable, type Writable } from 'node:stream'

/** Content-addressed bytes: the key is the SHA-256 of the content, 64 hex digits. */
export interface BlobStore {
  /** Stores the bytes; storing the same bytes again changes nothing. @returns the key. */
  put(content: Uint8Array): Promise<string>
  /** Stores a stream without holding it in memory. @returns its key and how many bytes it had. */
  write(content: AsyncIterable<Uint8Array>): Promise<{ key: string; size: number }>
  get(key: string): Promise<Uint8Array>
  /** A stream of the bytes from `start` to `end`, both inclusive, as HTTP ranges count. */
  stream(key: string, range?: { start: number; end: number }): ReadableStream<Uint8Array>
  /** Writes the bytes of a range into `to`, as fast as it takes them, and leaves it open. Rejects when it closes first. */
  pour(key: string, range: { start: number; end: number }, to: Writable): Promise<void>
  head(key: string): Promise<{ size: number } | null>
  delete(key: string): Promise<void>
}

/** What is read at once: with the usual 64 kB a large file costs a third more time. */
const READ_BYTES = 524_288
/** What is poured at once, from two buffers in turn: new memory for every piece costs as much as reading it. */
const POUR_BYTES = 1_048_576

/** Blobs as files below one folder, two levels deep. Half-written blobs are never visible: write, sync, rename. */
export function folderBlobStore(folder: string): BlobStore {
  const path = (key: string) => {
    if (!/^[0-9a-f]{64}$/.test(key)) throw new TypeError(`not a blob key: ${key}`)
    return join(folder, key.slice(0, 2), key)
  }
  return {
    async put(content) {
      const key = createHash('sha256').update(content).digest('hex')
      const target = path(key)
      if (await stat(target).catch(() => null)) return key
      await mkdir(join(folder, key.slice(0, 2)), { recursive: true })
      const temporary = `${target}.${process.pid}.${process.hrtime.bigint()}`
      const file = await open(temporary, 'wx')
      try {
        await file.writeFile(content)
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(temporary, target)
      return key
    },
    async write(content) {
      await mkdir(folder, { recursive: true })
      const temporary = join(folder, `writing.${process.pid}.${process.hrtime.bigint()}`)
      const hash = createHash('sha256')
      let size = 0
      const file = await open(temporary, 'wx')
      try {
        for await (const chunk of content) {
          hash.update(chunk)
          size += chunk.byteLength
          await file.writeFile(chunk)
        }
        await file.sync()
      } catch (error) {
        await rm(temporary, { force: true })
        throw error
      } finally {
        await file.close()
      }
      const key = hash.digest('hex')
      await mkdir(join(folder, key.slice(0, 2)), { recursive: true })
      await rename(temporary, path(key))
      return { key, size }
    },
    get: (key) => readFile(path(key)),
    stream: (key, range) =>
      Readable.toWeb(
        createReadStream(path(key), { ...range, highWaterMark: READ_BYTES }),
      ) as unknown as ReadableStream<Uint8Array>,
    async pour(key, { start, end }, to) {
      const file = await open(path(key))
      try {
        await pourFile(file, { start, end }, to)
      } finally {
        await file.close()
      }
    },
    async head(key) {
      const found = await stat(path(key)).catch(() => null)
      return found ? { size: found.size } : null
    },
    delete: (key) => rm(path(key), { force: true }),
  }
}

async function pourFile(
  file: FileHandle,
  { start, end }: { start: number; end: number },
  to: Writable,
): Promise<void> {
  const size = Math.min(POUR_BYTES, end - start + 1)
  const buffers = [Buffer.allocUnsafeSlow(size), Buffer.allocUnsafeSlow(size)]
  const closed = Promise.withResolvers<never>()
  closed.promise.catch(() => {})
  const onClose = () => closed.reject(new Error('the reader went away'))
  to.once('close', onClose)
  // Each buffer is free again when what was written from it has left the process.
  const written: Promise<void>[] = []
  try {
    for (let at = start, turn = 0; at <= end; turn ^= 1) {
      await Promise.race([written[turn], closed.promise])
      const { bytesRead } = await file.read(buffers[turn]!, 0, Math.min(size, end - at + 1), at)
      if (bytesRead === 0) throw new Error('the file ended before its range')
      at += bytesRead
      written[turn] = leaving(to, buffers[turn]!.subarray(0, bytesRead))
    }
    await Promise.race([Promise.all(written), closed.promise])
  } finally {
    to.off('close', onClose)
  }
}

function leaving(to: Writable, piece: Uint8Array): Promise<void> {
  const left = new Promise<void>((resolve, reject) => {
    to.write(piece, (error) => (error ? reject(error) : resolve()))
  })
  left.catch(() => {})
  return left
}
