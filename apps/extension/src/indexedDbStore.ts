import type { LogLine, Store } from '@rowright/node'

const LOG_LINES = 20_000

/** IndexedDB as a node's memory; `strict` durability: a promise resolves when the bytes are on disk. [NOD-1] */
export async function openIndexedDbStore(name = 'rowright-node'): Promise<Store> {
  const database = await promised(upgrade(indexedDB.open(name, 1)))
  const write = (stores: string, work: (store: IDBObjectStore) => void) =>
    new Promise<void>((resolve, reject) => {
      const transaction = database.transaction(stores, 'readwrite', { durability: 'strict' })
      transaction.oncomplete = () => resolve()
      transaction.onabort = () => reject(transaction.error)
      work(transaction.objectStore(stores))
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
      const store = database.transaction('log').objectStore('log')
      const lines: LogLine[] = []
      return new Promise((resolve, reject) => {
        const request = store.openCursor(null, 'prev')
        request.onerror = () => reject(request.error)
        request.onsuccess = () => {
          const cursor = request.result
          if (!cursor || lines.length === most) return resolve(lines.reverse())
          lines.push(cursor.value as LogLine)
          cursor.continue()
        }
      })
    },
    async clear() {
      await write('entries', (store) => store.clear())
      await write('log', (store) => store.clear())
    },
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
