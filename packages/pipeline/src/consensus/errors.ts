import { RowrightError } from '@rowright/protocol'

export const contradictoryGold = (taskId: string) =>
  new RowrightError('consensus/contradictory-gold', 'This gold task already has another answer.', {
    status: 409,
    field: 'gold',
    hint: 'A known answer is given once; close the campaign and open another to correct it.',
    context: { taskId },
  })
export const unknownMethod = (method: string) =>
  new RowrightError('consensus/unknown-method', `There is no aggregation method "${method}".`, {
    status: 422,
    field: 'method',
    hint: 'Use ds, sds or majority.',
  })
