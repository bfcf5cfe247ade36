import { RowrightError } from '@rowright/protocol'

export const invalidConsent = (field: string, message: string, hint: string) =>
  new RowrightError('consent/invalid', message, { status: 422, field, hint })
export const unknownConsent = (consentId: string) =>
  new RowrightError('consent/unknown-consent', 'There is no such consent.', {
    status: 404,
    field: 'consentId',
    hint: 'The id is in the receipt, and in GET /v1/me/consents.',
    context: { consentId },
  })
export const notTheSubject = () =>
  new RowrightError(
    'consent/not-the-subject',
    'Only the person who gave this consent, or whoever holds its secret, can end it.',
    {
      status: 403,
      field: 'secret',
      hint: 'Send the secret of the receipt, or sign in with the account that gave the consent.',
    },
  )
