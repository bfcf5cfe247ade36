import { quoted, type Sentence } from '@rowright/collector'
import { checkLease, commitmentOf } from '@rowright/protocol'
import { done, later, lost, payOf, refused, returning } from './outcome.ts'
import { fetchPage, offList } from './page.ts'
import { type Active, log, type NodeParts, siteOf } from './parts.ts'
import { isAskable, permissionFor } from './permission.ts'
import { bytesLeft, type Settings, whyHostBlocked, whyPaused } from './settings.ts'
import { bytesWords } from './words/figures.ts'
import { faultWords } from './words/pageWords.ts'
import { sentence } from './words/sentences.ts'
import type { Work } from './work.ts'

const MOST_ATTEMPTS = 3

/**
 * Takes a lease one step on. What the step returns is written down before the next one begins; a step that is broken
 * off and taken again does no harm. [NOD-1]
 */
export async function advance(node: NodeParts, settings: Settings, work: Active): Promise<Work> {
  switch (work.state) {
    case 'leased':
      return begin(node, settings, work)
    case 'fetching':
      return node.fetching.has(work.leaseId) ? fetchPage(node, work) : resume(node, work)
    case 'collected':
      return commit(node, work)
    case 'committed':
      return reveal(node, work)
    case 'returning':
      return giveBack(node, work)
  }
}

/** Everything that must hold before a host is asked. */
async function begin(node: NodeParts, settings: Settings, work: Active): Promise<Work> {
  const { instanceKey } = node.pairing
  const checked = await checkLease(work.signed, {
    instanceKey,
    nodeKey: node.nodeKey,
    now: node.instance.now(),
  })
  if (!checked.ok) {
    const said = faultWords(checked.fault)
    if (checked.fault.code === 'expired' && work.attempts + work.hops.length > 0)
      return returning(node, work, 'expired', said)
    await log(node, work, 'refused', 'lease-refused', sentence('leaseRefused', said))
    return done(node, work, 'dropped', said)
  }
  const { lease } = checked
  const target = new URL(work.url)
  // Where a redirect led was checked when it was followed; memory may have been changed since.
  if (!isAskable(target, lease.hosts)) return returning(node, work, 'redirect-off-list', offList(target))
  const rule =
    (await pausedNow(node, settings)) ??
    whyHostBlocked(settings, target.hostname) ??
    (await whyNotPermitted(node, target.hostname))
  if (rule) return returning(node, work, 'operator', rule)
  const { hour, day } = await node.journal.usage(node.now())
  if (bytesLeft(settings, hour, day) < lease.maxBytes)
    return returning(node, work, 'operator', sentence('overCap', bytesWords(lease.maxBytes)))
  const early = Date.parse(lease.notBefore ?? lease.issuedAt) - node.instance.now()
  if (early > 0 && lease.notBefore) return { ...work, dueAt: node.now() + early }
  const site = siteOf(node, lease)
  const permission = await permissionFor(site, work.url)
  if (permission.kind === 'wait') return { ...work, dueAt: permission.until }
  if (permission.kind === 'unsafe') return returning(node, work, 'unsafe-address', permission.said)
  if (!permission.decision.allowed) return refused(node, work, permission.decision)
  const turn = await site.pace(target.hostname, lease.delaySeconds)
  if (turn !== null) return { ...work, dueAt: turn }
  node.fetching.add(work.leaseId)
  return { ...work, state: 'fetching', attempts: work.attempts + 1 }
}

/** A page that was being fetched when the node died: its bytes are counted as if all had come. */
async function resume(node: NodeParts, work: Active): Promise<Work> {
  const { lease } = work.signed
  await node.journal.addUsage(node.now(), { pages: 0, bytes: lease.maxBytes })
  if (work.attempts >= MOST_ATTEMPTS)
    return returning(node, work, 'node-failed', sentence('stoppedOften', work.attempts))
  await log(node, work, 'info', 'resumed', sentence('resumed', work.url))
  return { ...work, state: 'leased' }
}

async function commit(node: NodeParts, work: Active & { state: 'collected' }): Promise<Work> {
  const commitment = commitmentOf(work.salt, work.result)
  const called = await node.instance.call('commit', { leaseId: work.leaseId, commitment })
  if (called.kind === 'later') return later(node, work, called)
  if (called.kind === 'refused') return lost(node, work, called.said)
  await log(node, work, 'info', 'committed', sentence('committed', work.url, commitment.slice(0, 12)))
  return { ...work, state: 'committed', dueAt: node.now() + called.output.revealAfter * 1000 }
}

async function reveal(node: NodeParts, work: Active & { state: 'committed' }): Promise<Work> {
  const { leaseId, salt, result } = work
  const called = await node.instance.call('reveal', { leaseId, salt, result })
  if (called.kind === 'later') return later(node, work, called)
  if (called.kind === 'refused') return lost(node, work, called.said)
  if (called.output.state === 'wait')
    return { ...work, dueAt: node.now() + Math.max(1, called.output.retryAfter) * 1000 }
  const pay = node.money(payOf(work))
  await log(node, work, 'info', 'revealed', sentence('revealed', work.url, pay))
  return done(node, work, 'revealed')
}

async function giveBack(node: NodeParts, work: Active & { state: 'returning' }): Promise<Work> {
  const called = await node.instance.call('return', { ...work.why, leaseId: work.leaseId })
  if (called.kind === 'later') return later(node, work, called)
  if (called.kind === 'refused') return lost(node, work, called.said)
  return done(node, work, 'returned', work.said ?? quoted(work.why.detail))
}

/** Taken back in the browser's own page since the lease was asked for: the operator's word, and nothing against the host. */
async function whyNotPermitted(node: NodeParts, host: string): Promise<Sentence | null> {
  const hosts = await node.permittedHosts()
  return hosts === undefined || hosts.includes(host) ? null : sentence('hostNotAllowed', host)
}

async function pausedNow(node: NodeParts, settings: Settings): Promise<Sentence | null> {
  const { hour, day } = await node.journal.usage(node.now())
  return whyPaused(settings, hour, day, new Date(node.now()))
}
