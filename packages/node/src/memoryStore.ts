import type { LogLine, Store } from './store.ts'

/** A store that lasts as long as its process. */
export function memoryStore(): Store {
  const values = new Map<string, unknown>()
  const lines: LogLine[] = []
  return {
    get: async (key) => structuredClone(values.get(key)),
    put: async (key, value) => void values.set(key, structuredClone(value)),
    delete: async (key) => void values.delete(key),
    list: async (prefix) =>
      [...values]
        .filter(([key]) => key.startsWith(prefix))
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, value]) => ({ key, value: structuredClone(value) })),
    append: async (line) => void lines.push(line),
    tail: async (most) => lines.slice(-most),
    clear: async () => values.clear(),
  }
}
