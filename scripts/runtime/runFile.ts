import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'

import { OperatorError, systemCode } from './errors.ts'
import { end, type Identity, identityOf, isAlive } from './identity.ts'
import { createWhole, replaceWhole } from './wholeFile.ts'

/** What `run.json` of a data folder says: who runs it, where, and what they started. */
interface RunFile {
  owner: Identity
  address: string
  processes: (Identity & { name: string })[]
}

export interface Claim {
  /** Notes a process, so that a later start can end it if we are killed. */
  add(name: string, identity: Identity): void
  /** Forgets a process that has ended. */
  remove(identity: Identity): void
  /** Gives the data folder back. */
  release(): void
}

/**
 * Makes this process the only one that runs a system in `dataDir`, and ends what a killed predecessor left running:
 * only processes it recorded, and only when pid and start time both still match.
 * Errors: `runtime/already-running` with the address, `runtime/data-folder`.
 */
export async function claim(dataDir: string, address: string): Promise<Claim> {
  const path = join(dataDir, 'run.json')
  const owner = identityOf(process.pid)
  if (!owner)
    throw new OperatorError('runtime/no-identity', 'This system does not tell when a process started.')
  const state: RunFile = { owner, address, processes: [] }
  try {
    mkdirSync(dataDir, { recursive: true })
    while (!createWhole(path, JSON.stringify(state))) await endLeftovers(path)
  } catch (error) {
    if (error instanceof OperatorError) throw error
    const message = `The data folder ${dataDir} is not writable (${systemCode(error)}); fix its owner or set DATA_DIR.`
    throw new OperatorError('runtime/data-folder', message, { cause: error })
  }
  const save = () => replaceWhole(path, JSON.stringify(state))
  return {
    add(name, identity) {
      state.processes.push({ name, ...identity })
      save()
    },
    remove({ pid }) {
      state.processes = state.processes.filter((known) => known.pid !== pid)
      save()
    },
    release: () => rmSync(path, { force: true }),
  }
}

/** Whether the folder's `run.json` names an owner that is gone. False without such a file. */
export function isAbandoned(dataDir: string): boolean {
  const run = read(join(dataDir, 'run.json'))
  return run !== undefined && !isAlive(run.owner)
}

/** Ends the recorded processes of a dead owner: applications first, then the chain, then the database. */
export async function endLeftovers(path: string): Promise<void> {
  const run = read(path)
  if (run && isAlive(run.owner))
    throw new OperatorError('runtime/already-running', `Rowright is already running at ${run.address}.`)
  const claimed = `${path}.${process.pid}`
  try {
    renameSync(path, claimed) // of two starts at once, one gets the file
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return
    throw error
  }
  for (const left of (run?.processes ?? []).toReversed()) await end(left, stopSignal(left.name), 20_000)
  rmSync(claimed)
}

/** Postgres and anvil take SIGINT for "finish and save"; the applications take SIGTERM. */
export function stopSignal(name: string): NodeJS.Signals {
  return name === 'postgres' || name === 'chain' ? 'SIGINT' : 'SIGTERM'
}

function read(path: string): RunFile | undefined {
  if (!existsSync(path)) return undefined
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as RunFile
  } catch {
    return undefined // files are only ever put in place whole; this is not one of ours
  }
}
