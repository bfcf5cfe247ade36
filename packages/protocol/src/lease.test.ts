import { expect, test } from 'vitest'
import {
  authorizeCall,
  type CollectResult,
  canonicalJson,
  checkCall,
  checkLease,
  commitmentOf,
  decodeMinhash,
  encodeMinhash,
  type KeyPair,
  type Lease,
  resultSchema,
  returnSchema,
  type Signer,
  signerOf,
  signLease,
} from './index.ts'

const T0 = Date.parse('2026-11-26T12:00:00Z')
const newSigner = async (): Promise<Signer> =>
  signerOf((await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])) as KeyPair)

const instance = await newSigner()
const ada = await newSigner()
const bo = await newSigner()

const lease: Lease = {
  kind: 'rowright.lease.v1',
  leaseId: crypto.randomUUID(),
  poolId: crypto.randomUUID(),
  campaignId: crypto.randomUUID(),
  nodeKey: ada.publicKey,
  url: 'https://news.example.org/one?page=2',
  hosts: ['news.example.org', 'www.news.example.org'],
  pay: '1200',
  issuedAt: '2026-11-26T12:00:00.000Z',
  notAfter: '2026-11-26T12:05:00.000Z',
  delaySeconds: 5,
  maxBytes: 2_000_000,
  maxHops: 5,
}
const atAda = { instanceKey: instance.publicKey, nodeKey: ada.publicKey, now: T0 + 1000 }
const faultOf = async (input: unknown, against = atAda) => {
  const checked = await checkLease(input, against)
  return checked.ok ? 'good' : checked.fault.code
}

test('a lease signed by the paired instance holds, whatever the order of its members', async () => {
  const signed = await signLease(lease, instance)
  expect(await checkLease(signed, atAda)).toEqual({ ok: true, lease })
  const turned = Object.fromEntries(Object.entries(lease).reverse())
  expect(await faultOf({ signature: signed.signature, lease: turned })).toBe('good')
})

test('any change of a lease, another signer, another node, another host and time out of bounds are refused', async () => {
  const signed = await signLease(lease, instance)
  const changes: Partial<Lease>[] = [
    { url: 'https://news.example.org/two' },
    { hosts: ['news.example.org', 'router.example.org'] },
    { pay: '9999' },
    { maxBytes: 10_000_000 },
    { notAfter: '2026-11-27T12:05:00.000Z' },
    { delaySeconds: 0 },
    { nodeKey: bo.publicKey },
    { etag: '"new"' },
  ]
  for (const change of changes)
    expect(await faultOf({ ...signed, lease: { ...lease, ...change } }), JSON.stringify(change)).toBe(
      'forged',
    )
  expect(await faultOf(await signLease(lease, bo))).toBe('forged')
  expect(await faultOf({ ...signed, signature: 'A'.repeat(86) })).toBe('forged')
  expect(await faultOf(signed, { ...atAda, nodeKey: bo.publicKey })).toBe('not-mine')
  expect(await faultOf(await signLease({ ...lease, hosts: ['other.example.org'] }, instance))).toBe(
    'host-not-allowed',
  )
  expect(await faultOf(signed, { ...atAda, now: T0 + 301_000 })).toBe('expired')
  expect(await faultOf(signed, { ...atAda, now: T0 - 299_000 })).toBe('good')
  expect(await faultOf(signed, { ...atAda, now: T0 - 301_000 })).toBe('from-the-future')
})

test('a lease with anything more than the known members is malformed, even when it is signed', async () => {
  const odd: unknown[] = [
    { ...lease, method: 'POST' },
    { ...lease, headers: { cookie: 'a=b' } },
    { ...lease, script: 'fetch("http://192.168.0.1")' },
    { ...lease, url: 'file:///etc/passwd' },
    { ...lease, url: 'javascript:alert(1)' },
    { ...lease, hosts: ['192.168.0.1'] },
    { ...lease, hosts: ['[::1]'] },
    { ...lease, hosts: ['localhost'] },
    { ...lease, hosts: [] },
    { ...lease, maxBytes: 1e12 },
    { ...lease, maxHops: 50 },
    { ...lease, delaySeconds: -1 },
    { ...lease, etag: '"a"\r\ncookie: b' },
    { ...lease, pay: '-1' },
    { ...lease, kind: 'rowright.consent.v1' },
    null,
    'lease',
  ]
  for (const body of odd) {
    const signed = {
      lease: body,
      signature: await instance.sign(new TextEncoder().encode(canonicalJson(body))),
    }
    expect(await faultOf(signed), JSON.stringify(body)).toBe('malformed')
  }
})

const result: CollectResult = {
  kind: 'rowright.result.v1',
  leaseId: lease.leaseId,
  nodeKey: ada.publicKey,
  client: 'rowright-node/0.1.0',
  hops: [{ url: lease.url, status: 200, ip: '93.184.215.14' }],
  headers: [['content-type', 'text/html; charset=utf-8']],
  decision: { allowed: true, reason: 'No signal refuses; 1 found.', evidence: [] },
  bytes: 4711,
  observedAt: '2026-11-26T12:00:02.000Z',
  document: {
    url: lease.url,
    text: 'Water is wet. Write to [email].',
    language: 'en',
    authors: [],
    licenses: [],
    links: [],
    personalData: { email: 1 },
    fingerprints: { sha256: 'ab'.repeat(32), simhash: '0'.repeat(16), minhash: '0000002a'.repeat(128) },
  },
}

test('a commitment opens with its salt and its result, and with nothing else', () => {
  const salt = '07'.repeat(32)
  const commitment = commitmentOf(salt, result)
  expect(commitment).toMatch(/^[0-9a-f]{64}$/)
  expect(commitmentOf(salt, resultSchema.parse(JSON.parse(JSON.stringify(result))))).toBe(commitment)
  expect(commitmentOf('08'.repeat(32), result)).not.toBe(commitment)
  // Bo, who copied it, would have to name his own key.
  expect(commitmentOf(salt, { ...result, nodeKey: bo.publicKey })).not.toBe(commitment)
})

test('a result holds known headers only, and a page that did not change needs no document', () => {
  expect(resultSchema.safeParse({ ...result, headers: [['set-cookie', 'a=b']] }).success).toBe(false)
  expect(resultSchema.safeParse({ ...result, document: null, bytes: 0 }).success).toBe(true)
  expect(resultSchema.safeParse({ ...result, html: '<p>' }).success).toBe(false)
})

test('a lease goes back with a reason that is known', () => {
  const given = { detail: 'robots.txt line 2 turns us away.', hops: [], observedAt: result.observedAt }
  expect(returnSchema.safeParse({ ...given, reason: 'refused' }).success).toBe(true)
  expect(returnSchema.safeParse({ ...given, reason: 'tired' }).success).toBe(false)
})

test('minhash travels as hex and comes back the same', () => {
  const words = Uint32Array.from({ length: 128 }, (_, i) => (i * 2_654_435_761) >>> 0)
  expect(decodeMinhash(encodeMinhash(words))).toEqual(words)
})

test('a call is bound to its node, its kind, its whole input and its time', async () => {
  const at = '2026-11-26T12:00:00.000Z'
  const input = { leaseId: lease.leaseId, commitment: 'ab'.repeat(32) }
  const header = await authorizeCall(ada, 'commit', input, at)
  expect(await checkCall(header, 'commit', input, T0)).toEqual({ ok: true, nodeKey: ada.publicKey, at })
  const code = async (...[head, call, body, now]: Parameters<typeof checkCall>) => {
    const checked = await checkCall(head, call, body, now)
    return checked.ok ? 'good' : checked.code
  }
  expect(await code(header, 'reveal', input, T0)).toBe('bad-signature')
  expect(await code(header, 'commit', { ...input, commitment: 'cd'.repeat(32) }, T0)).toBe('bad-signature')
  expect(await code(header.replace(ada.publicKey, bo.publicKey), 'commit', input, T0)).toBe('bad-signature')
  expect(await code(header, 'commit', input, T0 + 301_000)).toBe('clock-skew')
  expect(await code(header, 'commit', input, T0 - 301_000)).toBe('clock-skew')
  expect(await code(header.replace('T12', 'T99'), 'commit', input, T0)).toBe('clock-skew')
  for (const none of [undefined, null, '', 'Bearer abc'])
    expect(await code(none, 'commit', input, T0)).toBe('unsigned')
  const me = await authorizeCall(ada, 'me', undefined, at)
  expect(await code(me, 'me', {}, T0)).toBe('good')
})
