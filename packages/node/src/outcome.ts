import type { Decision } from '@rowright/collector'
import type { LeaseReturn, ReturnReason } from '@rowright/protocol'
import { type Active, log, type NodeParts } from './parts.ts'
import { travelling } from './toResult.ts'
import type { Done, Work } from './work.ts'

export async function refused(node: NodeParts, work: Active, decision: Decision): Promise<Work> {
  const refusal = decision.evidence.find(({ stance }) => stance === 'refuses')
  const where = refusal ? ` (${refusal.where}: ${refusal.text.slice(0, 160).trim()})` : ''
  return returning(node, work, 'refused', `${decision.reason}${where}`, { decision: travelling(decision) })
}

export async function returning(
  node: NodeParts,
  work: Active,
  reason: ReturnReason,
  detail: string,
  more: Pick<LeaseReturn, 'decision' | 'retryAfter'> = {},
): Promise<Work> {
  node.fetching.delete(work.leaseId)
  const said = detail.slice(0, 1000).toWellFormed().replaceAll('\0', '').replaceAll('\ufffd', '')
  await log(node, work, 'refused', reason, `${work.url}: ${said} Nothing of it leaves this machine.`)
  const observedAt = new Date(node.instance.now()).toISOString()
  return {
    ...base(work),
    state: 'returning',
    dueAt: 0,
    why: { reason, detail: said, hops: work.hops, observedAt, ...more },
  }
}

export async function later(
  node: NodeParts,
  work: Active,
  { seconds, text }: { seconds: number; text: string },
): Promise<Work> {
  await log(node, work, 'problem', 'later', `${text} Again in ${seconds} s.`)
  return { ...work, dueAt: node.now() + seconds * 1000 }
}

/** The instance has finished with the lease: it is over, or another node has it. */
export async function lost(node: NodeParts, work: Active, text: string): Promise<Work> {
  await log(node, work, 'problem', 'lost', `The instance takes nothing more for ${work.url}: ${text}`)
  return done(node, work, 'dropped', text)
}

export async function done(
  node: NodeParts,
  work: Active,
  outcome: Done['outcome'],
  reason: string,
): Promise<Done> {
  const document = 'result' in work ? work.result.document : null
  const { pay, unchangedPay = pay } = work.signed.lease
  return {
    state: 'done',
    leaseId: work.leaseId,
    url: work.url,
    outcome,
    reason,
    ...('why' in work ? { why: work.why.reason } : {}),
    pay: 'result' in work && document === null ? unchangedPay : pay,
    bytes: 'result' in work ? work.result.bytes : 0,
    ...(document ? { title: document.title, words: document.text.split(/\s+/).length } : {}),
    at: new Date(node.now()).toISOString(),
  }
}

const base = ({ leaseId, signed, hops, url, attempts, dueAt }: Active) => ({
  leaseId,
  signed,
  hops,
  url,
  attempts,
  dueAt,
})
