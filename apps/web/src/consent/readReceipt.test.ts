import { revocationLock } from '@rowright/protocol'
import { expect, test } from 'vitest'
import { readReceipt } from './readReceipt.ts'

const secret = `0x${'5e'.repeat(32)}` as const
const body = {
  kind: 'rowright.consent.v1',
  poolId: '0190a000-0000-7000-8000-000000000009',
  publicKey: 'A'.repeat(43),
  termsHash: '0'.repeat(64),
  purposes: ['research'],
  licenseeClasses: ['anyone'],
  revocationLock: revocationLock(secret),
  grantedAt: '2026-01-01T00:00:00.000Z',
  expiresAt: '2027-01-01T00:00:00.000Z',
  language: 'en',
}
const receipt = {
  kind: 'rowright.consent-receipt.v1',
  consentId: '0190a000-0000-7000-8000-00000000000a',
  body,
  bodySha256: '0'.repeat(64),
  signature: 'A'.repeat(86),
  terms: {},
  secret,
}

test('[CON-5] a receipt is read, of either version, with or without the name of its pool', async () => {
  expect(await readReceipt(JSON.stringify(receipt))).toEqual({ consentId: receipt.consentId, body, secret })
  const second = { ...body, kind: 'rowright.consent.v2', licensees: { allowed: [], denied: [] } }
  expect(await readReceipt(` ${JSON.stringify({ ...receipt, body: second, poolName: 'digits' })}\n`)).toEqual(
    {
      consentId: receipt.consentId,
      poolName: 'digits',
      body: second,
      secret,
    },
  )
})

test.each([
  ['notJson', 'hello'],
  ['notJson', ''],
  ['notReceipt', '[]'],
  ['notReceipt', 'null'],
  ['notReceipt', JSON.stringify(body)],
  ['damaged', JSON.stringify({ ...receipt, body: { ...body, purposes: [] } })],
  ['damaged', JSON.stringify({ ...receipt, consentId: '../../etc' })],
  ['damaged', JSON.stringify({ ...receipt, secret: '0x5e' })],
  ['noSecret', JSON.stringify({ ...receipt, secret: undefined })],
  ['wrongSecret', JSON.stringify({ ...receipt, secret: `0x${'5f'.repeat(32)}` })],
])('[CON-5] what is not one is named: %s', async (problem, text) => {
  expect(await readReceipt(text)).toBe(problem)
})
