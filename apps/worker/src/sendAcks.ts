import type { Deployment } from '@rowright/chain'
import { ackRevocationsBySig, type Sender } from '@rowright/chain/post'
import { type Database, withTx } from '@rowright/db'
import { dueAcks } from '@rowright/pipeline/license'
import { ignoring } from './ignoring.ts'

const SYSTEM = { kind: 'system', name: 'acknowledgments' } as const

/** Acknowledges revocations for licenses by invoice, whose kept address has signed and has no gas. [SETTLE-11] */
export async function sendAcks(database: Database, at: Deployment, relayer: Sender): Promise<number> {
  const due = await withTx(database, SYSTEM, dueAcks)
  for (const ack of due) await ignoring('AlreadyAcknowledged', ackRevocationsBySig(relayer, at, ack))
  return due.length
}
