import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { matchRobots, parseRobots, ROBOTS_BYTES_LIMIT, readRobots } from '../index.ts'

const SITE = 'https://ada.example'
const may = (robots: string | Uint8Array, path: string, agent = 'RowrightBot') =>
  matchRobots(parseRobots(robots), agent, SITE + path).allowed

/** The conformance cases stay out of the project; without them the test is skipped, and says so. */
const CASES = join(import.meta.dirname, '../../../../../shared/data/robots/spec-test-cases.json')

interface Case {
  id: string
  robotstxt: string | null
  robotstxtBase64?: string
  url: string
  userAgent: string
  expected: boolean
  testType: string
}

describe('conformance', () => {
  test('[COL-1] every STANDARD case passes and none is wrongly allowed', ({ skip }) => {
    if (!existsSync(CASES)) skip(`cases are not at ${CASES}`)
    const cases = JSON.parse(readFileSync(CASES, 'utf8')) as Case[]
    const wrong = cases.filter(({ robotstxt, robotstxtBase64 = '', url, userAgent, expected }) => {
      const file = parseRobots(robotstxt ?? Buffer.from(robotstxtBase64, 'base64'))
      return matchRobots(file, userAgent, url).allowed !== expected
    })
    expect(cases.length).toBeGreaterThan(300)
    expect(wrong.map(({ id }) => id)).toEqual(['correctness/index-page#0.0'])
  })

  test('[COL-1] a URL that is not encoded is read both ways', () => {
    expect(may('User-agent: *\nDisallow: /ツ', '/ツ')).toBe(false)
    expect(may('User-agent: *\nDisallow: /%e3%83%84', '/ツ')).toBe(false)
    expect(may('User-agent: *\nDisallow: /private', '/open/../private')).toBe(false)
    expect(may('User-agent: *\nDisallow: /\nAllow: /open', '/open/../private')).toBe(false)
    expect(may('User-agent: *\nDisallow: /%62az', '/baz')).toBe(false)
    expect(may('User-agent: *\nDisallow: /baz', '/%62az')).toBe(false)
  })
})

describe('escapes', () => {
  test('[COL-7] a sign that no URL holds is its escape, in the rule and in the address', () => {
    const robots = 'User-agent: *\nDisallow: /old files\nDisallow: /{id}\nDisallow: /a<b'
    expect(['/old%20files/1', '/%7bid%7D', '/a%3Cb', '/a<b'].map((path) => may(robots, path))).toEqual(
      Array(4).fill(false),
    )
    const only = 'User-agent: *\nDisallow: /\nAllow: /a%3cb'
    expect(['/a<b', '/a%3cb', '/a%3Cb'].map((path) => may(only, path))).toEqual([true, true, true])
  })

  test('[COL-7] an escaped star or dollar is the sign itself', () => {
    const robots = 'User-agent: *\nDisallow: /file-%2A.html\nDisallow: /foo-%24\nDisallow: /x$/y'
    expect(
      ['/file-*.html', '/foo-$', '/foo-$1', '/x%24/y', '/x$/y'].map((path) => may(robots, path)),
    ).toEqual(Array(5).fill(false))
    expect(['/file-1.html', '/foo-', '/x/y'].map((path) => may(robots, path))).toEqual([true, true, true])
  })
})

describe('groups and rules', () => {
  test('[COL-2] groups of one agent are one, and it leaves the star alone', () => {
    const robots =
      'User-agent: rowrightbot\nDisallow: /a\n\nUser-agent: *\nDisallow: /c\n\nUser-agent: RowrightBot/2.0\nDisallow: /b'
    expect(['/a', '/b', '/c'].map((path) => may(robots, path))).toEqual([false, false, true])
    expect(may(robots, '/c', 'BoBot')).toBe(false)
  })

  test('[COL-2] the longest pattern wins, on a tie allow', () => {
    expect(may('User-agent: *\nAllow: /a/b\nDisallow: /a', '/a/b')).toBe(true)
    expect(may('User-agent: *\nDisallow: /a/b\nAllow: /a', '/a/b')).toBe(false)
    expect(may('User-agent: *\nDisallow: /a\nAllow: /a', '/a')).toBe(true)
  })

  test('[COL-2] stars and the end sign', () => {
    const robots = 'User-agent: *\nDisallow: /*.pdf$\nDisallow: /x*y*z'
    expect(may(robots, '/f.pdf')).toBe(false)
    expect(may(robots, '/f.pdf?x')).toBe(true)
    expect(may(robots, '/pdf.pdf.pdf')).toBe(false)
    expect(may(robots, '/x1y2z3')).toBe(false)
    expect(may(robots, '/xzy')).toBe(true)
    expect(may('User-agent: *\nDisallow: /a*aa$', '/aa')).toBe(true)
  })

  test('[COL-3] byte order marks, line ends, misspellings', () => {
    const bytes = (...marks: number[]) =>
      Uint8Array.from([...marks, ...new TextEncoder().encode('User-agent: *\rDisallow: /')])
    for (const robots of [bytes(), bytes(0xef), bytes(0xef, 0xbb), bytes(0xef, 0xbb, 0xbf)]) {
      expect(may(robots, '/x')).toBe(false)
    }
    expect(may('User agent: *\nDissallow: /x', '/x')).toBe(false)
    expect(may('user-agent *\ndisallow /x', '/x')).toBe(false)
    expect(may('User-agent: * # everybody\nDisallow: /x # not this', '/x')).toBe(false)
  })
})

describe('replies', () => {
  test('[COL-5] what a status means', () => {
    const state = (status: number, redirects = 0) =>
      readRobots({ status, redirects, body: 'User-agent: *' }).state
    expect([200, 404, 403, 410].map((status) => state(status))).toEqual(['rules', 'open', 'open', 'open'])
    expect([0, 429, 500, 503, 302].map((status) => state(status))).toEqual(Array(5).fill('closed'))
    expect([state(200, 5), state(200, 6)]).toEqual(['rules', 'closed'])
  })
})

describe('hostile files', () => {
  test('[COL-4] what lies beyond the limit is not read, and a cut line allows nothing', () => {
    const start = 'User-agent: *\nDisallow: /\n'
    const filler = `#${'x'.repeat(ROBOTS_BYTES_LIMIT - start.length - 'Allow: /'.length - 2)}\n`
    const file = parseRobots(`${start}${filler}Allow: /only-this-page`)
    expect(file.truncated).toBe(true)
    expect(file.groups[0]!.rules).toHaveLength(1)
    const long = 'a'.repeat(20_000)
    expect(may(`User-agent: *\nDisallow: /\nAllow: /${long}`, `/${long}`)).toBe(false)
    expect(may(`User-agent: *\nDisallow: /${long}`, `/${long}`)).toBe(false)
  })

  test('[COL-6] megabytes, a thousand stars, lines of blanks', () => {
    const stars = `User-agent: *\n${`Disallow: /${'*a'.repeat(8000)}b\n`.repeat(30)}`
    expect(may(stars, `/${'a'.repeat(8000)}`)).toBe(true)
    expect(may(`User-agent: *\n${'Disallow: /x\n'.repeat(400_000)}`, '/x')).toBe(false)
    expect(may(`User-agent: *\n${' '.repeat(400_000)}x\nDisallow: /x`, '/x')).toBe(false)
    expect(may('\0\u{1f600}\r\n:::\nUser-agent\n'.repeat(10_000), '/x')).toBe(true)
  })

  test('[COL-6] random bytes never throw, and give the same answer twice', () => {
    let seed = 20_261_126
    const next = () => {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
      return seed >>> 24
    }
    const words = [
      'User-agent: ',
      '*',
      'Allow: ',
      'Disallow: ',
      '/',
      '$',
      '#',
      '\n',
      '\r',
      '%',
      'a',
      'É',
      ':',
    ]
    for (let round = 0; round < 300; round++) {
      const text = Array.from({ length: 60 }, () => words[next() % words.length]).join('')
      const path = `/${words[next() % words.length]}${next()}`
      const first = may(text, path)
      expect(may(text, path), `seed round ${round}`).toBe(first)
      // More disallow lines for everybody named never allow more.
      if (!first) expect(may(`${text}\nUser-agent: rowrightbot\nDisallow: ${path}`, path)).toBe(false)
    }
  })
})
