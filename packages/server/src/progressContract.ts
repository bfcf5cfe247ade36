import { z } from 'zod'
import { amount, campaign, id } from './contract.ts'
import { adaptive } from './overlapContract.ts'
import { textErrors } from './resultContract.ts'

/**
 * How far a campaign is, how good, and where its money is. Of a collection a page is a slot, a lease a reservation; of what
 * is paid for are also second looks (`collection.progress` tells more).
 */
export const progress = z.object({
  campaignId: id,
  status: campaign.shape.status,
  settled: z.boolean(),
  tasks: z.number(),
  goldTasks: z.number(),
  slots: z.number(),
  /** Slots when everything is paid for: to fund in all is this × price. */
  wantedSlots: z.number(),
  openSlots: z.number(),
  reserved: z.number(),
  submitted: z.number(),
  judged: z.number(),
  accepted: z.number(),
  rejected: z.number(),
  /** Answers whose rejection can still be appealed, or is before a panel. */
  appealable: z.number(),
  results: z.number(),
  labelers: z.number(),
  funded: amount,
  committed: amount,
  spent: amount,
  /** Pay that waits: of rejections that are not final, and of unfinished windows carried to the next campaign. */
  held: amount,
  meanConfidencePpm: z.number().nullable(),
  alphaPpm: z.number().nullable(),
  /** How a campaign with a target confidence stands; null with a fixed overlap. */
  adaptive: adaptive.nullable(),
  /** Answers submitted per minute over the last hour, oldest first. */
  perMinute: z.array(z.number()),
  /** Results by answer: by label of choices and spans, by number, by side; of texts nothing is counted. */
  distribution: z.record(z.string(), z.number()),
  /** Histogram of confidence in ten equal bins. */
  confidenceBins: z.array(z.number()),
  textErrors: textErrors.nullable(),
})
