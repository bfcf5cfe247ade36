import type { ExportManifest } from '@rowright/pipeline/export'
import type { Campaign, Pool } from '@rowright/pipeline/pool'
import type { QualityStatement, Release } from '@rowright/pipeline/release'

/** A release, and what else its description names. */
export interface Described {
  pool: Pool
  requester: string | null
  release: Release
  quality: QualityStatement | null
  campaigns: Campaign[]
  manifest: ExportManifest
  publicUrl: string
}
