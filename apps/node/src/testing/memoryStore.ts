import { type LogLine, memoryStore as plainStore, type Store } from '@rowright/node'

/** A store in memory that can be cut off at any write, as a killed process is. */
export interface MemoryStore extends Store {
  lines: LogLine[]
  writes: number
  /** The write with this number fails before or after it took effect, and so does every later one: the process is dead. */
  dieAt: { write: number; when: 'before' | 'after' } | null
}

export class Killed extends Error {}

export function memoryStore(): MemoryStore {
  const kept = plainStore()
  const store: MemoryStore = {
    ...kept,
    lines: [],
    writes: 0,
    dieAt: null,
    put: (key, value) => write(() => kept.put(key, value)),
    delete: (key) => write(() => kept.delete(key)),
    append: (line) =>
      write(async () => {
        store.lines.push(line)
        await kept.append(line)
      }),
    clear: () => write(() => kept.clear()),
  }
  async function write(change: () => Promise<void>): Promise<void> {
    const number = store.writes++
    const { dieAt } = store
    if (dieAt && (number > dieAt.write || (number === dieAt.write && dieAt.when === 'before')))
      throw new Killed()
    await change()
    if (dieAt && number === dieAt.write) throw new Killed()
  }
  return store
}
