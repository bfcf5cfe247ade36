import type { ConsentBody } from '@rowright/protocol'
import { expect, test } from 'vitest'
import type { Use } from '../license/index.ts'
import { admits } from './gate.ts'

const [ACME, UNI, ELSE] = ['a', 'b', 'c'].map((digit) => `0x${digit.repeat(40)}`) as [string, string, string]
const body = (of: {
  classes?: string[]
  purposes?: string[]
  allowed?: string[]
  denied?: string[]
}): ConsentBody =>
  ({
    kind: 'rowright.consent.v2',
    purposes: of.purposes ?? ['research'],
    licenseeClasses: of.classes ?? ['academic'],
    licensees: { allowed: of.allowed ?? [], denied: of.denied ?? [] },
  }) as unknown as ConsentBody
const use = (
  licenseeClass: Use['licenseeClass'],
  licensees?: string[],
  purposes: Use['purposes'] = ['research'],
) => ({
  purposes,
  licenseeClass,
  ...(licensees && { licensees }),
})

test.each<[string, ConsentBody | undefined, Use, boolean]>([
  ['its class', body({}), use('academic', [UNI]), true],
  ['another class', body({}), use('commercial', [ACME]), false],
  ['another class, allowed by name', body({ allowed: [ACME] }), use('commercial', [ACME]), true],
  [
    'another class, somebody else allowed by name',
    body({ allowed: [UNI] }),
    use('commercial', [ACME]),
    false,
  ],
  ['no class, allowed by name', body({ classes: [], allowed: [ACME] }), use('commercial', [ACME]), true],
  ['no class, not named', body({ classes: [], allowed: [ACME] }), use('anyone', [ELSE]), false],
  [
    'allowed by name, but for another purpose',
    body({ allowed: [ACME] }),
    use('academic', [ACME], ['model-training']),
    false,
  ],
  ['its class, denied by name', body({ denied: [UNI] }), use('academic', [UNI]), false],
  ['anyone, denied by name', body({ classes: ['anyone'], denied: [ACME] }), use('commercial', [ACME]), false],
  [
    'anyone, somebody else denied',
    body({ classes: ['anyone'], denied: [UNI] }),
    use('commercial', [ACME]),
    true,
  ],
  [
    'denied by another address of the account',
    body({ classes: ['anyone'], denied: [ELSE] }),
    use('commercial', [ACME, ELSE]),
    false,
  ],
  [
    'one address allowed, another denied',
    body({ allowed: [ACME], denied: [ELSE] }),
    use('commercial', [ACME, ELSE]),
    false,
  ],
  ['an offer, before anybody asks', body({ allowed: [ACME] }), use('commercial'), false],
  ['a use without purposes', body({}), use('academic', [UNI], []), false],
  ['no consent', undefined, use('academic', [UNI]), false],
])('[EXP-3, EXP-9] %s', (_, consent, wanted, admitted) => {
  expect(admits(consent, wanted)).toBe(admitted)
})

test('[EXP-9] a consent of the first version names nobody', () => {
  const { licensees: _, ...first } = body({ classes: ['anyone'] }) as ConsentBody & { licensees: unknown }
  const old = { ...first, kind: 'rowright.consent.v1' } as ConsentBody
  expect(admits(old, use('commercial', [ACME]))).toBe(true)
  expect(admits({ ...old, licenseeClasses: ['academic'] }, use('commercial', [ACME]))).toBe(false)
})
