export { type Auth, makeAuth } from './auth.ts'
export { blobUrl } from './blobUrl.ts'
export { deploymentOf } from './faucet.ts'
export { parseIds } from './parseIds.ts'
export {
  chainUnreachable,
  findRowrightError,
  problemResponse,
  toRowrightError,
  trpcProblemResponse,
} from './problem.ts'
export { type RateRule, RULES, rateLimiter, sweepRateWindows } from './rate.ts'
export { croissantOf } from './reads/exports.ts'
export { poolMetadataHash } from './reads/pools.ts'
export { mountRest, refuseMethod } from './rest.ts'
export { type AppRouter, appRouter, type Outputs } from './root.ts'
export { authProblem, parseSignIn } from './signInProblems.ts'
export type { System } from './system.ts'
export { apiKeyReadsOnly, keyWithoutScope, notSignedIn, type RequestContext } from './trpc.ts'
export { receiveAssignmentList, receiveItems } from './upload.ts'
