// First stage of every command. Runs on Node 20 with nothing installed: plain JavaScript, built-in modules only.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
const node = join(root, 'node_modules', '.bin', 'node')
const stamp = join(root, 'node_modules', '.rowright-lock')

/** Installs what package-lock.json lists when that is not what is installed, saying so. */
export async function install() {
  if (Number(process.versions.node.split('.')[0]) < 20)
    fail(`Rowright needs Node 20 or newer and this is ${process.version}; get one from https://nodejs.org.`)
  if (process.platform === 'win32')
    fail('Rowright runs on Linux and macOS; on Windows start it inside WSL 2.')
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  if (existsSync(node) && existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return

  const began = Date.now()
  const seconds = () => `${Math.round((Date.now() - began) / 1000)} s`
  if (!process.stdout.isTTY) console.log('… Installing packages (once, a minute or two)')
  const ticker = setInterval(() => {
    if (process.stdout.isTTY)
      process.stdout.write(`\r… Installing packages (once, a minute or two)  ${seconds()} `)
  }, 250)
  const code = await new Promise((resolve) => {
    // Not `npm ci`: see "Pins and exceptions" in CONTRIBUTING.md.
    const npm = ['install', '--no-save', '--loglevel=error', '--no-audit', '--no-fund', '--no-progress']
    const child = spawn('npm', npm, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] })
    child.on('error', () => resolve('npm was not found'))
    child.on('exit', resolve)
  })
  clearInterval(ticker)
  if (process.stdout.isTTY) process.stdout.write('\r\x1b[K')
  if (code !== 0) {
    const why = typeof code === 'string' ? code : `npm install ended with ${code}`
    fail(`Packages could not be installed (${why}); check the connection and that ${root} is writable.`)
  }
  writeFileSync(stamp, lock)
  console.log(`✓ Packages installed  ${seconds()}`)
}

/** Runs a TypeScript file with the pinned Node 24, signals and exit code passed through. Never returns. */
export async function handOver(file, args, env = {}) {
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', join(root, file), ...args], {
    cwd: root,
    // The channel tells the second stage when this one is gone, even after kill -9.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...withLocalTools(), ...env },
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid !== parent) child.kill('SIGTERM') // npm was killed and could not tell us
  }, 1_000)
  const { code, signal } = await new Promise((resolve) => {
    child.on('exit', (code, signal) => resolve({ code, signal }))
    child.on('error', (error) =>
      fail(`${node} could not be started (${error.code}); delete node_modules and try again.`),
    )
  })
  clearInterval(watch)
  process.exit(code ?? (signal ? 1 : 0))
}

/** Runs a program of node_modules/.bin in the foreground; returns its exit code. */
export function runTool(name, args, options = {}) {
  const { status, error } = spawnSync(join(root, 'node_modules', '.bin', name), args, {
    cwd: root,
    stdio: 'inherit',
    env: withLocalTools(),
    ...options,
  })
  if (error) fail(`${name} could not be started (${error.message}).`)
  return status ?? 1
}

/** node_modules/.bin first on PATH, so that tools starting with `#!/usr/bin/env node` get the pinned Node. */
function withLocalTools() {
  return { ...process.env, PATH: `${join(root, 'node_modules', '.bin')}:${process.env.PATH ?? ''}` }
}

function fail(sentence) {
  console.error(`✗ ${sentence}`)
  process.exit(1)
}
