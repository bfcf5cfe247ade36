import type { Ctx } from '@rowright/db'
import { sql } from 'drizzle-orm'

/** Records `RevocationsAcknowledged`: this epoch and all before it, once. [LIC-11] */
export async function recordAck(
  ctx: Ctx,
  event: { licenseId: string; epoch: number; transaction: string; blockNumber: number },
): Promise<void> {
  await ctx.tx.execute(sql`
    insert into license_ack (pool_id, license_id, epoch, transaction, block_number)
    select pool_id, id, ${event.epoch}, ${event.transaction}, ${event.blockNumber} from license where id = ${event.licenseId}
    on conflict do nothing`)
}
