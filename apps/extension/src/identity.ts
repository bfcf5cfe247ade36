import type { Store } from '@rowright/node'
import { type KeyPair, type Signer, signerOf } from '@rowright/protocol'

/** This node's key: Ed25519, made here, and not even this extension can read its private half. */
export async function openIdentity(store: Store): Promise<Signer> {
  const known = (await store.get('key')) as KeyPair | undefined
  if (known) return signerOf(known)
  const made = (await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])) as CryptoKeyPair
  await store.put('key', made)
  return signerOf(made)
}
