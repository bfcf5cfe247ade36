import type { TestDatabase } from '@rowright/testing'

/** A clock that several share: it stands while one of them works, and when all sleep it goes on to the first that wakes. */
export interface SharedTime {
  now(): number
  sleep(milliseconds: number): Promise<void>
  /** Whoever is done says so: the others wait for nobody. */
  leave(): void
}

/** One clock for `count` of them and for the database: nothing hangs on how long the machine takes for their work. */
export function sharedTime(db: TestDatabase, count: number): SharedTime {
  const asleep: { at: number; wake: () => void }[] = []
  const began = Date.now()
  db.clock.standsAt = began
  const now = () => began + Math.round(db.clock.ahead * 1000)
  let awake = count
  const goOn = () => {
    if (awake > 0 || asleep.length === 0) return
    asleep.sort((a, b) => a.at - b.at)
    const next = asleep.shift()!
    db.clock.ahead += Math.max(0, next.at - now()) / 1000
    awake++
    next.wake()
  }
  return {
    now,
    async sleep(milliseconds) {
      if (milliseconds <= 0) return
      const at = now() + milliseconds
      await new Promise<void>((wake) => {
        asleep.push({ at, wake })
        awake--
        goOn()
      })
    },
    leave() {
      awake--
      goOn()
    },
  }
}
