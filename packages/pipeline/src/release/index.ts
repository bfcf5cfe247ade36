export { numberChanges, withdrawExpired } from './changes.ts'
export { type Change, changesOf, lastTombstone } from './changesOf.ts'
export {
  getRelease,
  latestRelease,
  leaveChain,
  markSnapshot,
  nextSnapshot,
  recordSnapshot,
  releasesOf,
  snapshotsOnChain,
} from './getRelease.ts'
export { type News, newsOf } from './newsOf.ts'
export { provenanceLevel } from './provenance.ts'
export { publish, type ReleaseManifest } from './publish.ts'
export type { QualityStatement } from './quality.ts'
export type { Questions } from './question.ts'
export { recount } from './recount.ts'
export { change, release, releaseConsent, releaseRow, releaseSource, releaseWeight } from './release.sql.ts'
export { assertHolds, republishNext, successorOf } from './republish.ts'
export { pseudonym, type ReleasedAnnotation, type ReleaseRow, rowIdOf } from './row.ts'
export type { Release } from './store.ts'
