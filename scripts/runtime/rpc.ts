import { OperatorError } from './errors.ts'

/** One JSON-RPC call. Errors: `runtime/rpc` with the address and what it said. */
export async function rpc(url: string, method: string, params: unknown[] = []): Promise<unknown> {
  let answer: { result?: unknown; error?: { message?: string } }
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
      signal: AbortSignal.timeout(10_000),
    })
    answer = (await response.json()) as typeof answer
  } catch (cause) {
    const message = `No chain answers at ${url}; check RPC_URL, or leave it unset to get a local chain.`
    throw new OperatorError('runtime/rpc', message, { cause })
  }
  if (answer.error)
    throw new OperatorError('runtime/rpc', `The chain at ${url} refused ${method}: ${answer.error.message}.`)
  return answer.result
}

/** Whether a contract stands at an address. */
export async function hasCode(url: string, address: string): Promise<boolean> {
  return (await rpc(url, 'eth_getCode', [address, 'latest'])) !== '0x'
}

/** The hash of block 0: which chain this is, told apart from a fresh one with the same chain id. */
export async function genesisOf(url: string): Promise<string> {
  const block = await rpc(url, 'eth_getBlockByNumber', ['0x0', false])
  if (typeof block === 'object' && block && 'hash' in block && typeof block.hash === 'string')
    return block.hash
  throw new OperatorError(
    'runtime/rpc',
    `The chain at ${url} does not show its first block; use an archive endpoint.`,
  )
}
