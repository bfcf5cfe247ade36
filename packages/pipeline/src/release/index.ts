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
export { publish, type ReleaseManifest } from './publish.ts'
export { release, releaseRow, releaseWeight } from './release.sql.ts'
export type { ReleasedAnnotation, ReleaseRow } from './row.ts'
export type { Release } from './store.ts'
