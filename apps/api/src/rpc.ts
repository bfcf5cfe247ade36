import { RowrightError } from '@rowright/protocol'
import type { System } from '@rowright/server'
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
const MOST_BYTES = 500_000

/** JSON-RPC on the same origin, so that pages need no other. */
export function mountRpc(app: Hono, system: System): void {
  app.post('/rpc', async (c) => {
    const text = await c.req.text()
    let calls: { method?: unknown }[]
    try {
      const body = JSON.parse(text) as { method?: unknown } | { method?: unknown }[]
      calls = Array.isArray(body) ? body : [body]
    } catch (cause) {
      throw new RowrightError('request/unreadable', 'The body is not JSON-RPC.', {
        field: 'body',
        hint: 'Send a JSON-RPC 2.0 request.',
        cause,
      })
    }
    const refused = calls.find((call) => !METHODS.has(String(call?.method)))
    if (refused || text.length > MOST_BYTES || calls.length > 100) {
      throw new RowrightError(
        'rpc/refused',
        `The method ${String(refused?.method ?? '')} is not passed on.`,
        {
          status: 403,
          field: 'method',
          hint: 'Reading and eth_sendRawTransaction are; for more, use the node itself.',
        },
      )
    }
    try {
      const answer = await fetch(system.config.rpcUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: text,
      })
      return new Response(answer.body, {
        status: answer.status,
        headers: { 'content-type': 'application/json' },
      })
    } catch (cause) {
      throw new RowrightError('chain/unreachable', 'The chain cannot be reached right now.', {
        status: 503,
        retryable: true,
        retryAfter: 2,
        hint: 'Work goes on meanwhile; settlement catches up. Try again in a moment.',
        cause,
      })
    }
  })
}
