import { RowrightError } from '@rowright/protocol'

export const noLicense = (poolId: string, hasAddress: boolean) =>
  new RowrightError('export/no-license', 'No valid license of this pool belongs to your account.', {
    status: 403,
    field: 'poolId',
    hint: hasAddress
      ? 'Buy one of the offers of GET /v1/pools/{poolId}/offers with a wallet you have signed in with, then wait for its block.'
      : 'Sign in with the wallet that bought a license; offers are at GET /v1/pools/{poolId}/offers.',
    context: { poolId },
  })
export const building = () =>
  new RowrightError('export/building', 'The files of this release are being made.', {
    status: 503,
    retryable: true,
    retryAfter: 2,
    hint: 'Ask again in a few seconds; they are made once and kept.',
  })
export const nothingAdmitted = () =>
  new RowrightError('export/nothing-admitted', 'No row of this release is for the use of your license.', {
    status: 403,
    field: 'licenseId',
    hint: "The contributors' consents name other purposes or licensees; see the pool's consent terms.",
  })
/** Also for files that exist and are not the caller's: nobody learns what others have. */
export const unknownBlob = () =>
  new RowrightError('export/unknown-blob', 'There is no such file for you.', {
    status: 404,
    hint: 'Ask for the files of a release again: their addresses are good for a day.',
  })
export const gone = (successor: { releaseId: string; version: number } | null) =>
  new RowrightError('export/gone', 'This file is gone: a consent in it has ended.', {
    status: 410,
    hint: successor
      ? `Version ${successor.version} takes its place; the tombstones name the rows that you have to delete or replace.`
      : 'Nothing takes its place; what you have of it has to go.',
    context: { successor },
  })
export const unknownFile = (name: string) =>
  new RowrightError('export/unknown-file', 'This release has no file of that name.', {
    status: 404,
    field: 'name',
    hint: 'GET /v1/licenses/{licenseId}/releases/{releaseId}/files lists them.',
    context: { name },
  })
export const unknownColumn = (name: string, known: readonly string[], field = 'columns') =>
  new RowrightError('export/unknown-column', `There is no column "${name}".`, {
    status: 422,
    field,
    hint: `The columns are ${known.join(', ')}.`,
    context: { column: name },
  })
export const unknownFormat = (name: string, known: readonly string[]) =>
  new RowrightError('export/unknown-format', `There is no format "${name}".`, {
    status: 422,
    field: 'format',
    hint: `The formats are ${known.join(', ')}.`,
  })
export const notForFormat = (format: string, why: string) =>
  new RowrightError('export/not-for-format', `These rows cannot be written as ${format}: ${why}.`, {
    status: 422,
    field: 'format',
    hint: 'Choose jsonl, csv or parquet, or filter for the campaign whose rows have that form.',
  })
export const badRowId = (line: number) =>
  new RowrightError('export/bad-row-id', `Line ${line} is not the id of a row.`, {
    status: 422,
    field: 'body',
    hint: 'Send the column row_id, one a line: 32 lower-case hexadecimal digits each, at least one.',
    context: { line },
  })
export const tooManyIds = (most: number) =>
  new RowrightError('export/too-many-ids', `These are more than ${most} ids.`, {
    status: 413,
    field: 'body',
    hint: 'Send them in several files.',
    context: { most },
  })
export const badFilter = (field: string, wanted: string) =>
  new RowrightError('export/bad-filter', `"${field}" must be ${wanted}.`, {
    status: 422,
    field,
    hint: 'docs/api.md shows the filters of an export.',
  })
