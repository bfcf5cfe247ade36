import { type Fingerprints, fingerprint } from '@rowright/collector/fingerprint'
import { seededRandom } from '@rowright/testing'
import { expect, test } from 'vitest'
import {
  afterCheck,
  bandsOf,
  checkRatePpm,
  commitSeed,
  coolOffSeconds,
  drawOf,
  ESCROW_SECONDS,
  inquest,
  isDrawn,
  isTrusted,
  type Look,
  NEW_STANDING,
  nearDuplicate,
  newcomerFits,
  provenanceLevel,
  releasable,
  type Standing,
  samePage,
  verify,
} from './index.ts'

const random = seededRandom('collect, decisions')
const words = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => `w${from + at}`).join(' ')
const page = fingerprint(words(0, 200))
const pageAgain = fingerprint(words(0, 190))
const other = fingerprint(words(1_000, 1_200))
const third = fingerprint(words(5_000, 5_200))
const by = (...texts: (Fingerprints | null)[]): Look[] =>
  texts.map((text, at) => ({ by: at === 0 ? 'node' : 'platform', text }))
const after = (outcomes: string, from = NEW_STANDING): Standing =>
  [...outcomes].reduce((standing, one) => afterCheck(standing, one === '+' ? 'pass' : 'fail'), from)

test('[CLT-1] the same page with a few words changed is the same; another page is not', () => {
  expect(samePage(page, pageAgain)).toBe(true)
  expect(samePage(page, other)).toBe(false)
  expect(nearDuplicate(page, fingerprint(words(0, 140)))).toBe(false)
  const keys = new Set(bandsOf(page.minhash))
  expect(keys.size).toBe(14)
  expect(bandsOf(pageAgain.minhash).some((key) => keys.has(key))).toBe(true)
  expect(bandsOf(other.minhash).some((key) => keys.has(key))).toBe(false)
})

test('[CLT-2] where the platform disagrees another node looks: the platform twice would be one visitor', () => {
  const looks = (...texts: [by: 'node' | 'platform', text: typeof page][]) =>
    texts.map(([by, text]) => ({ by, text }))
  expect(verify(page, looks(['platform', other]))).toEqual({ next: 'witness' })
  expect(verify(page, looks(['platform', other], ['node', other]))).toMatchObject({ outcome: 'fail' })
  // A page with two faces, or two who lie alike: nobody is believed, and nobody is harmed.
  expect(verify(page, looks(['platform', other], ['node', pageAgain]))).toEqual({
    outcome: 'no-evidence',
    volatile: true,
    witnesses: ['no-evidence', 'no-evidence'],
  })
  // Nobody came: then the platform’s second look decides, or a lone faker would never fail.
  expect(verify(page, looks(['platform', other], ['platform', other]))).toMatchObject({ outcome: 'fail' })
})

test('[CLT-2] one witness who disagrees does not decide; the platform does', () => {
  expect(verify(page, [])).toEqual({ next: 'witness' })
  expect(verify(page, by(pageAgain))).toMatchObject({ outcome: 'pass', witnesses: ['pass'] })
  expect(verify(page, by(other))).toEqual({ next: 'platform' })
  expect(verify(page, by(other, pageAgain))).toMatchObject({ outcome: 'pass', witnesses: ['fail', 'pass'] })
  expect(verify(page, by(other, other))).toMatchObject({ outcome: 'fail', witnesses: ['pass', 'pass'] })
  expect(verify(page, by(other, third))).toEqual({
    outcome: 'no-evidence',
    volatile: true,
    witnesses: ['no-evidence', 'no-evidence'],
  })
})

test('[CLT-3] what could not be had is no evidence, and three times nothing ends it', () => {
  expect(verify(other, by(null))).toEqual({ next: 'witness' })
  expect(verify(other, by(null, null))).toEqual({ next: 'witness' })
  expect(verify(other, by(null, null, null))).toMatchObject({ outcome: 'no-evidence', volatile: false })
  expect(verify(page, by(null, page))).toMatchObject({ outcome: 'pass', witnesses: ['no-evidence', 'pass'] })
  expect(afterCheck(after('+++'), 'no-evidence')).toEqual(after('+++'))
})

test('[CLT-4] ten passes in a row make trust, then 10 % to 5 % are checked; one fail starts over', () => {
  expect([checkRatePpm(NEW_STANDING), checkRatePpm(after('+'.repeat(9)))]).toEqual([1_000_000, 1_000_000])
  expect([10, 15, 20, 500].map((n) => checkRatePpm(after('+'.repeat(n))))).toEqual([
    100_000, 66_666, 50_000, 50_000,
  ])
  const fallen = after(`${'+'.repeat(50)}-`)
  expect(isTrusted(fallen)).toBe(false)
  expect(checkRatePpm(fallen)).toBe(1_000_000)
  expect(checkRatePpm(after('+'.repeat(10), fallen))).toBe(250_000)
  expect(checkRatePpm(after('+'.repeat(40), fallen))).toBe(50_000)
})

test('[CLT-5] three fails without many passes dismiss, spread ones do not; a canary that nobody asked does at once', () => {
  expect(after('++++++++++---').dismissed).toBe(true)
  expect(after('++++++++++--').dismissed).toBe(false)
  expect(after(`${'+'.repeat(10)}-${`${'+'.repeat(40)}-`.repeat(20)}`).dismissed).toBe(false)
  expect(afterCheck(after('+'.repeat(500)), 'proof').dismissed).toBe(true)
})

test('[CLT-5] of honest accounts with 0.5 % of fails at most one in a hundred is dismissed in 300 checks', () => {
  let dismissed = 0
  for (let account = 0; account < 1_000; account++) {
    let standing = after('+'.repeat(10))
    for (let n = 0; n < 300; n++) standing = afterCheck(standing, random() < 0.005 ? 'fail' : 'pass')
    if (standing.dismissed) dismissed++
  }
  // Expected about 6: the sum over starts of a sequential test at 1/1,000.
  expect(dismissed).toBeLessThan(30)
})

test('[CLT-6] an inquest looks at the newest unconfirmed, each once; a newcomer falls at the second fail', () => {
  const all = Array.from({ length: 40 }, (_, at) => at)
  const picked = inquest(all, random)
  expect(picked.toSorted((a, b) => a - b)).toEqual(all.slice(-12))
  expect(after('++++-+++').dismissed).toBe(false)
  expect(after('++++-+++-').dismissed).toBe(true)
})

test('[CLT-8] each dismissal makes the network wait four times longer, a month at most', () => {
  expect([0, 1, 2, 3, 20].map(coolOffSeconds)).toEqual([0, 86_400, 345_600, 1_382_400, 2_592_000])
  const fits: [number, number, number][] = [
    [1_999, 0, 0],
    [2_000, 0, 0],
    [2_000, 100, 0],
    [2_009, 0, 1],
    [2_010, 0, 1],
  ]
  expect(fits.map((one) => newcomerFits(...one))).toEqual([true, false, true, true, false])
})

test('[CLT-11] a draw can be repeated from the seed, is uniform, and the commitment tells nothing of it', () => {
  const seed = Array.from({ length: 64 }, () => Math.floor(random() * 16).toString(16)).join('')
  const draws = Array.from({ length: 5_000 }, (_, at) => drawOf(seed, `lease-${at}`))
  expect(draws.map((_, at) => drawOf(seed, `lease-${at}`))).toEqual(draws)
  const share = draws.filter((_, at) => isDrawn(seed, `lease-${at}`, 100_000)).length / draws.length
  // Six standard errors of a binomial share of 0.1 in 5,000.
  expect(Math.abs(share - 0.1)).toBeLessThan(6 * Math.sqrt((0.1 * 0.9) / 5_000))
  expect(commitSeed(seed)).toMatch(/^[0-9a-f]{64}$/)
  expect(commitSeed(seed)).not.toBe(commitSeed('00'.repeat(32)))
})

test('[CLT-12] the newest 19 rewards stay pending; nothing is released on probation or under suspicion; a month releases all', () => {
  const pending = Array.from({ length: 30 }, (_, at) => ({ id: String(at), amount: 1_000n, ageSeconds: 60 }))
  const trusted = after('+'.repeat(10))
  expect(releasable(trusted, pending).map(({ id }) => id)).toEqual(pending.slice(0, 11).map(({ id }) => id))
  expect(releasable(trusted, pending.slice(0, 19))).toEqual([])
  expect(releasable(NEW_STANDING, pending)).toEqual([])
  expect(releasable(after('+'.repeat(10), after('++++++++++-')), pending)).toEqual([])
  const old = pending.map((one) => ({ ...one, ageSeconds: ESCROW_SECONDS }))
  expect(releasable(NEW_STANDING, old)).toHaveLength(30)
  expect(releasable(after('++++++++++---'), old)).toEqual([])
})

test('[CLT-7, CLT-12] many small accounts are worse than one honest one: each waits for its own trust and holds its own escrow', () => {
  const work = (leases: number) => {
    const pending = Array.from({ length: leases }, (_, at) => ({
      id: String(at),
      amount: 1_000n,
      ageSeconds: 0,
    }))
    return releasable(after('+'.repeat(leases)), pending).length
  }
  expect(work(328)).toBe(309)
  expect(164 * work(2)).toBe(0)
  expect(16 * work(20)).toBe(16)
})

test('[CLT-12] with the escrow full, a fake among the 5 % that are checked costs what the others brought', () => {
  // (1 − p) r − p · 19 r at p = 5 %.
  expect(0.95 * 1 - 0.05 * 19).toBeCloseTo(0)
  expect(checkRatePpm(after('+'.repeat(10_000)))).toBeGreaterThanOrEqual(50_000)
})

test('[CLT-13] a row is worth what is known of it, and nothing reaches L3', () => {
  const level = (signed: boolean, trusted: boolean, confirmed: boolean) =>
    provenanceLevel({ signed, trusted, confirmed })
  expect([level(false, true, true), level(true, false, false), level(true, true, false)]).toEqual([
    'L0',
    'L0',
    'L1',
  ])
  expect([level(true, false, true), level(true, true, true)]).toEqual(['L2', 'L2'])
})
