import { RowrightError } from '@rowright/protocol'

export const doesNotAddUp = (poolId: string, personId: string, expected: bigint, found: bigint) =>
  new RowrightError(
    'reward/does-not-add-up',
    'The points of a contributor do not follow from their verdicts.',
    {
      status: 500,
      hint: 'The epoch stays open and nothing was written. Compare the ledger of this pool and person with their verdicts.',
      context: { poolId, personId, expected: String(expected), found: String(found) },
    },
  )
export const rootMismatch = (epoch: number) =>
  new RowrightError('reward/root-mismatch', `The leaves of epoch ${epoch} do not give its root.`, {
    status: 500,
    hint: 'Do not post this epoch. Compare the leaf table with the manifest, which has all leaves.',
    context: { epoch },
  })
export const unknownEpoch = (epoch: number) =>
  new RowrightError('reward/unknown-epoch', `There is no epoch ${epoch}.`, {
    status: 404,
    field: 'number',
    hint: 'List the epochs with GET /v1/epochs.',
  })
export const noAddress = () =>
  new RowrightError('reward/no-address', 'Your account has no address to pay to.', {
    status: 409,
    hint: 'Sign in with a wallet from this session: your earnings stay yours and enter the next epoch.',
  })
export const nothingToCashOut = () =>
  new RowrightError('reward/nothing-to-cash-out', 'There is nothing to cash out right now.', {
    status: 409,
    hint: 'Earnings can be cashed out when the epoch they are in is active on chain.',
    retryable: true,
  })
export const notPaid = (assignmentId: string) =>
  new RowrightError('reward/not-paid', 'No epoch has paid this answer.', {
    status: 409,
    field: 'assignmentId',
    hint: 'Only pay that is in an epoch needs a correction; before that its verdict decides.',
    context: { assignmentId },
  })
export const notAManifest = (why: string, cause?: unknown) =>
  new RowrightError('reward/not-a-manifest', `This is not an epoch manifest: ${why}.`, {
    status: 422,
    hint: 'Get one from /v1/epochs/{number}/manifest; docs/epoch-manifest.md describes it.',
    cause,
  })
