import { localProblem, ProblemError } from '../api/problem.ts'
import { base64url } from './base64url.ts'
import { addLocal, readLocal } from './database.ts'

/** The key of this browser: Ed25519 (RFC 8032). The private half cannot leave it, not even for us. */
export interface DeviceKey {
  /** base64url of the 32 public bytes. */
  publicKey: string
  /** base64url signature over the bytes. */
  sign(message: Uint8Array<ArrayBuffer>): Promise<string>
}

const KEY = 'ed25519'

/**
 * The one device key of this browser, made at the first call and kept in IndexedDB.
 * @throws ProblemError `web/no-device-key` where WebCrypto has no Ed25519 or the page is not served securely.
 */
export async function deviceKey(): Promise<DeviceKey> {
  const pair = (await readLocal<CryptoKeyPair>('device', KEY)) ?? (await makeKey())
  const raw = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))
  return {
    publicKey: base64url(raw),
    async sign(message) {
      return base64url(new Uint8Array(await crypto.subtle.sign('Ed25519', pair.privateKey, message)))
    },
  }
}

async function makeKey(): Promise<CryptoKeyPair> {
  try {
    const pair = await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])
    await addLocal('device', KEY, pair)
    // Another tab may have been first: what is stored is the key.
    return (await readLocal<CryptoKeyPair>('device', KEY)) ?? (pair as CryptoKeyPair)
  } catch (cause) {
    throw new ProblemError(localProblem('web/no-device-key', 'This browser cannot keep a signing key'), {
      cause,
    })
  }
}
