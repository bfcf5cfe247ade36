import { quoted, type Sentence } from '@rowright/collector'
import { type Lease, type nodeMeOutput, type Signer, signedLeaseSchema } from '@rowright/protocol'
import type { z } from 'zod'
import { advance } from './advance.ts'
import type { Fetcher } from './fetcher.ts'
import { openInstance } from './instance.ts'
import { type Journal, openJournal, type Pairing, type Rest } from './journal.ts'
import { openPace } from './pace.ts'
import type { NodeParts } from './parts.ts'
import { type Settings, whyPaused } from './settings.ts'
import type { LogLine, Store } from './store.ts'
import { moneyWords } from './words/figures.ts'
import { consentWords } from './words/pageWords.ts'
import { inEnglish, sentence } from './words/sentences.ts'
import type { Work } from './work.ts'

export type NodeMe = z.infer<typeof nodeMeOutput>

export interface NodeDeps {
  store: Store
  pairing: Pairing
  node: Signer
  fetcher: Fetcher
  client: string
  fetch: typeof globalThis.fetch
  now: () => number
  sleep: (milliseconds: number) => Promise<void>
  onLine?: (line: LogLine) => void
  /** Why the machine itself should rest (metered line, battery), or null. */
  situation?: () => Promise<Sentence | null>
  /** Hosts that this client may ask at all (a browser's permissions); undefined: any. */
  permittedHosts?: () => Promise<string[] | undefined>
}

export interface CollectionNode {
  /** Does what is due. @returns from when on there may be more, in milliseconds of the node's clock. */
  tick(): Promise<number>
  journal: Journal
  /** What the instance says of this node, or why it says nothing. */
  me(): Promise<NodeMe | { problem: Sentence }>
}

const UNKNOWN_TOKEN = { symbol: 'base units', decimals: 0 }
const SECOND = 1_000
const IDLE = 60 * SECOND
/** Nothing is put off for longer: what waits until later than that was put off by a clock that has been set back since. */
const LONGEST_WAIT = 3_600 * SECOND
/** Clocks further apart are worth a line. */
const NOTABLE_OFFSET = 60 * SECOND

/** A collection node over its memory. All of them, headless or in a browser, are this loop. */
export function openNode(deps: NodeDeps): CollectionNode {
  const { store, pairing, now } = deps
  const journal = openJournal(store, deps.onLine)
  const instance = openInstance({ url: pairing.url, node: deps.node, now, fetch: deps.fetch })
  let token = UNKNOWN_TOKEN
  const parts: NodeParts = {
    journal,
    instance,
    pairing,
    fetcher: deps.fetcher,
    pace: openPace({ journal, now, sleep: deps.sleep }),
    nodeKey: deps.node.publicKey,
    client: deps.client,
    now,
    sleep: deps.sleep,
    permittedHosts: deps.permittedHosts ?? (async () => undefined),
    random: () => crypto.getRandomValues(new Uint8Array(32)),
    fetching: new Set(),
    money: (pay) => moneyWords(pay, token),
  }
  const isDue = (at: number) => at <= now() || at > now() + 2 * LONGEST_WAIT
  let saidOffset = false
  let stopped = false
  let turnedDown = false

  const say = (level: LogLine['level'], event: string, said: Sentence | Sentence[]) =>
    journal.log(now(), level, event, said)

  /** Steps of one lease until it waits or is done. @returns when it is due again; Infinity when done. */
  async function drive(settings: Settings, from: Work): Promise<number> {
    let work = from
    while (work.state !== 'done' && isDue(work.dueAt)) {
      const before: Work['state'] = work.state
      work = await advance(parts, settings, work)
      await journal.save(work)
      if (work.state === 'returning' && work.why.reason === 'operator') turnedDown = true
      if (work.state === before && isDue(work.dueAt))
        // Nothing moved and nothing is waited for: not again in this breath.
        return now() + SECOND
    }
    return work.state === 'done' ? Number.POSITIVE_INFINITY : work.dueAt
  }

  /** New leases, as many as there is room for. @returns when to ask again. */
  async function ask(settings: Settings, room: number): Promise<number> {
    let pending = await journal.ask()
    if (!pending) {
      const permitted = await parts.permittedHosts()
      const hosts = settings.mode === 'approve' ? settings.approvedHosts : undefined
      const only =
        hosts && permitted ? hosts.filter((host) => permitted.includes(host)) : (hosts ?? permitted)
      if (only?.length === 0) return now() + IDLE
      pending = {
        requestId: crypto.randomUUID(),
        count: room,
        ...(settings.campaignIds ? { campaignIds: settings.campaignIds } : {}),
        ...(only ? { hosts: only } : {}),
        ...(settings.blockedHosts.length > 0 ? { exceptHosts: settings.blockedHosts } : {}),
      }
      await journal.setAsk(pending)
    }
    const called = await instance.call('leases', { ...pending })
    if (called.kind === 'later') {
      await say('problem', 'later', sentence('again', called.said, called.seconds))
      return now() + called.seconds * SECOND
    }
    if (called.kind === 'refused') {
      await journal.setAsk(null)
      if (called.status === 401 || called.status === 403) stopped = true
      await say('problem', 'refused-by-instance', sentence('noLeases', called.said))
      return now() + 5 * IDLE
    }
    if (!saidOffset && Math.abs(instance.offset()) > NOTABLE_OFFSET) {
      saidOffset = true
      const seconds = Math.round(Math.abs(instance.offset()) / SECOND)
      await say('problem', 'clock', sentence(instance.offset() > 0 ? 'clockBehind' : 'clockAhead', seconds))
    }
    const { leases, reason, reasonCode, retryAfter, consentNeeded } = called.output
    const known = new Set((await journal.works()).map(({ leaseId }) => leaseId))
    for (const signed of leases) {
      const { leaseId, url, pay, unchangedPay } = signedLeaseSchema.parse(signed).lease satisfies Lease
      if (known.has(leaseId)) continue
      const said = [sentence('leased', url, parts.money(pay))]
      if (unchangedPay !== undefined) said.push(sentence('seenBefore', parts.money(unchangedPay)))
      await journal.log(now(), 'info', 'leased', said, { leaseId, url })
      await journal.save({ state: 'leased', leaseId, signed, hops: [], url, attempts: 0, dueAt: 0 })
    }
    await journal.setAsk(null)
    const waiting = consentNeeded.join()
    const rest = await journal.rest()
    const none = leases.length === 0 ? (reason ?? '') : ''
    if (none && none !== rest.none) await say('info', 'no-lease', quoted(none, reasonCode ?? ''))
    if (waiting && waiting !== rest.waiting)
      await say('problem', 'consent-needed', consentWords(consentNeeded.length, pairing.publicUrl))
    await remember(rest, { waiting, none })
    return now() + (leases.length > 0 ? 0 : Math.min(Math.max(1, retryAfter) * SECOND, LONGEST_WAIT))
  }

  async function tick(): Promise<number> {
    const settings = await journal.settings()
    const under = JSON.stringify([settings, await parts.permittedHosts()])
    let rest = await journal.rest()
    token = rest.token ?? UNKNOWN_TOKEN
    const open = (await journal.works()).filter((work) => work.state !== 'done')
    // What is in time is told by the instance's clock: a browser's worker begins without knowing it.
    if (open.length > 0 && !instance.isTimed()) await me()
    // All of them come to rest before anybody hears of a failure: two ticks never overlap.
    const settled = await Promise.allSettled(open.map((work) => drive(settings, work)))
    const due = settled.map((one) => {
      if (one.status === 'rejected') throw one.reason
      return one.value
    })
    const left = (await journal.works()).filter((work) => work.state !== 'done').length
    const pause = await whyNoMore(settings)
    const why = pause ? inEnglish(pause) : ''
    if (pause && why !== rest.pause) await say('info', 'paused', sentence('noNewPages', pause))
    let nextAsk = rest.under === under ? rest.nextAsk : 0
    if (nextAsk > now() && isDue(nextAsk)) {
      await say('problem', 'clock', sentence('clockSetBack'))
      nextAsk = 0
    }
    // What the operator's rules turned down once, they would turn down again: no asking in circles.
    if (turnedDown) nextAsk = Math.max(nextAsk, now() + 10 * IDLE)
    turnedDown = false
    rest = await remember(rest, { pause: why, nextAsk, under })
    if (pause || stopped || left >= settings.atOnce) return Math.min(now() + IDLE, ...due)
    if (now() < nextAsk) return Math.min(nextAsk, ...due)
    rest = await remember(rest, { token: rest.token ?? (await tokenNow()) })
    token = rest.token ?? UNKNOWN_TOKEN
    nextAsk = await ask(settings, settings.atOnce - left)
    await remember(await journal.rest(), { nextAsk })
    await journal.prune(now())
    return nextAsk <= now() ? now() : Math.min(nextAsk, ...due)
  }

  /** Written only where something is new: most breaths change nothing. */
  async function remember(rest: Rest, more: Partial<Rest>): Promise<Rest> {
    const next = { ...rest, ...more }
    if (JSON.stringify(next) !== JSON.stringify(rest)) await journal.setRest(next)
    return next
  }

  async function whyNoMore(settings: Settings): Promise<Sentence | null> {
    const { hour, day } = await journal.usage(now())
    const own = whyPaused(settings, hour, day, new Date(now()))
    if (own) return own
    if (settings.mode === 'preview') return sentence('onlyPreviews')
    return (await deps.situation?.()) ?? null
  }

  async function tokenNow(): Promise<Rest['token']> {
    const seen = await me()
    return 'problem' in seen ? null : seen.token
  }

  async function me(): Promise<NodeMe | { problem: Sentence }> {
    const called = await instance.call('me', {})
    return called.kind === 'answer' ? called.output : { problem: called.said }
  }

  return { tick, journal, me }
}
