import type { Ctx } from '@rowright/db'
import { releaseSlots } from '../pool/index.ts'
import type { lease } from './contribution.sql.ts'

type Committed = Pick<typeof lease.$inferSelect, 'poolId' | 'campaignId' | 'pay'>

/** What was committed to a canary or a witness that is not paid is free again. [CLT-62, CLT-71] */
export const freeLease = (ctx: Ctx, { poolId, campaignId, pay }: Committed): Promise<void> =>
  releaseSlots(ctx, { poolId, campaignId, price: pay, slots: 1 })
