import { ROBOT } from '@rowright/protocol'
import { licenseDocument } from './permission.ts'
import { readPage } from './readPage.ts'
import { plain } from './toResult.ts'
import { openVisits, patiently, type Time, type Visit, type VisitDeps } from './visit.ts'

/** What a look found: the text as a node would hand it in, or nothing; `busy`: the host asks for time. */
export type Look = { text: string } | { text: null; busy: boolean; retryAfter?: number }

const MOST_BYTES = 10_000_000
const NOTHING: Look = { text: null, busy: false }

/**
 * How an instance looks at a page that a node brought: permission, guard, reading and removal of personal data are the
 * node's own, so that an honest node and the instance see the same text. Redirects are followed on the page's own host
 * only. Never throws. [NOD-26]
 */
export function openLooks(deps: VisitDeps): (url: string) => Promise<Look> {
  const visit = openVisits(deps)
  return async (url) => {
    try {
      const seen = await visit(url, { hosts: [new URL(url).hostname], maxBytes: MOST_BYTES })
      if (seen.kind === 'busy')
        return {
          text: null,
          busy: true,
          ...(seen.retryAfter === undefined ? {} : { retryAfter: seen.retryAfter }),
        }
      return seen.kind === 'nothing' ? NOTHING : await read(seen, deps)
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
  return text.trim() === '' ? NOTHING : { text }
}
