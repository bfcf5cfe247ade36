import type { Campaign, Offer, Pool, Progress, Release } from '../api/types.ts'

export const journeySteps = [
  'chain',
  'campaign',
  'items',
  'fund',
  'start',
  'watch',
  'close',
  'release',
  'offer',
] as const
export type JourneyStep = (typeof journeySteps)[number]

export interface JourneyInput {
  pool: Pick<Pool, 'chainPoolId'>
  campaign: Pick<Campaign, 'taskType' | 'status' | 'settled' | 'funded' | 'price'> | null
  progress: Pick<Progress, 'tasks' | 'wantedSlots' | 'slots' | 'openSlots' | 'reserved' | 'submitted'> | null
  releases: readonly Pick<Release, 'id'>[]
  offers: readonly Pick<Offer, 'open'>[]
}

/** Which steps of a pool's way from opening to selling are done; the first that is not is what comes next. */
export function doneSteps({
  pool,
  campaign,
  progress,
  releases,
  offers,
}: JourneyInput): Record<JourneyStep, boolean> {
  const started = campaign !== null && campaign.status !== 'draft'
  const ended = campaign?.status === 'closed'
  const wanted = progress ? BigInt(progress.wantedSlots) * BigInt(campaign?.price ?? 0) : 0n
  return {
    chain: pool.chainPoolId !== null,
    campaign: campaign !== null,
    items: started || (progress?.wantedSlots ?? 0) > 0,
    fund: started || (wanted > 0n && BigInt(campaign?.funded ?? 0) >= wanted),
    start: started,
    watch: ended || (started && progress !== null && progress.slots > 0 && isAnswered(campaign, progress)),
    close: ended === true && campaign?.settled === true,
    release: releases.length > 0,
    offer: offers.some(({ open }) => open),
  }
}

/** Of a collection what is paid for beside its pages is never filled: it is done with the pages that are wanted. */
const isAnswered = (
  { taskType }: NonNullable<JourneyInput['campaign']>,
  { tasks, slots, wantedSlots, openSlots, reserved, submitted }: NonNullable<JourneyInput['progress']>,
) => openSlots === 0 && reserved === 0 && (taskType === 'collect' ? submitted >= tasks : slots >= wantedSlots)

/** What to do now; null when everything is done. */
export function nextStep(input: JourneyInput): JourneyStep | null {
  const done = doneSteps(input)
  return journeySteps.find((step) => !done[step]) ?? null
}
