import type { Progress } from '../runtime/progress.ts'
import type { System } from '../runtime/system.ts'

/** npm and the terminal both pass one Ctrl-C on: copies within this time are the same press. */
const SAME_PRESS_MS = 1_000

/** Stops the system in order on Ctrl-C, SIGTERM, SIGHUP or when the first stage is gone. A second one kills. */
export function stopOnSignal(starting: Promise<System>, abort: AbortController, progress: Progress): void {
  let first: number | undefined

  const stop = async () => {
    if (first === undefined) {
      first = performance.now()
      progress.note('… Stopping (again to kill)')
      abort.abort()
      try {
        const system = await starting
        await system.stop()
      } catch {
        return // the start was cut short and has stopped what it had started; main ends the process
      }
      progress.note('✓ Stopped')
      process.exit(0)
    }
    if (performance.now() - first > SAME_PRESS_MS) {
      const system = await Promise.race([starting, undefined])
      for (const { pid } of system?.processes() ?? []) killIfThere(pid)
      process.exit(1)
    }
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
  process.once('disconnect', stop)
}

/** Some have ended by the first press already. */
function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
