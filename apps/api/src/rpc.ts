import { RowrightError } from '@rowright/protocol'
import { chainUnreachable, refuseMethod, type System } from '@rowright/server'
import type { Hono } from 'hono'

/** What a wallet or a client needs: reading, and sending what is already signed. Nothing that steers the node. */
const METHODS = new Set([
  'eth_blockNumber',
  'eth_call',
  'eth_chainId',
  'eth_estimateGas',
  'eth_feeHistory',
  'eth_gasPrice',
  'eth_getBalance',
  'eth_getBlockByHash',
  'eth_getBlockByNumber',
  'eth_getCode',
  'eth_getLogs',
  'eth_getStorageAt',
  'eth_getTransactionByHash',
  'eth_getTransactionCount',
  'eth_getTransactionReceipt',
  'eth_maxPriorityFeePerGas',
  'eth_sendRawTransaction',
  'net_version',
  'web3_clientVersion',
])
const MOST_CALLS = 100
const PATIENCE_MS = 30_000

type Call = Record<string, unknown> & { method: string }

/** JSON-RPC on the same origin, so that pages need no other. [SRV-16] */
export function mountRpc(app: Hono, system: System): void {
  app.post('/rpc', async (c) => {
    const calls = readCalls(await c.req.text())
    try {
      const answer = await fetch(system.config.rpcUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        // Written anew: what the node reads is what was checked, whatever keys were there twice.
        body: JSON.stringify(calls),
        signal: AbortSignal.timeout(PATIENCE_MS),
      })
      if (!answer.ok) throw new Error(`the node answered ${answer.status}`)
      return new Response(answer.body, {
        headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
      })
    } catch (cause) {
      throw chainUnreachable(cause)
    }
  })
  app.all('/rpc', refuseMethod(['POST']))
}

/** One call or a batch, every one of an allowed method. @throws RowrightError `request/unreadable`, `rpc/batch-size`, `rpc/refused`. */
function readCalls(text: string): Call | Call[] {
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch (cause) {
    throw new RowrightError('request/unreadable', 'The body is not JSON-RPC.', {
      field: 'body',
      hint: 'Send a JSON-RPC 2.0 request.',
      cause,
    })
  }
  const calls: unknown[] = Array.isArray(body) ? body : [body]
  if (calls.length === 0 || calls.length > MOST_CALLS) {
    throw new RowrightError(
      'rpc/batch-size',
      `A batch has 1 to ${MOST_CALLS} calls, this has ${calls.length}.`,
      {
        status: 422,
        field: 'body',
        hint: 'Send several batches.',
      },
    )
  }
  const refused = calls.find((call) => !isAllowed(call))
  if (refused !== undefined) {
    const method = (refused as { method?: unknown } | null)?.method
    const name = typeof method === 'string' ? `"${method.slice(0, 80)}"` : 'a call without a method'
    throw new RowrightError('rpc/refused', `The method ${name} is not passed on.`, {
      status: 403,
      field: 'method',
      hint: 'Reading and eth_sendRawTransaction are; for more, use the node itself.',
    })
  }
  return body as Call | Call[]
}

const isAllowed = (call: unknown): call is Call =>
  typeof call === 'object' &&
  call !== null &&
  typeof (call as Call).method === 'string' &&
  METHODS.has((call as Call).method)
