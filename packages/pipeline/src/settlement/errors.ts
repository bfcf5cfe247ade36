import { RowrightError } from '@rowright/protocol'

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
