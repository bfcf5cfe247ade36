import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'

import { startPostgres } from '../../../scripts/runtime/postgres.ts'
import { claim } from '../../../scripts/runtime/runFile.ts'
import { temporaryFolder } from '../../../scripts/runtime/temporary.ts'

/** What still held a database open when its test file was over. */
export interface Leak {
  pid: number
  application: string
  lastQuery: string
}

export interface DatabaseServer {
  /** Copies the template; returns the copy's name and address. */
  clone(): Promise<{ name: string; url: string }>
  /** Drops a copy; returns the sessions that were still connected to it after `patienceMs`. */
  drop(name: string, patienceMs?: number): Promise<Leak[]>
  stop(): Promise<void>
}

/**
 * One Postgres for a whole test run, with one template database made by `prepare`. Uses the server at `adminUrl`
 * when given (its databases are left as they were), else an embedded one without fsync in a folder of its own.
 */
export async function startDatabaseServer(options: {
  adminUrl?: string
  prepare: (url: string) => Promise<void>
}): Promise<DatabaseServer> {
  const embedded = options.adminUrl ? undefined : await startEmbedded()
  const adminUrl = options.adminUrl ?? embedded!.url('postgres')
  const admin = new pg.Pool({ connectionString: adminUrl, max: 4, application_name: 'rowright testing' })
  admin.on('error', () => undefined) // end() resolves before the last socket is closed; the server may be faster
  const run = randomBytes(4).toString('hex')
  const template = `rowright_template_${run}`
  let count = 0

  const stop = async () => {
    await admin.query(`drop database if exists ${template} with (force)`)
    await admin.end()
    await embedded?.stop()
  }

  try {
    await admin.query(`create database ${template}`)
    await options.prepare(addressOf(adminUrl, template))
    await leaksOf(admin, template, 30_000) // a template that somebody is connected to cannot be copied
  } catch (error) {
    await stop()
    throw error
  }

  return {
    async clone() {
      const name = `rowright_test_${run}_${++count}`
      await admin.query(`create database ${name} template ${template}`)
      return { name, url: addressOf(adminUrl, name) }
    },
    async drop(name, patienceMs = 30_000) {
      const leaks = await leaksOf(admin, name, patienceMs)
      await admin.query(`drop database if exists ${pg.escapeIdentifier(name)} with (force)`)
      return leaks
    },
    stop,
  }
}

async function startEmbedded() {
  const folder = await temporaryFolder('test')
  // A run that is killed leaves the server behind: the next one finds its name here, and ends it.
  const claimed = await claim(folder, 'the tests')
  const server = await startPostgres({
    folder: join(folder, 'postgres'),
    log: join(folder, 'postgres.log'),
    durable: false,
  })
  claimed.add('postgres', server.identity)
  process.once('exit', () => server.process.kill('SIGQUIT')) // a run that is cut short leaves no server behind
  const stop = async () => {
    await server.remove()
    claimed.release()
    await rm(folder, { recursive: true, force: true })
  }
  return { url: server.url, stop }
}

/** Backends go away a moment after their client, on a busy machine a long one: ask again before calling it a leak. */
async function leaksOf(admin: pg.Pool, database: string, patienceMs: number): Promise<Leak[]> {
  const deadline = Date.now() + patienceMs
  for (;;) {
    const { rows } = await admin.query<Leak>(
      `select pid, application_name as application, left(query, 200) as "lastQuery"
       from pg_stat_activity where datname = $1 and backend_type = 'client backend'`,
      [database],
    )
    if (rows.length === 0 || Date.now() > deadline) return rows
    await new Promise((wake) => setTimeout(wake, 50))
  }
}

function addressOf(adminUrl: string, database: string): string {
  const url = new URL(adminUrl)
  url.pathname = `/${database}`
  return url.href
}
