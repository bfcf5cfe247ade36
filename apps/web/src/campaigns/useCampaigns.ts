'use client'

import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '@/api/trpc.ts'
import type { CampaignCard } from '@/api/types.ts'

/** Open campaigns a labeler can join. */
export function useCampaigns() {
  const trpc = useTRPC()
  return useQuery(trpc.campaign.list.queryOptions(undefined, { refetchInterval: 15_000 }))
}

/** The one to begin with: where there is a task left, one's own first. */
export function useFirstCampaign(): CampaignCard | null {
  const items = useCampaigns().data?.items ?? []
  const open = items.filter(({ openSlots }) => openSlots > 0)
  return open.find(({ mine }) => mine > 0) ?? open[0] ?? items[0] ?? null
}
