import { setTimeout as sleep } from 'node:timers/promises'
import { residentMB } from './memory.ts'

/**
 * Twenty clients read the same export again and again, every second one going away in the middle.
 * @returns by how many MB the server's resident memory is above what it was after a first minute of the same.
 */
export async function abortGrowth(pid: number, url: string, token: string, seconds: number): Promise<number> {
  await abuse(url, token, Math.min(60, seconds / 4))
  await sleep(5_000)
  const before = residentMB(pid)
  await abuse(url, token, seconds)
  await sleep(5_000)
  return Math.round(residentMB(pid) - before)
}

async function abuse(url: string, token: string, seconds: number): Promise<void> {
  const until = performance.now() + seconds * 1_000
  await Promise.all(
    Array.from({ length: 20 }, async (_, client) => {
      while (performance.now() < until) {
        const stop = new AbortController()
        const response = await fetch(url, {
          headers: { authorization: `Bearer ${token}` },
          signal: stop.signal,
        })
        const reader = response.body!.getReader()
        for (let chunks = 0; ; chunks++) {
          const { done } = await reader.read()
          if (done || performance.now() > until) break
          if (client % 2 === 0 && chunks === 8) break
        }
        stop.abort()
      }
    }),
  )
}
