import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Signer, signerOf } from '@rowright/protocol'

/** The node's key, made at the first start; a file that only its owner reads. */
export async function openIdentity(folder: string): Promise<Signer> {
  const path = join(folder, 'key.json')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const jwk = await readJwk(path)
  if (jwk) {
    const { d: _, ...publicPart } = jwk
    return signerOf({
      privateKey: await crypto.subtle.importKey('jwk', { ...jwk, key_ops: ['sign'] }, 'Ed25519', false, [
        'sign',
      ]),
      publicKey: await crypto.subtle.importKey(
        'jwk',
        { ...publicPart, key_ops: ['verify'] },
        'Ed25519',
        true,
        ['verify'],
      ),
    })
  }
  const pair = await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])
  if (!('privateKey' in pair)) throw new Error('Ed25519 gives a pair')
  const made = await crypto.subtle.exportKey('jwk', pair.privateKey)
  await writeFile(path, JSON.stringify(made), { mode: 0o600, flag: 'wx' })
  return signerOf(pair)
}

async function readJwk(path: string) {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as { d: string; x: string; kty: string; crv: string }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
