import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

import { nativeBinary } from '@rowright/chain/local'
import { compile } from '@rowright/chain/post'
import { findChromium } from '@rowright/testing/chromium'
import { runSeed } from '@rowright/testing/seed'
import { ROOT } from '../runtime/root.ts'
import { temporaryFolder } from '../runtime/temporary.ts'

export interface Tally {
  passed: number
  failed: number
  skipped: number
}

export interface Suite {
  name: string
  what: string
  run(args: string[]): Promise<Tally>
}

/** In the order in which they run: the quick and telling ones first. */
export const SUITES: Suite[] = [
  { name: 'unit', what: 'unit, database and chain tests (Vitest)', run: unit },
  { name: 'contracts', what: 'contract tests (Forge)', run: contracts },
  { name: 'journeys', what: 'journeys in a real browser (Playwright)', run: journeys },
]

interface VitestReport {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
  testResults: { status: string; assertionResults: unknown[] }[]
}

function unit(args: string[]): Promise<Tally> {
  return inFolder(async (folder) => {
    const report = join(folder, 'report.json')
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
    const code = await run('vitest', ['run', ...reporters, ...args], ROOT)
    const result = await readJson<VitestReport>(report)
    if (!result) return broken()
    // A file that cannot even be loaded has no tests to fail.
    const unloaded = result.testResults.filter(
      (file) => file.status === 'failed' && file.assertionResults.length === 0,
    )
    const skipped = result.numPendingTests + result.numTodoTests
    return judged(code, {
      passed: result.numPassedTests,
      failed: result.numFailedTests + unloaded.length,
      skipped,
    })
  })
}

type ForgeReport = Record<string, { test_results: Record<string, { status: string; reason: string | null }> }>

/** Forge reports as JSON or for people, not both: failures are told here. */
async function contracts(args: string[]): Promise<Tally> {
  // What is tested is the build that is shipped. The tool itself: npm's launcher exits 0 whatever happens.
  compile()
  // What fuzzing draws is drawn from the seed, as elsewhere; `npm run test:deep` draws anew each time.
  const seed = args.includes('--fuzz-seed') ? [] : ['--fuzz-seed', String(runSeed)]
  const child = spawn(nativeBinary('forge'), ['test', '--json', ...seed, ...args], {
    cwd: join(ROOT, 'contracts'),
    env: { ...process.env, FOUNDRY_PROFILE: 'test' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [printed, [code]] = await Promise.all([text(child.stdout!), once(child, 'exit')])
  const begin = printed.indexOf('{')
  const report = begin < 0 ? undefined : (JSON.parse(printed.slice(begin)) as ForgeReport)
  if (!report) {
    console.error(printed.trim())
    return broken()
  }
  const tally = { passed: 0, failed: 0, skipped: 0 }
  for (const [file, { test_results }] of Object.entries(report)) {
    const results = Object.entries(test_results)
    const failures = results.filter(([, { status }]) => status === 'Failure')
    tally.failed += failures.length
    tally.passed += results.filter(([, { status }]) => status === 'Success').length
    tally.skipped += results.filter(([, { status }]) => status === 'Skipped').length
    console.log(`${failures.length > 0 ? '✗' : '✓'} ${file} (${results.length})`)
    for (const [name, { reason }] of failures) console.log(`  ✗ ${name}: ${reason ?? 'no reason given'}`)
  }
  // Run by itself, not when some tests are picked by hand.
  if (args.length === 0) {
    const drift = await run(process.execPath, ['bench/gas.ts', '--check'], ROOT)
    if (drift === 0) tally.passed += 1
    else tally.failed += 1
    console.log(`${drift === 0 ? '✓' : '✗'} gas within its bars and as bench/gas.snapshot.json says`)
  }
  return judged(Number(code), tally)
}

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number }
  errors: unknown[]
}

function journeys(args: string[]): Promise<Tally> {
  return inFolder(async (folder) => {
    const browser = findChromium(console.log)
    console.log(`Browser: ${browser}`)
    const report = join(folder, 'report.json')
    const code = await run('playwright', ['test', '--reporter=list,json', ...args], ROOT, {
      PLAYWRIGHT_CHROMIUM: browser,
      PLAYWRIGHT_JSON_OUTPUT_FILE: report,
    })
    const result = await readJson<PlaywrightReport>(report)
    if (!result) return broken()
    const { expected, unexpected, flaky, skipped } = result.stats
    return judged(code, { passed: expected, failed: unexpected + flaky, skipped })
  })
}

/** A runner that ends badly without a failing test (a leak, an error outside tests, no tests) has failed once. */
function judged(code: number, tally: Tally): Tally {
  return code !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally
}

function broken(): Tally {
  return { passed: 0, failed: 1, skipped: 0 }
}

async function run(tool: string, args: string[], cwd: string, env: NodeJS.ProcessEnv = {}): Promise<number> {
  const child = spawn(tool, args, {
    cwd,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
  })
  const [code] = await once(child, 'exit')
  return Number(code ?? 1)
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await temporaryFolder('report')
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function readJson<T>(path: string): Promise<T | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as T
  } catch {
    return undefined // the runner ended before it could report
  }
}
