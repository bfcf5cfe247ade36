import {
  type Decision,
  decide,
  decider,
  licensesOf,
  quoted,
  ROBOTS_BYTES_LIMIT,
  ROBOTS_REDIRECTS,
  type RobotsReply,
  type RslDocument,
  type Sentence,
} from '@rowright/collector'
import { fromBase64url, ROBOT, toBase64url } from '@rowright/protocol'
import type { Fetcher } from './fetcher.ts'
import type { Journal, SiteFile } from './journal.ts'
import type { Pace } from './pace.ts'

const DAY = 86_400_000
/** A robots.txt that could not be had is asked for again after this; a file that was had holds a day (RFC 9309 §2.4). */
const RETRY = 10 * 60_000

export interface Site {
  fetcher: Fetcher
  journal: Journal
  pace: Pace
  now: () => number
  /** Host names that may be asked. */
  hosts: string[]
  delaySeconds: number
}

/** Whether a page may be asked for, by all that its site says before; or from when on it is worth going on. [NOD-3] */
export type Permission =
  | { kind: 'decided'; decision: Decision }
  | { kind: 'wait'; until: number }
  /** The guard keeps the host out. */
  | { kind: 'unsafe'; detail: string; said: Sentence }

/**
 * Asks a site what it permits: robots.txt first, and the rest only where robots.txt does not refuse already. Every
 * answer is kept for a day, every request takes its turn with the host.
 */
export async function permissionFor(site: Site, url: string): Promise<Permission> {
  const { origin } = new URL(url)
  const robots = await robotsOf(site, origin)
  if ('kind' in robots) return robots
  // Licenses are read below; what robots.txt says without them decides first, so that a refusal costs one request.
  const unread = licensesOf(robots).map((license): RslDocument => ({ url: license, xml: '<rsl></rsl>' }))
  const early = decide({ url, agent: ROBOT, robots, rsl: unread })
  if (!early.allowed) return { kind: 'decided', decision: early }
  const all = await permissionsOf(site, origin)
  return typeof all === 'function' ? { kind: 'decided', decision: all(url) } : all
}

/** The same for all pages of a site, by all that it says; the requests are those of `permissionFor`. */
export async function permissionsOf(
  site: Site,
  origin: string,
): Promise<((url: string) => Decision) | Exclude<Permission, { kind: 'decided' }>> {
  const robots = await robotsOf(site, origin)
  if ('kind' in robots) return robots
  const texts: (string | undefined)[] = []
  for (const path of ['/.well-known/tdmrep.json', '/ai.txt']) {
    const file = await siteFile(site, origin + path)
    if ('until' in file) return { kind: 'wait', until: file.until }
    texts.push(file.status === 200 ? textOf(file) : undefined)
  }
  const rsl: RslDocument[] = []
  for (const license of licensesOf(robots)) {
    const document = await licenseDocument(site, license)
    if ('until' in document) return { kind: 'wait', until: document.until }
    rsl.push(document)
  }
  const [tdmrep, aiTxt] = texts
  return decider({ agent: ROBOT, robots, tdmrep, aiTxt, rsl })
}

async function robotsOf(
  site: Site,
  origin: string,
): Promise<RobotsReply | Exclude<Permission, { kind: 'decided' }>> {
  const file = await siteFile(site, `${origin}/robots.txt`)
  if ('until' in file) return { kind: 'wait', until: file.until }
  if (file.unsafe) return { kind: 'unsafe', detail: file.unsafe, said: file.said ?? quoted(file.unsafe) }
  return { status: file.status, body: bytesOf(file), redirects: file.redirects }
}

/** An RSL license, where it is on a host that may be asked; elsewhere it stays unread, which refuses. */
export async function licenseDocument(site: Site, license: string): Promise<RslDocument | { until: number }> {
  const target = URL.parse(license)
  if (!target || !isAskable(target, site.hosts)) return { url: license }
  const file = await siteFile(site, license)
  if ('until' in file) return file
  return file.status === 200 ? { url: license, xml: textOf(file) } : { url: license }
}

/** Only the web's own ports, no sign-in in the address, and a host on the list. */
export const isAskable = (target: URL, hosts: string[]): boolean =>
  /^https?:$/.test(target.protocol) &&
  target.port === '' &&
  target.username === '' &&
  target.password === '' &&
  hosts.includes(target.hostname)

/** A site's file from memory or from the site. Redirects are followed on hosts that may be asked, five at most. */
async function siteFile(site: Site, url: string): Promise<SiteFile | { until: number }> {
  const { journal, now } = site
  const known = await journal.siteFile(url)
  const fresh = known && (known.status === 0 || known.status === 429 || known.status >= 500 ? RETRY : DAY)
  // One of the future was had under a clock that has been set back since.
  if (known && fresh && Math.abs(now() - known.fetchedAt) < fresh) return known
  let at = url
  for (let redirects = 0; ; redirects++) {
    const turn = await site.pace(new URL(at).hostname, site.delaySeconds)
    if (turn !== null) return { until: turn }
    const answer = await site.fetcher.get({ url: at, maxBytes: ROBOTS_BYTES_LIMIT, cut: true })
    await journal.addUsage(now(), { pages: 0, bytes: answer.received })
    const next =
      answer.kind === 'answer' && isRedirect(answer.status) ? URL.parse(answer.location ?? '', at) : null
    if (next && redirects < ROBOTS_REDIRECTS && isAskable(next, site.hosts)) {
      at = next.href
      continue
    }
    const failed = answer.kind === 'failure' || isRedirect(answer.status)
    const file: SiteFile = {
      status: failed ? 0 : answer.status,
      body: failed ? '' : toBase64url(answer.body),
      redirects: next ? redirects + 1 : redirects,
      fetchedAt: now(),
      ...(answer.kind === 'failure' && answer.reason === 'unsafe-address'
        ? { unsafe: answer.detail, ...(answer.said ? { said: answer.said } : {}) }
        : {}),
    }
    await journal.setSiteFile(url, file)
    return file
  }
}

export const isRedirect = (status: number): boolean => [301, 302, 303, 307, 308].includes(status)

const bytesOf = (file: SiteFile): Uint8Array => fromBase64url(file.body)
const textOf = (file: SiteFile): string => new TextDecoder().decode(bytesOf(file))
