import type { Ctx } from '@rowright/db'
import { type AuditEntry, auditHash, type Json, NO_HASH } from '@rowright/protocol'
import { and, asc, desc, eq, gt, sql } from 'drizzle-orm'
import { auditLine } from './people.sql.ts'

/**
 * Writes a line into an account's audit log, chained by hash to the one before. Lines of one account are written one
 * after the other; the lock ends with the transaction. [PEO-12] @param action `room.what`, as the API names it.
 */
export async function audit(
  ctx: Ctx,
  of: { personId: string; action: string; detail: Record<string, Json> },
): Promise<AuditEntry> {
  await ctx.tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`rowright audit ${of.personId}`}, 0))`,
  )
  const last = await lastAuditLine(ctx, of.personId)
  const line = {
    ...of,
    seq: (last?.seq ?? 0) + 1,
    at: ctx.now().toISOString(),
    previous: last?.hash ?? NO_HASH,
  }
  const entry = { ...line, hash: auditHash(line) }
  await ctx.tx.insert(auditLine).values({ ...entry, at: ctx.now() })
  return entry
}

/** Number and hash of an account's last line; undefined while it has none. */
export async function lastAuditLine(
  ctx: Ctx,
  personId: string,
): Promise<{ seq: number; hash: string } | undefined> {
  const [last] = await ctx.tx
    .select({ seq: auditLine.seq, hash: auditLine.hash })
    .from(auditLine)
    .where(eq(auditLine.personId, personId))
    .orderBy(desc(auditLine.seq))
    .limit(1)
  return last
}

/** Lines of an account in order. @param of.after the number to go on behind. */
export async function auditLines(
  ctx: Ctx,
  of: { personId: string; after: number; limit: number },
): Promise<AuditEntry[]> {
  const rows = await ctx.tx
    .select()
    .from(auditLine)
    .where(and(eq(auditLine.personId, of.personId), gt(auditLine.seq, of.after)))
    .orderBy(asc(auditLine.seq))
    .limit(of.limit)
  return rows.map(({ at, detail, ...row }) => ({
    ...row,
    at: at.toISOString(),
    detail: detail as Record<string, Json>,
  }))
}
