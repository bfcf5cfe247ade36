import { quoted, type RslDocument, type Sentence } from '@rowright/collector'
import { type CollectResult, type Lease, ROBOT } from '@rowright/protocol'
import type { Answer } from './fetcher.ts'
import { refused, returning } from './outcome.ts'
import { type Active, log, type NodeParts, siteOf } from './parts.ts'
import { isAskable, isRedirect, licenseDocument } from './permission.ts'
import { readPage } from './readPage.ts'
import { toResult, unchangedResult } from './toResult.ts'
import { collectedWords } from './words/pageWords.ts'
import { inEnglish, sentence } from './words/sentences.ts'
import type { Work } from './work.ts'

/** Asks for the page once, and makes of the answer what it is: a redirect, a refusal, or a result. */
export async function fetchPage(node: NodeParts, work: Active): Promise<Work> {
  const { lease } = work.signed
  const { maxBytes, etag, modifiedSince } = lease
  const answer = await node.fetcher.get({
    url: work.url,
    maxBytes,
    ...(etag === undefined ? {} : { etag }),
    ...(modifiedSince === undefined ? {} : { modifiedSince }),
  })
  node.fetching.delete(work.leaseId)
  await node.journal.addUsage(node.now(), { pages: 1, bytes: answer.received })
  if (answer.kind === 'failure')
    return returning(node, work, answer.reason, answer.said ?? quoted(answer.detail))
  const hops = [
    ...work.hops,
    { url: work.url, status: answer.status, ...(answer.ip ? { ip: answer.ip } : {}) },
  ]
  const now = { ...work, hops }
  if (isRedirect(answer.status)) return follow(node, now, answer)
  if (answer.status === 429 || answer.status >= 500) {
    const retryAfter = retryAfterOf(answer.headers, node.instance.now())
    const said = [sentence('serverAnswers', answer.status)]
    if (retryAfter !== undefined) said.push(sentence('asksToWait', retryAfter))
    return returning(node, now, 'busy', said, { retryAfter })
  }
  return read(node, now, answer)
}

/** One redirect: to a host on the lease's list, never from https down to http; then everything is checked again. */
async function follow(
  node: NodeParts,
  work: Active,
  answer: Extract<Answer, { kind: 'answer' }>,
): Promise<Work> {
  const { lease } = work.signed
  const target = answer.location === null ? null : URL.parse(answer.location, work.url)
  if (!target) return returning(node, work, 'redirect-off-list', sentence('redirectNowhere', answer.status))
  target.hash = ''
  if (work.hops.length > lease.maxHops)
    return returning(
      node,
      work,
      'too-many-redirects',
      sentence('manyRedirects', lease.maxHops, target.href.slice(0, 200)),
    )
  if (target.href.length > 2000)
    return returning(node, work, 'redirect-off-list', sentence('endlessRedirect'))
  if (!isAskable(target, lease.hosts)) return returning(node, work, 'redirect-off-list', offList(target))
  if (work.url.startsWith('https:') && target.protocol === 'http:')
    return returning(node, work, 'redirect-off-list', sentence('downgraded', target.href.slice(0, 200)))
  await log(node, work, 'info', 'redirected', sentence('redirected', work.url, target.href))
  return { ...work, state: 'leased', url: target.href }
}

export const offList = (target: URL): Sentence =>
  sentence('offList', target.host || target.href.slice(0, 200))

const UNCHANGED = sentence('pageUnchanged')

/** What came: permission on the answer itself, then the article without personal data, and what it is committed by. */
async function read(
  node: NodeParts,
  work: Active,
  answer: Extract<Answer, { kind: 'answer' }>,
): Promise<Work> {
  const { lease } = work.signed
  const seen = {
    lease,
    nodeKey: node.nodeKey,
    client: node.client,
    hops: work.hops,
    headers: answer.headers,
    bytes: answer.body.length,
    observedAt: new Date(node.instance.now()).toISOString(),
  }
  if (answer.status === 304 && (lease.etag ?? lease.modifiedSince) !== undefined)
    return collected(
      node,
      work,
      unchangedResult(seen, { allowed: true, reason: inEnglish(UNCHANGED), said: UNCHANGED, evidence: [] }),
      UNCHANGED,
    )
  const input = {
    url: work.url,
    agent: ROBOT,
    status: answer.status,
    headers: answer.headers,
    body: answer.body,
  }
  const page = await readPage(input, (license) => licenseNow(node, lease, license))
  if (page.kind === 'refusal') return refused(node, work, page.decision)
  const result = toResult(seen, page)
  if ('key' in result) return returning(node, work, 'refused', result)
  return collected(node, work, result, page.decision.said)
}

/** A license that the page itself declares: the page is in hand, so its turn is waited for here. */
async function licenseNow(node: NodeParts, lease: Lease, license: string): Promise<RslDocument> {
  for (;;) {
    const found = await licenseDocument(siteOf(node, lease), license)
    if (!('until' in found)) return found
    if (found.until - node.now() > 20_000) return { url: license }
    await node.sleep(found.until - node.now())
  }
}

async function collected(
  node: NodeParts,
  work: Active,
  result: CollectResult,
  permission: Sentence,
): Promise<Work> {
  await log(node, work, 'info', 'fetched', collectedWords(work.url, result, permission))
  const salt = Array.from(node.random(), (byte) => byte.toString(16).padStart(2, '0')).join('')
  return { ...work, state: 'collected', result, salt, dueAt: 0 }
}

/** Seconds of `Retry-After`, whole or as a date (RFC 9110 §10.2.3), at most a year. */
export function retryAfterOf(headers: [string, string][], now: number): number | undefined {
  const value = headers.find(([name]) => name.toLowerCase() === 'retry-after')?.[1].trim()
  if (!value) return undefined
  const seconds = /^\d+$/.test(value) ? Number(value) : Math.ceil((Date.parse(value) - now) / 1000)
  return seconds >= 0 ? Math.min(seconds, 31_536_000) : undefined
}
