import type { Ctx } from '@rowright/db'
import { validConsents } from '../consent/index.ts'

/** Which of these pools the person has a consent for that holds now. [CLT-37] */
export async function poolsAgreed(
  ctx: Ctx,
  personId: string,
  poolIds: readonly string[],
): Promise<Set<string>> {
  const agreed = new Set<string>()
  for (const poolId of new Set(poolIds))
    if ((await validConsents(ctx, poolId, [personId], ctx.now())).size > 0) agreed.add(poolId)
  return agreed
}
