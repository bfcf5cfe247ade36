export { type Auth, makeAuth } from './auth.ts'
export { blobUrl } from './blobUrl.ts'
export { openCursor, sealCursor } from './cursor.ts'
export { deploymentOf } from './faucet.ts'
export { sweepKeyedRequests } from './keyed.ts'
export { nodeSigner } from './nodeSigner.ts'
export { type Operation, openapi, procedureOperations } from './openapi/document.ts'
export { ANYWHERE, refusals, refusedInDelta, routeNames } from './openapi/refusals.ts'
export { parseIds } from './parseIds.ts'
export {
  chainUnreachable,
  findRowrightError,
  problemResponse,
  toRowrightError,
  trpcProblemResponse,
} from './problem.ts'
export {
  type RateLeft,
  type RateRule,
  RULES,
  rateHeaders,
  rateLimiter,
  sweepRateWindows,
  TooMany,
} from './rate.ts'
export { assertReadable } from './readable.ts'
export { croissantOf } from './reads/exports.ts'
export { poolMetadataHash } from './reads/pools.ts'
export { type SoldView, soldViews } from './reads/soldLicenses.ts'
export { mountRest, refuseMethod, wrongMethod } from './rest.ts'
export { type AppRouter, appRouter, type Outputs } from './root.ts'
export { authProblem, parseSignIn } from './signInProblems.ts'
export { soldIn } from './stewardContract.ts'
export type { System } from './system.ts'
export { apiKeyReadsOnly, keyWithoutScope, notSignedIn, type RequestContext } from './trpc.ts'
export { receiveAssignmentList, receiveItems } from './upload.ts'
