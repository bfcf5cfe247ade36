import type { inferRouterOutputs } from '@trpc/server'
import { appealRouter } from './routers/appeal.ts'
import { auditRouter } from './routers/audit.ts'
import { campaignRouter } from './routers/campaign.ts'
import { collectionRouter } from './routers/collection.ts'
import { consentRouter } from './routers/consent.ts'
import { epochRouter, instanceRouter } from './routers/instance.ts'
import { labelingRouter } from './routers/labeling.ts'
import { licenseRouter } from './routers/license.ts'
import { meRouter } from './routers/me.ts'
import { poolRouter } from './routers/pool.ts'
import { purchaseRouter } from './routers/purchase.ts'
import { quarantineRouter } from './routers/quarantine.ts'
import { releaseRouter } from './routers/release.ts'
import { remainderRouter } from './routers/remainder.ts'
import { stewardRouter } from './routers/steward.ts'
import { takeDownRouter } from './routers/takeDown.ts'
import { termsRouter } from './routers/terms.ts'
import { webhookRouter } from './routers/webhook.ts'
import { router } from './trpc.ts'

/** Every procedure, for tRPC under /trpc and for REST under /v1. */
export const appRouter = router({
  instance: instanceRouter,
  me: meRouter,
  pool: poolRouter,
  campaign: campaignRouter,
  collection: collectionRouter,
  consent: consentRouter,
  labeling: labelingRouter,
  appeal: appealRouter,
  quarantine: quarantineRouter,
  release: releaseRouter,
  remainder: remainderRouter,
  license: licenseRouter,
  purchase: purchaseRouter,
  takeDown: takeDownRouter,
  terms: termsRouter,
  webhook: webhookRouter,
  audit: auditRouter,
  epoch: epochRouter,
  steward: stewardRouter,
})
export type AppRouter = typeof appRouter
/** What each procedure answers, by room and verb. */
export type Outputs = inferRouterOutputs<AppRouter>
