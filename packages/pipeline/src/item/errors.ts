import { RowrightError } from '@rowright/protocol'

const MISSING = 'item/payload-missing'

export const payloadMissing = (blob?: string) =>
  new RowrightError(MISSING, 'The content of this item is gone.', {
    status: 410,
    field: 'payload',
    hint: 'Its task is set aside and the steward told. Go on with the next task.',
    context: blob === undefined ? {} : { sha256: blob },
  })

export const isPayloadMissing = (error: unknown): boolean =>
  error instanceof RowrightError && error.code === MISSING

export const notQuarantined = (itemId: string) =>
  new RowrightError(
    'item/not-quarantined',
    'This item is not quarantined, or somebody has decided already.',
    {
      status: 409,
      field: 'itemIds',
      hint: 'Load the list again.',
      context: { itemId },
    },
  )
