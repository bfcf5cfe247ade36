import type { QualityStatement, Release } from '../release/index.ts'
import type { Part } from './edition.ts'
import { COLUMNS, type Column } from './record.ts'

/** What a licensee checks a download against: every file with its hash, and the release it is of. */
export interface ExportManifest {
  kind: 'rowright.export.v1'
  poolId: string
  releaseId: string
  version: number
  /** `all`, or the use that it was gated for. */
  edition: string
  rows: number
  columns: Column[]
  files: { path: string; kind: Part['kind']; sha256: string; bytes: number; rows: number }[]
  /** Of the release's public manifest, which has the commitments of all rows. */
  releaseManifestSha256: string
  merkleRoot: string
  consentCutoff: string
  quality: QualityStatement | null
}

export function toManifest(
  release: Release,
  made: { name: string; rows: number; parts: ExportManifest['files'] },
): ExportManifest {
  return {
    kind: 'rowright.export.v1',
    poolId: release.poolId,
    releaseId: release.id,
    version: release.version,
    edition: made.name,
    rows: made.rows,
    columns: [...COLUMNS],
    files: made.parts.map(({ path, kind, sha256, bytes, rows }) => ({ path, kind, sha256, bytes, rows })),
    releaseManifestSha256: release.manifestSha256,
    merkleRoot: release.merkleRoot,
    consentCutoff: release.consentCutoff.toISOString(),
    quality: release.quality as QualityStatement | null,
  }
}
