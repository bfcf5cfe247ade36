import { generateKeyPairSync, sign } from 'node:crypto'
import {
  type ConsentBody,
  type ConsentTerms,
  consentMessage,
  revocationLock,
  sha256Hex,
} from '@rowright/protocol'
import { bytesToHex, type Hex } from 'viem'
import { type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts'
import { createSiweMessage } from 'viem/siwe'

import { type Caller, callerOf, type Out } from './api.ts'
import { ApiProblem } from './errors.ts'
import type { Http } from './http.ts'

export interface Account extends Caller {
  name: string
  personId: string
  wallet: PrivateKeyAccount
  privateKey: Hex
  token: string
}

/** What all accounts of one replay share. */
export interface Site {
  http: Http
  instance: Out['instance']['get'] & { chain: NonNullable<Out['instance']['get']['chain']> }
  /** Keys come from here and the account's name, so that signing in again is the same account. */
  keySeed: string
  signal: AbortSignal
}

/** Signs in with a wallet of its own (SIWE, ERC-4361). */
export async function signIn(site: Site, name: string): Promise<Account> {
  const privateKey: Hex = `0x${sha256Hex(JSON.stringify(['wallet', site.keySeed, name]))}`
  const wallet = privateKeyToAccount(privateKey)
  const token = await newToken(site, wallet)
  const caller = callerOf(site.http, token)
  const me = await caller.get<Out['me']['get']>('/v1/me')
  return { ...caller, name, personId: me.id, wallet, privateKey, token }
}

const SIGN_IN_ATTEMPTS = 10

/** A session's token for a wallet. */
export async function newToken(
  { http, instance }: Pick<Site, 'http' | 'instance'>,
  wallet: PrivateKeyAccount,
): Promise<string> {
  const anybody = callerOf(http)
  for (let attempt = 1; ; attempt++) {
    const { nonce } = await anybody.post<{ nonce: string }>('/api/auth/siwe/nonce')
    const message = createSiweMessage({
      address: wallet.address,
      chainId: instance.chain.id,
      domain: new URL(instance.publicUrl).host,
      uri: instance.publicUrl,
      nonce,
      version: '1',
    })
    const body = JSON.stringify({ message, signature: await wallet.signMessage({ message }) })
    try {
      const { headers } = await http.send({ method: 'POST', path: '/api/auth/siwe/verify', body })
      return headers.get('set-auth-token')!
    } catch (error) {
      // A nonce works once: when the answer was lost on its way, the next attempt needs another.
      const spent = error instanceof ApiProblem && error.status === 401 && error.uncertain
      if (!spent || attempt === SIGN_IN_ATTEMPTS) throw error
    }
  }
}

const DAY_MS = 86_400_000

/** Registers a device key (Ed25519, RFC 8032) and signs the pool's consent with it. */
export async function giveConsent(
  account: Account,
  poolId: string,
  { terms, hash }: { terms: ConsentTerms; hash: string },
): Promise<void> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const key = publicKey.export({ format: 'jwk' }).x!
  const signed = (message: Uint8Array) => sign(null, message, privateKey).toString('base64url')
  await account.post('/v1/me/devices', {
    publicKey: key,
    proof: signed(new TextEncoder().encode(`rowright.device.v1:${account.personId}`)),
  })
  const secret = bytesToHex(crypto.getRandomValues(new Uint8Array(32)))
  const now = Date.now()
  const body: ConsentBody = {
    kind: 'rowright.consent.v1',
    poolId,
    publicKey: key,
    termsHash: hash,
    purposes: terms.purposes,
    licenseeClasses: terms.licenseeClasses,
    revocationLock: revocationLock(secret),
    grantedAt: new Date(now).toISOString(),
    expiresAt: new Date(now + terms.months * 28 * DAY_MS).toISOString(),
    language: 'en',
  }
  await account.post(`/v1/pools/${poolId}/consents`, {
    body,
    signature: signed(consentMessage(body)),
    secret,
  })
}
