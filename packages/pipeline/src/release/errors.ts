import { RowrightError } from '@rowright/protocol'

export const nothingNew = (version: number) =>
  new RowrightError('release/nothing-new', `Nothing has changed since version ${version}.`, {
    status: 409,
    field: 'poolId',
    hint: 'Publish again when there are new results, verdicts or consents.',
    context: { version },
  })
export const noRows = () =>
  new RowrightError('release/no-rows', 'There is no row to release yet.', {
    status: 409,
    field: 'poolId',
    hint: 'A row needs a result, and at least one labeler whose consent holds.',
  })
export const unknownRelease = (releaseId: string) =>
  new RowrightError('release/unknown-release', 'There is no such release of this pool.', {
    status: 404,
    field: 'releaseId',
    hint: 'List the releases with GET /v1/pools/{poolId}/releases.',
    context: { releaseId },
  })
export const withdrawn = (
  release: { poolId: string; id: string; version: number; deleteBy: Date | null },
  successor: { id: string; version: number } | null,
) =>
  new RowrightError(
    'release/withdrawn',
    `Version ${release.version} is withdrawn: a consent in it has ended.`,
    {
      status: 410,
      field: 'releaseId',
      hint: successor
        ? `Use version ${successor.version}; GET /v1/licenses/{licenseId}/tombstones says which rows to delete or replace.`
        : 'Its successor is being made; ask for the releases of the pool again in a minute.',
      retryable: false,
      context: {
        releaseId: release.id,
        successor: successor && { releaseId: successor.id, version: successor.version },
        deleteBy: release.deleteBy?.toISOString() ?? null,
      },
    },
  )
