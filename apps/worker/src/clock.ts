import type { Log } from '@rowright/db'

/** Runs jobs again and again, each one after itself; a job that did something runs again at once. */
export function clock(log: Log) {
  let stopping = false
  const running = new Set<Promise<void>>()
  const wakers = new Set<() => void>()

  const pause = (milliseconds: number) =>
    new Promise<void>((resolve) => {
      const wake = () => {
        clearTimeout(timer)
        wakers.delete(wake)
        resolve()
      }
      const timer = setTimeout(wake, milliseconds)
      wakers.add(wake)
    })

  async function run(milliseconds: number, name: string, job: () => Promise<number>): Promise<void> {
    let failures = 0
    while (!stopping) {
      let did = 0
      try {
        did = await job()
        failures = 0
      } catch (error) {
        failures++
        log.error('a job failed and will be tried again', {
          job: name,
          failures,
          error: error instanceof Error ? error.message : String(error),
          code: (error as { code?: string }).code,
        })
      }
      if (stopping) return
      await pause(did > 0 ? 20 : Math.min(30_000, milliseconds * 2 ** Math.min(failures, 6)))
    }
  }

  return {
    /** @param job answers how much it did. */
    every(milliseconds: number, name: string, job: () => Promise<number>): void {
      running.add(run(milliseconds, name, job))
    },
    /** Lets what runs finish. */
    async stop(): Promise<void> {
      stopping = true
      for (const wake of [...wakers]) wake()
      await Promise.all(running)
    },
  }
}
