import type { Sentence } from '@rowright/collector'
import type { LeaseTurns } from './leaseTurns.ts'
import { DEFAULT_SETTINGS, type Settings, settingsSchema, type Usage } from './settings.ts'
import type { LogLevel, LogLine, Store } from './store.ts'
import { inEnglish } from './words/sentences.ts'
import type { PendingAsk, Work } from './work.ts'

/** Finished leases that are remembered; a lease sent twice is known by them. */
const DONE_KEPT = 500
const DAY = 86_400_000

/** What the instance is to this node, since they were paired. */
export interface Pairing {
  /** Where the instance's API is reached. */
  url: string
  nodeId: string
  instanceKey: string
  publicUrl: string
}

/** A node's memory: typed entries over a `Store`. */
export interface Journal {
  pairing(): Promise<Pairing | null>
  setPairing(pairing: Pairing | null): Promise<void>
  settings(): Promise<Settings>
  setSettings(settings: Settings): Promise<void>
  works(): Promise<Work[]>
  save(work: Work): Promise<void>
  rest(): Promise<Rest>
  setRest(rest: Rest): Promise<void>
  ask(): Promise<PendingAsk | null>
  setAsk(ask: PendingAsk | null): Promise<void>
  usage(now: number): Promise<{ hour: Usage; day: Usage }>
  addUsage(now: number, used: Usage): Promise<void>
  turns(leaseId: string): Promise<LeaseTurns>
  setTurns(leaseId: string, turns: LeaseTurns): Promise<void>
  lastRequest(host: string): Promise<number>
  setLastRequest(host: string, at: number): Promise<void>
  siteFile(url: string): Promise<SiteFile | null>
  setSiteFile(url: string, file: SiteFile): Promise<void>
  log(
    now: number,
    level: LogLevel,
    event: string,
    said: Sentence | Sentence[],
    about?: { leaseId?: string; url?: string },
  ): Promise<void>
  /** Forgets finished leases beyond the newest, site files and counters of old days. */
  prune(now: number): Promise<void>
}

/** robots.txt, tdmrep.json, ai.txt or a license, as it was answered. */
export interface SiteFile {
  /** 0 when it could not be had. */
  status: number
  /** base64url: broken bytes are part of the answer. */
  body: string
  redirects: number
  fetchedAt: number
  /** Why the guard kept it out, where it did. */
  unsafe?: string
  said?: Sentence
}

/** What a node remembers between two breaths: a browser may end it every half minute. */
export interface Rest {
  /** No new leases are asked for before, in milliseconds of the node's clock. */
  nextAsk: number
  /** The settings and permitted hosts that this was found under, as JSON: others may be given what these turned down. */
  under: string
  /** Why it said last that it takes no new pages; empty: it takes some. */
  pause: string
  /** What pay is counted in, once the instance has said it. */
  token: { symbol: string; decimals: number } | null
  /** Pools that wait for a consent, as was said last. */
  waiting?: string
  /** Why there was no lease, as was said last; empty since there was one. */
  none?: string
}

const AWAKE: Rest = { nextAsk: 0, under: '', pause: '', token: null }
const hourOf = (now: number) => new Date(now).toISOString().slice(0, 13)
const NOTHING: Usage = { pages: 0, bytes: 0 }

export function openJournal(store: Store, onLine: (line: LogLine) => void = () => {}): Journal {
  const get = async <T>(key: string): Promise<T | null> => ((await store.get(key)) as T | undefined) ?? null
  return {
    pairing: () => get('pairing'),
    async setPairing(pairing) {
      // What was heard from one instance, its token and its turns, says nothing of another.
      for (const heard of ['rest', 'ask']) await store.delete(heard)
      await (pairing ? store.put('pairing', pairing) : store.delete('pairing'))
    },
    async settings() {
      const parsed = settingsSchema.strip().safeParse((await store.get('settings')) ?? {})
      // What another version knew besides is left out. Settings that cannot be read are those of somebody who said nothing: off.
      return parsed.success ? parsed.data : DEFAULT_SETTINGS
    },
    setSettings: (settings) => store.put('settings', settingsSchema.parse(settings)),
    rest: async () => (await get<Rest>('rest')) ?? AWAKE,
    setRest: (rest) => store.put('rest', rest),
    works: async () => (await store.list('work/')).map(({ value }) => value as Work),
    save: (work) => store.put(`work/${work.leaseId}`, work),
    ask: () => get('ask'),
    setAsk: (ask) => (ask ? store.put('ask', ask) : store.delete('ask')),
    async usage(now) {
      const hour = (await get<Usage>(`usage/${hourOf(now)}`)) ?? NOTHING
      const hours = await store.list(`usage/${hourOf(now).slice(0, 10)}`)
      const day = hours.reduce<Usage>(
        (sum, { value }) => ({
          pages: sum.pages + (value as Usage).pages,
          bytes: sum.bytes + (value as Usage).bytes,
        }),
        NOTHING,
      )
      return { hour, day }
    },
    async addUsage(now, used) {
      const key = `usage/${hourOf(now)}`
      const before = (await get<Usage>(key)) ?? NOTHING
      await store.put(key, { pages: before.pages + used.pages, bytes: before.bytes + used.bytes })
    },
    turns: async (leaseId) => (await get<LeaseTurns>(`turns/${leaseId}`)) ?? { made: 0, at: null },
    setTurns: (leaseId, turns) => store.put(`turns/${leaseId}`, turns),
    lastRequest: async (host) => (await get<number>(`host/${host}`)) ?? 0,
    setLastRequest: (host, at) => store.put(`host/${host}`, at),
    siteFile: (url) => get(`site/${url}`),
    setSiteFile: (url, file) => store.put(`site/${url}`, file),
    async log(now, level, event, said, about = {}) {
      const line = { at: new Date(now).toISOString(), level, event, text: inEnglish(said), said, ...about }
      await store.append(line)
      onLine(line)
    },
    async prune(now) {
      const works = (await store.list('work/')).map(({ value }) => value as Work)
      const done = works.filter((work) => work.state === 'done').sort((a, b) => b.at.localeCompare(a.at))
      for (const old of done.slice(DONE_KEPT)) await store.delete(`work/${old.leaseId}`)
      const open = new Set(works.filter((work) => work.state !== 'done').map((work) => work.leaseId))
      for (const { key } of await store.list('turns/'))
        if (!open.has(key.slice('turns/'.length))) await store.delete(key)
      for (const { key, value } of await store.list('site/'))
        if ((value as SiteFile).fetchedAt < now - DAY) await store.delete(key)
      for (const { key, value } of await store.list('host/'))
        if ((value as number) < now - DAY) await store.delete(key)
      const today = new Date(now - 31 * DAY).toISOString().slice(0, 10)
      for (const { key } of await store.list('usage/')) if (key.slice(6, 16) < today) await store.delete(key)
    },
  }
}
