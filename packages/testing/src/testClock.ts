export interface TestClock {
  /** Milliseconds ahead of real time: what `openDatabase(url, { clockOffset })` takes. */
  clockOffset: () => number
  /** Moves the clock forward. It never goes back: neither does the database's. */
  advance(by: { seconds?: number; minutes?: number; hours?: number; days?: number }): void
}

/** A clock that tests move by hand instead of waiting. */
export function testClock(): TestClock {
  let offset = 0
  return {
    clockOffset: () => offset,
    advance({ seconds = 0, minutes = 0, hours = 0, days = 0 }) {
      const by = (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1_000
      if (by < 0) throw new RangeError('A test clock only goes forward')
      offset += by
    },
  }
}
