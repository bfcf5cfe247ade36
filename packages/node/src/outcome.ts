import type { Decision, Sentence } from '@rowright/collector'
import type { LeaseReturn, ReturnReason } from '@rowright/protocol'
import { type Active, log, type NodeParts } from './parts.ts'
import { plain, travelling } from './toResult.ts'
import { placeWords } from './words/pageWords.ts'
import { inEnglish, sentence } from './words/sentences.ts'
import type { Done, Work } from './work.ts'

export async function refused(node: NodeParts, work: Active, decision: Decision): Promise<Work> {
  const refusal = decision.evidence.find(({ stance }) => stance === 'refuses')
  const said = refusal
    ? sentence('refusedAt', decision.said, placeWords(refusal.where), refusal.text.slice(0, 160).trim())
    : decision.said
  return returning(node, work, 'refused', said, { decision: travelling(decision) })
}

export async function returning(
  node: NodeParts,
  work: Active,
  reason: ReturnReason,
  said: Sentence | Sentence[],
  more: Pick<LeaseReturn, 'decision' | 'retryAfter'> = {},
): Promise<Work> {
  node.fetching.delete(work.leaseId)
  const because = [said].flat()
  await log(node, work, 'refused', reason, sentence('goesBack', work.url, because))
  const detail = plain(inEnglish(because).slice(0, 1000))
  const observedAt = new Date(node.instance.now()).toISOString()
  return {
    ...base(work),
    state: 'returning',
    dueAt: 0,
    why: { reason, detail, hops: work.hops, observedAt, ...more },
    said: because,
  }
}

export async function later(
  node: NodeParts,
  work: Active,
  { seconds, said }: { seconds: number; said: Sentence },
): Promise<Work> {
  await log(node, work, 'problem', 'later', sentence('again', said, seconds))
  return { ...work, dueAt: node.now() + seconds * 1000 }
}

/** The instance has finished with the lease: it is over, or another node has it. */
export async function lost(node: NodeParts, work: Active, said: Sentence): Promise<Work> {
  await log(node, work, 'problem', 'lost', sentence('lost', work.url, said))
  return done(node, work, 'dropped', said)
}

export async function done(
  node: NodeParts,
  work: Active,
  outcome: Done['outcome'],
  said: Sentence | Sentence[] = [],
): Promise<Done> {
  const document = 'result' in work ? work.result.document : null
  return {
    state: 'done',
    leaseId: work.leaseId,
    url: work.url,
    outcome,
    reason: inEnglish(said),
    said,
    ...('why' in work ? { why: work.why.reason } : {}),
    pay: payOf(work),
    bytes: 'result' in work ? work.result.bytes : 0,
    ...(document ? { title: document.title, words: document.text.split(/\s+/).length } : {}),
    at: new Date(node.now()).toISOString(),
  }
}

/** What a lease pays as it stands: less for a page that is as it was. */
export function payOf(work: Active): string {
  const { pay, unchangedPay = pay } = work.signed.lease
  return 'result' in work && work.result.document === null ? unchangedPay : pay
}

const base = ({ leaseId, signed, hops, url, attempts, dueAt }: Active) => ({
  leaseId,
  signed,
  hops,
  url,
  attempts,
  dueAt,
})
