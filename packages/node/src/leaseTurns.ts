import type { Lease } from '@rowright/protocol'
import { LATE, type Pace, WAIT_HERE } from './pace.ts'
import type { NodeParts } from './parts.ts'

/** The instance gives this lease no turn: it is over soon, and goes back. */
const NO_TURN = 30_000

/** How many requests of a lease were made, and the turn that was asked for the next, in milliseconds of the instance's clock. */
export interface LeaseTurns {
  made: number
  at: number | null
}

/**
 * A lease's turns with hosts: its own ones first, from `notBefore` on; for each other request, and for one that would come
 * too late for its turn, the instance is asked for one, so that the host's one bucket counts it. The node's own least
 * distance holds besides. Remembered over restarts. [NOD-4, CLT-24]
 */
export function leasePace(node: NodeParts, lease: Lease): Pace {
  // An instance that spaces nothing: the node's own distance is all.
  if (!lease.notBefore) return node.pace
  const begin = Date.parse(lease.notBefore)
  const { journal, instance } = node
  return async (host, delaySeconds) => {
    const { made, at: asked } = await journal.turns(lease.leaseId)
    const own =
      host === lease.hosts[0] && made < (lease.turns ?? 1) ? begin + made * lease.delaySeconds * 1_000 : null
    let at = asked ?? own
    if (at === null || instance.now() > at + LATE) {
      const called = await instance.call('turn', { leaseId: lease.leaseId, host })
      if (called.kind === 'later') return node.now() + called.seconds * 1_000
      if (called.kind === 'refused') return node.now() + NO_TURN
      at = Date.parse(called.output.at)
      await journal.setTurns(lease.leaseId, { made, at })
    }
    const early = at - instance.now()
    if (early > WAIT_HERE) return node.now() + early
    if (early > 0) await node.sleep(early)
    const until = await node.pace(host, delaySeconds)
    if (until !== null) return until
    await journal.setTurns(lease.leaseId, { made: made + 1, at: null })
    return null
  }
}
