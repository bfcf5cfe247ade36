import { RowrightError } from '@rowright/protocol'

export const notOnPanel = () =>
  new RowrightError('appeal/not-on-panel', 'You are not on the panel of this case.', {
    status: 403,
    field: 'appealId',
    hint: 'GET /v1/me/cases lists the cases that wait for you.',
  })
export const votedAlready = () =>
  new RowrightError('appeal/voted-already', 'You have answered this case.', {
    status: 409,
    field: 'appealId',
    hint: 'A vote is cast once and stays.',
  })
export const decided = () =>
  new RowrightError('appeal/decided', 'This case is decided.', {
    status: 409,
    field: 'appealId',
    hint: 'GET /v1/me/cases lists the cases that wait for you.',
  })
export const unanswered = (taskId: string) =>
  new RowrightError('appeal/unanswered', 'Every task of the case needs an answer.', {
    status: 422,
    field: `answers.${taskId}`,
    hint: 'Answer each task as if it were yours; there are no others in the case.',
  })
export const appealedAlready = () =>
  new RowrightError('appeal/appealed-already', 'This rejection has been appealed.', {
    status: 409,
    field: 'windowId',
    hint: 'GET /v1/me/windows shows where the appeal stands.',
  })
