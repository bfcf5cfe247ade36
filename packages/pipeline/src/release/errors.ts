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
