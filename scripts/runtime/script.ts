import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { text } from 'node:stream/consumers'

import { lastWords } from './background.ts'
import { OperatorError } from './errors.ts'

/** Runs one of our TypeScript files to its end and returns what it printed. `what` completes "… failed". */
export async function runScript(
  what: string,
  file: string,
  options: { env: NodeJS.ProcessEnv; cwd: string; log: string; signal?: AbortSignal },
): Promise<string> {
  const output = openSync(options.log, 'a', 0o600)
  const child = spawn(process.execPath, [file], {
    cwd: options.cwd,
    env: options.env,
    stdio: ['ignore', 'pipe', output],
    detached: true, // Ctrl-C reaches it from us
  })
  closeSync(output)
  const abort = () => child.kill('SIGKILL')
  options.signal?.addEventListener('abort', abort)
  const [printed, [code]] = await Promise.all([text(child.stdout!), once(child, 'exit')])
  options.signal?.removeEventListener('abort', abort)
  options.signal?.throwIfAborted()
  if (code === 0) return printed.trim()
  throw new OperatorError(
    'runtime/script',
    `${what} failed: ${await lastWords(options.log)} (${options.log})`,
  )
}
