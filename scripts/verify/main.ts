import { parseArgs } from 'node:util'
import { readSettings } from '../runtime/settings.ts'
import { CannotVerify, verifyEpoch } from './epoch.ts'

const USAGE =
  'Usage: npm run verify:epoch -- MANIFEST [--rpc URL]   MANIFEST: a file, or http(s)://…/v1/epochs/N/manifest'

try {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { rpc: { type: 'string' } } })
  const [source, ...more] = positionals
  if (!source || more.length > 0) throw new CannotVerify(USAGE)
  const { differs, compared, trusted } = await verifyEpoch(source, values.rpc ?? (await localRpc()))
  for (const one of compared) console.log(`  ${one}`)
  for (const one of trusted) console.log(`  not compared: ${one}`)
  console.log(differs ? `differs: ${differs}` : 'match')
  process.exitCode = differs ? 1 : 0
} catch (error) {
  const known =
    error instanceof CannotVerify || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')
  if (!known) throw error
  console.error(`✗ ${(error as Error).message}`)
  process.exitCode = 1
}

/** The chain of the system that runs here, if one does. */
async function localRpc(): Promise<string | null> {
  const url = `${readSettings(process.env).publicUrl}/rpc`
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_chainId' }),
      signal: AbortSignal.timeout(5_000),
    })
    return response.ok ? url : null
  } catch {
    return null // nothing runs here
  }
}
