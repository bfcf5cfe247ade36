import type { LogLine, Store } from '@rowright/node'
import type { Agreement } from './agreement.ts'
import { newsTeller } from './news.ts'

const LOG_LINES = 20_000

/** Everything was deleted while a node worked: what it would have written is not. */
export class Deleted extends Error {}

export interface ExtensionStore extends Store {
  /** The same memory, which takes writes only as long as this agreement stands; then it rejects with `Deleted`. */
  under(agreement: Agreement): Store
  /** Lines of the log after one of them, oldest first. Keys rise. */
  linesSince(key: number): Promise<{ key: number; line: LogLine }[]>
}

/** IndexedDB as a node's memory; `strict` durability: a promise resolves when the bytes are on disk. [NOD-1] */
export async function openIndexedDbStore(name = 'rowright-node'): Promise<ExtensionStore> {
  const database = await promised(upgrade(indexedDB.open(name, 1)))
  return {
    ...storeOn(database),
    under: (agreement) => storeOn(database, agreement),
    async linesSince(key) {
      const log = database.transaction('log').objectStore('log')
      const range = IDBKeyRange.lowerBound(key, true)
      const [keys, lines] = await Promise.all([promised(log.getAllKeys(range)), promised(log.getAll(range))])
      return keys.map((at, i) => ({ key: Number(at), line: lines[i] as LogLine }))
    },
  }
}

function storeOn(database: IDBDatabase, under?: Agreement): Store {
  const tell = newsTeller()
  const write = (into: 'entries' | 'log', work: (store: IDBObjectStore) => void) =>
    new Promise<void>((resolve, reject) => {
      const transaction = database.transaction(['entries', 'log'], 'readwrite', { durability: 'strict' })
      let deleted = false
      transaction.oncomplete = () => {
        tell()
        if (deleted) reject(new Deleted('everything was deleted'))
        else resolve()
      }
      transaction.onabort = () => reject(transaction.error)
      const attempt = () => {
        try {
          work(transaction.objectStore(into))
        } catch (error) {
          // The transaction itself would only say that it was given up.
          reject(error)
          transaction.abort()
        }
      }
      if (under === undefined) return attempt()
      const standing = transaction.objectStore('entries').get('agreement') as IDBRequest<
        Agreement | undefined
      >
      standing.onsuccess = () => {
        if (standing.result?.at === under.at) attempt()
        else deleted = true
      }
    })
  const entries = () => database.transaction('entries').objectStore('entries')
  return {
    get: (key) => promised(entries().get(key)),
    put: (key, value) => write('entries', (store) => store.put(value, key)),
    delete: (key) => write('entries', (store) => store.delete(key)),
    async list(prefix) {
      const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`)
      const store = entries()
      const [keys, values] = await Promise.all([
        promised(store.getAllKeys(range)),
        promised(store.getAll(range)),
      ])
      return keys.map((key, i) => ({ key: String(key), value: values[i] as unknown }))
    },
    append: (line) =>
      write('log', (store) => {
        const added = store.add(line)
        added.onsuccess = () => {
          const oldest = Number(added.result) - LOG_LINES
          if (oldest > 0) store.delete(IDBKeyRange.upperBound(oldest))
        }
      }),
    async tail(most) {
      const log = database.transaction('log').objectStore('log')
      const last = await promised(log.openKeyCursor(null, 'prev'))
      if (!last) return []
      return promised(log.getAll(IDBKeyRange.lowerBound(Number(last.key) - most, true)))
    },
    clear: () =>
      write('entries', (store) => {
        store.clear()
        store.transaction.objectStore('log').clear()
      }),
  }
}

function upgrade(request: IDBOpenDBRequest): IDBOpenDBRequest {
  request.onupgradeneeded = () => {
    request.result.createObjectStore('entries')
    request.result.createObjectStore('log', { autoIncrement: true })
  }
  return request
}

const promised = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
