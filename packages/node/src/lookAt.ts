import { ROBOT } from '@rowright/protocol'
import { licenseDocument } from './permission.ts'
import { readPage } from './readPage.ts'
import { plain } from './toResult.ts'
import { openVisits, patiently, type Time, type Visit, type VisitDeps } from './visit.ts'

/** What a look found: the text as a node would hand it in, or nothing; `busy`: the host asks for time. */
export type Look =
  /** `changedAt`: since when, by its `Last-Modified`. */
  | { text: string; changedAt?: Date }
  /** 304 to what was known. */
  | { unchanged: true }
  | { text: null; busy: boolean; retryAfter?: number }

/** What a server named the version of a page that is known. */
interface KnownVersion {
  etag: string | null
  lastModified: string | null
}

const MOST_BYTES = 10_000_000
const NOTHING: Look = { text: null, busy: false }

/**
 * How an instance looks at a page that a node brought: permission, guard, reading and removal of personal data are the
 * node's own, so that an honest node and the instance see the same text. Redirects are followed on the page's own host
 * only. Never throws. [NOD-26]
 */
export function openLooks(deps: VisitDeps): (url: string, known?: KnownVersion | null) => Promise<Look> {
  const visit = openVisits(deps)
  return async (url, known) => {
    try {
      const asked = {
        ...(known?.etag ? { etag: known.etag } : {}),
        ...(known?.lastModified ? { modifiedSince: known.lastModified } : {}),
      }
      const seen = await visit(url, { hosts: [new URL(url).hostname], maxBytes: MOST_BYTES, ...asked })
      if (seen.kind === 'busy')
        return {
          text: null,
          busy: true,
          ...(seen.retryAfter === undefined ? {} : { retryAfter: seen.retryAfter }),
        }
      if (seen.kind === 'nothing') return NOTHING
      if (seen.answer.status === 304 && Object.keys(asked).length > 0) return { unchanged: true }
      return await read(seen, deps)
    } catch {
      return NOTHING
    }
  }
}

async function read(
  { url, answer, site }: Extract<Visit, { kind: 'answer' }>,
  { now, sleep }: Time,
): Promise<Look> {
  const { status, headers, body } = answer
  const input = { url, agent: ROBOT, status, headers, body }
  const page = await readPage(
    input,
    async (license) =>
      (await patiently(() => licenseDocument(site, license), { now, sleep })) ?? { url: license },
  )
  if (page.kind === 'refusal') return NOTHING
  const text = plain(page.document.text)
  if (text.trim() === '') return NOTHING
  const changedAt = new Date(headers.find(([name]) => name === 'last-modified')?.[1] ?? '')
  return Number.isNaN(changedAt.getTime()) ? { text } : { text, changedAt }
}
