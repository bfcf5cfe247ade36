import { RELAYER_LOW_WEI } from '@rowright/chain'
import { withTx } from '@rowright/db'
import { raiseFlag } from '@rowright/pipeline/people'
import type { Settler } from './settle.ts'

const SYSTEM = { kind: 'system', name: 'relayer' } as const

/** Tells the stewards, once while they have not answered, when the relayer cannot pay for what is ahead. [SETTLE-10] @returns its balance in wei. */
export async function watchRelayer({ database, relayer }: Settler): Promise<bigint> {
  const { address } = relayer.account
  const wei = await relayer.getBalance({ address })
  if (wei < RELAYER_LOW_WEI) {
    const evidence = { balanceWei: String(wei) }
    await withTx(database, SYSTEM, (ctx) =>
      raiseFlag(ctx, { kind: 'relayer-low', subject: address, evidence }),
    )
  }
  return wei
}
