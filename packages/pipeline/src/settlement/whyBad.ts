import type { Ctx } from '@rowright/db'
import { badAccountsOf } from '../labeling/index.ts'

/** Why an account is bad in a pool, by any of its selves; null when it is not. */
export async function whyBad(ctx: Ctx, poolId: string, selves: readonly string[]): Promise<string | null> {
  const bad = await badAccountsOf(ctx, poolId)
  return selves.map((one) => bad.get(one)?.reason).find((reason) => reason !== undefined) ?? null
}
