import { RowrightError } from '@rowright/protocol'

export const insufficient = (account: string, needed?: bigint) =>
  new RowrightError('ledger/insufficient', `The account ${account.split(':')[0]} does not hold enough.`, {
    status: 409,
    hint: 'Ask for a smaller amount, or wait until more has been accepted.',
    context: needed === undefined ? {} : { needed: String(needed) },
  })
