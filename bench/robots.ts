/**
 * Conformance of robots.txt parsing and matching
 *
 * npm run bench -- robots <dir> [--show]
 * `<dir>/spec-test-cases.json`: google/robotstxt-spec-test. `wrongAllow` counts every row where we fetch and
 * the row says no, Google's own rules included.
 */
import { parseArgs } from 'node:util'
import { matchRobots, parseRobots } from '@rowright/collector'
import { report } from './aggregate/data.ts'
import { readEntries } from './collector/data.ts'

interface Case {
  id: string
  robotstxt: string | null
  robotstxtBase64?: string
  url: string
  userAgent: string
  expected: boolean
  testType: 'STANDARD' | 'GOOGLE_SPECIFIC'
}

function faultOf({
  robotstxt,
  robotstxtBase64,
  url,
  userAgent,
  expected,
  testType,
}: Case): string | undefined {
  if (typeof (robotstxt ?? robotstxtBase64) !== 'string') return 'has neither robotstxt nor robotstxtBase64'
  if (typeof url !== 'string') return 'has no url'
  if (typeof userAgent !== 'string') return 'has no userAgent'
  if (typeof expected !== 'boolean') return 'has no expected (true or false)'
  return testType === 'STANDARD' || testType === 'GOOGLE_SPECIFIC'
    ? undefined
    : 'has no testType (STANDARD or GOOGLE_SPECIFIC)'
}

report(() => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { show: { type: 'boolean', default: false } },
  })
  const cases = readEntries<Case>(positionals[0], 'spec-test-cases.json', faultOf)
  let passed = 0
  let standardFailed = 0
  let wrongAllow = 0
  for (const { id, robotstxt, robotstxtBase64, url, userAgent, expected, testType } of cases) {
    const source = robotstxt ?? Buffer.from(robotstxtBase64 ?? '', 'base64')
    const { allowed } = matchRobots(parseRobots(source), userAgent, url)
    if (allowed === expected) {
      passed++
      continue
    }
    if (testType === 'STANDARD') standardFailed++
    if (allowed) wrongAllow++
    if (values.show) console.log(`${testType} ${id}: ${userAgent} ${url} is ${expected ? 'allowed' : 'not'}`)
  }
  return { cases: cases.length, passed, standardFailed, wrongAllow }
})
