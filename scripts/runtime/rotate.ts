import { existsSync, readFileSync, renameSync } from 'node:fs'
import { CHAIN_ROLES, type ChainRole, giveAdmin, giveRole, openSender } from '@rowright/chain/post'
import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts'
import { OperatorError } from './errors.ts'
import { keyPath, ROLES, type Role, readKey } from './keys.ts'
import { createWhole } from './wholeFile.ts'

/** How far a rotation got. */
export interface Rotated {
  address: `0x${string}`
  /** Null: the new key is in force and in the role's file; the old one is in `ROLE.key.old`. */
  readyAt: Date | null
}

/**
 * Replaces the key of a role, one step at a call. The new key is kept in `ROLE.key.next` from the first step on, so a
 * call that was cut short goes on. A role the contracts know is given to the new account first (through the timelock,
 * which waits); only then does the file change. The admin hands its place in the timelock to its successor the same way. The relayer has no role on chain: its new account only needs ether.
 */
export async function rotateKey(setup: {
  rpcUrl: string
  keysDir: string
  contracts: { rewards: `0x${string}`; dataPools: `0x${string}`; consents: `0x${string}` }
  role: Role
}): Promise<Rotated> {
  const { rpcUrl, keysDir, contracts, role } = setup
  const path = keyPath(keysDir, role)
  const next = `${path}.next`
  if (!existsSync(next)) createWhole(next, `${generatePrivateKey()}\n`)
  const address = privateKeyToAddress(readFileSync(next, 'utf8').trim() as `0x${string}`)
  if (role === 'admin' || CHAIN_ROLES.includes(role as ChainRole)) {
    const admin = await openSender(rpcUrl, await readKey(keysDir, 'admin'))
    const readyAt =
      role === 'admin'
        ? await giveAdmin(admin, contracts, address)
        : await giveRole(admin, contracts, role as ChainRole, address)
    if (readyAt) return { address, readyAt }
  }
  if (existsSync(path)) renameSync(path, `${path}.old`)
  renameSync(next, path)
  return { address, readyAt: null }
}

/** @throws OperatorError `runtime/unknown-role`. */
export function roleNamed(name: string | undefined): Role {
  if (ROLES.includes(name as Role)) return name as Role
  const message = `Usage: npm run rotate -- ROLE, where ROLE is one of ${ROLES.join(', ')}.`
  throw new OperatorError('runtime/unknown-role', message)
}
