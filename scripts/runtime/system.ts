import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DEV_ACCOUNTS } from '@rowright/chain/local'
import { migrate } from '@rowright/db'

import { startApplications } from './applications.ts'
import { startChain } from './chain.ts'
import { checkDatabase } from './database.ts'
import { ensureDeployment, type Redeploy } from './deployment.ts'
import { OperatorError, systemCode } from './errors.ts'
import { authSecret, ensureLocalKeys, ensureReceiptsKey } from './keys.ts'
import { packNodes } from './nodeFiles.ts'
import { isPortFree } from './ports.ts'
import { ensureDatabase, startPostgres } from './postgres.ts'
import type { Progress } from './progress.ts'
import { ROOT } from './root.ts'
import { genesisOf } from './rpc.ts'
import { claim } from './runFile.ts'
import { runScript } from './script.ts'
import type { Settings } from './settings.ts'
import { buildWeb } from './webBuild.ts'

export interface SystemOptions {
  settings: Settings
  progress: Progress
  /** How many processes of each kind; the first api is the front door. Without web, no pages are built or served. */
  counts?: { api?: number; web?: number; worker?: number }
  /** False: no demo pool. */
  demo?: boolean
  /** Variables given to the applications on top of the contract's. */
  env?: Record<string, string>
  /** Asked when the chain is not the recorded one. Default: no. */
  redeploy?: Redeploy
  /** Stops the start itself: what was started so far is stopped again. */
  signal?: AbortSignal
  /** False for throw-away systems: no fsync, the chain is not kept. */
  durable?: boolean
}

export interface System {
  /** The front door. */
  url: string
  /** One-time address that makes whoever opens it a steward. */
  stewardUrl: string
  databaseUrl: string
  rpcUrl: string
  /** Addresses of the api processes, the front door first. */
  apiUrls: string[]
  /** Everything that runs: applications by name (`api`, `web`, `worker`, `api-2` …), `postgres`, `chain`. */
  processes(): { name: string; pid: number }[]
  /** Sends a signal to an application. It is started again when that ends it. */
  kill(name: string, signal: NodeJS.Signals): void
  /** Ends an application and starts it again. */
  restart(name: string): Promise<void>
  /** Resolves when the front door answers again. */
  healthy(): Promise<void>
  /** Stops everything in order: applications, chain, database. */
  stop(): Promise<void>
}

/** Starts a whole Rowright in a data folder. On an error everything started so far is stopped again. */
export async function startSystem(options: SystemOptions): Promise<System> {
  const { settings, durable = true, signal } = options
  const { dataDir, profile } = settings
  const run = await claim(dataDir, settings.publicUrl)
  const stops: (() => Promise<void> | void)[] = [() => run.release()]
  const progress: Progress = {
    ...options.progress,
    step: (title, work, detail) => {
      signal?.throwIfAborted()
      return options.progress.step(title, work, detail)
    },
  }
  const stop = async () => {
    while (stops.length > 0) await stops.pop()!()
  }
  try {
    await checkPort(settings)
    const logs = join(dataDir, 'logs')
    mkdirSync(logs, { recursive: true })
    const pids: { name: string; pid: number }[] = []

    const databaseUrl = await progress.step(settings.databaseUrl ? 'Database' : 'Postgres', async () => {
      if (settings.databaseUrl) {
        await checkDatabase(settings.databaseUrl)
        return settings.databaseUrl
      }
      const server = await startPostgres({
        folder: join(dataDir, 'postgres'),
        log: join(logs, 'postgres.log'),
        durable,
      })
      stops.push(server.stop)
      run.add('postgres', server.identity)
      pids.push({ name: 'postgres', pid: server.identity.pid })
      await ensureDatabase(server, 'rowright')
      return server.url('rowright')
    })

    const rpcUrl = await progress.step(settings.rpcUrl ? 'Chain' : 'Local chain', async () => {
      if (settings.rpcUrl) {
        await genesisOf(settings.rpcUrl)
        return settings.rpcUrl
      }
      await ensureLocalKeys(
        settings.keysDir,
        DEV_ACCOUNTS.map((account) => account.privateKey),
      )
      const stateFile = durable ? join(dataDir, 'chain.json') : undefined
      const chain = await startChain({ log: join(logs, 'chain.log'), stateFile })
      stops.push(chain.stop)
      run.add('chain', chain.identity)
      pids.push({ name: 'chain', pid: chain.identity.pid })
      return chain.rpcUrl
    })

    await progress.step('Migrations', () => migrate(databaseUrl))
    const redeploy = options.redeploy ?? (async () => false)
    await progress.step('Contracts', async () => {
      await ensureDeployment({
        databaseUrl,
        rpcUrl,
        keysDir: settings.keysDir,
        profile,
        token: settings.token,
        redeploy,
      })
    })
    await ensureReceiptsKey(settings.keysDir)
    const env = applicationEnv(settings, {
      databaseUrl,
      rpcUrl,
      authSecret: await authSecret(dataDir),
      ...options,
    })
    const script = (what: string, file: string) =>
      runScript(what, join(ROOT, file), { env, cwd: ROOT, log: join(logs, 'scripts.log'), signal })
    if (options.demo !== false) {
      await progress.step('Demo pool', async () => {
        await script('Seeding the demo pool', 'apps/api/src/seed.ts')
      })
    }
    const build =
      options.counts?.web === 0
        ? { distDir: '' }
        : await progress.step('Pages', () => buildWeb(join(logs, 'build.log'), signal))

    // Without pages there is nobody to download them.
    if (options.counts?.web !== 0) {
      env.NODE_FILES = join(dataDir, 'node-files')
      const into = env.NODE_FILES
      await progress.step('Nodes', () => packNodes(into, join(logs, 'nodes.log'), signal))
    }
    const applications = await progress.step('Applications', () =>
      startApplications({
        settings,
        counts: options.counts ?? {},
        env,
        logs,
        distDir: build.distDir,
        signal,
        events: { started: run.add, ended: run.remove, note: progress.note },
        onStop: (end) => stops.push(end),
      }),
    )
    const stewardUrl = await script('The steward link', 'apps/api/src/stewardLink.ts')
    return {
      url: settings.publicUrl,
      stewardUrl,
      databaseUrl,
      rpcUrl,
      apiUrls: applications.apiUrls,
      processes: () => [...pids, ...applications.processes()],
      kill: applications.kill,
      restart: applications.restart,
      healthy: applications.healthy,
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Settings of the applications that start has no part in. */
const PASSED_ON = [
  'INSTANCE_NAME',
  'TRUSTED_PROXIES',
  'CANARY_HOSTS',
  'CANARY_SHARE_PPM',
  'RATE_FACTOR',
  'CONFIRMATIONS',
  'REPUBLISH_SECONDS',
  'DELETE_AFTER_SECONDS',
  'RELAY_BATCH',
  'RELAY_TIMES_GAS',
  'TOKEN_PER_ETHER',
]

/** The contract between `npm start` and the applications: everything they may read from their environment. */
function applicationEnv(
  settings: Settings,
  found: { databaseUrl: string; rpcUrl: string; authSecret: string; env?: Record<string, string> },
): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    LANG: process.env.LANG,
    TZ: 'UTC',
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    ROWRIGHT_PROFILE: settings.profile,
    HOST: settings.host,
    PUBLIC_URL: settings.publicUrl,
    DATABASE_URL: found.databaseUrl,
    RPC_URL: found.rpcUrl,
    DATA_DIR: settings.dataDir,
    BLOB_STORE: settings.blobStore,
    AUTH_SECRET: found.authSecret,
    KEYS_DIR: settings.keysDir,
    EPOCH_SECONDS: String(settings.epochSeconds),
    // Where gas is play money nobody waits for others.
    RELAY_LONGEST_WAIT: process.env.RELAY_LONGEST_WAIT || (settings.profile === 'local' ? '2' : '3600'),
    ...Object.fromEntries(PASSED_ON.map((name) => [name, process.env[name]])),
    ...found.env,
  }
}

async function checkPort({ port, host }: Settings): Promise<void> {
  try {
    if (await isPortFree(port, host)) return
  } catch (cause) {
    const why = systemCode(cause)
    const hint = why === 'EACCES' ? 'ports below 1024 belong to root: try PORT=3000' : 'check HOST and PORT'
    throw new OperatorError('runtime/port', `Port ${port} on ${host} cannot be used (${why}); ${hint}.`, {
      cause,
    })
  }
  const message = `Port ${port} on ${host} is taken; stop what uses it, or choose another: PORT=${port + 1} npm start.`
  throw new OperatorError('runtime/port-taken', message)
}
