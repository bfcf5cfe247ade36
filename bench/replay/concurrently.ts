import { setTimeout as sleep } from 'node:timers/promises'

import { ReplayError } from './errors.ts'

/** Runs `work` over all items, `lanes` at a time, in order. The first error ends it. */
export async function concurrently<T, R>(
  items: readonly T[],
  lanes: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results = new Array<R>(items.length)
  let next = 0
  let failed = false
  const lane = async () => {
    while (next < items.length && !failed) {
      const place = next++
      try {
        results[place] = await work(items[place]!)
      } catch (error) {
        failed = true
        throw error
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(lanes, items.length) }, lane))
  return results
}

/** Asks until there is an answer. @throws ReplayError `what` did not happen in time. */
export async function waitFor<T>(
  what: string,
  ask: () => Promise<T | null>,
  { signal, withinMs = 300_000, everyMs = 300 }: { signal: AbortSignal; withinMs?: number; everyMs?: number },
): Promise<T> {
  const began = performance.now()
  for (;;) {
    const found = await ask()
    if (found !== null) return found
    if (performance.now() - began > withinMs)
      throw new ReplayError(`${what}: it did not happen within ${Math.round(withinMs / 1_000)} s.`)
    await sleep(everyMs, undefined, { signal })
  }
}
