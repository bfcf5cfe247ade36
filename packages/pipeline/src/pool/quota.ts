import { invalidCampaign } from './errors.ts'

/** What a quota can count by; items carry them when their payload has a field of that name. */
export const STRATA = ['type', 'language', 'region', 'source'] as const
export type Stratum = (typeof STRATA)[number]

/** At most this share of a campaign's tasks has this value of the stratum; null: any one value. */
export interface Quota {
  stratum: Stratum
  value: string | null
  maxPpm: number
}

/** @throws RowrightError `pool/invalid-campaign` naming the quota. */
export function checkQuotas(quotas: readonly Quota[]): void {
  const seen = new Set<string>()
  for (const [i, { stratum, value }] of quotas.entries()) {
    if (seen.size < seen.add(JSON.stringify([stratum, value])).size) continue
    throw invalidCampaign(
      `quotas.${i}`,
      `The quota of ${value === null ? `each ${stratum}` : `${stratum} "${value}"`} is there twice.`,
      'Give each value one quota.',
    )
  }
}

/** @throws RowrightError `pool/invalid-campaign` naming the field. [POO-8] */
export function checkOverlap(input: {
  overlap: number
  overlapMin?: number
  targetConfidencePpm?: number | null
}): void {
  if (input.targetConfidencePpm == null) return
  if ((input.overlapMin ?? 1) <= input.overlap) return
  throw invalidCampaign(
    'overlapMin',
    `A task cannot need at least ${input.overlapMin} answers and get at most ${input.overlap}.`,
    'Make the least number of answers no larger than the most.',
  )
}
