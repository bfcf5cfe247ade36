import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const schema = z.object({
  DATABASE_URL: z.string().min(1),
  RPC_URL: z.url(),
  BLOB_STORE: z.string().min(1),
  KEYS_DIR: z.string().min(1),
  /** Where people reach the instance: pages that it looks at are told. */
  PUBLIC_URL: z.url(),
  /** Endpoints' keys are derived from it. */
  AUTH_SECRET: z.string().min(32),
  ROWRIGHT_PROFILE: z.enum(['local', 'production']).default('production'),
  EPOCH_SECONDS: z.coerce.number().positive().default(86_400),
  /** Claims are relayed when so many wait, when one is worth so many times its gas, or after so many seconds. */
  RELAY_BATCH: z.coerce.number().int().min(1).max(200).default(100),
  RELAY_TIMES_GAS: z.coerce.bigint().min(0n).default(20n),
  RELAY_LONGEST_WAIT: z.coerce.number().min(0).default(5),
  /** Base units of the token that one ether costs. */
  TOKEN_PER_ETHER: z.coerce.bigint().min(1n).default(3_000_000_000n),
  /** Blocks that must lie on top before an event counts. */
  CONFIRMATIONS: z.coerce.number().int().min(0).default(0),
  /** Seconds that revocations are gathered before a release gets its successor: an hour is the most that is promised. */
  REPUBLISH_SECONDS: z.coerce.number().min(0).max(3_000).default(60),
  /** Seconds that holders of a withdrawn release have to replace it. */
  DELETE_AFTER_SECONDS: z.coerce
    .number()
    .min(0)
    .default(7 * 86_400),
})

export type Keys = Record<'poster' | 'publisher' | 'anchorer' | 'relayer', `0x${string}`>

export interface Env extends z.infer<typeof schema> {
  keys: Keys
}

/** Reads the environment and the key files. @throws Error that names what is missing. */
export function readEnv(env: NodeJS.ProcessEnv = process.env): Env {
  const parsed = schema.safeParse(env)
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new Error(
      `These settings are wrong or missing: ${faults.join('; ')}. The start command sets them all.`,
    )
  }
  const key = (name: string) =>
    readFileSync(join(parsed.data.KEYS_DIR, `${name}.key`), 'utf8').trim() as `0x${string}`
  return {
    ...parsed.data,
    keys: {
      poster: key('poster'),
      publisher: key('publisher'),
      anchorer: key('anchorer'),
      relayer: key('relayer'),
    },
  }
}
