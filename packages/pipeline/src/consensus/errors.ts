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
export const stillAnswered = () =>
  new RowrightError('consensus/still-answered', 'Somebody is answering a task of this campaign just now.', {
    status: 409,
    field: 'campaignId',
    retryable: true,
    hint: 'Wait until their time to answer is over, then change it.',
  })
export const answersInvalidated = (field: string, answers: number, first: { value: string; why: string }) =>
  new RowrightError(
    'consensus/answers-invalidated',
    `${answers} answers already given do not fit this change. The first: ${first.why}`,
    {
      status: 409,
      field,
      hint: 'Keep what has been answered with, or open another campaign for the changed question.',
      context: { answers, example: first.value.slice(0, 200) },
    },
  )
