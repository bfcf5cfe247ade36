import { ROBOT } from '@rowright/protocol'
import type { Answer, Fetcher } from './fetcher.ts'
import { openJournal } from './journal.ts'
import { memoryStore } from './memoryStore.ts'
import { openPace, type Pace } from './pace.ts'
import { retryAfterOf } from './page.ts'
import { isAskable, isRedirect, licenseDocument, permissionFor, type Site } from './permission.ts'
import { readPage } from './readPage.ts'
import { plain } from './toResult.ts'

/** What a look found: the text as a node would hand it in, or nothing; `busy`: the host asks for time. */
export type Look = { text: string } | { text: null; busy: boolean; retryAfter?: number }

export interface LookDeps {
  fetcher: Fetcher
  now: () => number
  sleep: (milliseconds: number) => Promise<void>
  /**
   * Takes a turn of the host's one bucket, for each request of a look but the first, which was taken with the look.
   * @returns the moment from which the request may be made, in milliseconds. [CLT-24]
   */
  takeTurn?: (host: string) => Promise<number>
}

const MOST_BYTES = 10_000_000
const MOST_HOPS = 5
/** Between two requests of one look, where no bucket decides. */
const DELAY_SECONDS = 5
const PRUNE_EACH = 500
/** A host that wants longer between two requests is left alone: a look that finds nothing costs nobody anything. */
const LONGEST_WAIT = 60_000
/** Turns of a minute ahead are handed out, so a look's own next turn may be that far. */
const LONGEST_TURN = 150_000
const NOTHING: Look = { text: null, busy: false }

/**
 * How an instance looks at a page that a node brought: permission, guard, reading and removal of personal data are the
 * node's own, so that an honest node and the instance see the same text. Redirects are followed on the page's own host
 * only. Site files are remembered for a day, in memory. Never throws. [NOD-26]
 */
export function openLooks({ fetcher, now, sleep, takeTurn }: LookDeps): (url: string) => Promise<Look> {
  const journal = openJournal(memoryStore())
  const pace = openPace({ journal, now, sleep })

  let looks = 0
  return async (url) => {
    try {
      if (++looks % PRUNE_EACH === 0) await journal.prune(now())
      const site = {
        fetcher,
        journal,
        pace: takeTurn ? charged(pace, takeTurn, { now, sleep }) : pace,
        now,
        hosts: [new URL(url).hostname],
        delaySeconds: DELAY_SECONDS,
      }
      return await look(site, url, { now, sleep })
    } catch {
      return NOTHING
    }
  }
}

type Time = Pick<LookDeps, 'now' | 'sleep'>

/** A pace that takes each request but the first from the host's bucket. */
function charged(pace: Pace, takeTurn: NonNullable<LookDeps['takeTurn']>, { now, sleep }: Time): Pace {
  let first = true
  const turns = new Map<string, number>()
  return async (host, delaySeconds) => {
    if (!first) {
      const at = turns.get(host) ?? (await takeTurn(host))
      turns.set(host, at)
      // Whoever waits asks again with the same turn.
      if (at - now() > LONGEST_TURN) return at
      await sleep(Math.max(0, at - now()))
    }
    const until = await pace(host, delaySeconds)
    if (until === null) {
      first = false
      turns.delete(host)
    }
    return until
  }
}

async function look(site: Site, url: string, time: Time): Promise<Look> {
  let at = url
  for (let hops = 0; hops <= MOST_HOPS; hops++) {
    if (!(await permitted(site, at, time)) || !(await turn(site, at, time))) return NOTHING
    const answer = await site.fetcher.get({ url: at, maxBytes: MOST_BYTES })
    if (answer.kind === 'failure') return NOTHING
    if (isRedirect(answer.status)) {
      const target = answer.location === null ? null : URL.parse(answer.location, at)
      if (!target || !isAskable(target, site.hosts)) return NOTHING
      target.hash = ''
      at = target.href
      continue
    }
    if (answer.status === 429 || answer.status >= 500) {
      const retryAfter = retryAfterOf(answer.headers, time.now())
      return { text: null, busy: true, ...(retryAfter === undefined ? {} : { retryAfter }) }
    }
    return read(site, at, answer, time)
  }
  return NOTHING
}

async function read(
  site: Site,
  url: string,
  answer: Extract<Answer, { kind: 'answer' }>,
  time: Time,
): Promise<Look> {
  const { status, headers, body } = answer
  const input = { url, agent: ROBOT, status, headers, body }
  const page = await readPage(
    input,
    async (license) => (await patiently(() => licenseDocument(site, license), time)) ?? { url: license },
  )
  if (page.kind === 'refusal') return NOTHING
  const text = plain(page.document.text)
  return text.trim() === '' ? NOTHING : { text }
}

async function permitted(site: Site, url: string, time: Time): Promise<boolean> {
  const said = await patiently(async () => {
    const one = await permissionFor(site, url)
    return one.kind === 'wait' ? { until: one.until } : { one }
  }, time)
  return said?.one.kind === 'decided' && said.one.decision.allowed
}

async function turn(site: Site, url: string, time: Time): Promise<boolean> {
  const taken = await patiently(async () => {
    const until = await site.pace(new URL(url).hostname, site.delaySeconds)
    return until === null ? { taken: true } : { until }
  }, time)
  return taken !== null
}

/** Asks again when its turn has come; null when that takes too long. */
async function patiently<T extends object>(
  ask: () => Promise<T | { until: number }>,
  { now, sleep }: Time,
): Promise<Exclude<T, { until: number }> | null> {
  for (;;) {
    const answer = await ask()
    if (!('until' in answer)) return answer as Exclude<T, { until: number }>
    const wait = Number(answer.until) - now()
    if (wait > LONGEST_WAIT) return null
    await sleep(Math.max(0, wait))
  }
}
