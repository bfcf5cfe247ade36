import { desc, eq } from 'drizzle-orm'
import { chainBlock, chainDeployment } from './chain.sql.ts'
import type { Ctx } from './ctx.ts'

/** The deployment in force, or null before the first one. Its shape is `Deployment` of `@rowright/chain`. */
export async function currentDeployment(
  ctx: Ctx,
): Promise<{ genesisHash: string; deployment: unknown } | null> {
  const [row] = await ctx.tx.select().from(chainDeployment).orderBy(desc(chainDeployment.id)).limit(1)
  return row ?? null
}

/**
 * Records a deployment; the newest is in force. On a chain that had one before (it lost it, or the operator went back
 * to it) the new one takes its place and is followed from its first block.
 */
export async function recordDeployment(
  ctx: Ctx,
  input: { chainId: number; genesisHash: string; deployment: unknown },
): Promise<void> {
  await ctx.tx.delete(chainDeployment).where(eq(chainDeployment.genesisHash, input.genesisHash))
  await ctx.tx.delete(chainBlock).where(eq(chainBlock.genesisHash, input.genesisHash))
  await ctx.tx.insert(chainDeployment).values(input)
}
