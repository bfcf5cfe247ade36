import type { ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { copyFile, readFile, rename, rm, writeFile } from 'node:fs/promises'
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
    // Its own dump at the end may lose a race against the one of the last second, so a copy is made first.
    const copy = () => copyState(rpcUrl, stateFile!).catch(() => false)
    if (stateFile) await until(copy, { withinMs: 5_000, giveUp: () => !isRunning(child) })
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

interface State {
  best_block_number: string
  blocks?: { header: { number: string; timestamp: string } }[]
}

/**
 * Makes the state file fit to be loaded. Habits of anvil 1.7 ask for it, and it may go when they do:
 * - it rewrites the file in place every second, so a kill in the middle leaves half a file, and a quick stop may leave
 *   the file of a second ago: take the copy when that is whole or newer;
 * - each start adds a first block of its own to the file, and the next load takes any of them, which makes it look
 *   like another chain (seen in 1 of 5 restarts): keep the oldest.
 */
async function mendState(stateFile: string): Promise<void> {
  if (!existsSync(stateFile)) return rm(`${stateFile}.copy`, { force: true }) // somebody wants a new chain
  const found = [await readState(stateFile), await readState(`${stateFile}.copy`)]
  const state = found
    .filter((known) => known !== undefined)
    .toSorted((a, b) => Number(heightOf(b) - heightOf(a)))[0]
  if (!found[0]) await copyFile(stateFile, `${stateFile}.torn`)
  if (!state) return rm(stateFile)
  const first = (state.blocks ?? []).filter(({ header }) => BigInt(header.number) === 0n)
  const oldest = first.toSorted((a, b) => Number(BigInt(a.header.timestamp) - BigInt(b.header.timestamp)))[0]
  const blocks = state.blocks?.filter((block) => block === oldest || !first.includes(block))
  await writeFile(`${stateFile}.new`, JSON.stringify({ ...state, blocks }))
  await rename(`${stateFile}.new`, stateFile)
}

/** Undefined when there is no such file or it is torn. */
async function readState(path: string): Promise<State | undefined> {
  if (!existsSync(path)) return undefined
  try {
    return JSON.parse(await readFile(path, 'utf8')) as State
  } catch {
    return undefined
  }
}

function heightOf(state: State): bigint {
  return BigInt(state.best_block_number)
}

/** Puts a copy of the state aside when the file has caught up with the chain. False: not yet, ask again. */
async function copyState(rpcUrl: string, stateFile: string): Promise<boolean> {
  const height = BigInt(String(await rpc(rpcUrl, 'eth_blockNumber')))
  const state = await readState(stateFile)
  if (!state || heightOf(state) < height) return false
  await writeFile(`${stateFile}.copy.new`, JSON.stringify(state))
  await rename(`${stateFile}.copy.new`, `${stateFile}.copy`)
  return true
}

/** Copies every few seconds if the chain has grown. */
function keepCopy(rpcUrl: string, stateFile: string): NodeJS.Timeout {
  let copied: unknown
  let busy = false
  const copy = async () => {
    const height = await rpc(rpcUrl, 'eth_blockNumber')
    if (height !== copied && (await copyState(rpcUrl, stateFile))) copied = height
  }
  return setInterval(() => {
    if (busy) return
    busy = true
    // A chain that is busy or gone: the next round is five seconds away.
    copy()
      .catch(() => undefined)
      .finally(() => {
        busy = false
      })
  }, COPY_EVERY).unref()
}
