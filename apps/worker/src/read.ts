import { type BlobStore, type Database, withLock, withTx } from '@rowright/db'
import { openReader, type Reader } from '@rowright/ocr'
import { bundled } from '@rowright/ocr/files'
import { engineLanguage } from '@rowright/ocr/language'
import { payloadIfThere } from '@rowright/pipeline/item'
import { payloadGone, takeReading, type Unread, unreadTasks } from '@rowright/pipeline/labeling'

const SYSTEM = { kind: 'system', name: 'reader' } as const
/** Read before the clock turns to others: some ten seconds of work. */
const AT_ONCE = 20

type Read = (image: Uint8Array, language: string) => Promise<Awaited<ReturnType<Reader['read']>> | null>

/** Readings by language; engines stay open while there is work, for starting one takes longer than a line. */
export function readers(): { read: Read; close(): Promise<void> } {
  const open = new Map<string, Promise<Reader>>()
  return {
    async read(image, tag) {
      const language = engineLanguage(tag)
      if (language === null) return null
      const reader = open.get(language) ?? openReader(language, bundled(language))
      open.set(language, reader)
      try {
        return await (await reader).read(image)
      } catch {
        return null // No picture, or none the engine knows: a person may still see what it is.
      }
    },
    async close() {
      const all = [...open.values()]
      open.clear()
      await Promise.allSettled(all.map(async (reader) => (await reader).close()))
    },
  }
}

/**
 * Reads tasks that wait for it, one worker at a time: an engine takes a processor. [READ-1]
 * @returns how many were read.
 */
export async function readNext(database: Database, blobs: BlobStore, read: Read): Promise<number> {
  const done = await withLock(database, 'rowright reader', async () => {
    const tasks = await withTx(database, SYSTEM, (ctx) => unreadTasks(ctx, AT_ONCE))
    for (const task of tasks) await readOne(database, blobs, read, task)
    return tasks.length
  })
  return done ?? 0
}

async function readOne(database: Database, blobs: BlobStore, read: Read, task: Unread): Promise<void> {
  const payload = await payloadIfThere(blobs, task)
  if (payload === null) {
    await withTx(database, SYSTEM, (ctx) => payloadGone(ctx, task.poolId, [task.taskId]))
    return
  }
  const image = pictureIn(payload)
  const { language } = task.schema as { language?: string }
  const reading = image && language ? await read(image, language) : null
  const suggested = reading && reading.text !== '' ? { ...reading, value: reading.text } : null
  await withTx(database, SYSTEM, (ctx) => takeReading(ctx, task, suggested))
}

/** The picture an item shows, when it came with the item: addresses of others are never asked. */
function pictureIn({ image }: Record<string, unknown>): Uint8Array | null {
  if (typeof image !== 'string') return null
  const found = /^data:image\/[a-z]+;base64,(.+)$/.exec(image)
  return found ? Buffer.from(found[1]!, 'base64') : null
}
