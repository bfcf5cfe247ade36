import { RowrightError } from '@rowright/protocol'

export const invalidValue = (
  field: string,
  message: string,
  hint: string,
  context: Record<string, unknown> = {},
) => new RowrightError('labeling/invalid-value', message, { status: 422, field, hint, context })

export const invalidPayload = (field: string, message: string, hint: string) =>
  new RowrightError('tasktype/invalid-payload', message, { status: 422, field, hint })

export const invalidSchema = (field: string, message: string, hint: string) =>
  new RowrightError('pool/invalid-campaign', message, { status: 422, field, hint })

export const unknownType = (name: string) =>
  new RowrightError('tasktype/unknown-type', `There is no task type "${name.slice(0, 80)}".`, {
    status: 422,
    field: 'taskType',
    hint: 'Use single, multi, rating, numeric, pairwise, spans or transcription.',
  })
