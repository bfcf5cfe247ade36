import { assertCount, malformed } from '../errors.ts'

/** Two kinds of labeler, and how often the test may take one for the other. */
export interface GoldModel {
  /** Share of checks that answering at random passes: 1 / classes where gold is class-balanced. */
  chance: number
  /** Share of checks that an honest labeler passes; default 0.85. */
  honest?: number
  /** Chance of failing an honest labeler, default 0.01, and of passing a random one, default 0.05. */
  alpha?: number
  beta?: number
}

export interface GoldTest {
  passed: number
  failed: number
  /** Natural logarithm of the likelihood ratio honest : random. */
  logRatio: number
  /** Of the first check that decided; later checks count in `logRatio` and change no verdict. */
  verdict: 'continue' | 'pass' | 'fail'
}

/** A test before its first check. */
export const NO_CHECKS: GoldTest = { passed: 0, failed: 0, logRatio: 0, verdict: 'continue' }

/**
 * Wald's sequential test (1945) of one labeler on checks, in the order they were answered. An honest labeler
 * passes after about 8 (two classes), a random clicker fails after about 14 (two classes) or 5 (four).
 * @throws aggregate/bad-share
 */
export function sequentialGoldTest(checks: Iterable<boolean>, model: GoldModel): GoldTest {
  let test = NO_CHECKS
  for (const passed of checks) test = addCheck(test, passed, model)
  return test
}

/**
 * The test after one more check.
 * @throws aggregate/bad-share
 */
export function addCheck(test: GoldTest, checkPassed: boolean, model: GoldModel): GoldTest {
  const passed = test.passed + (checkPassed ? 1 : 0)
  const failed = test.failed + (checkPassed ? 0 : 1)
  const logRatio = honestLogRatio(passed, failed, model)
  const { alpha = 0.01, beta = 0.05 } = model
  assertShare('alpha', alpha)
  assertShare('beta', beta)
  let { verdict } = test
  if (verdict === 'continue' && logRatio >= Math.log((1 - alpha) / beta)) verdict = 'pass'
  if (verdict === 'continue' && logRatio <= -Math.log((1 - beta) / alpha)) verdict = 'fail'
  return { passed, failed, logRatio, verdict }
}

/**
 * Natural logarithm of the likelihood ratio honest : random of so many checks. Each check's weight is rounded
 * to a billionth, so that neither machine nor order moves a sum.
 * @throws aggregate/bad-share, aggregate/bad-count
 */
export function honestLogRatio(passed: number, failed: number, model: GoldModel): number {
  const { chance, honest = 0.85 } = model
  assertShare('chance', chance)
  assertShare('honest', honest)
  if (honest <= chance) {
    const message = `honest is ${honest}, chance ${chance}.`
    throw malformed('bad-share', 'honest', message, 'An honest labeler passes more often than chance.')
  }
  assertCount('passed', passed)
  assertCount('failed', failed)
  const weight = (ratio: number) => Math.round(Math.log(ratio) * 1e9)
  return (passed * weight(honest / chance) + failed * weight((1 - honest) / (1 - chance))) / 1e9
}

function assertShare(field: string, share: number): void {
  if (share > 0 && share < 1) return
  throw malformed('bad-share', field, `${field} is ${share}.`, 'Give a share between 0 and 1.')
}
