import { hkdfSync } from 'node:crypto'
import { type Signer, signerOf } from '@rowright/protocol'

/** What PKCS #8 puts before a 32-byte Ed25519 seed (RFC 8410 §7). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')

const known = new Map<string, Promise<Signer>>()

/**
 * What signs leases: an Ed25519 key derived from the instance's secret (HKDF-SHA-256, RFC 5869), so that every process
 * of an instance has the same one and nothing more is to be kept. With another secret all nodes must pair again.
 */
export function nodeSigner(secret: string): Promise<Signer> {
  const made = known.get(secret) ?? derive(secret)
  known.set(secret, made)
  return made
}

async function derive(secret: string): Promise<Signer> {
  const seed = Buffer.from(hkdfSync('sha256', secret, '', 'rowright.node-signer.v1', 32))
  const pkcs8 = Buffer.concat([PKCS8, seed])
  const privateKey = await crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', true, ['sign'])
  const { x } = await crypto.subtle.exportKey('jwk', privateKey)
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: x! }
  const publicKey = await crypto.subtle.importKey('jwk', jwk, 'Ed25519', true, ['verify'])
  return signerOf({ publicKey, privateKey })
}
