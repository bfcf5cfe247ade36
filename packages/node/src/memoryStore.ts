import type { LogLine, Store } from './store.ts'

/** A store that lasts as long as its process, and keeps what JSON keeps, as those on a disk do. */
export function memoryStore(): Store {
  const values = new Map<string, string>()
  const lines: LogLine[] = []
  return {
    get: async (key) => parsed(values.get(key)),
    put: async (key, value) => void values.set(key, JSON.stringify(value)),
    delete: async (key) => void values.delete(key),
    list: async (prefix) =>
      [...values]
        .filter(([key]) => key.startsWith(prefix))
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, value]) => ({ key, value: parsed(value) })),
    append: async (line) => void lines.push(line),
    tail: async (most) => lines.slice(-most),
    clear: async () => values.clear(),
  }
}

const parsed = (text: string | undefined): unknown => (text === undefined ? undefined : JSON.parse(text))
