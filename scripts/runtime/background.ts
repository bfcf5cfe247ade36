import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, renameSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'

const LOG_LIMIT = 10_000_000

/**
 * Starts a program with its output in a log file. It gets a process group of its own: Ctrl-C in a terminal goes to
 * the whole foreground group, and the order in which things stop is ours to choose.
 */
export function spawnInBackground(
  file: string,
  args: string[],
  options: { log: string; env: NodeJS.ProcessEnv; cwd: string; uid?: number; gid?: number },
): ChildProcess {
  const { log, ...rest } = options
  if (existsSync(log) && statSync(log).size > LOG_LIMIT) renameSync(log, `${log}.old`)
  const output = openSync(log, 'a', 0o600)
  try {
    return spawn(file, args, { ...rest, detached: true, stdio: ['ignore', output, output] })
  } finally {
    closeSync(output)
  }
}

/** Whether a process that was started here is still running. */
export function isRunning(child: ChildProcess): boolean {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null
}

/** The last line of a log that says something, shortened: what an operator should see first. */
export async function lastWords(log: string): Promise<string> {
  const file = await open(log, 'r')
  try {
    const { size } = await file.stat()
    const length = Math.min(size, 8_000)
    const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length)
    const lines = buffer
      .toString('utf8')
      .split('\n')
      .map((line) => line.trim())
    const telling =
      lines.findLast((line) => /error|fatal|cannot|refused/i.test(line)) ?? lines.findLast(Boolean)
    return (telling ?? 'it said nothing').slice(0, 300)
  } finally {
    await file.close()
  }
}

/** Asks `probe` every `everyMs` until it says yes. False after `withinMs` or as soon as `giveUp` says so. */
export async function until(
  probe: () => Promise<boolean>,
  {
    withinMs,
    everyMs = 50,
    giveUp = () => false,
  }: { withinMs: number; everyMs?: number; giveUp?: () => boolean },
): Promise<boolean> {
  const deadline = performance.now() + withinMs
  while (performance.now() < deadline && !giveUp()) {
    if (await probe()) return true
    await new Promise((wake) => setTimeout(wake, everyMs))
  }
  return false
}
