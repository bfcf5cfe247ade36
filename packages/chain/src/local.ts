import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { bytesToHex, type Hex } from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
import { ChainError } from './errors.ts'
import { nativeBinary } from './nativeBinary.ts'

export { nativeBinary }

/** The mnemonic every Ethereum tool knows. PUBLIC: whoever reads this can spend from these accounts. */
const DEV_MNEMONIC = 'test test test test test test test test test test test junk'

/** Ten accounts with 10,000 test ether each on the local chain. Their keys are PUBLIC: never use them elsewhere. */
export const DEV_ACCOUNTS: readonly { address: Hex; privateKey: Hex }[] = Array.from(
  { length: 10 },
  (_, addressIndex) => {
    const account = mnemonicToAccount(DEV_MNEMONIC, { addressIndex })
    return { address: account.address, privateKey: bytesToHex(account.getHdKey().privateKey!) }
  },
)

export interface LocalChainOptions {
  /** 0 or left out: a free one. */
  port?: number
  /** A file that keeps the chain over restarts, written every second. Without it the chain is forgotten. */
  statePath?: string
  /** Seconds between blocks. Without it a block is made for each transaction. */
  blockTime?: number
  chainId?: number
  /** A production profile is refused: the accounts' keys are public. */
  profile?: string
}

export interface LocalChain {
  rpcUrl: string
  pid: number
  /** Ends it, after which the state file is complete. */
  stop(): Promise<void>
}

/** Starts anvil on 127.0.0.1 and waits until it answers. */
export async function startAnvil(options: LocalChainOptions = {}): Promise<LocalChain> {
  if (options.profile === 'production') {
    throw new ChainError(
      'chain/local-only',
      'The local chain is for trying out: its keys are public. Set RPC_URL to a real chain.',
    )
  }
  const flags = [
    '--host',
    '127.0.0.1',
    '--port',
    String(options.port ?? 0),
    '--hardfork',
    'prague',
    '--mnemonic',
    DEV_MNEMONIC,
  ]
  flags.push('--chain-id', String(options.chainId ?? 31337))
  if (options.statePath !== undefined) flags.push('--state', options.statePath, '--state-interval', '1')
  if (options.blockTime !== undefined) flags.push('--block-time', String(options.blockTime))
  // Detached: Ctrl-C in a terminal reaches a whole process group, and the chain must be the last to end.
  const child = spawn(nativeBinary('anvil'), flags, { stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  const stop = () => stopChild(child)
  try {
    const rpcUrl = await listening(child)
    return { rpcUrl, pid: child.pid!, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

function listening(child: ChildProcess): Promise<string> {
  let said = ''
  return new Promise((resolve, reject) => {
    const fail = (why: string) =>
      reject(
        new ChainError('chain/unreachable', `The local chain did not start: ${why.trim()}`, {
          retryable: true,
        }),
      )
    child.on('error', (error) => fail(error.message))
    child.on('exit', (code) => fail(said || `exit ${code}`))
    child.stderr!.on('data', (chunk: Buffer) => {
      said += chunk.toString()
    })
    createInterface({ input: child.stdout! }).on('line', (line) => {
      const address = /^Listening on (127\.0\.0\.1:\d+)/.exec(line)?.[1]
      if (address) resolve(`http://${address}`)
    })
  })
}

function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined)
    return Promise.resolve()
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
  })
}
