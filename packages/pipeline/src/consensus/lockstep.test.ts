import { seededRandom } from '@rowright/testing'
import { expect, test } from 'vitest'
import { lockstep, type Moment } from './lockstep.ts'

/** People of one room: the same lessons, each at a pace of their own between 4 and 20 s, with breaks. */
function honest(count: number, random: () => number): Moment[] {
  return Array.from({ length: count }, (_, person) => {
    const pace = 4_000 + 16_000 * random()
    const own: Moment[] = []
    for (const lesson of [0, 3_600_000, 86_400_000]) {
      let at = lesson + 120_000 * random()
      for (let n = 0; n < 40; n++) {
        at += pace * (0.4 + 1.2 * random()) + (random() < 0.05 ? 60_000 * random() : 0)
        own.push({ personId: `person-${person}`, at, addressClass: 'school' })
      }
    }
    return own
  }).flat()
}

/** Accounts that one script drives: each answers a second or so after the one before. */
function driven(count: number, random: () => number, addressClass: string | null): Moment[] {
  return Array.from({ length: 40 }, (_, n) => n * 9_000).flatMap((start) => {
    let at = start + 3_000 * random()
    return Array.from({ length: count }, (_, account) => {
      at += 300 + 900 * random()
      return { personId: `account-${account}`, at, addressClass }
    })
  })
}

test('[CNS-19] forty honest people behind one address class are no pair, whoever sits beside them', () => {
  const random = seededRandom('lockstep')
  expect(lockstep(honest(40, random))).toEqual([])
})

test('[CNS-19] accounts that a script drives are pairs, among honest people too; without an address they are none', () => {
  const random = seededRandom('lockstep')
  const found = lockstep([...honest(10, random), ...driven(3, random, 'school')])
  const names = found.map((pair) => `${pair.first} ${pair.second}`)
  expect(names).toContain('account-0 account-1')
  expect(names).toContain('account-1 account-2')
  expect(names.filter((name) => name.includes('person'))).toEqual([])
  expect(lockstep(driven(3, random, null))).toEqual([])
  expect(lockstep(driven(3, random, 'a').map((one) => ({ ...one, addressClass: one.personId })))).toEqual([])
})
