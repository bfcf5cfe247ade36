import { type Refusal, RowrightError } from '@rowright/protocol'

export const campaignStillOpen = (status: string) =>
  new RowrightError(
    'settlement/campaign-open',
    `The campaign is ${status}; only a closed campaign is settled.`,
    {
      status: 409,
      field: 'campaignId',
      hint: 'Close the campaign first.',
      context: { campaignStatus: status },
    },
  )
export const stillReserved = (reserved: number) =>
  new RowrightError(
    'settlement/still-reserved',
    `${reserved} assignments of the campaign are still reserved.`,
    {
      status: 409,
      hint: 'Try again in a moment.',
      retryable: true,
      retryAfter: 1,
    },
  )
export const unknownWindow = (windowId: string) =>
  new RowrightError('settlement/unknown-window', 'There is no such window of pay.', {
    status: 404,
    field: 'windowId',
    hint: 'GET /v1/me/windows lists yours.',
    context: { windowId },
  })
export const notYours = () =>
  new RowrightError('settlement/not-yours', 'Only the labeler whose answers these are can appeal.', {
    status: 403,
    field: 'windowId',
    hint: 'GET /v1/me/windows lists yours.',
  })
export const notRejected = (state: string) =>
  new RowrightError('settlement/not-rejected', `Nothing is rejected here: the window is ${state}.`, {
    status: 409,
    field: 'windowId',
    hint: 'Only a rejection can be appealed, once.',
    context: { windowState: state },
  })
export const tooLate = () =>
  new RowrightError('settlement/too-late', 'The time to appeal has passed; the rejection counts.', {
    status: 409,
    field: 'windowId',
    hint: 'A rejection can be appealed until the time it names.',
  })
export const needsControlTasks = (slots: number, golds: number) =>
  new RowrightError(
    'settlement/needs-control-tasks',
    `${slots} answers by anybody, with ${golds} control tasks: nobody could tell work from clicking.`,
    {
      status: 422,
      field: 'goldRatePpm',
      hint: 'Add at least 5 items with a known answer, or keep a trial under 200 answers.',
      context: { slots, golds },
    },
  )

const REFUSED: Record<Refusal['why'], { message: string; hint: string }> = {
  'nothing-checked': {
    message: 'Without control tasks a random clicker would earn as much as an honest labeler.',
    hint: 'Set a share of control tasks, or make it a list campaign for people you know.',
  },
  'clicker-passes': {
    message: 'Too many windows of a random clicker would pass.',
    hint: 'Check more answers per window, or fail it at fewer wrong ones.',
  },
  'stake-too-small': {
    message: 'With this stake, clicking through a window pays.',
    hint: 'Leave the stake out to have it computed, or raise it.',
  },
  'honest-fail': {
    message: 'Somebody who is right in 9 of 10 would lose more than 1 % of their pay.',
    hint: 'Let a window fail at more wrong checks only, or lower the stake.',
  },
}
export const unsoundEconomy = ({ field, why }: Refusal) =>
  new RowrightError('settlement/unsound-economy', REFUSED[why].message, {
    status: 422,
    field,
    hint: REFUSED[why].hint,
    context: { why },
  })
export const alreadyBad = () =>
  new RowrightError('settlement/already-bad', 'This account was found bad in this pool before.', {
    status: 409,
    field: 'person',
    hint: 'Look at the log; clear the account if that was wrong.',
  })
export const notBad = () =>
  new RowrightError('settlement/not-bad', 'This account is not bad in this pool.', {
    status: 409,
    field: 'person',
    hint: 'There is nothing to clear.',
  })
export const finalFollowed = () =>
  new RowrightError('settlement/final-followed', 'A rejection that followed is final, or before a panel.', {
    status: 409,
    hint: 'The panel of an appeal can still reverse it; final pay does not move.',
  })
