import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** A process, told apart from a later one that got the same pid. */
export interface Identity {
  pid: number
  /** Opaque: kernel ticks since boot on Linux, `ps` start time elsewhere. */
  startTime: string
}

/** The identity of a live process, or undefined when there is none (zombies count as gone). */
export function identityOf(pid: number): Identity | undefined {
  const startTime = process.platform === 'linux' ? startTimeFromProc(pid) : startTimeFromPs(pid)
  return startTime === undefined ? undefined : { pid, startTime }
}

/** Whether this very process, not one with a recycled pid, is still running. */
export function isAlive(identity: Identity): boolean {
  return identityOf(identity.pid)?.startTime === identity.startTime
}

/** The command line of a process, or an empty string when it cannot be read. */
export function commandOf(pid: number): string {
  try {
    if (process.platform === 'linux')
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).trim()
  } catch {
    return '' // the process is gone, which is an answer
  }
}

/** Ends one process: `signal`, then SIGKILL after `graceMs`. Resolves when it is gone. */
export async function end(identity: Identity, signal: NodeJS.Signals, graceMs: number): Promise<void> {
  for (const [step, patience] of [
    [signal, graceMs],
    ['SIGKILL', 5_000],
  ] as const) {
    if (!isAlive(identity)) return
    sendSignal(identity.pid, step)
    const deadline = Date.now() + patience
    while (Date.now() < deadline && isAlive(identity)) await new Promise((wake) => setTimeout(wake, 50))
  }
}

/** Sends a signal; a process that has just gone is not an error. */
export function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

/** Field 22 of /proc/PID/stat (proc(5)); the command in field 2 may contain spaces and parentheses. */
function startTimeFromProc(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' ? undefined : fields[19]
  } catch {
    return undefined // no such process
  }
}

function startTimeFromPs(pid: number): string | undefined {
  try {
    const line = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim()
    return line.startsWith('Z') ? undefined : line.replace(/^\S+\s+/, '')
  } catch {
    return undefined // ps exits 1 when there is no such process
  }
}
