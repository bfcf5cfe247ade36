import type { Campaign } from '../pool/index.ts'

/** Where answers are no choice among labels, a random one is taken to be right in one of four: more than it is. */
const WITHOUT_LABELS = 4

/** In one of how many a random answer is right. */
export const classesForLabels = (labels: readonly unknown[]): number =>
  labels.length >= 2 ? labels.length : WITHOUT_LABELS

export const classesOf = (campaign: Campaign): number => classesForLabels(campaign.labels)
