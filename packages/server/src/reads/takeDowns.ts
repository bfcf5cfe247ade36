import type { Ctx } from '@rowright/db'
import { type TakeDown, takeDownSize, takeDowns } from '@rowright/pipeline/collect'
import { reservedFor } from '@rowright/pipeline/reward'
import type { z } from 'zod'
import type * as contract from '../takeDownContract.ts'

/** A request as whoever has its number reads it: no contact, no statement. */
export async function takeDownView(ctx: Ctx, row: TakeDown): Promise<z.infer<typeof contract.takeDownView>> {
  const reserved = (await reservedFor(ctx, row.host)).reduce((sum, { waiting }) => sum + waiting, 0n)
  return {
    id: row.id,
    scope: row.scope,
    host: row.host,
    urls: row.urls,
    state: row.decision ?? 'waiting',
    askedAt: row.askedAt.toISOString(),
    decidedAt: row.decidedAt?.toISOString() ?? null,
    answer: row.answer,
    purged: row.purged,
    reserved: String(reserved),
  }
}

/** Every request with who asks, for stewards. */
export async function takeDownCases(ctx: Ctx): Promise<z.infer<typeof contract.takeDownCase>[]> {
  const cases: z.infer<typeof contract.takeDownCase>[] = []
  for (const row of await takeDowns(ctx)) {
    const { asks, contact, statement } = row
    cases.push({
      ...(await takeDownView(ctx, row)),
      ...{ asks, contact, statement },
      ...(await takeDownSize(ctx, row)),
    })
  }
  return cases
}
