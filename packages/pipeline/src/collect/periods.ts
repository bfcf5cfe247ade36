import type { Ctx } from '@rowright/db'
import { lte, sql } from 'drizzle-orm'
import { commitSeed } from './audit.ts'
import { auditPeriod } from './node.sql.ts'

const HOURS = 6
const PERIOD = HOURS * 3_600_000

const startOf = (time: number) => new Date(time - (time % PERIOD))

/**
 * The seed that leases of an instant are drawn with. The period's seed and the next one's are made here when they are
 * missing, so that a commitment is there six hours before its first lease. [CLT-11]
 */
export async function seedAt(ctx: Ctx, instant: Date): Promise<string> {
  const start = startOf(instant.getTime())
  const periods = [start, new Date(start.getTime() + PERIOD)]
  const seeds = async () =>
    (
      await ctx.tx.execute<{ seed: string }>(
        sql`select seed from audit_period where starts_at in (${periods[0]}, ${periods[1]}) order by starts_at`,
      )
    ).rows
  const known = await seeds()
  if (known.length === periods.length) return known[0]!.seed
  for (const startsAt of periods) {
    const seed = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('hex')
    await ctx.tx
      .insert(auditPeriod)
      .values({ startsAt, endsAt: new Date(startsAt.getTime() + PERIOD), seed, commitment: commitSeed(seed) })
      .onConflictDoNothing()
  }
  return (await seeds())[0]!.seed
}

export interface AuditPeriod {
  startsAt: Date
  endsAt: Date
  commitment: string
  /** Null until no lease of the period can be revealed any more. */
  seed: string | null
}

/** Leases live minutes; a day later nothing of the period is open. */
const TOLD_AFTER = 24 * 3_600_000

/** The newest periods, the next one's commitment among them. [CLT-11] */
export async function auditPeriods(ctx: Ctx): Promise<AuditPeriod[]> {
  const rows = await ctx.tx
    .select()
    .from(auditPeriod)
    .where(lte(auditPeriod.startsAt, new Date(ctx.now().getTime() + PERIOD)))
    .orderBy(sql`starts_at desc`)
    .limit(100)
  return rows.map(({ startsAt, endsAt, commitment, seed }) => ({
    startsAt,
    endsAt,
    commitment,
    seed: endsAt.getTime() + TOLD_AFTER < ctx.now().getTime() ? seed : null,
  }))
}
