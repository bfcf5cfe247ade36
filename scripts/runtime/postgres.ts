import type { ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import pg from 'pg'

import { isRunning, lastWords, spawnInBackground, until } from './background.ts'
import { OperatorError } from './errors.ts'
import { commandOf, end, type Identity, identityOf } from './identity.ts'
import { freePort } from './ports.ts'
import { binaries, clusterFolder, prepareParent, type RunAs, runAs } from './postgresHome.ts'

const MAJOR = '18'

export interface PostgresServer {
  /** A connection string for one database of this server. */
  url(database: string): string
  identity: Identity
  process: ChildProcess
  /** Fast shutdown: sessions are ended, everything committed is on disk. Resolves when the server is gone. */
  stop(): Promise<void>
  /** Stops it and deletes its data, wherever the cluster had to be put. */
  remove(): Promise<void>
}

export interface PostgresOptions {
  /** Where `server.json` (port, password, place of the cluster) and normally the cluster itself live. */
  folder: string
  /** File that gets the server's output. */
  log: string
  /** False only for throw-away servers: no fsync, so a power cut loses the cluster. Default true. */
  durable?: boolean
}

interface ServerFile {
  port: number
  password: string
  cluster: string
}

/** The database of the system that runs from this data folder. Errors: `runtime/no-database`. */
export function localDatabaseUrl(dataDir: string): string {
  const path = join(dataDir, 'postgres', 'server.json')
  if (!existsSync(path))
    throw new OperatorError(
      'runtime/no-database',
      `No system has run from ${dataDir}; set DATABASE_URL, or start one.`,
    )
  const { port, password } = JSON.parse(readFileSync(path, 'utf8')) as ServerFile
  return `postgres://rowright:${password}@127.0.0.1:${port}/rowright`
}

/**
 * Starts the embedded Postgres 18 on 127.0.0.1 (no socket file), creating its cluster at first use. A server left
 * over in the same folder by a killed parent is shut down first; a postmaster.pid that names nobody is ignored.
 */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const { folder, durable = true } = options
  await mkdir(folder, { recursive: true })
  const path = join(folder, 'server.json')
  const known = existsSync(path) ? (JSON.parse(await readFile(path, 'utf8')) as ServerFile) : undefined
  const user = runAs(known?.cluster ?? join(folder, 'data'))
  const cluster = known?.cluster ?? (await clusterFolder(join(folder, 'data'), user))
  const password = known?.password ?? randomBytes(18).toString('base64url')
  const bin = await binaries(user)

  if (existsSync(cluster)) {
    checkVersion(cluster)
    await endLeftover(cluster)
  }
  const port = await freePort(known?.port)
  await writeFile(path, `${JSON.stringify({ port, password, cluster })}\n`, { mode: 0o600 })
  if (!existsSync(cluster)) await initialize({ bin, cluster, user, password, durable, log: options.log })

  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    'timezone=UTC',
    'log_timezone=UTC',
    // A pool's first thousand rows come within seconds; plans made before they were counted read the whole table.
    'autovacuum_naptime=5s',
    ...(durable ? [] : ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']),
  ]
  const args = ['-D', cluster, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])]
  const child = run(join(bin, 'postgres'), args, user, options.log)
  const url = (database: string) => `postgres://rowright:${password}@127.0.0.1:${port}/${database}`
  await ready(child, url('postgres'), options.log)
  const identity = identityOf(child.pid ?? -1)
  if (!identity) throw new OperatorError('runtime/postgres-ended', `Postgres ended; see ${options.log}.`)
  const stop = () => end(identity, 'SIGINT', 30_000)
  const remove = async () => {
    await stop()
    await rm(cluster, { recursive: true, force: true })
    await rm(folder, { recursive: true, force: true })
  }
  return { url, identity, process: child, stop, remove }
}

/** Creates a database when it does not exist yet. */
export async function ensureDatabase(server: PostgresServer, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: server.url('postgres') })
  await client.connect()
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name])
    if (!rowCount) await client.query(`create database ${client.escapeIdentifier(name)}`)
  } finally {
    await client.end()
  }
}

/** initdb into a neighbor folder and a rename, so that an interrupted one leaves nothing half-made. */
async function initialize(setup: {
  bin: string
  cluster: string
  user: RunAs
  password: string
  durable: boolean
  log: string
}): Promise<void> {
  const { bin, cluster, user, password, durable, log } = setup
  const parent = dirname(cluster)
  const partial = join(parent, 'data.partial')
  const passwordFile = join(parent, 'initdb.password')
  await prepareParent(parent, user)
  await rm(partial, { recursive: true, force: true })
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 })
  if (user) await chown(passwordFile, user.uid, user.gid)
  const args = [
    `--pgdata=${partial}`,
    '--username=rowright',
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--encoding=UTF8',
    // The builtin provider sorts by code point on every machine, whatever locales it has.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    ...(durable ? [] : ['--no-sync']),
  ]
  try {
    const child = run(join(bin, 'initdb'), args, user, log)
    const [code] = await once(child, 'exit')
    if (code !== 0)
      throw new OperatorError(
        'runtime/initdb-failed',
        `Postgres could not create its data folder; see ${log}.`,
      )
  } finally {
    await rm(passwordFile, { force: true })
  }
  await rename(partial, cluster)
}

function run(file: string, args: string[], user: RunAs, log: string): ChildProcess {
  const env = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' }
  return spawnInBackground(file, args, { ...user, cwd: '/', env, log })
}

async function ready(child: ChildProcess, url: string, log: string): Promise<void> {
  child.once('error', () => undefined) // shows as "not running" below
  // Recovery after a kill syncs every file first: 20 s were seen on a busy disk. As long as it runs it is at work.
  if (await until(() => answers(url), { withinMs: 600_000, everyMs: 100, giveUp: () => !isRunning(child) }))
    return
  throw new OperatorError(
    'runtime/postgres-ended',
    `Postgres did not start: ${await lastWords(log)} (${log})`,
  )
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
  try {
    await client.connect()
    await client.query('select 1')
    return true
  } catch {
    return false // not yet: refused, or "the database system is starting up"
  } finally {
    await client.end().catch(() => undefined)
  }
}

function checkVersion(cluster: string): void {
  const version = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim()
  if (version === MAJOR) return
  const message = `${cluster} belongs to Postgres ${version}, not ${MAJOR}; export it with that version or move the folder away.`
  throw new OperatorError('runtime/postgres-version', message)
}

/** postmaster.pid: line 1 the pid. The lock of a dead or foreign process is removed, a live server is stopped. */
async function endLeftover(cluster: string): Promise<void> {
  const path = join(cluster, 'postmaster.pid')
  if (!existsSync(path)) return
  const pid = Number(readFileSync(path, 'utf8').split('\n')[0])
  const identity = identityOf(pid)
  if (identity && commandOf(pid).includes(cluster)) await end(identity, 'SIGINT', 30_000)
  await rm(path, { force: true })
}
