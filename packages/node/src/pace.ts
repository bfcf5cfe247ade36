import type { Journal } from './journal.ts'

/** How late a request may be for its turn: whoever has the next one comes a delay after the turn, not after the request. */
export const LATE = 500
/** Below this a turn is waited for on the spot; longer, and the lease sleeps and others go on. */
export const WAIT_HERE = 6_000
/** Whatever a lease says, a node never asks a host twice within a second. [NOD-4] */
const LEAST_SECONDS = 1

/**
 * Takes this node's turn with a host: two requests are never closer than `delaySeconds`, over restarts too.
 * @returns null when the request may be made now (and counts as made), else from when on to ask for a turn again.
 */
export type Pace = (host: string, delaySeconds: number) => Promise<number | null>

export function openPace(deps: {
  journal: Journal
  now: () => number
  sleep: (milliseconds: number) => Promise<void>
}): Pace {
  const queues = new Map<string, Promise<unknown>>()
  const take = async (host: string, delaySeconds: number): Promise<number | null> => {
    const gap = Math.max(LEAST_SECONDS, delaySeconds) * 1000
    const known = await deps.journal.lastRequest(host)
    // A last request in the future is a clock that was set back: it counts from now.
    const last = Math.min(known, deps.now())
    if (last < known) await deps.journal.setLastRequest(host, last)
    const wait = last + gap - deps.now()
    if (wait > WAIT_HERE) return deps.now() + wait
    if (wait > 0) await deps.sleep(wait)
    await deps.journal.setLastRequest(host, deps.now())
    return null
  }
  return (host, delaySeconds) => {
    const before = queues.get(host) ?? Promise.resolve()
    const mine = before.then(() => take(host, delaySeconds))
    queues.set(
      host,
      mine.catch(() => {}),
    )
    return mine
  }
}
