import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { cp, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

import { lastWords } from './background.ts'
import { OperatorError } from './errors.ts'
import { type Identity, identityOf, isAlive } from './identity.ts'
import { ROOT } from './root.ts'
import { hashSources } from './sources.ts'
import { createWhole, replaceWhole } from './wholeFile.ts'

const WEB = join(ROOT, 'apps', 'web')
/** `packages/server` gives the pages types only. */
const SOURCES = [
  'apps/web',
  ...['protocol', 'chain', 'ocr', 'tasktype', 'aggregate'].map((name) => `packages/${name}`),
  'package-lock.json',
]
const USERS = 'users'

/**
 * Builds the pages when their sources changed and returns the build's folder name inside `apps/web`. A build is kept
 * under the hash of its sources and not touched while a live process uses it, so that tests of edited pages can run
 * beside a system that serves the old ones.
 */
export async function buildWeb(
  log: string,
  signal?: AbortSignal,
): Promise<{ distDir: string; built: boolean }> {
  const distDir = `.next-${(await hashSources(ROOT, SOURCES)).slice(0, 12)}`
  if (existsSync(join(WEB, distDir))) return { distDir: use(distDir), built: false }
  const unlock = await lock()
  try {
    if (existsSync(join(WEB, distDir))) return { distDir: use(distDir), built: false }
    prune()
    await nextBuild(log, signal)
    const partial = join(WEB, `${distDir}.partial`)
    await rm(partial, { recursive: true, force: true })
    const cache = join(WEB, '.next', 'cache')
    await cp(join(WEB, '.next'), partial, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (source) => !source.startsWith(cache),
    })
    await rename(partial, join(WEB, distDir))
    return { distDir: use(distDir), built: true }
  } finally {
    unlock()
  }
}

async function nextBuild(log: string, signal?: AbortSignal): Promise<void> {
  const output = openSync(log, 'w', 0o600)
  const next = join(ROOT, 'node_modules', 'next', 'dist', 'bin', 'next')
  const child = spawn(process.execPath, [next, 'build'], {
    cwd: WEB,
    stdio: ['ignore', output, output],
    detached: true, // Ctrl-C reaches it from us
    env: { ...process.env, NODE_ENV: 'production', NEXT_DIST_DIR: '.next', NEXT_TELEMETRY_DISABLED: '1' },
  })
  closeSync(output)
  const stop = () => {
    if (child.pid) process.kill(-child.pid, 'SIGKILL') // the group: the build has workers
  }
  process.once('exit', stop)
  signal?.addEventListener('abort', stop)
  const [code] = await once(child, 'exit')
  process.off('exit', stop)
  signal?.removeEventListener('abort', stop)
  signal?.throwIfAborted()
  if (code !== 0)
    throw new OperatorError(
      'runtime/web-build',
      `The pages could not be built: ${await lastWords(log)} (${log})`,
    )
}

/** Notes that this process serves the build. */
function use(distDir: string): string {
  const self = identityOf(process.pid)
  mkdirSync(join(WEB, distDir, USERS), { recursive: true })
  replaceWhole(join(WEB, distDir, USERS, `${process.pid}.json`), JSON.stringify(self))
  return distDir
}

/** Removes builds that no live process uses. */
function prune(): void {
  for (const name of readdirSync(WEB)) {
    if (!name.startsWith('.next-')) continue
    const users = join(WEB, name, USERS)
    const alive = existsSync(users) && readdirSync(users).some((file) => isLive(join(users, file)))
    if (!alive) rmSync(join(WEB, name), { recursive: true, force: true })
  }
}

/** Two builds in one folder spoil each other: the second start waits for the first. */
async function lock(): Promise<() => void> {
  const path = join(WEB, '.nextlock')
  for (;;) {
    if (createWhole(path, JSON.stringify(identityOf(process.pid)))) return () => rmSync(path, { force: true })
    if (!isLive(path)) rmSync(path, { force: true })
    else await new Promise((wake) => setTimeout(wake, 200))
  }
}

/** A file that cannot be read was left by a process that was killed while writing it. */
function isLive(path: string): boolean {
  try {
    return isAlive(JSON.parse(readFileSync(path, 'utf8')) as Identity)
  } catch {
    return false
  }
}
