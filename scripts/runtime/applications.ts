import { join } from 'node:path'

import { lastWords, until } from './background.ts'
import { OperatorError } from './errors.ts'
import { freePort } from './ports.ts'
import { ROOT } from './root.ts'
import type { Settings } from './settings.ts'
import { type Program, type Supervised, type SupervisorEvents, supervise } from './supervisor.ts'

export interface Applications {
  apiUrls: string[]
  processes(): { name: string; pid: number }[]
  kill(name: string, signal: NodeJS.Signals): void
  restart(name: string): Promise<void>
  healthy(): Promise<void>
}

/** A program that ends this often before the front door answers is broken, not unlucky. */
const PATIENCE = 3

/**
 * Starts web, api and worker processes and waits until the front door answers `GET /healthz` with 200. The n-th api
 * forwards pages to the n-th web process (counting round), so no process needs to know more than one.
 */
export async function startApplications(setup: {
  settings: Settings
  counts: { api?: number; web?: number; worker?: number }
  env: NodeJS.ProcessEnv
  logs: string
  distDir: string
  events: SupervisorEvents
  signal?: AbortSignal
  /** Told how to stop them as soon as the first one runs. */
  onStop: (stop: () => Promise<void>) => void
}): Promise<Applications> {
  const { settings, counts, env, logs, events } = setup
  const running: Supervised[] = []
  setup.onStop(async () => {
    await Promise.all(running.map((application) => application.stop()))
  })
  const start = (kind: string, index: number, program: Pick<Program, 'args' | 'cwd' | 'env'>) => {
    const name = index === 0 ? kind : `${kind}-${index + 1}`
    running.push(
      supervise({ name, file: process.execPath, log: join(logs, `${name}.log`), ...program }, events),
    )
  }

  const webUrls: string[] = []
  const next = join(ROOT, 'node_modules', 'next', 'dist', 'bin', 'next')
  for (let index = 0; index < (counts.web ?? 1); index++) {
    const port = await freePort()
    webUrls.push(`http://127.0.0.1:${port}`)
    start('web', index, {
      args: [next, 'start', '--hostname', '127.0.0.1', '--port', String(port)],
      cwd: join(ROOT, 'apps', 'web'),
      env: { ...env, NEXT_DIST_DIR: setup.distDir },
    })
  }
  const apiUrls: string[] = []
  for (let index = 0; index < (counts.api ?? 1); index++) {
    const port = index === 0 ? settings.port : await freePort()
    apiUrls.push(`http://${reachable(settings.host)}:${port}`)
    start('api', index, {
      // A small young generation, and the old one looked through when it has grown by a third instead of doubled: of
      // 190 MB after the start, 80 are what loading left behind. 200,000 rows filtered peak at 174 MB instead of 209.
      args: [
        '--max-semi-space-size=4',
        '--heap-growing-percent=30',
        join(ROOT, 'apps', 'api', 'src', 'main.ts'),
      ],
      cwd: ROOT,
      env: {
        ...env,
        // Every thread of the pool would keep what it once allocated: a million rows filtered peak at 178 MB, not 190 to 205.
        MALLOC_ARENA_MAX: '2',
        PORT: String(port),
        WEB_URL: webUrls.length > 0 ? webUrls[index % webUrls.length] : undefined,
      },
    })
  }
  for (let index = 0; index < (counts.worker ?? 1); index++) {
    start('worker', index, { args: [join(ROOT, 'apps', 'worker', 'src', 'main.ts')], cwd: ROOT, env })
  }

  const broken = () => running.find((application) => application.failures >= PATIENCE)
  const giveUp = () => broken() !== undefined || setup.signal?.aborted === true
  const healthy = async () => {
    const web = webUrls.map((url) => answers(url, (status) => status < 500))
    const api = apiUrls.map((url) => answers(`${url}/healthz`, (status) => status === 200))
    const up = async () => (await Promise.all([...web, ...api].map((ask) => ask()))).every(Boolean)
    if (await until(up, { withinMs: 120_000, everyMs: 100, giveUp })) return
    setup.signal?.throwIfAborted()
    const name = broken()?.name ?? 'api'
    const log = join(logs, `${name}.log`)
    throw new OperatorError(
      'runtime/application',
      `The ${name} process does not come up: ${await lastWords(log)} (${log})`,
    )
  }
  await healthy()

  const find = (name: string) => {
    const found = running.find((application) => application.name === name)
    if (found) return found
    throw new Error(
      `There is no application "${name}", only ${running.map((known) => known.name).join(', ')}`,
    )
  }
  return {
    apiUrls,
    processes: () => running.flatMap(({ name, pid }) => (pid === undefined ? [] : [{ name, pid }])),
    kill: (name, signal) => find(name).kill(signal),
    restart: (name) => find(name).restart(),
    healthy,
  }
}

/** A question whether an address answers with an accepted status. Pages may redirect. */
function answers(url: string, accepted: (status: number) => boolean): () => Promise<boolean> {
  return async () => {
    try {
      const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(10_000) })
      await response.body?.cancel()
      return accepted(response.status)
    } catch {
      return false // not listening yet
    }
  }
}

/** A server that listens on every address is asked on the loopback one. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  if (host === '::') return '[::1]'
  return host.includes(':') ? `[${host}]` : host
}
