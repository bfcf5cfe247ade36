import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'
import type { WaitingConsent } from '../consent/index.ts'

/** Consents behind an accepted answer, or an item that a node brought, that are not anchored yet, oldest first. [CON-7] */
export async function consentsToAnchor(ctx: Ctx, limit: number): Promise<WaitingConsent[]> {
  const { rows } = await ctx.tx.execute<{
    pool_id: string
    id: string
    body_hash: string
    lock: `0x${string}`
  }>(sql`
    select c.pool_id, c.id, c.body_hash, c.lock from consent c
    where not exists (select 1 from consent_anchor a where a.pool_id = c.pool_id and a.consent_id = c.id)
      and (exists (select 1 from verdict v where v.pool_id = c.pool_id and v.person_id = c.person_id and v.decision = 'accepted')
        or exists (select 1 from item i where i.pool_id = c.pool_id and i.giver_id = c.person_id and i.provenance->>'kind' in ('collected', 'clip')))
    order by c.granted_at, c.id limit ${limit}`)
  return rows.map((row) => ({
    poolId: row.pool_id,
    consentId: row.id,
    bodyHash: row.body_hash,
    lock: row.lock,
  }))
}
