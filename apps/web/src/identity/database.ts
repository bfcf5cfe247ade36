/** One small IndexedDB: the device key and unsent answers survive a reload. */
const NAME = 'rowright'
const STORES = ['device', 'outbox'] as const
export type StoreName = (typeof STORES)[number]

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1)
    request.onupgradeneeded = () => {
      for (const store of STORES) request.result.createObjectStore(store)
    }
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

async function run<T>(
  store: StoreName,
  mode: IDBTransactionMode,
  ask: (objects: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const database = await open()
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(store, mode)
      const request = ask(transaction.objectStore(store))
      transaction.oncomplete = () => resolve(request.result)
      transaction.onerror = () => reject(transaction.error)
      transaction.onabort = () => reject(transaction.error)
    })
  } finally {
    database.close()
  }
}

export const readLocal = <T>(store: StoreName, key: string): Promise<T | undefined> =>
  run(store, 'readonly', (objects) => objects.get(key) as IDBRequest<T | undefined>)

export const readAllLocal = <T>(store: StoreName): Promise<T[]> =>
  run(store, 'readonly', (objects) => objects.getAll() as IDBRequest<T[]>)

export const writeLocal = (store: StoreName, key: string, value: unknown): Promise<IDBValidKey> =>
  run(store, 'readwrite', (objects) => objects.put(value, key))

/** Writes unless the key is taken (two tabs at once); answers nothing, read it back. */
export const addLocal = (store: StoreName, key: string, value: unknown): Promise<void> =>
  run(store, 'readwrite', (objects) => objects.add(value, key)).then(
    () => undefined,
    (error: unknown) => {
      if (error instanceof DOMException && error.name === 'ConstraintError') return
      throw error
    },
  )

export const removeLocal = (store: StoreName, key: string): Promise<undefined> =>
  run(store, 'readwrite', (objects) => objects.delete(key))
