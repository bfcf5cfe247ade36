import type { Outcome } from './verify.ts'

/** What an account's checks say about it. Whole numbers, so that anybody computes the same. */
export interface Standing {
  /** Passes since the last fail. */
  inRow: number
  passed: number
  failed: number
  /** Thousandths of a nat for "it fakes", never below 0. */
  suspicion: number
  /** Whether it has been trusted ever. */
  wasTrusted: boolean
  dismissed: boolean
}

export const NEW_STANDING: Standing = {
  inRow: 0,
  passed: 0,
  failed: 0,
  suspicion: 0,
  wasTrusted: false,
  dismissed: false,
}

/** Passes in a row that make trust. */
export const TRUSTED_AFTER = 10
/** ln(0.08 / 0.005), −ln(0.92 / 0.995) and ln 1000, thousandths: of honest accounts with 0.5 % of fails one in 1,000 is dismissed. */
const FAIL = 2_773
const PASS = 78
const DISMISSED_AT = 6_908
/** Fails of an account that was never trusted. */
const FAILS_OF_NEWCOMER = 2

const ALWAYS = 1_000_000
const MOST = 100_000
const LEAST = 50_000
const SUSPECTED = 250_000

export const isTrusted = (standing: Standing): boolean =>
  !standing.dismissed && standing.inRow >= TRUSTED_AFTER

/** How likely the next contribution is checked, ppm. [CLT-4, CLT-5] */
export function checkRatePpm(standing: Standing): number {
  if (!isTrusted(standing)) return ALWAYS
  if (standing.suspicion > 0) return SUSPECTED
  return Math.max(LEAST, Math.min(MOST, Math.floor(1_000_000 / standing.inRow)))
}

/** The standing after a check. `proof`: a canary's server saw no request. [CLT-4..CLT-6] */
export function afterCheck(standing: Standing, outcome: Outcome | 'proof'): Standing {
  if (outcome === 'no-evidence' || standing.dismissed) return standing
  if (outcome === 'pass') {
    const inRow = standing.inRow + 1
    return {
      ...standing,
      inRow,
      passed: standing.passed + 1,
      suspicion: Math.max(0, standing.suspicion - PASS),
      wasTrusted: standing.wasTrusted || inRow >= TRUSTED_AFTER,
    }
  }
  const failed = standing.failed + 1
  const suspicion = standing.suspicion + (outcome === 'proof' ? DISMISSED_AT : FAIL)
  const dismissed = suspicion >= DISMISSED_AT || (!standing.wasTrusted && failed >= FAILS_OF_NEWCOMER)
  return { ...standing, inRow: 0, failed, suspicion, dismissed }
}

/** Unconfirmed contributions that an inquest looks at. */
const INQUEST = 12

/** What an inquest checks after a fail: the newest unconfirmed, in random order. [CLT-6] @param unconfirmed oldest first. */
export const inquest = <T>(unconfirmed: readonly T[], random: () => number): T[] =>
  shuffled(unconfirmed.slice(-INQUEST), random)

/** A copy in random order (Fisher–Yates). */
export function shuffled<T>(all: readonly T[], random: () => number): T[] {
  const picked = [...all]
  for (let at = picked.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1))
    const held = picked[at]!
    picked[at] = picked[other]!
    picked[other] = held
  }
  return picked
}
