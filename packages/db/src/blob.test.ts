import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type BlobStore, folderBlobStore } from './blob.ts'

let folder: string
let blobs: BlobStore
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rowright-blob-'))
  blobs = folderBlobStore(folder)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Keeps copies: the pourer uses its buffers again. */
const sink = () => {
  const pieces: Buffer[] = []
  const to = new Writable({
    write: (piece: Uint8Array, _, done) => {
      pieces.push(Buffer.from(piece))
      setImmediate(done)
    },
  })
  return { to, all: () => Buffer.concat(pieces) }
}

test('a range is poured byte by byte, over many buffers, and the writer stays open', async () => {
  const content = Buffer.alloc(3_500_000, 'one two three four five ')
  const key = await blobs.put(content)
  for (const [start, end] of [
    [0, content.length - 1],
    [7, 7],
    [1_048_570, 2_097_160],
  ] as const) {
    const { to, all } = sink()
    await blobs.pour(key, { start, end }, to)
    expect(all().equals(content.subarray(start, end + 1)), `${start}-${end}`).toBe(true)
    expect(to.writable).toBe(true)
  }
})

test('a reader who goes away ends the pouring', async () => {
  const key = await blobs.put(Buffer.alloc(5_000_000, 1))
  const stuck = new Writable({ write: () => {} })
  const poured = blobs.pour(key, { start: 0, end: 4_999_999 }, stuck)
  stuck.destroy()
  await expect(poured).rejects.toThrow()
})

test('a file that is shorter than what was promised is an error, not a short answer', async () => {
  const key = await blobs.put(Buffer.from('short'))
  await expect(blobs.pour(key, { start: 0, end: 99 }, sink().to)).rejects.toThrow('ended before its range')
})
