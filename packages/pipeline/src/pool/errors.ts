import { RowrightError } from '@rowright/protocol'

export const unknownPool = (poolId: string) =>
  new RowrightError('pool/unknown-pool', 'There is no such pool.', {
    status: 404,
    field: 'poolId',
    hint: 'List the pools with GET /v1/pools.',
    context: { poolId },
  })
export const unknownCampaign = (campaignId: string) =>
  new RowrightError('pool/unknown-campaign', 'There is no such campaign in this pool.', {
    status: 404,
    field: 'campaignId',
    hint: 'List the campaigns with GET /v1/pools/{poolId}/campaigns.',
    context: { campaignId },
  })
export const notTheRequester = () =>
  new RowrightError('pool/not-the-requester', 'Only the requester of this pool may do this.', {
    status: 403,
    hint: 'Sign in with the account that opened the pool.',
  })
export const wrongStatus = (status: string, wanted: string) =>
  new RowrightError('pool/wrong-status', `The campaign is ${status}; this needs it to be ${wanted}.`, {
    status: 409,
    field: 'campaignId',
    hint: 'Look at the campaign again: its status has changed.',
    context: { campaignStatus: status },
  })
export const notFunded = (funded: bigint, needed: bigint) =>
  new RowrightError('pool/not-funded', 'The campaign has not been funded enough to open a single slot.', {
    status: 409,
    field: 'campaignId',
    hint: 'Fund it on chain with DataPools.fund, wait for the transaction, then start it.',
    context: { funded: String(funded), needed: String(needed) },
  })
export const nothingToRefund = () =>
  new RowrightError('pool/nothing-to-refund', 'This campaign has nothing to give back.', {
    status: 409,
    field: 'campaignId',
    hint: 'A campaign has to be closed and its last verdicts given; what was not earned then goes back.',
  })
export const invalidCampaign = (field: string, message: string, hint: string) =>
  new RowrightError('pool/invalid-campaign', message, { status: 422, field, hint })
