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
