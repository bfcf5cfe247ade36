import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { env } from './env.ts'

/** The throw-away system that a run of journeys has to itself. */
export interface World {
  url: string
  /** Works once in the whole run. */
  stewardUrl: string
  databaseUrl: string
  rpcUrl: string
  dataDir: string
}

/** The system started for this run of journeys. */
export function world(): World {
  if (env.ROWRIGHT_WORLD) return JSON.parse(env.ROWRIGHT_WORLD) as World
  throw new Error('There is no system to test; run journeys with `npm test -- journeys`')
}

/** From now on this process tests another system. @returns back to the one before. */
export function goTo(world: World): () => void {
  const before = env.ROWRIGHT_WORLD
  env.ROWRIGHT_WORLD = JSON.stringify(world)
  return () => {
    env.ROWRIGHT_WORLD = before
  }
}

/** Sends a signal to a process of that system (`api`, `web`, `worker`); it is started again when that ends it. */
export function killProcess(name: string, signal: NodeJS.Signals): void {
  const run = JSON.parse(readFileSync(join(world().dataDir, 'run.json'), 'utf8')) as {
    processes: { name: string; pid: number }[]
  }
  const found = run.processes.findLast((known) => known.name === name)
  if (!found)
    throw new Error(`No process "${name}" runs, only ${run.processes.map((known) => known.name).join(', ')}`)
  process.kill(found.pid, signal)
}
