import type { Ctx } from '@rowright/db'
import { building, editionFor, type Part, partsOf } from '@rowright/pipeline/export'
import type { Use } from '@rowright/pipeline/license'
import { lastTombstone, type Release, releasesOf } from '@rowright/pipeline/release'
import { badVersion } from './problems.ts'
import { firstSince, timeOf } from './table.ts'

export interface ChangeFile {
  /** `add`: the rows of a first version, all new; `cdf`: a file that names each change. */
  kind: 'add' | 'cdf'
  release: Release
  part: Part
}

export interface Span {
  startingVersion?: number | undefined
  endingVersion?: number | undefined
  startingTimestamp?: string | undefined
  endingTimestamp?: string | undefined
}

/**
 * The files that say what changed from one version to another, both inclusive. A withdrawn version's changes are there
 * without what was revoked since; the rows of a withdrawn first version are not there at all.
 * @throws RowrightError `delta/bad-version`, `export/building`.
 */
export async function changeFiles(
  ctx: Ctx,
  of: { poolId: string; use: Use; span: Span },
): Promise<{ files: ChangeFile[]; from: Release; to: Release }> {
  const releases = await releasesOf(ctx, of.poolId)
  const { from, to } = ends(releases, of.span)
  const wanted = releases.filter((one) => one.version >= from.version && one.version <= to.version).reverse()
  const scrubbed = await lastTombstone(ctx, of.poolId)
  const files: ChangeFile[] = []
  for (const release of wanted) {
    const built = await editionOr(ctx, release, of.use)
    if (!built) continue
    const parts = await partsOf(ctx, built)
    const cdf = parts.find((part) => part.kind === 'changes')
    if (release.withdrawnAt !== null) {
      if (!cdf) throw firstIsGone(release)
      if (built.scrubbedSeq < scrubbed) throw building()
    }
    if (cdf) files.push(...(cdf.rows > 0 ? [{ kind: 'cdf' as const, release, part: cdf }] : []))
    else for (const part of parts) if (part.kind === 'parquet') files.push({ kind: 'add', release, part })
  }
  return { files, from, to }
}

/** A withdrawn version that was never built has no changes of its own: the next one is against the one before. */
async function editionOr(ctx: Ctx, release: Release, use: Use) {
  const at = { poolId: release.poolId, releaseId: release.id }
  if (release.withdrawnAt === null) return editionFor(ctx, at, use)
  return editionFor(ctx, at, use).catch((error: { code?: string }) => {
    if (error.code === 'export/building') return null
    throw error
  })
}

function ends(releases: readonly Release[], span: Span): { from: Release; to: Release } {
  if (span.startingVersion === undefined && span.startingTimestamp === undefined)
    throw badVersion('startingVersion', 'A version or a time to start from is needed.')
  const byVersion = (field: string, version: number) => {
    const found = releases.find((one) => one.version === version)
    if (!found) throw badVersion(field, `There is no version ${version}.`)
    return found
  }
  const from =
    span.startingVersion !== undefined
      ? byVersion('startingVersion', span.startingVersion)
      : firstSince(releases, span.startingTimestamp!)
  const until = span.endingTimestamp === undefined ? null : timeOf('endingTimestamp', span.endingTimestamp)
  const to =
    span.endingVersion !== undefined
      ? byVersion('endingVersion', span.endingVersion)
      : releases.find((one) => until === null || one.publishedAt <= until)
  if (!to || to.version < from.version) throw badVersion('endingVersion', 'The end is before the start.')
  return { from, to }
}

const firstIsGone = (release: Release) =>
  badVersion(
    'startingVersion',
    `Version ${release.version} is withdrawn and was the first: start at ${release.version + 1}, which says what to delete.`,
  )
