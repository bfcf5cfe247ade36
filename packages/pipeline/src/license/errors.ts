import { RowrightError } from '@rowright/protocol'

export const unknownLicense = (licenseId: string) =>
  new RowrightError('license/unknown-license', 'None of your addresses holds this license.', {
    status: 404,
    field: 'licenseId',
    hint: 'List your licenses with GET /v1/licenses.',
    context: { licenseId },
  })
export const expiredLicense = (licenseId: string, expiresAt: Date) =>
  new RowrightError('license/expired', 'This license has expired.', {
    status: 403,
    field: 'licenseId',
    hint: 'Buy an offer of the pool again; your data before it stays under the terms you had.',
    context: { licenseId, expiresAt: expiresAt.toISOString() },
  })
export const unknownUse = (licenseId: string) =>
  new RowrightError(
    'license/unknown-use',
    'The offer behind this license is not known, so it admits no row.',
    {
      status: 403,
      field: 'licenseId',
      hint: 'Wait until the chain is read, then try again; if it stays so, tell the steward.',
      context: { licenseId },
    },
  )
export const lapsedLicense = (licenseId: string, epoch: number) =>
  new RowrightError(
    'license/lapsed',
    'This license has lapsed: ended consents were not acknowledged in time.',
    {
      status: 403,
      field: 'licenseId',
      hint: `Remove the rows that ended, then call Licenses.ackRevocations(${licenseId}, ${epoch}) with the licensee's wallet; it is then valid again.`,
      context: { licenseId, epoch },
    },
  )
