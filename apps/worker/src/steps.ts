import type { Log } from '@rowright/db'

const FIRST_PAUSE = 500
const LONGEST_PAUSE = 30_000

/**
 * Runs named steps one after another so that one that fails holds up no other: it is logged, left out for 0.5 s,
 * doubling to 30 s, and tried again. [SETTLE-2]
 */
export function makeSteps(log: Log) {
  const failing = new Map<string, { failures: number; until: number }>()

  return async (steps: Record<string, () => Promise<number>>): Promise<number> => {
    let done = 0
    for (const [name, step] of Object.entries(steps)) {
      const before = failing.get(name)
      if (before && performance.now() < before.until) continue
      try {
        done += await step()
        failing.delete(name)
      } catch (error) {
        const failures = (before?.failures ?? 0) + 1
        const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (failures - 1))
        failing.set(name, { failures, until: performance.now() + pause })
        log.error('a step towards the chain failed and will be tried again', {
          step: name,
          failures,
          error: error instanceof Error ? error.message : String(error),
          code: (error as { code?: string }).code,
        })
      }
    }
    return done
  }
}

export type Steps = ReturnType<typeof makeSteps>
