import { join, resolve } from 'node:path'

import { OperatorError } from './errors.ts'
import { ROOT } from './root.ts'

export interface Settings {
  profile: 'local' | 'production'
  host: string
  port: number
  publicUrl: string
  dataDir: string
  keysDir: string
  blobStore: string
  epochSeconds: number
  /** Set when the operator brings a database or a chain. */
  databaseUrl?: string
  rpcUrl?: string
  token?: `0x${string}`
}

/** Reads the settings an operator may give as environment variables. Errors name the variable. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const profile = env.ROWRIGHT_PROFILE || 'local'
  if (profile !== 'local' && profile !== 'production')
    throw invalid('ROWRIGHT_PROFILE', profile, 'local or production')
  const port = whole(env, 'PORT', 3000, 65_535)
  const dataDir = resolve(ROOT, env.DATA_DIR || '.rowright')
  const settings: Settings = {
    profile,
    host: env.HOST || '127.0.0.1',
    port,
    publicUrl: env.PUBLIC_URL || `http://localhost:${port}`,
    dataDir,
    keysDir: resolve(ROOT, env.KEYS_DIR || join(dataDir, 'keys')),
    blobStore: env.BLOB_STORE || join(dataDir, 'blobs'),
    epochSeconds: whole(env, 'EPOCH_SECONDS', profile === 'local' ? 30 : 86_400, 31_536_000),
    databaseUrl: env.DATABASE_URL || undefined,
    rpcUrl: env.RPC_URL || undefined,
    token: tokenAddress(env.TOKEN_ADDRESS),
  }
  if (!URL.canParse(settings.publicUrl))
    throw invalid('PUBLIC_URL', settings.publicUrl, 'an address like https://example.org')
  if (profile === 'production' && !settings.rpcUrl) {
    const message =
      'The local chain is for trying out, its keys are public; set RPC_URL to a real chain for ROWRIGHT_PROFILE=production.'
    throw new OperatorError('runtime/production-without-chain', message)
  }
  return settings
}

function tokenAddress(given: string | undefined): `0x${string}` | undefined {
  if (!given) return undefined
  if (/^0x[0-9a-f]{40}$/i.test(given)) return given as `0x${string}`
  throw invalid('TOKEN_ADDRESS', given, 'an address: 0x and 40 hexadecimal digits')
}

function whole(env: NodeJS.ProcessEnv, name: string, otherwise: number, most: number): number {
  const given = env[name]
  if (!given) return otherwise
  const value = Number(given)
  if (!Number.isInteger(value) || value < 1 || value > most)
    throw invalid(name, given, `a whole number from 1 to ${most}`)
  return value
}

function invalid(name: string, given: string, wanted: string): OperatorError {
  return new OperatorError('runtime/setting', `${name}=${given} is not usable; it must be ${wanted}.`)
}
