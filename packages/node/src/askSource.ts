import type { Evidence } from '@rowright/collector'
import { ROBOT } from '@rowright/protocol'
import { licenseDocument } from './permission.ts'
import { readPage } from './readPage.ts'
import { openVisits, patiently, type Visit, type VisitDeps } from './visit.ts'

/** What a source says of a page: by all that its site says before, and by the page itself. */
export type SourceSaid =
  | { kind: 'permits' | 'refuses'; reason: string; evidence: Evidence[] }
  /** It could not be asked. `busy`: the host asks for time. */
  | { kind: 'silent'; busy: boolean; retryAfter?: number; detail: string }

const MOST_BYTES = 10_000_000

/**
 * How an instance asks whether the source of a clip permits it: the same permission and guard as a node's. The most
 * restrictive word wins. Never throws. [CLT-38, NOD-26]
 */
export function openSources(deps: VisitDeps): (url: string) => Promise<SourceSaid> {
  const visit = openVisits(deps)
  return async (url) => {
    try {
      const seen = await visit(url, { hosts: [new URL(url).hostname], maxBytes: MOST_BYTES })
      return seen.kind === 'answer' ? await read(seen, deps) : unread(seen)
    } catch (error) {
      return { kind: 'silent', busy: false, detail: `It could not be asked (${(error as Error).message}).` }
    }
  }
}

function unread(seen: Exclude<Visit, { kind: 'answer' }>): SourceSaid {
  if (seen.kind === 'busy') {
    const { status, retryAfter } = seen
    const detail = `The server answers ${status}.`
    return { kind: 'silent', busy: true, detail, ...(retryAfter === undefined ? {} : { retryAfter }) }
  }
  if (seen.why === 'unsafe-address') return { kind: 'refuses', reason: seen.detail, evidence: [] }
  if (seen.why !== 'refused') return { kind: 'silent', busy: false, detail: seen.detail }
  const { reason, evidence } = seen.decision
  return seen.unheard
    ? { kind: 'silent', busy: false, detail: reason }
    : { kind: 'refuses', reason, evidence }
}

async function read(
  { url, answer, site, permission }: Extract<Visit, { kind: 'answer' }>,
  time: Pick<VisitDeps, 'now' | 'sleep'>,
): Promise<SourceSaid> {
  const { status, headers, body } = answer
  const page = await readPage(
    { url, agent: ROBOT, status, headers, body },
    async (license) => (await patiently(() => licenseDocument(site, license), time)) ?? { url: license },
  )
  const evidence = [...permission.evidence, ...page.decision.evidence]
  // No article is no refusal: there may still be a picture or a sentence to give.
  const refusal = evidence.find(({ stance, signal }) => stance === 'refuses' && signal !== 'content')
  if (refusal) return { kind: 'refuses', reason: refusal.reason, evidence }
  return { kind: 'permits', reason: page.decision.reason, evidence }
}
