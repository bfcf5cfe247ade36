import type { Decision } from '@rowright/collector'
import type { Answer, Ask, Fetcher, FetchFailure } from './fetcher.ts'
import { type Journal, openJournal } from './journal.ts'
import { memoryStore } from './memoryStore.ts'
import { LATE, openPace, type Pace } from './pace.ts'
import { retryAfterOf } from './page.ts'
import { isAskable, isRedirect, permissionFor, type Site } from './permission.ts'

export interface VisitDeps {
  fetcher: Fetcher
  now: () => number
  sleep: (milliseconds: number) => Promise<void>
  /**
   * Takes a turn of the host's one bucket, for each request of a visit but the first, which was taken with the visit.
   * @returns the moment from which the request may be made, in milliseconds. [CLT-24]
   */
  takeTurn?: (host: string) => Promise<number>
  /** Where site files are remembered for a day; its own memory by default. */
  journal?: Journal
}

const MOST_HOPS = 5
/** Between two requests of one visit, where no bucket decides. */
const DELAY_SECONDS = 5
const PRUNE_EACH = 500
/** A host that wants longer between two requests is left alone: a visit that finds nothing costs nobody anything. */
const LONGEST_WAIT = 60_000
/** Turns of a minute ahead are handed out, so a visit's own next turn may be that far. */
const LONGEST_TURN = 150_000

/** What an instance that asks for an address itself comes to. */
export type Visit =
  /** Any answer but a redirect, 429 and 5xx; `url` after redirects. */
  | {
      kind: 'answer'
      url: string
      answer: Extract<Answer, { kind: 'answer' }>
      site: Site
      permission: Decision
    }
  | { kind: 'busy'; status: number; retryAfter?: number }
  | { kind: 'nothing'; why: FetchFailure | 'redirect' | 'late'; detail: string }
  /** `unheard`: its robots.txt could not be had, which refuses (RFC 9309 §2.3.1.4) until it can. */
  | { kind: 'nothing'; why: 'refused'; detail: string; decision: Decision; unheard: boolean }

export type VisitAsk = Omit<Ask, 'url'> & { hosts: string[] }

/**
 * How an instance asks for an address itself: permission, guard and pace are the node's own. Redirects are followed on
 * the hosts that are named. Site files are remembered for a day. [NOD-26]
 */
export function openVisits(deps: VisitDeps): (url: string, ask: VisitAsk) => Promise<Visit> {
  const { fetcher, now, sleep, takeTurn, journal = openJournal(memoryStore()) } = deps
  const pace = openPace({ journal, now, sleep })
  let visits = 0
  return async (url, { hosts, ...ask }) => {
    if (++visits % PRUNE_EACH === 0) await journal.prune(now())
    const site = {
      fetcher,
      journal,
      pace: takeTurn ? charged(pace, takeTurn, { now, sleep }) : pace,
      now,
      hosts,
      delaySeconds: DELAY_SECONDS,
    }
    return visit(site, url, ask, { now, sleep })
  }
}

export type Time = Pick<VisitDeps, 'now' | 'sleep'>

/** A pace that takes each request but the first from the host's bucket. */
function charged(pace: Pace, takeTurn: NonNullable<VisitDeps['takeTurn']>, { now, sleep }: Time): Pace {
  let first = true
  const turns = new Map<string, number>()
  return async (host, delaySeconds) => {
    if (!first) {
      const had = turns.get(host)
      // Who comes late for a turn would come in another's.
      const at = had !== undefined && now() <= had + LATE ? had : await takeTurn(host)
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

async function visit(site: Site, from: string, ask: Omit<Ask, 'url'>, time: Time): Promise<Visit> {
  const nothing = (why: FetchFailure | 'redirect' | 'late', detail: string): Visit => ({
    kind: 'nothing',
    why,
    detail,
  })
  let url = from
  for (let hops = 0; hops <= MOST_HOPS; hops++) {
    const permission = await permissionNow(site, url, time)
    if (permission === null) return nothing('late', new URL(url).hostname)
    if (permission.kind === 'unsafe') return nothing('unsafe-address', permission.detail)
    if (!permission.decision.allowed) return refused(site, url, permission.decision)
    if (!(await turn(site, url, time))) return nothing('late', new URL(url).hostname)
    const answer = await site.fetcher.get({ ...ask, url })
    if (answer.kind === 'failure') return nothing(answer.reason, answer.detail)
    if (isRedirect(answer.status)) {
      const target = answer.location === null ? null : URL.parse(answer.location, url)
      if (!target || !isAskable(target, site.hosts))
        return nothing('redirect', target?.href.slice(0, 200) ?? String(answer.status))
      target.hash = ''
      url = target.href
      continue
    }
    if (answer.status === 429 || answer.status >= 500) {
      const retryAfter = retryAfterOf(answer.headers, time.now())
      return { kind: 'busy', status: answer.status, ...(retryAfter === undefined ? {} : { retryAfter }) }
    }
    return { kind: 'answer', url, answer, site, permission: permission.decision }
  }
  return nothing('redirect', url.slice(0, 200))
}

async function refused(site: Site, url: string, decision: Decision): Promise<Visit> {
  const no = decision.evidence.find(({ stance }) => stance === 'refuses')
  const detail = no ? `${no.where}: ${no.text.slice(0, 160).trim()}` : new URL(url).hostname
  const robots = await site.journal.siteFile(`${new URL(url).origin}/robots.txt`)
  const unheard = !robots || robots.status === 0 || robots.status === 429 || robots.status >= 500
  return { kind: 'nothing', why: 'refused', detail, decision, unheard }
}

async function permissionNow(site: Site, url: string, time: Time) {
  const said = await patiently(async () => {
    const one = await permissionFor(site, url)
    return one.kind === 'wait' ? { until: one.until } : { one }
  }, time)
  return said?.one ?? null
}

async function turn(site: Site, url: string, time: Time): Promise<boolean> {
  const taken = await patiently(async () => {
    const until = await site.pace(new URL(url).hostname, site.delaySeconds)
    return until === null ? { taken: true } : { until }
  }, time)
  return taken !== null
}

/** Asks again when its turn has come; null when that takes too long. */
export async function patiently<T extends object>(
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
