import type { ChainEvent } from '@rowright/chain'
import type { Ctx } from '@rowright/db'
import { poolByChainId, recordTermsEvent } from '@rowright/pipeline/pool'

type TermsEvent = Extract<
  ChainEvent,
  { name: 'PoolCreated' | 'ChangeScheduled' | 'ChangeCanceled' | 'TermsChanged' | 'PoolTransferred' }
>

const WHAT = {
  PoolCreated: 'in-force',
  ChangeScheduled: 'scheduled',
  ChangeCanceled: 'dropped',
  TermsChanged: 'in-force',
  // Terms that the owner before scheduled go with them.
  PoolTransferred: 'dropped',
} as const

/** Records what an event says of a pool's terms, once. [FOL-1] */
export async function recordTerms(
  ctx: Ctx,
  event: TermsEvent,
  place: { transaction: string; logIndex: number; blockNumber: number },
): Promise<void> {
  const poolId = await poolByChainId(ctx, event.args.poolId)
  if (!poolId) return
  await recordTermsEvent(ctx, {
    ...place,
    poolId,
    what: WHAT[event.name],
    terms: 'terms' in event.args ? event.args.terms : null,
    availableAt: event.name === 'ChangeScheduled' ? new Date(Number(event.args.availableAt) * 1000) : null,
  })
}
