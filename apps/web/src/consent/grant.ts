import type { ConsentBody } from '@rowright/protocol'
import type { TrpcClient } from '../api/trpc.ts'
import type { Consent, Terms } from '../api/types.ts'
import { ensureDevice } from '../identity/ensureDevice.ts'

function addMonths(from: Date, months: number): Date {
  const to = new Date(from)
  to.setUTCMonth(to.getUTCMonth() + months)
  return to
}

/**
 * One tap: makes the 32-byte secret that can end this consent, signs the body with the device key and
 * registers both. The receipt in the answer carries the secret.
 */
export async function grantConsent(
  client: TrpcClient,
  input: {
    poolId: string
    personId: string
    terms: Terms
    language: ConsentBody['language']
    licensees: { allowed: string[]; denied: string[] }
    /** For the licensees allowed by name, and for nobody else. */
    onlyNamed: boolean
  },
): Promise<Consent> {
  const [{ consentMessage, revocationLock }, { bytesToHex }, key] = await Promise.all([
    import('@rowright/protocol'),
    import('viem'),
    ensureDevice(client, input.personId),
  ])
  const { terms, hash } = input.terms
  const secret = bytesToHex(crypto.getRandomValues(new Uint8Array(32)))
  const now = new Date()
  const body: ConsentBody = {
    kind: 'rowright.consent.v2',
    poolId: input.poolId,
    publicKey: key.publicKey,
    termsHash: hash,
    purposes: terms.purposes as ConsentBody['purposes'],
    licenseeClasses: input.onlyNamed ? [] : (terms.licenseeClasses as ConsentBody['licenseeClasses']),
    licensees: input.licensees,
    revocationLock: revocationLock(secret),
    grantedAt: now.toISOString(),
    expiresAt: addMonths(now, terms.months).toISOString(),
    language: input.language,
  }
  const signature = await key.sign(consentMessage(body))
  return client.consent.grant.mutate({ poolId: input.poolId, body, signature, secret })
}
