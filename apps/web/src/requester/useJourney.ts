'use client'

import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '@/api/trpc.ts'
import type { Campaign, Offer, Pool, Progress, Release } from '@/api/types.ts'
import { useMe } from '@/identity/session.ts'

export interface Journey {
  pool: Pool
  campaigns: Campaign[]
  /** The campaign in focus: the one asked for, else the newest that still runs, else the newest. */
  campaign: Campaign | null
  progress: Progress | null
  releases: Release[]
  offers: Offer[]
}

const everyMs = 4_000

const focus = (campaigns: Campaign[]): Campaign | null =>
  campaigns.findLast(({ status, settled }) => status !== 'closed' || !settled) ?? campaigns.at(-1) ?? null

/** All that says where a pool stands, kept fresh while it is looked at. */
export function useJourney(poolId: string, campaignId?: string) {
  const trpc = useTRPC()
  const signedIn = Boolean(useMe().data)
  const fresh = { refetchInterval: everyMs, enabled: signedIn }
  const pool = useQuery(trpc.pool.get.queryOptions({ poolId }, { refetchInterval: everyMs }))
  const campaigns = useQuery(trpc.campaign.ofPool.queryOptions({ poolId }, fresh))
  const releases = useQuery(trpc.release.list.queryOptions({ poolId }, fresh))
  const offers = useQuery(trpc.license.offers.queryOptions({ poolId }, fresh))
  const items = campaigns.data?.items ?? []
  const campaign = (campaignId ? items.find(({ id }) => id === campaignId) : focus(items)) ?? null
  const progress = useQuery(
    trpc.campaign.progress.queryOptions(
      { poolId, campaignId: campaign?.id ?? '' },
      { ...fresh, enabled: signedIn && campaign !== null },
    ),
  )
  const all = [pool, campaigns, releases, offers, ...(campaign ? [progress] : [])]
  const data: Journey | null =
    pool.data && campaigns.data && releases.data && offers.data && (campaign === null || progress.data)
      ? {
          pool: pool.data,
          campaigns: items,
          campaign,
          progress: progress.data ?? null,
          releases: releases.data.items,
          offers: offers.data.items,
        }
      : null
  return {
    data,
    error: all.find(({ error, data }) => error && !data)?.error ?? null,
    refetch: () => Promise.all(all.map((query) => query.refetch())),
  }
}
