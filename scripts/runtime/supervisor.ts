import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'

import { isRunning, lastWords, spawnInBackground } from './background.ts'
import { end, type Identity, identityOf, sendSignal } from './identity.ts'

export interface Program {
  name: string
  file: string
  args: string[]
  cwd: string
  env: NodeJS.ProcessEnv
  log: string
}

export interface Supervised {
  readonly name: string
  readonly pid: number | undefined
  /** How often it ended without being asked to since it last stayed up for a minute. */
  readonly failures: number
  kill(signal: NodeJS.Signals): void
  /** Ends it and starts it again at once. */
  restart(): Promise<void>
  /** Ends it for good. Resolves when it is gone. */
  stop(): Promise<void>
}

export interface SupervisorEvents {
  started(name: string, identity: Identity): void
  ended(identity: Identity): void
  note(line: string): void
}

const FIRST_PAUSE = 500
const LONGEST_PAUSE = 30_000
/** A program that stays up this long is healthy again: the next failure restarts it quickly. */
const HEALTHY_AFTER = 60_000

/** Keeps one program running: it is started again when it ends unexpectedly, each time after a longer pause. */
export function supervise(program: Program, events: SupervisorEvents): Supervised {
  let child: ChildProcess
  let identity: Identity | undefined
  let failures = 0
  let stopping = false
  let timer: NodeJS.Timeout | undefined

  const start = () => {
    const began = performance.now()
    const started = spawnInBackground(program.file, program.args, program)
    child = started
    identity = identityOf(started.pid ?? -1)
    const mine = identity
    if (mine) events.started(program.name, mine)
    started.once('error', (error) => events.note(`${program.name} could not be started: ${error.message}`))
    started.once('exit', (code, signal) => {
      if (mine) events.ended(mine)
      if (stopping || started !== child) return
      if (performance.now() - began > HEALTHY_AFTER) failures = 0
      const pause = Math.min(FIRST_PAUSE * 2 ** failures++, LONGEST_PAUSE)
      timer = setTimeout(start, pause)
      const seconds = `${pause / 1000} s`
      const said = signal ? Promise.resolve('') : lastWords(program.log).catch(() => `See ${program.log}.`)
      said.then((words) =>
        events.note(`${program.name} ended (${signal ?? code}); again in ${seconds}. ${words}`.trim()),
      )
    })
  }
  const halt = async () => {
    clearTimeout(timer)
    if (identity) await end(identity, 'SIGTERM', 15_000)
    if (isRunning(child)) await once(child, 'exit')
  }
  start()
  return {
    name: program.name,
    get pid() {
      return isRunning(child) ? child.pid : undefined
    },
    get failures() {
      return failures
    },
    kill(signal) {
      if (isRunning(child) && child.pid) sendSignal(child.pid, signal)
    },
    async restart() {
      stopping = true
      await halt()
      stopping = false
      start()
    },
    async stop() {
      stopping = true
      await halt()
    },
  }
}
