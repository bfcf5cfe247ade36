import { consentBodySchema, MOST_NAMED } from '@rowright/protocol'
import { expect, test } from 'vitest'
import { NOBODY, readNames } from './readNames.ts'

const [ACME, UNI] = ['a', 'b'].map((digit) => `0x${digit.repeat(40)}`) as [string, string]
const many = (count: number) => Array.from({ length: count }, (_, i) => `0x${String(i).padStart(40, '0')}`)

test('[CON-10] addresses are read as people paste them', () => {
  const read = readNames({
    only: false,
    allowed: ` ${ACME.toUpperCase().replace('X', 'x')},\n`,
    denied: `${UNI}`,
  })
  expect(read).toEqual({ licensees: { allowed: [ACME], denied: [UNI] }, problems: {} })
  expect(readNames(NOBODY)).toEqual({ licensees: { allowed: [], denied: [] }, problems: {} })
})

test('[CON-10] for the named only, whom it is not for need not be said', () => {
  expect(readNames({ only: true, allowed: ACME, denied: 'nonsense' })).toEqual({
    licensees: { allowed: [ACME], denied: [] },
    problems: {},
  })
})

test.each([
  ['notAddress', { denied: 'Acme Ltd.' }, 'denied'],
  ['notAddress', { allowed: ACME.slice(1) }, 'allowed'],
  ['twice', { denied: `${ACME}\n${ACME}` }, 'denied'],
  ['both', { allowed: ACME, denied: `${UNI}\n${ACME}` }, 'denied'],
  ['tooMany', { denied: many(MOST_NAMED + 1).join(' ') }, 'denied'],
  ['nobody', { only: true }, 'allowed'],
] as const)(
  '[CON-10] %s is said before it is signed, and the server would say it too',
  (problem, change, list) => {
    const read = readNames({ ...NOBODY, ...change })
    expect(read.problems[list]?.problem).toBe(problem)
    const body = {
      kind: 'rowright.consent.v2',
      poolId: '0190a000-0000-7000-8000-000000000009',
      publicKey: 'A'.repeat(43),
      termsHash: '0'.repeat(64),
      purposes: ['research'],
      licenseeClasses: 'only' in change ? [] : ['anyone'],
      licensees: read.licensees,
      revocationLock: `0x${'0'.repeat(64)}`,
      grantedAt: '2026-01-01T00:00:00.000Z',
      expiresAt: '2027-01-01T00:00:00.000Z',
      language: 'en',
    }
    expect(consentBodySchema.safeParse(body).success).toBe(false)
    const right = {
      ...body,
      licenseeClasses: ['anyone'],
      licensees: { allowed: [ACME], denied: many(MOST_NAMED) },
    }
    expect(consentBodySchema.safeParse(right).success).toBe(true)
  },
)
