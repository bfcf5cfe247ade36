import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { inspect } from 'node:util'

import { OperatorError } from '../runtime/errors.ts'
import { progressOn } from '../runtime/progress.ts'
import { readSettings } from '../runtime/settings.ts'
import { type System, startSystem } from '../runtime/system.ts'
import { readOptions } from './options.ts'
import { stopOnSignal } from './stopOnSignal.ts'

/** Second stage of `npm start`: everything is installed and this is the pinned Node. */
const progress = progressOn(process.stdout)
process.stdout.on('error', () => undefined) // a closed terminal must not keep us from stopping in order

try {
  const options = readOptions(process.argv.slice(2))
  const settings = readSettings(process.env)
  const abort = new AbortController()
  const starting = startSystem({
    settings,
    progress,
    counts: options.counts,
    redeploy: asking(options.redeploy),
    signal: abort.signal,
  })
  stopOnSignal(starting, abort, progress)
  const system = await starting
  console.log(summary(system, options.counts))
} catch (error) {
  if (error instanceof Error && error.name === 'AbortError') progress.note('✓ Stopped')
  else if (error instanceof OperatorError) console.error(`✗ ${error.message}`)
  else console.error(`✗ Rowright could not start: ${explain(error)}`)
  process.exit(1)
}

/** The one question `npm start` may ask. Without a terminal the answer is the option's, by default no. */
function asking(always: boolean) {
  return async (): Promise<boolean> => {
    if (always || !process.stdin.isTTY || !process.stdout.isTTY) return always
    const terminal = createInterface({ input: process.stdin, output: process.stdout })
    const question =
      'This chain is new to this data. Deploy again and post what is owed from the ledger? [y/N] '
    const answer = await terminal.question(`\r\x1b[K${question}`)
    terminal.close()
    return /^y(es)?$/i.test(answer.trim())
  }
}

function summary(system: System, counts: { api: number; web: number; worker: number }): string {
  const more = system.apiUrls.slice(1)
  return [
    '',
    `  Rowright is at      ${system.url}`,
    `  Become its steward  ${system.stewardUrl}  (works once)`,
    ...(more.length > 0 ? [`  More api processes  ${more.join(' ')}`] : []),
    `  Stop                Ctrl-C${counts.api + counts.web + counts.worker > 3 ? ' (all of them)' : ''}`,
    '',
  ].join('\n')
}

/** An error nobody foresaw: one line here, the whole of it in a file. */
function explain(error: unknown): string {
  const path = join(tmpdir(), `rowright-start-${process.pid}.log`)
  writeFileSync(path, inspect(error), { mode: 0o600 })
  return `${error instanceof Error ? error.message.split('\n')[0] : String(error)} (all of it is in ${path})`
}
