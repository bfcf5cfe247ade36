import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { isAddress } from 'viem'
import { privateKeyToAddress } from 'viem/accounts'
import { OperatorError } from './errors.ts'
import { createWhole } from './wholeFile.ts'

/**
 * The roles this instance signs for, each a file `KEYS_DIR/ROLE.key` with one 0x-prefixed private key. `admin` deploys
 * and names the others; `poster` posts reward roots; `publisher` publishes releases; `anchorer` anchors consents;
 * `relayer` pays the gas of other people's claims; `guardian` may disable a root that waits, nothing else.
 */
export const ROLES = ['admin', 'poster', 'publisher', 'anchorer', 'relayer', 'guardian'] as const
export type Role = (typeof ROLES)[number]

/** Writes the keys of anvil's public accounts for a local chain. Existing files are left alone. */
export async function ensureLocalKeys(keysDir: string, publicKeys: readonly `0x${string}`[]): Promise<void> {
  await mkdir(keysDir, { recursive: true, mode: 0o700 })
  for (const [index, role] of ROLES.entries()) {
    // The accounts after the roles' are people's in tests and the demo; the guardian gets the last.
    const key = role === 'guardian' ? publicKeys.at(-1) : publicKeys[index]
    createWhole(keyPath(keysDir, role), `${key}\n`)
  }
}

/** Reads a role's key. Errors: `runtime/key-missing`, `runtime/key-invalid`, each naming the file. */
export async function readKey(keysDir: string, role: Role): Promise<`0x${string}`> {
  const path = keyPath(keysDir, role)
  if (!existsSync(path))
    throw new OperatorError(
      'runtime/key-missing',
      `${path} is missing; put the ${role}'s 0x private key there (mode 600).`,
    )
  const key = (await readFile(path, 'utf8')).trim()
  if (!/^0x[0-9a-f]{64}$/i.test(key))
    throw new OperatorError(
      'runtime/key-invalid',
      `${path} must hold one private key: 0x and 64 hexadecimal digits.`,
    )
  return key as `0x${string}`
}

/** A role's address: from `ROLE.address` when its key is kept elsewhere, else from its key. */
export async function addressOf(keysDir: string, role: Role): Promise<`0x${string}`> {
  const path = join(keysDir, `${role}.address`)
  if (!existsSync(path)) return privateKeyToAddress(await readKey(keysDir, role))
  const address = (await readFile(path, 'utf8')).trim()
  if (isAddress(address)) return address
  throw new OperatorError('runtime/address-invalid', `${path} must hold one address: 0x and 40 digits.`)
}

/** The key that signs receipts of erasure: made once. It has no role on chain and no money. */
export async function ensureReceiptsKey(keysDir: string): Promise<void> {
  await mkdir(keysDir, { recursive: true, mode: 0o700 })
  createWhole(join(keysDir, 'receipts.key'), `0x${randomBytes(32).toString('hex')}\n`)
}

/** The secret that signs sessions: made once, kept in `secrets.json`. Losing it signs everybody out, no more. */
export async function authSecret(dataDir: string): Promise<string> {
  const path = join(dataDir, 'secrets.json')
  if (existsSync(path)) {
    const { authSecret } = JSON.parse(await readFile(path, 'utf8')) as { authSecret: string }
    return authSecret
  }
  const secret = randomBytes(32).toString('base64url')
  createWhole(path, `${JSON.stringify({ authSecret: secret })}\n`)
  return secret
}

export function keyPath(keysDir: string, role: Role): string {
  return join(keysDir, `${role}.key`)
}
