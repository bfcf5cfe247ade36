import {
  type Decision,
  type JudgedPage,
  type ListedPage,
  type ListingAsk,
  type ListingFault,
  type ListingReply,
  readListing,
} from '@rowright/collector'
import { permissionsOf } from './permission.ts'
import { openVisits, patiently, type Time, type Visit, type VisitDeps } from './visit.ts'

/** Bytes of a listing, packed and unpacked: 50,000 addresses of 400 letters. What lies beyond is not read. */
const MOST_BYTES = 20_000_000
/** A robots.txt of many rules makes judging slow; what is not judged here is judged by the node that comes for it. */
const MOST_JUDGING = 2_000

/**
 * How an instance reads sitemaps and feeds: like any page, with its site's permission, through the guard, a turn of the
 * host's bucket for each request. Pages on the listing's own site are judged by what that site says. Never throws. [NOD-27]
 */
export function openListings(deps: VisitDeps): (ask: ListingAsk) => Promise<ListingReply> {
  const visit = openVisits(deps)
  return async ({ url, hosts, etag, lastModified }) => {
    try {
      const seen = await visit(url, {
        hosts,
        maxBytes: MOST_BYTES,
        cut: true,
        ...(etag === null ? {} : { etag }),
        ...(lastModified === null ? {} : { modifiedSince: lastModified }),
      })
      if (seen.kind === 'busy')
        return {
          ...failed('busy', String(seen.status)),
          ...(seen.retryAfter === undefined ? {} : { retryAfter: seen.retryAfter }),
        }
      if (seen.kind === 'nothing') return failed(faultOf(seen.why), seen.detail)
      return await read(seen, deps)
    } catch (fault) {
      return failed('unknown', (fault as Error).name)
    }
  }
}

const failed = (fault: ListingFault, detail: string): Extract<ListingReply, { kind: 'failed' }> => ({
  kind: 'failed',
  fault,
  detail: detail.slice(0, 300),
})

const faultOf = (why: Extract<Visit, { kind: 'nothing' }>['why']): ListingFault =>
  why === 'refused' || why === 'unsafe-address' || why === 'redirect' ? why : 'unreachable'

async function read(seen: Extract<Visit, { kind: 'answer' }>, time: Time): Promise<ListingReply> {
  const { url, answer, site } = seen
  const { status, headers } = answer
  if (status === 304) return { kind: 'unchanged' }
  if (status === 404 || status === 410) return failed('gone', String(status))
  if (status !== 200 && status !== 203) return failed('answer', String(status))
  const header = (name: string) => headers.find(([one]) => one === name)?.[1]
  const { bytes, whole } = await unpacked(answer.body)
  const listing = readListing({ url, bytes, contentType: header('content-type') ?? '' })
  if (listing.kind === 'none') return failed(listing.why, header('content-type')?.slice(0, 60) ?? '')
  const [etag, lastModified] = [header('etag'), header('last-modified')]
  const of = {
    whole: whole && listing.whole,
    ...(etag && etag.length <= 200 ? { etag } : {}),
    ...(lastModified && lastModified.length <= 60 ? { lastModified } : {}),
  }
  if ('sitemaps' in listing) return { kind: 'sitemaps', of: listing.kind, sitemaps: listing.sitemaps, ...of }
  const permission = await patiently(async () => {
    const all = await permissionsOf(site, new URL(url).origin)
    return typeof all !== 'function' && all.kind === 'wait' ? { until: all.until } : { all }
  }, time)
  const judge = typeof permission?.all === 'function' ? permission.all : null
  return { kind: 'pages', of: listing.kind, pages: judged(listing.pages, url, judge, time.now), ...of }
}

/** Pages with what their own site says of them; those of other sites say it to the node that asks there. */
function judged(
  pages: ListedPage[],
  from: string,
  judge: ((url: string) => Decision) | null,
  now: () => number,
): JudgedPage[] {
  const { origin } = new URL(from)
  const until = now() + MOST_JUDGING
  return pages.map((page) => {
    if (!judge || new URL(page.url).origin !== origin || now() > until) return page
    const decision = judge(page.url)
    if (decision.allowed) return page
    return { ...page, refused: decision.evidence.find(({ stance }) => stance === 'refuses')?.signal ?? 'url' }
  })
}

/** A file that is packed itself (`sitemap.xml.gz`), not for the way: as far as it unpacks, within bounds. */
async function unpacked(body: Uint8Array): Promise<{ bytes: Uint8Array; whole: boolean }> {
  if (body[0] !== 0x1f || body[1] !== 0x8b) return { bytes: body, whole: body.length < MOST_BYTES }
  const stream = new Blob([new Uint8Array(body)]).stream().pipeThrough(new DecompressionStream('gzip'))
  const chunks: Uint8Array[] = []
  let length = 0
  let whole = true
  try {
    for await (const chunk of stream) {
      chunks.push(chunk)
      length += chunk.length
      if (length > MOST_BYTES) break
    }
  } catch {
    // Half a file, or broken: what came before the fault counts.
    whole = false
  }
  const bytes = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return { bytes: bytes.subarray(0, MOST_BYTES), whole: whole && length <= MOST_BYTES }
}
