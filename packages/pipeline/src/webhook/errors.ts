import { RowrightError } from '@rowright/protocol'

/** Also for an endpoint of somebody else. */
export const unknownEndpoint = () =>
  new RowrightError('webhook/unknown-endpoint', 'You have no such endpoint.', {
    status: 404,
    field: 'endpointId',
    hint: 'List yours with GET /v1/webhook-endpoints.',
  })
export const unknownMessage = () =>
  new RowrightError('webhook/unknown-message', 'This endpoint has no such message.', {
    status: 404,
    field: 'messageId',
    hint: 'List them with GET /v1/webhook-endpoints/{endpointId}/messages.',
  })
export const refusedTarget = (why: string) =>
  new RowrightError('webhook/refused-target', `Nothing is sent to this address: ${why}.`, {
    status: 422,
    field: 'url',
    hint: 'Give the https address of a server on the public internet, without a user name in it.',
  })
export const tooManyEndpoints = (most: number) =>
  new RowrightError('webhook/too-many', `An account has at most ${most} endpoints.`, {
    status: 409,
    field: 'url',
    hint: 'Remove one that you do not need any more.',
  })
