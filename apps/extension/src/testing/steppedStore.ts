import type { Store } from '@rowright/node'
import { type ExtensionStore, openIndexedDbStore as openPlainStore } from '../indexedDbStore.ts'

export { Deleted } from '../indexedDbStore.ts'

/** One write of the worker that waits: it goes on when a page says so, and dies with the worker when none does. */
export interface Step {
  id: string
  /** What is written and when, e.g. `before work:collected`; the same for every lease. */
  label: string
}

const AGAIN = 100

/** The store of the build with `--steps`: in the worker each write waits before and after itself. [NOD-1] */
export async function openIndexedDbStore(): Promise<ExtensionStore> {
  const store = await openPlainStore()
  if (!('ServiceWorkerGlobalScope' in globalThis)) return store
  const channel = new BroadcastChannel('steps')
  const waiting = new Map<string, () => void>()
  channel.onmessage = ({ data }: MessageEvent<{ go?: string }>) => waiting.get(data.go ?? '')?.()
  let state = 'idle'
  async function step(label: string): Promise<void> {
    const id = crypto.randomUUID()
    await new Promise<void>((go) => {
      const say = () => channel.postMessage({ id, label } satisfies Step)
      // A page that is not listening yet hears it the next time.
      const again = setInterval(say, AGAIN)
      waiting.set(id, () => {
        clearInterval(again)
        waiting.delete(id)
        go()
      })
      say()
    })
  }
  async function stepped(what: string, write: () => Promise<void>): Promise<void> {
    await step(`before ${what}`)
    await write()
    await step(`after ${what}`)
  }
  const over = (plain: Store): Store => ({
    ...plain,
    put(key, value) {
      const kind = key.split('/', 1)[0]!
      const written = (value as { state?: string }).state
      if (kind !== 'work') return stepped(`${kind} while ${state}`, () => plain.put(key, value))
      return stepped(`work:${written}`, async () => {
        await plain.put(key, value)
        state = written!
      })
    },
    delete: (key) => stepped(`forget ${key.split('/', 1)[0]}`, () => plain.delete(key)),
    append: (line) => stepped(`line ${line.event}`, () => plain.append(line)),
  })
  return { ...store, ...over(store), under: (agreement) => over(store.under(agreement)) }
}
