import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Deployment } from '@rowright/chain'
import {
  currentDeployment,
  type Database,
  folderBlobStore,
  jsonLog,
  openDatabase,
  withTx,
} from '@rowright/db'
import type { System } from '@rowright/server'
import { privateKeyToAccount } from 'viem/accounts'
import { z } from 'zod'

const schema = z.object({
  ROWRIGHT_PROFILE: z.enum(['local', 'production']).default('local'),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  PUBLIC_URL: z.url(),
  DATABASE_URL: z.string().min(1),
  RPC_URL: z.url(),
  WEB_URL: z.url().optional(),
  BLOB_STORE: z.string().min(1),
  AUTH_SECRET: z.string().min(32),
  KEYS_DIR: z.string().optional(),
  /** Folder with the packed collection nodes and `builds.json`. */
  NODE_FILES: z.string().optional(),
  EPOCH_SECONDS: z.coerce.number().positive().default(86_400),
  RATE_FACTOR: z.coerce.number().positive().optional(),
  /** Number of proxies in front whose X-Forwarded-For is believed. */
  TRUSTED_PROXIES: z.coerce.number().int().min(0).default(0),
  /** Whether a local instance is seeded with the digits. */
  DEMO_POOL: z.enum(['yes', 'no']).default('yes'),
  /** Origins that lead to this instance and serve canaries for collection nodes only, e.g. `https://stories.example`. */
  CANARY_HOSTS: z
    .string()
    .default('')
    .transform((text) => text.split(',').flatMap((one) => one.trim().toLowerCase() || [])),
  /** Of all leases, those that are canaries: a percent by default, a tenth at most. */
  CANARY_SHARE_PPM: z.coerce.number().int().min(0).max(100_000).default(10_000),
  INSTANCE_NAME: z.string().default('Rowright'),
})
export type Env = z.infer<typeof schema>

/** Reads the environment, all faults at once. @throws Error that names each variable. */
export function readEnv(env: NodeJS.ProcessEnv = process.env): Env {
  const parsed = schema.safeParse(env)
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  throw new Error(
    `These settings are wrong or missing: ${faults.join('; ')}. The start command sets them all.`,
  )
}

/** The parts a server process is made of. */
export function openSystem(env: Env, name: string): System {
  const log = jsonLog(name)
  const database = openDatabase(env.DATABASE_URL, { log, size: 20 })
  return {
    database,
    blobs: folderBlobStore(env.BLOB_STORE),
    config: {
      name: env.INSTANCE_NAME,
      profile: env.ROWRIGHT_PROFILE,
      publicUrl: env.PUBLIC_URL.replace(/\/$/, ''),
      epochSeconds: env.EPOCH_SECONDS,
      authSecret: env.AUTH_SECRET,
      rpcUrl: env.RPC_URL,
      // One person with many accounts is normal on one's own machine.
      rateFactor: env.RATE_FACTOR ?? (env.ROWRIGHT_PROFILE === 'local' ? 10 : 1),
      relayer: relayerAddress(env.KEYS_DIR),
    },
    signReceipt: receiptsSigner(env.KEYS_DIR),
    deployment: rememberedDeployment(database),
  }
}

/** The key that signs receipts, `receipts.key`. Without it receipts are refused, nothing else. */
function receiptsSigner(folder: string | undefined): System['signReceipt'] {
  const path = folder && join(folder, 'receipts.key')
  if (!path || !existsSync(path)) return undefined
  const account = privateKeyToAccount(readFileSync(path, 'utf8').trim() as `0x${string}`)
  return async (text) => ({
    signer: account.address,
    signature: await account.signMessage({ message: text }),
  })
}

function relayerAddress(folder: string | undefined): `0x${string}` | null {
  if (folder === undefined) return null
  try {
    return privateKeyToAccount(readFileSync(join(folder, 'relayer.key'), 'utf8').trim() as `0x${string}`)
      .address
  } catch {
    // This process does not send anything; without the file it just cannot show the balance.
    return null
  }
}

/** The deployment changes only when the chain is another one; looking every few seconds is enough. */
function rememberedDeployment(database: Database): () => Promise<Deployment | null> {
  let known: { at: number; value: Deployment | null } | undefined
  return async () => {
    if (!known || Date.now() - known.at > (known.value ? 5_000 : 500)) {
      const found = await withTx(database, { kind: 'system', name: 'deployment' }, currentDeployment)
      known = { at: Date.now(), value: (found?.deployment as Deployment | undefined) ?? null }
    }
    return known.value
  }
}
