import { createHmac, createPrivateKey, createPublicKey, hkdfSync, sign as signBytes } from 'node:crypto'

/** PKCS #8 of an Ed25519 key, up to its 32 bytes (RFC 8410). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')
const SPKI_HEAD = 12

/** An Ed25519 key from 32 bytes: its public half as 32 bytes, and signing (RFC 8032: the same text, the same signature). */
export function ed25519(seed: Uint8Array): { publicKey: Buffer; sign(content: string): Buffer } {
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' })
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(SPKI_HEAD)
  return { publicKey, sign: (content) => signBytes(null, Buffer.from(content), key) }
}

/**
 * The keys of an endpoint, derived from the instance's secret: the database holds none. [HOOK-4]
 * (Standard Webhooks 1.0: `whpk_` and `whsec_` with base64.)
 */
export function keysOf(secret: string, endpointId: string, version: number) {
  const derive = (what: string) =>
    Buffer.from(
      hkdfSync(
        'sha256',
        secret,
        '',
        `rowright.webhook.v1:${what}:${endpointId}:${version}`,
        32,
      ) as ArrayBuffer,
    )
  const shared = derive('hmac')
  const own = ed25519(derive('ed25519'))
  return {
    publicKey: `whpk_${own.publicKey.toString('base64')}`,
    sharedSecret: `whsec_${shared.toString('base64')}`,
    /** Both signatures of `{id}.{seconds}.{body}`. */
    sign(content: string): string[] {
      return [
        `v1a,${own.sign(content).toString('base64')}`,
        `v1,${createHmac('sha256', shared).update(content).digest('base64')}`,
      ]
    },
  }
}
