import type { ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { arch, platform } from 'node:os'
import { join } from 'node:path'

import { isRunning, lastWords, spawnInBackground, until } from './background.ts'
import { OperatorError } from './errors.ts'
import { end, type Identity, identityOf } from './identity.ts'
import { freePort } from './ports.ts'
import { rpc } from './rpc.ts'

export interface LocalChain {
  rpcUrl: string
  identity: Identity
  process: ChildProcess
  /** Ends it; its state is written first when it has a state file. */
  stop(): Promise<void>
}

export interface ChainOptions {
  /** File that gets the chain's output. */
  log: string
  /** Keeps the chain between starts; leave out for a throw-away chain. */
  stateFile?: string
  port?: number
}

/** How often a readable copy of the state is put aside, in ms. See `keepCopy`. */
const COPY_EVERY = 5_000

/**
 * Starts anvil on 127.0.0.1 with its public development keys. With a state file the chain survives kill -9 up to its
 * last second (`--state-interval 1`); a file torn by the kill is replaced by the copy of some seconds before, and the
 * follower then rewinds to the common ancestor.
 */
export async function startChain({ log, stateFile, port }: ChainOptions): Promise<LocalChain> {
  if (stateFile) await mendState(stateFile)
  const chosen = await freePort(port)
  const rpcUrl = `http://127.0.0.1:${chosen}`
  const args = ['--host', '127.0.0.1', '--port', String(chosen), '--hardfork', 'prague']
  if (stateFile) args.push('--state', stateFile, '--state-interval', '1')
  // Not quiet mode: the log is the only trace of a reverted call. The binary itself, not its Node wrapper: killing
  // the wrapper would leave the chain running.
  const child = spawnInBackground(anvilBinary(), args, {
    log,
    cwd: '/',
    env: { PATH: process.env.PATH, HOME: process.env.HOME },
  })
  const answers = () =>
    rpc(rpcUrl, 'eth_chainId').then(
      () => true,
      () => false,
    )
  const up = await until(answers, { withinMs: 30_000, giveUp: () => !isRunning(child) })
  const identity = up ? identityOf(child.pid ?? -1) : undefined
  if (!identity)
    throw new OperatorError(
      'runtime/chain-ended',
      `The local chain did not start: ${await lastWords(log)} (${log})`,
    )
  const copying = stateFile ? keepCopy(rpcUrl, stateFile) : undefined
  const stop = async () => {
    clearInterval(copying)
    await end(identity, 'SIGINT', 30_000)
  }
  return { rpcUrl, identity, process: child, stop }
}

function anvilBinary(): string {
  const os = platform()
  const cpu = arch() === 'x64' ? 'amd64' : arch()
  try {
    const wrapper = createRequire(import.meta.url).resolve('@foundry-rs/anvil/package.json')
    const manifest = createRequire(wrapper).resolve(`@foundry-rs/anvil-${os}-${cpu}/package.json`)
    return join(manifest, '..', 'bin', 'anvil')
  } catch (cause) {
    const message = `There is no local chain for ${os}-${cpu}; set RPC_URL to a chain of yours.`
    throw new OperatorError('runtime/no-chain-binary', message, { cause })
  }
}

/** anvil rewrites its file in place every second; a kill in the middle leaves half a file. */
async function mendState(stateFile: string): Promise<void> {
  if (!existsSync(stateFile) || (await isWhole(stateFile))) return
  const copy = `${stateFile}.copy`
  if (existsSync(copy) && (await isWhole(copy))) await writeFile(stateFile, await readFile(copy))
  else await rename(stateFile, `${stateFile}.torn`)
}

/** Puts a readable copy of the state aside whenever the chain has grown. */
function keepCopy(rpcUrl: string, stateFile: string): NodeJS.Timeout {
  let height: unknown
  let busy = false
  const copy = async () => {
    const now = await rpc(rpcUrl, 'eth_blockNumber')
    if (now === height) return
    const content = await readFile(stateFile, 'utf8')
    JSON.parse(content)
    await writeFile(`${stateFile}.copy.new`, content)
    await rename(`${stateFile}.copy.new`, `${stateFile}.copy`)
    height = now
  }
  return setInterval(() => {
    if (busy) return
    busy = true
    // Half-written, not there yet or chain restarting: the next round is five seconds away.
    copy()
      .catch(() => undefined)
      .finally(() => {
        busy = false
      })
  }, COPY_EVERY).unref()
}

async function isWhole(path: string): Promise<boolean> {
  try {
    JSON.parse(await readFile(path, 'utf8'))
    return true
  } catch {
    return false
  }
}
