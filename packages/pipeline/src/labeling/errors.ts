import { RowrightError } from '@rowright/protocol'

export const unknownAssignment = (assignmentId: string) =>
  new RowrightError('labeling/unknown-assignment', 'You hold no such assignment.', {
    status: 404,
    field: 'assignmentId',
    hint: 'Ask for one with POST /v1/pools/{poolId}/campaigns/{campaignId}/assignments.',
    context: { assignmentId },
  })
export const unknownTask = (taskId: string) =>
  new RowrightError('labeling/unknown-task', 'There is no such task.', {
    status: 404,
    field: 'taskId',
    hint: 'Use the id of a task you were given.',
    context: { taskId },
  })
export const alreadyAnswered = () =>
  new RowrightError('labeling/already-answered', 'This assignment has another answer already.', {
    status: 409,
    field: 'value',
    hint: 'An answer cannot be changed once it is sent. Go on with the next task.',
  })
export const slotTaken = () =>
  new RowrightError(
    'labeling/slot-taken',
    'The time for this answer ran out and somebody else has taken the place.',
    {
      status: 409,
      field: 'assignmentId',
      hint: 'Your answer is kept as a draft. Go on with the next task.',
    },
  )
export const notHeld = (state: string) =>
  new RowrightError('labeling/not-held', `This assignment is ${state}.`, {
    status: 409,
    field: 'assignmentId',
    hint: 'Ask for the next assignment.',
    context: { state },
  })
export const tooManySkips = (skipped: number, answered: number) =>
  new RowrightError(
    'labeling/too-many-skips',
    `You have skipped ${skipped} tasks of this campaign and answered ${answered}.`,
    {
      status: 409,
      field: 'assignmentId',
      hint: 'Answer this one, or report what is wrong with it; then it can be skipped.',
      context: { skipped, answered },
    },
  )
export const unknownListed = (line: number, field: 'labeler' | 'item', value: string) =>
  new RowrightError(
    'labeling/unknown-listed',
    `Line ${line}: there is no ${field} "${value.slice(0, 80)}" here.`,
    {
      status: 422,
      field,
      hint:
        field === 'labeler'
          ? 'Name a labeler by an address that has signed in or by person id.'
          : 'Name an item by the id it has in this campaign.',
      context: { line },
    },
  )
