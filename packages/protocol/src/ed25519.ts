/** base64url without padding (RFC 4648 §5). */
export function toBase64url(bytes: Uint8Array): string {
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

/** The bytes of base64url text. @throws DOMException when it is none. */
export function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(binary, (character) => character.charCodeAt(0))
}

/** What signs: a public key, and a private one that may be a browser's non-extractable `CryptoKey`. */
export interface Signer {
  /** base64url of the 32-byte Ed25519 public key. */
  publicKey: string
  /** base64url of the 64-byte signature (RFC 8032). */
  sign(message: Uint8Array<ArrayBuffer>): Promise<string>
}

/** WebCrypto's key pair by the types of wherever this runs, browser or Node. */
export interface KeyPair {
  publicKey: Parameters<typeof crypto.subtle.sign>[1]
  privateKey: Parameters<typeof crypto.subtle.sign>[1]
}

/** A signer over a WebCrypto key pair; the public key must be extractable, the private one need not be. */
export async function signerOf(keys: KeyPair): Promise<Signer> {
  const raw = new Uint8Array(await crypto.subtle.exportKey('raw', keys.publicKey))
  return {
    publicKey: toBase64url(raw),
    sign: async (message) =>
      toBase64url(new Uint8Array(await crypto.subtle.sign('Ed25519', keys.privateKey, message))),
  }
}

/** Verifies an Ed25519 signature (RFC 8032) with WebCrypto; malformed keys and signatures are just false. */
export async function verifyEd25519(
  publicKey: string,
  signature: string,
  message: Uint8Array,
): Promise<boolean> {
  try {
    const key = await crypto.subtle.importKey('raw', fromBase64url(publicKey), 'Ed25519', false, ['verify'])
    return await crypto.subtle.verify('Ed25519', key, fromBase64url(signature), new Uint8Array(message))
  } catch {
    // A key that does not import is a signature that does not hold.
    return false
  }
}
