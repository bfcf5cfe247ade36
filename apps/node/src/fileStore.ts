import { appendFile, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { LogLine, Store } from '@rowright/node'
import { sha256Hex } from '@rowright/protocol'

/** A log longer than this is put aside; the one before it is let go. */
const LOG_BYTES = 20_000_000

/**
 * A folder as a node's memory: a file for each key, put in place whole and synced before anybody is told; the log is
 * one JSON object a line. [NOD-1]
 */
export async function openFileStore(folder: string): Promise<Store> {
  const entries = join(folder, 'journal')
  const logFile = join(folder, 'log.jsonl')
  await mkdir(entries, { recursive: true, mode: 0o700 })
  const fileOf = (key: string) => join(entries, `${nameOf(key)}.json`)
  let drafts = 0

  return {
    get: async (key) => (await readEntry(fileOf(key)))?.value,
    async put(key, value) {
      const draft = join(entries, `.${process.pid}.${drafts++}.new`)
      const file = await open(draft, 'w', 0o600)
      try {
        await file.writeFile(JSON.stringify({ key, value }))
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(draft, fileOf(key))
      await syncFolder(entries)
    },
    async delete(key) {
      await rm(fileOf(key), { force: true })
      await syncFolder(entries)
    },
    async list(prefix) {
      const start = encodeURIComponent(prefix)
      const names = (await readdir(entries))
        .filter((name) => name.startsWith(start) && name.endsWith('.json'))
        .sort()
      const found: Entry[] = []
      for (const name of names) {
        const entry = await readEntry(join(entries, name))
        if (entry) found.push(entry)
      }
      return found
    },
    async append(line) {
      const size = await stat(logFile).then(
        ({ size }) => size,
        () => 0,
      )
      if (size > LOG_BYTES) await rename(logFile, `${logFile}.old`)
      await appendFile(logFile, `${JSON.stringify(line)}\n`, { mode: 0o600 })
    },
    async tail(most) {
      const text = await readText(logFile)
      // A line that a kill broke off is not one.
      return text
        .split('\n')
        .slice(-most - 1)
        .flatMap((line) => (line.endsWith('}') ? [JSON.parse(line) as LogLine] : []))
        .slice(-most)
    },
    async clear() {
      await rm(entries, { recursive: true, force: true })
      await rm(logFile, { force: true })
      await rm(`${logFile}.old`, { force: true })
      await mkdir(entries, { recursive: true, mode: 0o700 })
    },
  }
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw error
  }
}

interface Entry {
  key: string
  value: unknown
}

async function readEntry(path: string): Promise<Entry | undefined> {
  const text = await readText(path)
  return text === '' ? undefined : (JSON.parse(text) as Entry)
}

/** A key as a file's name; addresses may be longer than a name can be. */
function nameOf(key: string): string {
  const encoded = encodeURIComponent(key)
  return encoded.length <= 180 ? encoded : `${encoded.slice(0, 100)}~${sha256Hex(key)}`
}

/** A rename is durable when its folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
