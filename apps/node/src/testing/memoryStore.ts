import type { LogLine, Store } from '@rowright/node'

/** A store in memory that can be cut off at any write, as a killed process is. */
export interface MemoryStore extends Store {
  lines: LogLine[]
  writes: number
  /** The write with this number fails before or after it took effect, and so does every later one: the process is dead. */
  dieAt: { write: number; when: 'before' | 'after' } | null
}

export class Killed extends Error {}

export function memoryStore(): MemoryStore {
  const values = new Map<string, string>()
  const store: MemoryStore = {
    lines: [],
    writes: 0,
    dieAt: null,
    get: async (key) => copy(values.get(key)),
    put: (key, value) => write(() => void values.set(key, JSON.stringify(value))),
    delete: (key) => write(() => void values.delete(key)),
    list: async (prefix) =>
      [...values]
        .filter(([key]) => key.startsWith(prefix))
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, value]) => ({ key, value: copy(value) })),
    append: (line) => write(() => void store.lines.push(line)),
    tail: async (most) => store.lines.slice(-most),
    clear: () => write(() => values.clear()),
  }
  async function write(change: () => void): Promise<void> {
    const number = store.writes++
    const { dieAt } = store
    if (dieAt && (number > dieAt.write || (number === dieAt.write && dieAt.when === 'before')))
      throw new Killed()
    change()
    if (dieAt && number === dieAt.write) throw new Killed()
  }
  return store
}

const copy = (text: string | undefined): unknown => (text === undefined ? undefined : JSON.parse(text))
