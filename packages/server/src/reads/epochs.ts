import type { Ctx } from '@rowright/db'
import { epochs } from '@rowright/pipeline/reward'
import type { z } from 'zod'
import type * as contract from '../epochContract.ts'

/** The newest epochs, newest first. */
export async function epochViews(ctx: Ctx): Promise<z.infer<typeof contract.epoch>[]> {
  const rows = await epochs(ctx)
  return rows.map((row) => ({
    number: row.number,
    status: row.status,
    closedAt: row.closedAt.toISOString(),
    activatesAt: row.activatesAt?.toISOString() ?? null,
    root: row.root,
    manifestSha256: row.manifestSha256,
    leaves: row.leaves,
    work: String(row.work),
    revenue: String(row.revenue),
    unassigned: String(row.unassigned),
    transaction: row.transaction,
  }))
}
