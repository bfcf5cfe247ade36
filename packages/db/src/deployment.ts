import { desc } from 'drizzle-orm'
import { chainDeployment } from './chain.sql.ts'
import type { Ctx } from './ctx.ts'

/** The deployment in force, or null before the first one. Its shape is `Deployment` of `@rowright/chain`. */
export async function currentDeployment(
  ctx: Ctx,
): Promise<{ genesisHash: string; deployment: unknown } | null> {
  const [row] = await ctx.tx.select().from(chainDeployment).orderBy(desc(chainDeployment.id)).limit(1)
  return row ?? null
}

/** Records a deployment; the newest is in force. A genesis is recorded once. */
export async function recordDeployment(
  ctx: Ctx,
  input: { chainId: number; genesisHash: string; deployment: unknown },
): Promise<void> {
  await ctx.tx.insert(chainDeployment).values(input).onConflictDoNothing()
}
